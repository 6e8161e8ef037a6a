/** Which patterns are instructions of Armv6-M: images that ask a Cortex-M0 of a micro:bit's size, and its answers. */
import { bytesToWords, elfImage, wordBytes } from './elf-image.js';
import { guestBinary } from './gold.js';
import type { StreamEngine } from './qemu.js';

/** U: UNDEFINED, whatever the registers hold; R: defined, or BKPT, which ends as undefined ones do (see `isBkpt`). */
export type NarrowOutcome = 'U' | 'R';

const TABLE_BASE = 0x2000;
const HEADER = 0x400;
/** Patterns that fit the flash behind the runner. */
const TABLE_WORDS = 60_000;

/** A BKPT is a HardFault at itself, as an undefined instruction is: the sweep cannot tell them apart. */
export function isBkpt(pattern: number): boolean {
  return pattern < 0x1_0000 && pattern >>> 8 === 0xbe;
}

function ask(engine: StreamEngine, first: number, count: number, table: Uint32Array | undefined): string {
  const runner = guestBinary('decode-sweep-v6');
  const entry = bytesToWords(runner)[1]!;
  runner.set(wordBytes([first, table === undefined ? 0 : TABLE_BASE, count]), HEADER);
  const segments = [{ address: 0, bytes: runner }];
  if (table !== undefined) segments.push({ address: TABLE_BASE, bytes: wordBytes(table) });
  const letters = new TextDecoder().decode(engine.run(elfImage(entry, segments)));
  if (!/^[UR]*$/.test(letters) || letters.length !== count)
    throw new Error(`${letters.length} answers to ${count} patterns`);
  return letters;
}

/** One letter for each 16-bit pattern below 0xE800. */
export function sweepNarrow(engine: StreamEngine): string {
  return ask(engine, 0, 0xe800, undefined);
}

/** One letter for each of a list of 32-bit patterns, which have their first halfword on top. */
export function sweepWide(engine: StreamEngine, patterns: Uint32Array): string {
  let letters = '';
  for (let first = 0; first < patterns.length; first += TABLE_WORDS) {
    const words = patterns.slice(first, first + TABLE_WORDS).map((pattern) => (pattern << 16) | (pattern >>> 16));
    letters += ask(engine, 0, words.length, words);
  }
  return letters;
}
