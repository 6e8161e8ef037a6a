/**
 * The image that runs floating-point instructions over tables of operands (guest/float.s): groups of one instruction and one
 * table, each under every value of FPSCR in a list, with a hash of all results for each.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IsaPart } from '../../emulator/index.js';
import { seededRandom, type Random } from '../model/random.js';
import { root } from '../support/root.js';
import { bytesToWords, elfImage, wordBytes } from './elf-image.js';
import { guestBinary } from './gold.js';

/** An instruction of the guest. */
export interface Stub {
  readonly index: number;
  readonly part: IsaPart;
  /** The operation that it is, by the name in `FLOAT_OPERATIONS`; undefined for one that is made of several. */
  readonly operation: string | undefined;
  /** What the operation takes: `d`, `n`, `m` for D0 to D2 (or S0, S2, S4), `z` for zero, or a number. */
  readonly operands: readonly string[];
  readonly instruction: string;
}

const STUB_LINE = /^ {8}stub (\w+), +"([^"]*)", "([^"]+)"$/gm;

/** The `stub` lines of guest/float.s. */
export function floatStubs(): readonly Stub[] {
  const source = readFileSync(join(root, 'test/differential/guest/float.s'), 'utf8');
  return [...source.matchAll(STUB_LINE)].map(([, part, words, instruction], index) => {
    const [operation, ...operands] = words!.split(' ');
    return {
      index,
      part: part as IsaPart,
      operation: operation === '-' ? undefined : operation,
      operands,
      instruction: instruction!,
    };
  });
}

/** Values of FPSCR that instructions run under: all rounding modes with and without FZ and DN, AHP, flags that are set already. */
export const FPSCR_VALUES: readonly number[] = [
  ...Array.from({ length: 16 }, (_, i) => ((i & 3) << 22) | ((i & 4) << 22) | ((i & 8) << 22)),
  0x0400_0000,
  0x0580_0000,
  0x0000_0010,
  0x0000_0099,
  0xf7c0_009f,
].map((value) => value >>> 0);

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

function randomSingle(random: Random): number {
  const kind = random.below(10);
  if (kind < 4) return (random.pick(SINGLES) | (random.below(2) << 31)) >>> 0;
  // Exponents near each other, so that additions meet; small integers; anything.
  if (kind < 7) return ((random.below(2) << 31) | ((120 + random.below(16)) << 23) | random.below(2 ** 23)) >>> 0;
  if (kind < 8) return ((random.below(2) << 31) | ((127 + random.below(40)) << 23) | (random.below(16) << 19)) >>> 0;
  return random.word();
}

function randomDouble(random: Random): readonly [number, number] {
  const kind = random.below(10);
  const low = random.pick([0, random.word(), random.word(), 0xffff_ffff, 0x8000_0000]);
  const sign = random.below(2) << 31;
  if (kind < 4) {
    const [high, rest] = random.pick(DOUBLES);
    return [(high | sign) >>> 0, rest];
  }
  if (kind < 7) return [(sign | ((1016 + random.below(16)) << 20) | random.below(2 ** 20)) >>> 0, low];
  if (kind < 8) return [(sign | ((1023 + random.below(70)) << 20) | (random.below(16) << 16)) >>> 0, 0];
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

/** One instruction over one table. */
export interface FloatGroup {
  readonly stub: Stub;
  readonly table: readonly OperandWords[];
}

const HEADER = 0x400;
const STUB_BYTES = 8;
const TABLES = 0x0001_0000;
const CASE_BYTES = 24;

export interface FloatImage {
  readonly elf: Uint8Array;
  readonly groups: readonly FloatGroup[];
  readonly fpscrs: readonly number[];
}

/** `everything`: the guest leaves each result instead of hashes. */
export function buildFloatImage(
  groups: readonly FloatGroup[],
  fpscrs: readonly number[] = FPSCR_VALUES,
  everything = false,
): FloatImage {
  const runner = guestBinary('float').slice();
  const view = new DataView(runner.buffer);
  const tables = [...new Set(groups.map(({ table }) => table))];
  let address = TABLES;
  const addresses = new Map<readonly OperandWords[], number>();
  for (const table of tables) {
    addresses.set(table, address);
    address += table.length * CASE_BYTES;
  }
  const fpscrBase = address;
  const groupBase = fpscrBase + 4 * fpscrs.length;
  const stubs = view.getUint32(HEADER + 20, true);
  const words = [
    ...fpscrs,
    ...groups.flatMap(({ stub, table }) => [stubs + STUB_BYTES * stub.index + 1, addresses.get(table)!, table.length]),
  ];
  [groupBase, groups.length, fpscrBase, fpscrs.length, everything ? 1 : 0].forEach((word, i) =>
    view.setUint32(HEADER + 4 * i, word, true),
  );
  const elf = elfImage(view.getUint32(4, true), [
    { address: 0, bytes: runner },
    ...tables.map((table) => ({ address: addresses.get(table)!, bytes: wordBytes(table.flat()) })),
    { address: fpscrBase, bytes: wordBytes(words) },
  ]);
  return { elf, groups, fpscrs };
}

/** What one case leaves: D0 and FPSCR. */
export interface FloatResult {
  readonly low: number;
  readonly high: number;
  readonly fpscr: number;
}

/** The guest's hash, for results that were computed elsewhere. */
export function floatHash(results: Iterable<FloatResult>): string {
  let a = 0x811c_9dc5;
  let b = 0;
  for (const { low, high, fpscr } of results)
    for (const word of [low, high, fpscr]) {
      a = Math.imul(a ^ word, 0x9e37_79b1);
      b = (a + ((b >>> 27) | (b << 5))) | 0;
    }
  return [a, b].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** Hashes by group, one for each value of FPSCR. */
export function floatHashes({ groups, fpscrs }: FloatImage, output: Uint8Array): readonly (readonly string[])[] {
  const words = bytesToWords(output);
  if (words.length !== groups.length * fpscrs.length * 2)
    throw new Error(`expected ${groups.length * fpscrs.length} hashes, got ${words.length / 2}`);
  return groups.map((_, g) =>
    fpscrs.map((__, f) => {
      const at = 2 * (g * fpscrs.length + f);
      return [words[at]!, words[at + 1]!].map((word) => word.toString(16).padStart(8, '0')).join('');
    }),
  );
}

/** The results of an image that leaves everything, in order. */
export function floatResults(output: Uint8Array): readonly FloatResult[] {
  const words = bytesToWords(output);
  return Array.from({ length: words.length / 3 }, (_, i) => ({
    low: words[3 * i]!,
    high: words[3 * i + 1]!,
    fpscr: words[3 * i + 2]!,
  }));
}

const DOUBLE_TABLE = /^(?!.*f32, s4).*[ ,]d[012]\b/;

/** All groups of a core: each instruction over the table of its precision. */
export function floatGroups(parts: readonly IsaPart[], seed: number, count: number): readonly FloatGroup[] {
  const single = operandTable(false, seed, count);
  const double = operandTable(true, seed, count);
  return floatStubs()
    .filter(({ part }) => parts.includes(part))
    .map((stub) => ({ stub, table: DOUBLE_TABLE.test(stub.instruction) ? double : single }));
}
