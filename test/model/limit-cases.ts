/**
 * Random regions from a base to a limit, for MPUs of PMSAv8 and for SAUs: overlaps, regions of 32 bytes, limits below bases, the
 * whole address space; and addresses near their edges. Deterministic in the seed.
 */
import type { Pmsav8Mpu } from './pmsav8-model.js';
import type { Random } from './random.js';
import type { IdauAnswer, IdauModel, SauModel } from './sau-model.js';

const SPACE = 2 ** 32;
const PLACES: readonly number[] = [
  0x0000_0000, 0x1000_0000, 0x2000_0000, 0x2000_4000, 0x3000_0000, 0x4000_0000, 0x6000_0000, 0xa000_0000, 0xe000_0000,
  0xe000_e000, 0xe010_0000, 0xf000_0000, 0xffff_0000,
];

export interface LimitRegionWords {
  readonly rbar: number;
  readonly rlar: number;
}

/** Base and limit in units of 32 bytes. */
function extent(random: Random, places: readonly number[]): readonly [first: number, last: number] {
  const units = SPACE / 32;
  const first = (random.pick(places) / 32 + random.below(96)) % units;
  if (random.chance(2)) return [0, units - 1];
  if (random.chance(4)) return [first, Math.max(0, first - 1 - random.below(4))];
  const length = random.chance(30)
    ? 0
    : random.chance(85)
      ? random.below(64)
      : random.below(2 ** (6 + random.below(21)));
  return [first, Math.min(units - 1, first + length)];
}

/** `low` makes the bits of RBAR and RLAR below base and limit, ENABLE apart. */
function regionWords(
  random: Random,
  places: readonly number[],
  low: () => readonly [number, number],
): LimitRegionWords {
  const [first, last] = extent(random, places);
  const [rbar, rlar] = low();
  return { rbar: first * 32 + rbar, rlar: last * 32 + rlar + (random.chance(85) ? 1 : 0) };
}

/** An MPU with `count` regions; AP, SH, XN, AttrIndx and bit 4 of RLAR at random. */
export function randomMpu(random: Random, count: number, places = PLACES): Omit<Pmsav8Mpu, 'negativePriority'> {
  const ctrl = (random.chance(92) ? 1 : 0) | (random.chance(40) ? 2 : 0) | (random.chance(50) ? 4 : 0);
  const low = (): readonly [number, number] => [random.below(32), random.below(16) * 2];
  return { ctrl, regions: Array.from({ length: count }, () => regionWords(random, places, low)) };
}

/** An SAU with `count` regions, four in ten Non-secure callable. */
export function randomSau(random: Random, count: number, places = PLACES): SauModel {
  const ctrl = random.chance(85) ? 1 + 2 * random.below(2) : 2 * random.below(2);
  const low = (): readonly [number, number] => [random.below(32), random.chance(40) ? 2 : 0];
  return { ctrl, regions: Array.from({ length: count }, () => regionWords(random, places, low)) };
}

/** Ranges of an IDAU, sorted and with gaps. */
export interface IdauModelRange extends IdauAnswer {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

const ANSWERS: readonly IdauAnswer[] = [
  { exempt: false, ns: true, nsc: false },
  { exempt: false, ns: true, nsc: true },
  { exempt: false, ns: false, nsc: false },
  { exempt: false, ns: false, nsc: true },
  { exempt: true, ns: true, nsc: true },
];

export function randomIdau(random: Random): readonly IdauModelRange[] {
  if (random.chance(15)) return [];
  return PLACES.flatMap((start, n) => {
    if (random.chance(30)) return [];
    const end = Math.min(PLACES[n + 1] ?? SPACE, start + 0x20 * (1 + random.below(0x80_0000)));
    const answer = random.pick(ANSWERS);
    return [{ start, end, ...answer, ...(random.chance(70) ? { region: random.below(256) } : {}) }];
  });
}

export function idauOf(ranges: readonly IdauModelRange[]): IdauModel {
  const none: IdauAnswer = { exempt: false, ns: true, nsc: true };
  return (address) => ranges.find(({ start, end }) => address >= start && address < end) ?? none;
}

/** A few bytes around an edge of one of the regions, within it, or anywhere near the places that regions are at. */
export function randomAddress(random: Random, regions: readonly LimitRegionWords[], places = PLACES): number {
  const region = regions.length === 0 || random.chance(15) ? undefined : random.pick(regions);
  if (region === undefined) return (random.pick(places) + random.below(0x1000)) % SPACE;
  const base = region.rbar - (region.rbar % 32);
  const limit = region.rlar - (region.rlar % 32) + 31;
  if (random.chance(30) && limit > base) return base + random.below(limit - base);
  return ((random.chance(50) ? base : limit) + random.below(9) - 4 + SPACE) % SPACE;
}
