/** The image that runs up to two million patterns on a core in one go (guest/encoding-sweep.s), and what it answers. */
import { PROFILES } from '../../emulator/index.js';
import type { SweepOutcome } from './decode-sweep.js';
import { bytesToWords, elfImage } from './elf-image.js';
import { guestBinary } from './gold.js';
import type { Target } from './targets.js';

/** What the table of the guest has room for. */
export const ENCODING_SWEEP_LIMIT = 2_000_000;
const HEADER = 0x400;
const SLOT_HALFWORDS = 3;
const SVC = 0xdf00;
const NOP = 0xbf00;
/** BKPT 0xAB would be a semihosting call with a random number. */
const SEMIHOSTING_CALL = 0xbeab;
/** 16 MiB of RAM. */
const TABLES: Readonly<Record<string, number>> = {
  'mps2-an385': 0x2100_0000,
  'mps2-an386': 0x2100_0000,
  'mps2-an500': 0x6000_0000,
  'mps2-an505': 0x8000_0000,
  'mps2-an521': 0x8000_0000,
};
/** Where a Cortex-M33 of the MPS2 has its vectors out of reset: the memory that lies at 0, too. */
const SECURE_CODE = 0x1000_0000;

/** Patterns below 0x10000 are of 16 bits; wide ones have their first halfword on top. A semihosting call becomes a NOP. */
export function encodingSweepImage(patterns: ArrayLike<number>, { core, machine, options }: Target): Uint8Array {
  const table = TABLES[machine];
  if (table === undefined) throw new Error(`no place for the table on ${machine}`);
  if (patterns.length > ENCODING_SWEEP_LIMIT) throw new Error(`at most ${ENCODING_SWEEP_LIMIT} patterns fit`);
  const halfwords = new Uint16Array(patterns.length * SLOT_HALFWORDS).fill(SVC);
  for (let i = 0; i < patterns.length; i++) {
    const pattern = patterns[i]!;
    const at = i * SLOT_HALFWORDS;
    if (pattern < 0x1_0000) halfwords[at] = pattern === SEMIHOSTING_CALL ? NOP : pattern;
    else {
      halfwords[at] = pattern >>> 16;
      halfwords[at + 1] = pattern & 0xffff;
    }
  }
  const isV8 = PROFILES[core].architecture.startsWith('armv8');
  const runner = guestBinary(isV8 ? 'encoding-sweep-v8' : 'encoding-sweep');
  const header = new DataView(runner.buffer, HEADER);
  [table, patterns.length, options.fpu === undefined ? 0 : 1].forEach((word, i) => header.setUint32(4 * i, word, true));
  return elfImage(bytesToWords(runner)[1]!, [
    { address: isV8 ? SECURE_CODE : 0, bytes: runner },
    { address: table, bytes: new Uint8Array(halfwords.buffer) },
  ]);
}

/** A letter for each pattern, as in decode-sweep.ts. Throws an Error if the guest wrote anything else. */
export function parseEncodingSweep(bytes: Uint8Array, count: number): readonly SweepOutcome[] {
  const letters = Buffer.from(bytes).toString('latin1');
  if (letters.length !== count) throw new Error(`${letters.length} answers to ${count} patterns`);
  const wrong = /[^UNRMBGHT]/.exec(letters);
  if (wrong) throw new Error(`the guest calls pattern ${wrong.index} '${wrong[0]}'`);
  return Array.from(letters) as SweepOutcome[];
}
