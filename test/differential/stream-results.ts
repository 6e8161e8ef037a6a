/** What a stream's run left behind, and where two engines disagree. */
import { bytesToWords } from './elf-image.js';
import { matchPattern, patternShape } from './stream-pattern.js';
import type { StreamEngine } from './qemu.js';
import { instructionsOf, type StreamBlock } from './stream-block.js';
import { withFullRecords, type StreamImage } from './stream-image.js';
import {
  FULL_BYTES,
  HASH_BYTES,
  RECORD_NAMES,
  RECORD_WORDS,
  WINDOW_BASE,
  WINDOW_BYTES,
  type RecordName,
} from './stream-layout.js';

/** One block's end, hashed: 64 bits over the record and the window. */
export interface StreamResult {
  readonly hash: string;
  /** The exception that ended the block: 11 for SVC, 3 to 6 for faults. */
  readonly exception: number;
  /** Offset in the block of the stacked return address (modulo 2^24). */
  readonly offset: number;
}

export interface FullRecord {
  readonly registers: Readonly<Record<RecordName, number>>;
  readonly window: Uint32Array;
}

export interface StreamMismatch {
  readonly block: number;
  readonly code: StreamBlock;
  /** R0 to R12, SP, LR and xPSR before the block. */
  readonly before: Readonly<Record<string, number>>;
  readonly a: FullRecord;
  readonly b: FullRecord;
  /** Names of registers and addresses of words that differ. */
  readonly differences: readonly string[];
}

/** Splits what the guest wrote in hash mode; throws an Error if it is not one result for each block. */
export function parseResults(bytes: Uint8Array, blocks: number): readonly StreamResult[] {
  if (bytes.length !== blocks * HASH_BYTES) {
    throw new Error(`expected ${blocks} results of ${HASH_BYTES} bytes, got ${bytes.length} bytes`);
  }
  const words = bytesToWords(bytes);
  return Array.from({ length: blocks }, (_, i) => {
    const [high, low, end] = words.subarray(3 * i, 3 * i + 3);
    const hash = [high!, low!].map((word) => word.toString(16).padStart(8, '0')).join('');
    return { hash, exception: end! >>> 24, offset: end! & 0xff_ffff };
  });
}

export function runStream(engine: StreamEngine, image: StreamImage): readonly StreamResult[] {
  return parseResults(engine.run(image.elf), image.blocks.length);
}

/** Everything that one block leaves behind. */
export function fullRecord(engine: StreamEngine, image: StreamImage, block: number): FullRecord {
  const bytes = engine.run(withFullRecords(image, [block]));
  if (bytes.length !== FULL_BYTES) throw new Error(`expected ${FULL_BYTES} bytes, got ${bytes.length}`);
  const words = bytesToWords(bytes);
  return { registers: registersOf(words), window: words.slice(RECORD_WORDS) };
}

function registersOf(words: Uint32Array): Readonly<Record<RecordName, number>> {
  return Object.fromEntries(RECORD_NAMES.map((name, i) => [name, words[i]!])) as Record<RecordName, number>;
}

/** What the runner loads before a block. */
export function registersBefore(image: StreamImage, block: number): Readonly<Record<string, number>> {
  const start = image.starts[block]!;
  const named = Array.from({ length: 13 }, (_, r): [string, number] => [`R${r}`, image.pool[start.pool + r]!]);
  return {
    ...Object.fromEntries(named),
    SP: start.sp,
    LR: image.pool[start.pool + 13]!,
    xPSR: (((start.flags << 27) & (image.layout.narrow ? 0xf000_0000 : -1)) | 0x0100_0000) >>> 0,
    CONTROL: start.privileged || image.layout.narrow ? 2 : 3,
    CCR: image.layout.narrow ? 0x208 : 0x200 | (start.divideTrap ? 0x10 : 0) | (start.unalignedTrap ? 8 : 0),
  };
}

/** The numbers of the blocks whose results differ. */
export function differingBlocks(a: readonly StreamResult[], b: readonly StreamResult[]): readonly number[] {
  const length = Math.max(a.length, b.length);
  return Array.from({ length }, (_, i) => i).filter((i) => a[i]?.hash !== b[i]?.hash);
}

/** Runs a block again on both engines with everything recorded. */
export function explainMismatch(image: StreamImage, block: number, a: StreamEngine, b: StreamEngine): StreamMismatch {
  const recordA = fullRecord(a, image, block);
  const recordB = fullRecord(b, image, block);
  const registers = RECORD_NAMES.filter((name) => recordA.registers[name] !== recordB.registers[name]);
  const window = [...recordA.window.keys()].filter((i) => recordA.window[i] !== recordB.window[i]);
  return {
    block,
    code: image.blocks[block]!,
    before: registersBefore(image, block),
    a: recordA,
    b: recordB,
    differences: [...registers, ...window.map((i) => `[${hex(WINDOW_BASE + 4 * i)}]`)],
  };
}

/** Compares two engines on an image; up to `limit` mismatches are run again and explained. */
export function compare(image: StreamImage, a: StreamEngine, b: StreamEngine, limit = 10): readonly StreamMismatch[] {
  const differing = differingBlocks(runStream(a, image), runStream(b, image));
  return differing.slice(0, limit).map((block) => explainMismatch(image, block, a, b));
}

/** Rows after which it is not known what runs: branches, loads into PC, and IT with what it holds. */
function leavesStraightLine(row: string): boolean {
  return row === 'IT' || /^(B|BL|BX|BLX|CBZ|TB[BH])(_|$)|PC/.test(row);
}

export interface RowCount {
  readonly generated: number;
  /** Surely ran, or was the one that faulted: ahead of the block's first branch or IT, and of its end. */
  readonly ran: number;
}

/**
 * How often each row occurs in a stream and how often it surely ran. With `patterns` other rows than the stream's own
 * are counted: any table of names and encoding patterns, by the instructions that fit them.
 */
export function countRows(
  image: StreamImage,
  results: readonly StreamResult[],
  patterns?: readonly { readonly name: string; readonly pattern: string }[],
): ReadonlyMap<string, RowCount> {
  const shapes = patterns?.map(({ name, pattern }) => ({ name, shape: patternShape(pattern) }));
  const counts = new Map<string, { generated: number; ran: number }>();
  const count = (name: string, ran: boolean): void => {
    const entry = counts.get(name) ?? { generated: 0, ran: 0 };
    counts.set(name, entry);
    entry.generated++;
    if (ran) entry.ran++;
  };
  eachPart(image, results, (block, p, ran) => {
    const { row } = block.parts[p]!;
    if (shapes === undefined) {
      if (row !== undefined) count(row, ran);
    } else {
      for (const code of instructionsOf(block, p)) {
        for (const { name, shape } of shapes) if (matchPattern(shape, code)) count(name, ran);
      }
    }
  });
  return counts;
}

function eachPart(
  image: StreamImage,
  results: readonly StreamResult[],
  visit: (block: StreamBlock, part: number, ran: boolean) => void,
): void {
  image.blocks.forEach((block, i) => {
    const { exception, offset } = results[i]!;
    let straight = true;
    block.parts.forEach((part, p) => {
      visit(block, p, straight && (part.offset < offset || (exception !== 11 && part.offset === offset)));
      if (part.row !== undefined && leavesStraightLine(part.row)) straight = false;
    });
  });
}

/** Every instruction of a stream that surely ran (see `RowCount.ran`): one halfword or two. */
export function ranInstructions(image: StreamImage, results: readonly StreamResult[]): readonly (readonly number[])[] {
  const instructions: (readonly number[])[] = [];
  eachPart(image, results, (block, part, ran) => {
    if (ran) instructions.push(...instructionsOf(block, part));
  });
  return instructions;
}

function hex(value: number): string {
  return '0x' + value.toString(16).padStart(8, '0');
}

/** A mismatch as text: the block's halfwords, the registers before, and both sides of what differs. */
export function describeMismatch(image: StreamImage, mismatch: StreamMismatch): string {
  const { block, code, before, a, b, differences } = mismatch;
  const lines = [`seed ${image.seed} block ${block} at ${hex(code.address)}`];
  code.parts.forEach((part, i) => {
    const end = code.parts[i + 1]?.offset ?? code.exit;
    const halfwords = code.halfwords.slice(part.offset / 2, end / 2).map((half) => half.toString(16).padStart(4, '0'));
    lines.push(`  +${part.offset.toString(16)}: ${halfwords.join(' ')} ${part.row ?? '(setup)'}`);
  });
  lines.push(
    '  before: ' +
      Object.entries(before)
        .map(([name, value]) => `${name}=${hex(value)}`)
        .join(' '),
  );
  for (const name of RECORD_NAMES) {
    const mark = differences.includes(name) ? ' <--' : '';
    lines.push(`  ${name.padEnd(10)} ${hex(a.registers[name])} ${hex(b.registers[name])}${mark}`);
  }
  for (let i = 0; i < a.window.length; i++) {
    if (a.window[i] !== b.window[i])
      lines.push(`  [${hex(WINDOW_BASE + 4 * i)}] ${hex(a.window[i]!)} ${hex(b.window[i]!)} <--`);
  }
  return lines.join('\n');
}

const FULL_RUN = 3000;
const FETCH_FAULTS = 0x0101; // IACCVIOL, IBUSERR
const STACKING_FAULTS = 0x1010; // STKERR, MSTKERR
const T = 0x0100_0000;
const WINDOW_END = WINDOW_BASE + WINDOW_BYTES;
/** The longest list of a load or store. */
const LIST_BYTES = 64;

/** An end of a block on which the manual leaves a choice, so that no engine is measured by it. */
export interface Doubt {
  readonly name: string;
  /** Section of the Armv7-M ARM (DDI 0403E). */
  readonly section: string;
  holds(registers: Readonly<Record<RecordName, number>>): boolean;
}

export const DOUBTS: readonly Doubt[] = [
  {
    name: 'a branch to an even address that cannot be fetched: T = 0 and the fetch both fault',
    section: 'B1.5.6',
    holds: ({ CFSR, xPSR }) => (CFSR & FETCH_FAULTS) !== 0 && (xPSR & T) === 0,
  },
  {
    name: 'a frame that did not fit the stack: what it leaves in memory, and which fault counts',
    section: 'B1.5.6',
    holds: ({ CFSR }) => (CFSR & STACKING_FAULTS) !== 0,
  },
  {
    name: "a load of several words that met the window's end half way: registers already loaded are UNKNOWN",
    section: 'B1.5.10',
    holds: ({ MMFAR }) => MMFAR >= WINDOW_END && MMFAR < WINDOW_END + LIST_BYTES,
  },
];

/** The doubtful ones of an image's blocks, by what an engine leaves of each, with the first doubt that holds. */
export function blockDoubts(
  engine: StreamEngine,
  image: StreamImage,
  blocks: readonly number[],
): ReadonlyMap<number, Doubt> {
  const doubts = new Map<number, Doubt>();
  for (let first = 0; first < blocks.length; first += FULL_RUN) {
    const some = blocks.slice(first, first + FULL_RUN);
    const words = bytesToWords(engine.run(withFullRecords(image, some)));
    some.forEach((block, i) => {
      const registers = registersOf(words.subarray((i * FULL_BYTES) / 4));
      const doubt = DOUBTS.find((candidate) => candidate.holds(registers));
      if (doubt) doubts.set(block, doubt);
    });
  }
  return doubts;
}

export function doubtfulBlocks(engine: StreamEngine, image: StreamImage): readonly number[] {
  return [...blockDoubts(engine, image, [...image.blocks.keys()]).keys()];
}
