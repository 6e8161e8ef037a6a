/**
 * Random questions to an MPU: region sets with overlaps, subregions and all permissions, and accesses near their edges.
 * Deterministic in the seed. What QEMU cannot answer, or answers wrongly by its own documents, is marked.
 */
import type { ModelAccess, ModelAccessType, ModelMpu, ModelRegion } from './pmsav7-model.js';
import { seededRandom, type Random } from './random.js';

export interface MpuQuestion extends ModelAccess {
  readonly negativePriority: boolean;
}

export interface MpuCaseSet {
  readonly ctrl: number;
  /** Eight regions. */
  readonly regions: readonly ModelRegion[];
  readonly questions: readonly MpuQuestion[];
  /** Why QEMU is no witness for this set; absent if it is one. */
  readonly notForQemu?: string;
}

export interface MpuCaseOptions {
  readonly seed: number;
  readonly sets: number;
  readonly questionsPerSet: number;
  /**
   * For a guest program that asks a real MPU: this page stays readable, writable and executable for everybody, only
   * addresses that such a program can touch are asked for, and nothing that is left open by the manual is set.
   */
  readonly runnerPage?: { readonly base: number; readonly sizeBytes: number };
}

/** What lies at an address of QEMU's mps2-an385, as far as it may be touched; see docs of the machine and `info mtree`. */
export type Backing = 'ram' | 'unmapped' | 'ppb' | 'untouchable';

const CPUID = 0xe000_ed00;

const BACKING: readonly (readonly [number, number, Backing])[] = [
  [0x0000_2000, 0x0040_0000, 'ram'],
  [0x2000_0000, 0x2040_0000, 'ram'],
  [0x2100_0000, 0x2140_0000, 'ram'],
  [0x2400_0000, 0x4000_0000, 'unmapped'],
  [0x4400_0000, 0xe000_0000, 'unmapped'],
  [CPUID, CPUID + 4, 'ppb'],
  [0xe010_0000, 0x1_0000_0000, 'unmapped'],
];

/** What the board has for a byte; a guest program keeps itself below 0x2000 and above 0x2140_0000. */
export function backingOf(address: number): Backing {
  return BACKING.find(([from, to]) => address >= from && address < to)?.[2] ?? 'untouchable';
}

const PRIVDEFENA = 4;
const HFNMIENA = 2;
const ENABLE = 1;
const AREAS = [0x0000_2000, 0x0001_0000, 0x2000_0000, 0x2000_8000, 0x2010_0000, 0x2100_0000, 0x3000_0000, 0x6000_0000];
const FAR_AREAS = [0x0, 0x4400_0000, 0x8000_0000, 0xa000_0000, 0xc000_0000, 0xe010_0000, 0xe000_0000, 0xffff_ff00];
const PERMISSIONS = [0b000, 0b001, 0b010, 0b011, 0b011, 0b101, 0b110, 0b111];

function randomSize(random: Random): number {
  const band = random.below(10);
  if (band < 5) return 5 + random.below(8); // 32 bytes to 4 KiB
  if (band < 8) return 12 + random.below(10); // to 2 MiB
  return 22 + random.below(11); // to 4 GiB
}

function sizeLog2(region: ModelRegion): number {
  return ((region.rasr >>> 1) & 31) + 1;
}

/** The base that takes part: the one written, masked to the size. */
function maskedBase(region: ModelRegion): number {
  return region.rbar - (region.rbar % 2 ** sizeLog2(region));
}

function randomRegion(random: Random, earlier: readonly ModelRegion[], options: MpuCaseOptions): ModelRegion {
  const strict = options.runnerPage !== undefined;
  const log2 = randomSize(random);
  const size = 2 ** log2;
  let base = random.chance(80) ? random.pick(AREAS) : random.pick(FAR_AREAS);
  if (earlier.length > 0 && random.chance(60)) base = maskedBase(random.pick(earlier));
  base = (base + random.below(16) * 32 * 2 ** random.below(6)) % 2 ** 32;
  if (strict || random.chance(85)) base -= base % size;
  base -= base % 32;
  const srd = random.chance(50) && (log2 >= 8 || (!strict && random.chance(20))) ? random.below(256) : 0;
  const ap = !strict && random.chance(4) ? 0b100 : random.pick(PERMISSIONS);
  const xn = random.chance(40) ? 1 : 0;
  const enable = random.chance(85) ? 1 : 0;
  const attributes = random.below(64); // TEX, S, C and B play no part in protection.
  return {
    rbar: base,
    rasr: ((xn << 28) | (ap << 24) | (attributes << 16) | (srd << 8) | ((log2 - 1) << 1) | enable) >>> 0,
  };
}

function overlaps(region: ModelRegion, from: number, to: number): boolean {
  const base = maskedBase(region);
  return base < to && base + 2 ** sizeLog2(region) > from;
}

/** Full access to the runner's page, with no higher region over it. */
function withRunner(random: Random, regions: ModelRegion[], page: NonNullable<MpuCaseOptions['runnerPage']>): void {
  const number = random.below(8);
  regions[number] = {
    rbar: page.base,
    rasr: ((0b011 << 24) | ((Math.log2(page.sizeBytes) - 1) << 1) | 1) >>> 0,
  };
  for (let higher = number + 1; higher < 8; higher++) {
    const region = regions[higher]!;
    if (overlaps(region, page.base, page.base + page.sizeBytes))
      regions[higher] = { ...region, rasr: region.rasr & ~1 };
  }
}

/** An address a few bytes around an edge of a region or of one of its eight subregions, or anywhere in it. */
function randomAddress(random: Random, regions: readonly ModelRegion[]): number {
  if (random.chance(2)) return CPUID;
  if (random.chance(5)) return random.pick(AREAS) + random.below(0x4000);
  const region = random.pick(regions);
  const size = 2 ** sizeLog2(region);
  const base = maskedBase(region);
  const within = random.chance(20) ? random.below(size) : (size / 8) * random.below(9) + random.below(9) - 4;
  return (base + within + 2 ** 32) % 2 ** 32;
}

function randomQuestion(
  random: Random,
  set: { ctrl: number; regions: readonly ModelRegion[] },
  strict: boolean,
): MpuQuestion {
  const type = random.pick<ModelAccessType>(['read', 'read', 'write', 'write', 'fetch', 'fetch', 'fetch']);
  const sizeBytes = type === 'fetch' ? 2 : random.pick([1, 1, 1, 2, 4] as const);
  let address = randomAddress(random, set.regions);
  if (strict || type === 'fetch' || random.chance(60)) address -= address % sizeBytes;
  const negativePriority = random.chance(8);
  return { address, sizeBytes, type, privileged: negativePriority || random.chance(50), negativePriority };
}

/** Whether a guest can ask this and live: memory it may touch, and no store to a register. */
function touchable(question: MpuQuestion): boolean {
  const backing = backingOf(question.address);
  if (backing === 'ppb') return question.type !== 'write';
  return backing !== 'untouchable';
}

function objection(regions: readonly ModelRegion[], questions: readonly MpuQuestion[]): string | undefined {
  for (const region of regions) {
    if ((region.rasr & 1) === 0) continue;
    if (region.rbar !== maskedBase(region)) return 'QEMU skips a region whose base is no multiple of its size';
    if (((region.rasr >>> 24) & 7) === 0b100) return 'AP 0b100 is reserved';
    if (sizeLog2(region) < 8 && (region.rasr & 0xff00) !== 0) return 'SRD below 256 bytes is UNPREDICTABLE';
  }
  if (questions.some((q) => q.address % q.sizeBytes !== 0)) return 'unaligned accesses may report another MMFAR';
  if (!questions.every(touchable)) return 'the board has nothing there that may be touched';
  return undefined;
}

function randomCtrl(random: Random): number {
  if (random.chance(6)) return random.chance(50) ? PRIVDEFENA : 0;
  return ENABLE | (random.chance(50) ? PRIVDEFENA : 0) | (random.chance(40) ? HFNMIENA : 0);
}

/** Random sets, each with its questions. */
export function mpuCaseSets(options: MpuCaseOptions): readonly MpuCaseSet[] {
  const random = seededRandom(options.seed);
  const strict = options.runnerPage !== undefined;
  return Array.from({ length: options.sets }, () => {
    const regions: ModelRegion[] = [];
    while (regions.length < 8) regions.push(randomRegion(random, regions, options));
    if (options.runnerPage) withRunner(random, regions, options.runnerPage);
    const set = { ctrl: randomCtrl(random), regions };
    const questions: MpuQuestion[] = [];
    while (questions.length < options.questionsPerSet) {
      const question = randomQuestion(random, set, strict);
      if (!strict || touchable(question)) questions.push(question);
    }
    const notForQemu = objection(regions, questions);
    return notForQemu === undefined ? { ...set, questions } : { ...set, questions, notForQemu };
  });
}

/** The MPU that one question of a set meets. */
export function mpuOf(set: MpuCaseSet, question: MpuQuestion): ModelMpu {
  return { ctrl: set.ctrl, regions: set.regions, negativePriority: question.negativePriority };
}
