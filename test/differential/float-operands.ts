/** Operands of floating-point instructions: zeros, denormals, infinities, NaNs, numbers around ties and limits, and random bits. */
import { seededRandom, type Random } from '../model/random.js';

const SINGLES: readonly number[] = [
  0, 1, 2, 0x0040_0000, 0x007f_ffff, 0x0080_0000, 0x0080_0001, 0x00ff_ffff, 0x0100_0000, 0x3300_0000, 0x3380_0000,
  0x3380_0001, 0x3eff_ffff, 0x3f00_0000, 0x3f00_0001, 0x3f7f_ffff, 0x3f80_0000, 0x3f80_0001, 0x3fc0_0000, 0x4020_0000,
  0x4b00_0001, 0x477f_efff, 0x477f_f000, 0x3880_0000, 0x387f_e000, 0x3300_0001, 0x4aff_ffff, 0x4eff_ffff, 0x4f00_0000,
  0x4f7f_ffff, 0x4f80_0000, 0x7eff_ffff, 0x7f00_0000, 0x7f7f_ffff, 0x7f80_0000, 0x7f80_0001, 0x7fbf_ffff, 0x7fc0_0000,
  0x7fd5_5555,
];

const DOUBLES: readonly (readonly [high: number, low: number])[] = [
  [0, 0],
  [0, 1],
  [0, 0xffff_ffff],
  [0x0008_0000, 0],
  [0x000f_ffff, 0xffff_ffff],
  [0x0010_0000, 0],
  [0x0010_0000, 1],
  [0x001f_ffff, 0xffff_ffff],
  [0x3c90_0000, 0],
  [0x3ca0_0000, 0],
  [0x3ca0_0000, 1],
  [0x3fdf_ffff, 0xffff_ffff],
  [0x3fe0_0000, 0],
  [0x3fe0_0000, 1],
  [0x3fef_ffff, 0xffff_ffff],
  [0x3ff0_0000, 0],
  [0x3ff0_0000, 1],
  [0x3ff8_0000, 0],
  [0x4004_0000, 0],
  [0x4330_0000, 1],
  [0x432f_ffff, 0xffff_ffff],
  [0x41df_ffff, 0xffc0_0000],
  [0x41df_ffff, 0xffe0_0000],
  [0x41e0_0000, 0],
  [0x41ef_ffff, 0xffe0_0000],
  [0x41f0_0000, 0],
  [0x47ef_ffff, 0xe000_0000],
  [0x47ef_ffff, 0xf000_0000],
  [0x3810_0000, 0],
  [0x380f_ffff, 0xffff_ffff],
  [0x36a0_0000, 0],
  [0x3690_0000, 1],
  [0x40ef_fdff, 0xffff_ffff],
  [0x40ef_fe00, 0],
  [0x3f10_0000, 0],
  [0x3e60_0000, 1],
  [0x7fdf_ffff, 0xffff_ffff],
  [0x7fe0_0000, 0],
  [0x7fef_ffff, 0xffff_ffff],
  [0x7ff0_0000, 0],
  [0x7ff0_0000, 1],
  [0x7ff7_ffff, 0xffff_ffff],
  [0x7ff8_0000, 0],
  [0x7ffa_aaaa, 0x5555_5555],
];

/** Three operands of double precision, low words first, or of single precision with upper words that nothing looks at. */
export type OperandWords = readonly [number, number, number, number, number, number];

/** A number near another: what cancels, ties and carries. */
function nearby(random: Random, word: number): number {
  return (word + random.below(5) - 2) >>> 0;
}

/** Zero, the smallest and the largest denormal, one, the largest number, infinity, NaNs. */
const HALVES: readonly number[] = [
  0, 1, 0x03ff, 0x0400, 0x3bff, 0x3c00, 0x7bff, 0x7c00, 0x7c01, 0x7dff, 0x7e00, 0x7fff,
];

/** Bits that a number of half precision has no room for: nothing, a half of its last place, and just beside that. */
const HALF_TIES: readonly number[] = [0, 0x1000, 0x0fff, 0x1001];
/** The same for a number of single precision, in the low word of a double. */
const SINGLE_TIES: readonly number[] = [0x1000_0000, 0x1000_0001, 0x0fff_ffff, 0x3000_0000];

function randomHalf(random: Random): number {
  return random.chance(60) ? random.pick(HALVES) | (random.below(2) << 15) : random.below(2 ** 16);
}

/** Bits for a register of single precision; some mean something as an integer or as two numbers of half precision only. */
export function randomSingle(random: Random): number {
  const kind = random.below(20);
  const sign = random.below(2) << 31;
  if (kind < 8) return (random.pick(SINGLES) | sign) >>> 0;
  // Exponents near each other, so that additions meet; small numbers with a fraction; numbers near half precision.
  if (kind < 12) return (sign | ((120 + random.below(16)) << 23) | random.below(2 ** 23)) >>> 0;
  if (kind < 14) return (sign | ((125 + random.below(40)) << 23) | (random.below(16) << 19)) >>> 0;
  if (kind < 16)
    return (sign | ((101 + random.below(44)) << 23) | (random.below(2 ** 10) << 13) | random.pick(HALF_TIES)) >>> 0;
  if (kind < 17) return (random.below(33) - 16) >>> 0;
  if (kind < 18) return ((randomHalf(random) << 16) | randomHalf(random)) >>> 0;
  return random.word();
}

/** The same for double precision: high word, low word. */
export function randomDouble(random: Random): readonly [high: number, low: number] {
  const kind = random.below(10);
  const low = random.pick([0, random.word(), random.word(), 0xffff_ffff, 0x8000_0000, random.pick(SINGLE_TIES)]);
  const sign = random.below(2) << 31;
  if (kind < 4) {
    const [high, rest] = random.pick(DOUBLES);
    return [(high | sign) >>> 0, rest];
  }
  if (kind < 7) return [(sign | ((1016 + random.below(16)) << 20) | random.below(2 ** 20)) >>> 0, low];
  if (kind < 8)
    return [
      (sign | ((1000 + random.below(95)) << 20) | (random.below(16) << 16) | random.pick([0, 0, 0x200])) >>> 0,
      random.pick([0, 0, 1]),
    ];
  return [random.word(), low];
}

function singleTriple(random: Random): OperandWords {
  const n = randomSingle(random);
  const m = random.chance(10) ? nearby(random, n) : randomSingle(random);
  const d = random.chance(15) ? negatedProduct(random, n, m) : randomSingle(random);
  return [d, random.word(), n, random.word(), m, random.word()];
}

/** Roughly what cancels a product, for fused operations. */
function negatedProduct(random: Random, n: number, m: number): number {
  const view = new DataView(new ArrayBuffer(4));
  const value = (bits: number): number => {
    view.setUint32(0, bits);
    return view.getFloat32(0);
  };
  view.setFloat32(0, -value(n) * value(m));
  return nearby(random, view.getUint32(0));
}

function doubleTriple(random: Random): OperandWords {
  const n = randomDouble(random);
  const m: readonly [number, number] = random.chance(10) ? [n[0], nearby(random, n[1])] : randomDouble(random);
  const view = new DataView(new ArrayBuffer(8));
  const value = ([high, low]: readonly [number, number]): number => {
    view.setUint32(0, high);
    view.setUint32(4, low);
    return view.getFloat64(0);
  };
  let d = randomDouble(random);
  if (random.chance(15)) {
    view.setFloat64(0, -value(n) * value(m));
    d = [view.getUint32(0), nearby(random, view.getUint32(4))];
  }
  return [d[1], d[0], n[1], n[0], m[1], m[0]];
}

/** A third of all pairs of special values in N and M, by the seed, with a sign each by turns, and random triples. */
export function operandTable(double: boolean, seed: number, count: number): readonly OperandWords[] {
  const random = seededRandom(seed);
  const specials: readonly (readonly [number, number])[] = double ? DOUBLES : SINGLES.map((low) => [0, low]);
  const signed = ([high, low]: readonly [number, number], negative: boolean): readonly [number, number] =>
    double ? [(high | (negative ? 1 << 31 : 0)) >>> 0, low] : [high, (low | (negative ? 1 << 31 : 0)) >>> 0];
  const pair = (i: number, k: number): OperandWords => {
    const d = signed(random.pick(specials), random.chance(50));
    const n = signed(specials[i]!, random.chance(50));
    const m = signed(specials[k]!, random.chance(50));
    return [d[1], d[0], n[1], n[0], m[1], m[0]];
  };
  const pairs = specials.flatMap((_, i) => specials.flatMap((__, k) => ((i + k + seed) % 3 === 0 ? [pair(i, k)] : [])));
  return [...pairs, ...Array.from({ length: count }, () => (double ? doubleTriple(random) : singleTriple(random)))];
}
