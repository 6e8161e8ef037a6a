/** Makes one random block: up to sixteen instructions with what they need ahead of them, and SVC 0 as its exit. */
import type { Random } from '../model/random.js';
import { isWide } from './decode-sweep.js';
import {
  DENIED_BASE,
  RETURN_SLOT,
  WIDE_LAYOUT,
  WINDOW_BASE,
  WINDOW_BYTES,
  type StreamLayout,
} from './stream-layout.js';
import { encode, patternShape, type Fields, type PatternShape } from './stream-pattern.js';
import type { Setup, StreamRow } from './stream-row.js';

/** An instruction of a finished block and the row it was made from; what sets up registers has no row. */
export interface BlockPart {
  readonly row: string | undefined;
  readonly offset: number;
}

export interface StreamBlock {
  readonly address: number;
  readonly halfwords: readonly number[];
  readonly parts: readonly BlockPart[];
  /** Offset of the exit's SVC 0. */
  readonly exit: number;
}

/** A row with its pattern parsed. */
export interface ShapedRow {
  readonly row: StreamRow;
  readonly shape: PatternShape;
}

/** Halfwords that depend on where they lie and on a later address; their number does not. */
type Code = (address: number, target: number) => readonly number[];

interface Piece {
  readonly row: string | undefined;
  readonly code: Code;
}

interface Instruction {
  readonly setup: readonly Piece[];
  readonly body: Piece;
}

/** Something a branch may aim at: a whole instruction with its setup, or a whole IT block. */
interface Item {
  readonly pieces: readonly Piece[];
  /** How many items the target lies ahead, at least one. */
  readonly skip: number;
}

const MOVW = patternShape('11110 i 100100 nnnn 0 iii dddd iiiiiiii');
const MOVT = patternShape('11110 i 101100 nnnn 0 iii dddd iiiiiiii');
const MOV = patternShape('01000110 d mmmm ddd');
const NOP = 0xbf00;
const EXIT = 0xdf00;

export function shapeRows(rows: readonly StreamRow[]): readonly ShapedRow[] {
  return rows.map((row) => ({ row, shape: patternShape(row.pattern) }));
}

/** MOVW and MOVT; SP only through R12. */
function loadConstant(register: number, value: number): readonly number[] {
  if (register === 13) return [...loadConstant(12, value), ...encode(MOV, { d: 13, m: 12 })];
  const half = (shape: PatternShape, imm16: number): readonly number[] =>
    encode(shape, { n: imm16 >>> 12, i: imm16 & 0xfff, d: register });
  return [...half(MOVW, value & 0xffff), ...half(MOVT, value >>> 16)];
}

const LDR_LIT = patternShape('01001 ttt iiiiiiii');
const B = patternShape('11100 iiiiiiiiiii');
/** A register of Armv6-M through which the higher ones get their values. */
const SCRATCH = 7;

/** A literal between the instructions, for a core without MOVW; the flags stay. High registers through R7. */
function loadLiteral(register: number, value: number, address: number): readonly number[] {
  if (register > 7) return [...loadLiteral(SCRATCH, value, address), ...encode(MOV, { d: register, m: SCRATCH })];
  const word = [value & 0xffff, value >>> 16];
  return address % 4 === 0
    ? [...encode(LDR_LIT, { t: register, i: 0 }), ...encode(B, { i: 1 }), ...word]
    : [...encode(LDR_LIT, { t: register, i: 1 }), ...encode(B, { i: 2 }), 0, ...word];
}

/** An address that an access of `sizeBytes` is aimed at, or undefined to leave the register to chance. */
function somewhere(random: Random, sizeBytes: number, layout: StreamLayout): number | undefined {
  const kind = random.below(100);
  const inWindow = WINDOW_BASE + 0x110 + random.below(0x2c0 - sizeBytes);
  if (kind < 70) return inWindow & ~3;
  if (kind < 86) return inWindow;
  // A micro:bit of QEMU refuses bytes and halfwords stored to its flash.
  if (kind < 90 && layout.narrow) return inWindow & ~3;
  if (kind < 90) return layout.codeBase + random.below(0x100) * 4;
  // Aligned, because QEMU reports an unaligned access that no memory answers at the address of the word, or of the double
  // word that a D register is (manual: B2.3.5).
  if (kind < 93) return layout.nothing + ((random.below(0x20) * 4) & (layout.floats ? -8 : -4));
  if (layout.narrow) return inWindow & ~3;
  if (kind < 96) return DENIED_BASE + random.below(0x80);
  return undefined;
}

/** A row's setup as it comes together; `at` tells it the PC of its instruction once that is laid out. */
interface Preparation {
  readonly setup: Setup;
  readonly pieces: readonly Piece[];
  at(pc: number): void;
}

function preparation(random: Random, privileged: boolean, inIt: boolean, layout: StreamLayout): Preparation {
  const pieces: Piece[] = [];
  let pc = 0;
  const set: Setup['set'] = (register, value) => {
    const resolve = typeof value === 'number' ? (): number => value : value;
    const load = layout.narrow ? loadLiteral : loadConstant;
    pieces.push({
      row: undefined,
      code: (address, target) => load(register, resolve(target, pc) >>> 0, address),
    });
  };
  const aim: Setup['aim'] = (register, offset, sizeBytes) => {
    const address = somewhere(random, sizeBytes, layout);
    // In an IT block another instruction's setup may move the address off its alignment (see above).
    if (address === undefined || (inIt && address >= layout.nothing)) return;
    if (register !== 13) set(register, address - offset);
    // A wild SP would lose the frame that tells what happened.
    else if (address >= WINDOW_BASE && address < WINDOW_BASE + WINDOW_BYTES) set(13, (address - offset) & ~3);
  };
  const setup: Setup = {
    random,
    privileged,
    inIt,
    denied: layout.denied,
    set,
    aim,
    aimAtReturnSlot: (register, offset) => set(register, WINDOW_BASE + RETURN_SLOT - offset),
    emit: (halfwords) => void pieces.push({ row: undefined, code: () => halfwords }),
  };
  return { setup, pieces, at: (address) => void (pc = address) };
}

function randomFields(random: Random, shape: PatternShape): Fields {
  const fields: Fields = {};
  for (const [letter, width] of Object.entries(shape.widths)) fields[letter] = random.below(2 ** width);
  return fields;
}

/** A table branch's table: four entries, each forward to the target (A7.7.185). */
function table(entryBytes: 1 | 2, pc: number, target: number): readonly number[] {
  const halfwords = (target - pc) >> 1;
  return entryBytes === 1 ? [halfwords * 0x101, halfwords * 0x101] : [halfwords, halfwords, halfwords, halfwords];
}

/** One instruction of a row with fields that the manual allows. */
function instruction(
  { row, shape }: ShapedRow,
  random: Random,
  privileged: boolean,
  inIt: boolean,
  layout: StreamLayout,
): Instruction {
  for (let tries = 0; tries < 1000; tries++) {
    const fields = randomFields(random, shape);
    if (row.unpredictable?.(fields, inIt) === true) continue;
    const prepared = preparation(random, privileged, inIt, layout);
    row.prepare?.(fields, prepared.setup);
    const code: Code = (address, target) => {
      const pc = address + 4;
      prepared.at(pc);
      row.branch?.(fields, target - pc);
      const encoded = encode(shape, fields);
      const body = row.nopBehind ? [...encoded, NOP] : encoded;
      return row.tableEntryBytes === undefined ? body : [...body, ...table(row.tableEntryBytes, pc, target)];
    };
    return { setup: prepared.pieces, body: { row: row.name, code } };
  }
  throw new Error(`no fields of ${row.name} satisfy its own rule`);
}

/** IT with one to four instructions; what sets up their registers goes ahead of it. */
function itBlock(rows: readonly ShapedRow[], random: Random, privileged: boolean, layout: StreamLayout): Item {
  const length = 1 + random.below(4);
  const condition = random.below(14);
  const picked: Instruction[] = [];
  for (let i = 0; i < length; i++) {
    const allowed = ({ row }: ShapedRow): boolean => {
      const { place, tableEntryBytes } = row;
      if (place !== 'endOfIt') return place === undefined;
      // A computed branch only right behind its setup: a stray one may run for ever.
      return tableEntryBytes === undefined && i === length - 1 && (row.branch !== undefined || length === 1);
    };
    let row = random.pick(rows);
    while (!allowed(row)) row = random.pick(rows);
    picked.push(instruction(row, random, privileged, true, layout));
  }
  // The mask holds the last bit of each following condition, then a 1 (A7.3.3).
  let bits = '';
  for (let i = 1; i < length; i++) bits += String(random.chance(50) ? condition & 1 : 1 - (condition & 1));
  const mask = parseInt((bits + '1').padEnd(4, '0'), 2);
  const it: Piece = { row: 'IT', code: () => [0xbf00 | (condition << 4) | mask] };
  return { pieces: [...picked.flatMap((p) => p.setup), it, ...picked.map((p) => p.body)], skip: 1 + random.below(4) };
}

function randomItems(
  rows: readonly ShapedRow[],
  random: Random,
  privileged: boolean,
  layout: StreamLayout,
): readonly Item[] {
  const items: Item[] = [];
  const limit = 4 + random.below(13);
  let count = 0;
  while (count < limit) {
    let item: Item;
    if (!layout.narrow && random.chance(10)) item = itBlock(rows, random, privileged, layout);
    else {
      const made = instruction(random.pick(rows), random, privileged, false, layout);
      item = { pieces: [...made.setup, made.body], skip: 1 + random.below(4) };
    }
    if (count > 0 && count + item.pieces.length > 16) break;
    items.push(item);
    count += item.pieces.length;
  }
  return items;
}

/** Offsets of all pieces and items; code keeps its length wherever it lies, so one dry pass is enough. */
function layOut(items: readonly Item[], address: number): { pieces: number[][]; starts: number[]; size: number } {
  let size = 0;
  const starts: number[] = [];
  const pieces = items.map((item) => {
    starts.push(size);
    return item.pieces.map((piece) => {
      const at = size;
      size += piece.code(address + at, address + at + 4).length * 2;
      return at;
    });
  });
  return { pieces, starts, size };
}

/** A block at `address`. A row that is not marked `privileged` is left out of privileged blocks. */
export function randomBlock(
  rows: readonly ShapedRow[],
  random: Random,
  address: number,
  privileged: boolean,
  layout: StreamLayout = WIDE_LAYOUT,
): StreamBlock {
  const items = randomItems(rows, random, privileged, layout);
  const { pieces, starts, size } = layOut(items, address);
  const halfwords: number[] = [];
  const parts: BlockPart[] = [];
  items.forEach((item, i) => {
    const target = address + (starts[i + item.skip] ?? size);
    // Backwards, because setup may need to know where its instruction lies.
    const codes = item.pieces.map((_, p) => p).reverse();
    const encoded = codes.map((p) => item.pieces[p]!.code(address + pieces[i]![p]!, target)).reverse();
    encoded.forEach((code, p) => {
      parts.push({ row: item.pieces[p]!.row, offset: pieces[i]![p]! });
      halfwords.push(...code);
    });
  });
  halfwords.push(EXIT);
  return { address, halfwords, parts, exit: size };
}

/** Halfwords that a branch in the setup of a narrow block skips: the literal behind it (`loadLiteral` in stream-block.ts). */
function literalBehind(half: number): number {
  const isBranch = (half & 0xf800) === 0xe000;
  return isBranch ? 1 + (half & 0x7ff) : 0;
}

/** The instructions of one part, without the table behind a table branch and without literals. */
export function instructionsOf(block: StreamBlock, part: number): readonly (readonly number[])[] {
  const { row, offset } = block.parts[part]!;
  const code = block.halfwords.slice(offset / 2, (block.parts[part + 1]?.offset ?? block.exit) / 2);
  const instructions: (readonly number[])[] = [];
  let next = 0;
  while (next < code.length) {
    const length = isWide(code[next]!) ? 2 : 1;
    instructions.push(code.slice(next, next + length));
    next += length + (row === undefined ? literalBehind(code[next]!) : 0);
  }
  return row === undefined ? instructions : instructions.slice(0, 1);
}

/** The most instructions that a block executes: it branches forward only. */
export function longestPath(block: StreamBlock): number {
  return block.parts.reduce((sum, { row, offset }, part) => {
    const end = block.parts[part + 1]?.offset ?? block.exit;
    const hasNop = row !== undefined && block.halfwords[end / 2 - 1] === NOP && end - offset > 2;
    return sum + instructionsOf(block, part).length + (hasNop ? 1 : 0);
  }, 0);
}
