/** Which patterns are instructions: lists of patterns to ask for, the image that asks a Cortex-M3, and its answers. */
import { seededRandom } from '../model/random.js';
import { bytesToWords, elfImage, wordBytes } from './elf-image.js';
import { guestBinary } from './gold.js';

/**
 * What ended a pattern: U UNDEFINSTR at the pattern, N NOCP at the pattern, R ran to an SVC, M MemManage, B BusFault,
 * G another UsageFault, H HardFault (BKPT), T ran until SysTick, X not run. All but U and N mean that it is defined.
 */
export type SweepOutcome = 'U' | 'N' | 'R' | 'M' | 'B' | 'G' | 'H' | 'T' | 'X';

/** BKPT 0xAB would be a semihosting call with a random number; the manual says that it is defined. */
const NOT_RUN = 0xbeab;
const NOP = 0xbf00;
const SVC = 0xdf00;
const COUNT_OFFSET = 0x400;

/** What differs between the runners. */
export interface SweepLayout {
  /** The runner, below `guest/`. */
  readonly guest: string;
  readonly table: number;
  /** What table and output of the guest have room for. */
  readonly limit: number;
}
export const WIDE_SWEEP: SweepLayout = { guest: 'decode-sweep', table: 0x2140_0000, limit: 0x15_0000 };
/** With the FPU switched on. */
export const FLOAT_SWEEP: SweepLayout = { guest: 'decode-sweep-float', table: 0x0022_0000, limit: 0x7_0000 };

/** Whether a halfword is the first of a 32-bit instruction (A5.1). */
export function isWide(halfword: number): boolean {
  return halfword >= 0xe800;
}

/** All 16-bit patterns that are not the first half of a wider one. */
export function narrowPatterns(): readonly number[] {
  return Array.from({ length: 0xe800 }, (_, i) => i);
}

/** Second halfwords that decide encodings more often than random ones: fields of all ones or all zeros. */
const SHAPES: readonly (readonly [and: number, or: number])[] = [
  [0xffff, 0x0000],
  [0xffff, 0x0000],
  [0xf0ff, 0x0f00],
  [0xffff, 0xf000],
  [0x0fff, 0x0000],
  [0xff0f, 0x0000],
  [0xff0f, 0x00f0],
  [0x7fff, 0x0000],
  [0x0fff, 0xf080],
  [0x0f0f, 0xf080],
  [0xf03f, 0x0000],
];

/**
 * 32-bit patterns, first halfword on top: for each of the 6,144 first halfwords `perFirst` second ones, drawn from the
 * shapes above in turn. Half as many where coprocessors decide. Same seed, same list.
 */
export function widePatterns(seed: number, perFirst: number): Uint32Array {
  const random = seededRandom(seed);
  const patterns: number[] = [];
  for (let first = 0xe800; first <= 0xffff; first++) {
    const coprocessor = (first & 0xec00) === 0xec00;
    const count = coprocessor ? Math.ceil(perFirst / 2) : perFirst;
    for (let i = 0; i < count; i++) {
      const [and, or] = SHAPES[(first + i) % SHAPES.length]!;
      patterns.push(first * 0x1_0000 + ((random.below(0x1_0000) & and) | or));
    }
  }
  return Uint32Array.from(patterns);
}

/** Bits 7, 6 and 4 of the second halfword choose among operations on registers. */
const OPERATION_BITS = [0x00, 0x10, 0x40, 0x50, 0x80, 0x90, 0xc0, 0xd0];
/** Other bits of it, as masks: anything, a D register's fifth bit clear, zeros where some operations need them. */
const FLOAT_SHAPES = [0xf12f, 0xf10f, 0xf000];

/**
 * 32-bit patterns of coprocessors 10 and 11: for each first halfword that there is `rounds` times all of `OPERATION_BITS` for
 * both, where those decide; a quarter as many for loads and stores, an eighth for what is no instruction.
 */
export function floatPatterns(seed: number, rounds: number): Uint32Array {
  const random = seededRandom(seed);
  const patterns: number[] = [];
  for (let first = 0xec00; first <= 0xffff; first++) {
    if ((first & 0xec00) !== 0xec00) continue;
    const kind = first & 0x300;
    const every = kind === 0x200 ? 1 : kind === 0x300 ? 8 : 4;
    for (let i = 0; i < rounds * 16; i += every) {
      const step = i / every;
      const operation = every === 1 ? OPERATION_BITS[step % 8]! : random.pick(OPERATION_BITS);
      const coprocessor = (every === 1 ? step & 8 : step & 1) === 0 ? 0x0a00 : 0x0b00;
      const rest = random.below(0x1_0000) & (every === 1 ? random.pick(FLOAT_SHAPES) : 0xf12f);
      patterns.push(first * 0x1_0000 + (rest | operation | coprocessor));
    }
  }
  return Uint32Array.from(patterns);
}

/** The image for patterns of either width: 16-bit ones below 0x10000, wide ones with the first halfword on top. */
export function buildSweepImage(patterns: ArrayLike<number>, layout: SweepLayout = WIDE_SWEEP): Uint8Array {
  if (patterns.length > layout.limit) throw new Error(`at most ${layout.limit} patterns fit`);
  const words = Uint32Array.from(patterns, (pattern) => {
    if (pattern >= 0x1_0000) return (pattern << 16) | (pattern >>> 16);
    return (pattern === NOT_RUN ? NOP : pattern) | (SVC << 16);
  });
  const runner = guestBinary(layout.guest);
  const entry = bytesToWords(runner)[1]!;
  runner.set(wordBytes([patterns.length]), COUNT_OFFSET);
  return elfImage(entry, [
    { address: 0, bytes: runner },
    { address: layout.table, bytes: wordBytes(words) },
  ]);
}

/** One letter for each pattern; throws an Error if the guest wrote another number of letters. */
export function parseSweep(bytes: Uint8Array, patterns: ArrayLike<number>): readonly SweepOutcome[] {
  if (bytes.length !== patterns.length) throw new Error(`${bytes.length} answers to ${patterns.length} patterns`);
  return Array.from(bytes, (byte, i) => {
    if (patterns[i] === NOT_RUN) return 'X';
    const letter = String.fromCharCode(byte);
    if (!/^[UNRMBGHT]$/.test(letter)) throw new Error(`the guest calls pattern ${i} '${letter}'`);
    return letter as SweepOutcome;
  });
}
