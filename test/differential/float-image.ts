/**
 * The image that runs floating-point instructions over tables of operands (guest/float.s): groups of one instruction and one
 * table, each under every value of FPSCR in a list, with a hash of all results for each.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IsaPart } from '../../emulator/index.js';
import { root } from '../support/root.js';
import { bytesToWords, elfImage, wordBytes } from './elf-image.js';
import { operandTable, type OperandWords } from './float-operands.js';
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

/**
 * Values of FPSCR that instructions run under: all rounding modes with and without FZ and DN, AHP, flags that are set already.
 * N, Z, C and V are APSR's too.
 */
export const FPSCR_VALUES: readonly number[] = [
  ...Array.from({ length: 16 }, (_, i) => ((i & 3) << 22) | ((i & 4) << 22) | ((i & 8) << 22)),
  0x0400_0000,
  0x0580_0000,
  0x0000_0010,
  0x0000_0099,
  0xf7c0_009f,
  0x4000_0000,
  0x8000_0000,
  0x9000_0000,
  0x1000_0000,
].map((value) => value >>> 0);

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
