/** The image of a random stream: runner, blocks, and what each block starts from, as one ELF file for any engine. */
import { seededRandom, type Random } from '../model/random.js';
import { elfImage, wordBytes } from './elf-image.js';
import { guestBinary } from './gold.js';
import { longestPath, randomBlock, shapeRows, type StreamBlock } from './stream-block.js';
import {
  HEADER_BASE,
  packChoices,
  WIDE_LAYOUT,
  WINDOW_BASE,
  type BlockChoices,
  type StreamLayout,
} from './stream-layout.js';
import type { StreamRow } from './stream-row.js';

export interface StreamStart extends BlockChoices {
  readonly sp: number;
  /** What the window's return slot holds. */
  readonly returnTo: number;
}

export interface StreamImage {
  readonly layout: StreamLayout;
  readonly seed: number;
  readonly elf: Uint8Array;
  readonly blocks: readonly StreamBlock[];
  readonly starts: readonly StreamStart[];
  readonly pool: Uint32Array;
  readonly template: Uint32Array;
}

const CORNERS = [
  0, 1, 2, 3, 4, 8, 15, 16, 31, 32, 33, 63, 64, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x1_0000,
];
const HIGH_CORNERS = [
  0x7fff_ffff, 0x8000_0000, 0x8000_0001, 0xffff_ffff, 0xffff_fffe, 0xffff_8000, 0xffff_ff80, 0xfffe_ffff,
];

/** Corner cases, small numbers, places in the window, and anything. */
function poolWord(random: Random): number {
  const kind = random.below(100);
  if (kind < 15) return random.pick(CORNERS);
  if (kind < 30) return random.pick(HIGH_CORNERS);
  if (kind < 40) return random.below(256);
  if (kind < 60) return WINDOW_BASE + 0x110 + random.below(0xa0) * 4;
  return random.word();
}

/** Data for loads: even words that are no addresses, so that a stray branch through them cannot run far. */
function templateWord(random: Random): number {
  const kind = random.below(100);
  if (kind < 20) return random.pick(CORNERS);
  if (kind < 40) return random.pick(HIGH_CORNERS);
  return random.word();
}

const FLOATS = [
  0, 0x8000_0000, 0x3f80_0000, 0xbf80_0000, 0x4000_0000, 0x7f80_0000, 0xff80_0000, 0x7fc0_0000, 0x7f80_0001,
  0x0000_0001, 0x807f_ffff, 0x0080_0000, 0x7f7f_ffff, 0x4b00_0000, 0x4f00_0000, 0xcf00_0000, 0x3ff0_0000, 0x7ff0_0000,
  0x4330_0000,
];

/** Numbers of single precision, as even words; the special ones, and many near one. Two of them are a double. */
function floatWord(random: Random): number {
  const kind = random.below(10);
  if (kind < 3) return (random.pick(FLOATS) & ~1) >>> 0;
  const exponent = kind < 8 ? 120 + random.below(14) : random.below(256);
  return ((random.below(2) << 31) | (exponent << 23) | (random.below(2 ** 22) << 1)) >>> 0;
}

function randomStart(random: Random, block: StreamBlock, privileged: boolean, layout: StreamLayout): StreamStart {
  const exit = block.address + block.exit;
  const chance = random.below(100);
  return {
    pool: random.below(layout.poolWords - 14),
    template: random.below(layout.templateWords - 256),
    privileged,
    divideTrap: random.chance(30),
    unalignedTrap: random.chance(15),
    stackLimit: layout.limits && random.chance(25),
    flags: random.below(32),
    sp: WINDOW_BASE + 0x190 + random.below(0x78) * 4,
    returnTo: chance < 85 ? exit + 1 : chance < 93 ? exit & ~3 : layout.nothing + 1,
  };
}

/** Bytes from the start of the file to the runner's header words: they lie in the first segment. */
function headerOffset(elf: Uint8Array): number {
  const view = new DataView(elf.buffer, elf.byteOffset);
  const firstSegment = view.getUint32(28, true);
  return view.getUint32(firstSegment + 4, true) + HEADER_BASE;
}

/** Bytes from the start of the file to the segment at an address. */
function segmentOffset(elf: Uint8Array, address: number): number {
  const view = new DataView(elf.buffer, elf.byteOffset);
  const [table, size, count] = [view.getUint32(28, true), view.getUint16(42, true), view.getUint16(44, true)];
  const headers = Array.from({ length: count }, (_, i) => table + i * size);
  const header = headers.find((at) => view.getUint32(at + 12, true) === address);
  if (header === undefined) throw new Error(`no segment at ${address.toString(16)}`);
  return view.getUint32(header + 4, true);
}

function withHeader(elf: Uint8Array, words: readonly number[]): Uint8Array {
  const copy = elf.slice();
  copy.set(wordBytes(words), headerOffset(copy));
  return copy;
}

/**
 * `count` random blocks of `rows`. The same rows and seed make the same image; each block's content depends only on
 * what was drawn before it, so a shorter image is the beginning of a longer one. Blocks that might execute more than
 * `mostInstructions` are drawn again.
 */
export function buildStreamImage(
  rows: readonly StreamRow[],
  seed: number,
  count: number,
  layout: StreamLayout = WIDE_LAYOUT,
  mostInstructions = Infinity,
): StreamImage {
  const fixed = seededRandom(0x706f_6f6c);
  const pool = Uint32Array.from({ length: layout.poolWords }, () => poolWord(fixed));
  const template = Uint32Array.from({ length: layout.templateWords }, () =>
    layout.floats && fixed.chance(70) ? floatWord(fixed) : templateWord(fixed),
  );
  const random = seededRandom(seed);
  const shaped = shapeRows(rows);
  const harmless = shaped.filter(({ row }) => row.privileged === true);
  const blocks: StreamBlock[] = [];
  const starts: StreamStart[] = [];
  let address = layout.codeBase;
  for (let i = 0; i < count; i++) {
    const privileged = !layout.narrow && harmless.length > 0 && random.chance(10);
    const draw = (): StreamBlock => randomBlock(privileged ? harmless : shaped, random, address, privileged, layout);
    let block = draw();
    while (longestPath(block) > mostInstructions) block = draw();
    blocks.push(block);
    starts.push(randomStart(random, block, privileged, layout));
    // A zero halfword at least, so that no SVC follows the exit.
    address = (address + block.halfwords.length * 2 + 2 + 3) & ~3;
  }
  if (address > layout.recordsBase || count > layout.blocks) throw new Error(`${count} blocks need more room`);
  const code = new Uint8Array(address - layout.codeBase);
  const view = new DataView(code.buffer);
  for (const block of blocks) {
    block.halfwords.forEach((half, i) => view.setUint16(block.address - layout.codeBase + 2 * i, half, true));
  }
  const records = starts.flatMap((start, i) => [blocks[i]!.address, start.returnTo, start.sp, packChoices(start)]);
  const runner = guestBinary(layout.guest);
  const elf = elfImage(new DataView(runner.buffer, runner.byteOffset).getUint32(4, true), [
    { address: layout.runnerBase, bytes: runner },
    { address: layout.poolBase, bytes: wordBytes(pool) },
    { address: layout.templateBase, bytes: wordBytes(template) },
    { address: layout.codeBase, bytes: code },
    { address: layout.recordsBase, bytes: wordBytes(records) },
  ]);
  return { layout, seed, elf: withHeader(elf, [layout.recordsBase, count, 0]), blocks, starts, pool, template };
}

/** The same image, but only these blocks run, and each leaves all registers and the whole window. */
export function withFullRecords(image: StreamImage, blocks: readonly number[]): Uint8Array {
  const { recordsBase } = image.layout;
  const copy = withHeader(image.elf, [recordsBase, blocks.length, 1]);
  const offset = segmentOffset(copy, recordsBase);
  blocks.forEach((block, i) =>
    copy.set(image.elf.subarray(offset + 16 * block, offset + 16 * (block + 1)), offset + 16 * i),
  );
  return copy;
}
