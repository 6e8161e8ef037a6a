/** Sizes and addresses that the MPU can have, and which memories an address range touches. */
import type { TextEdit } from '../source/index.js';
import { setCells, setReg, setUnitAddress } from './edits.js';
import { isPlaced, memories, programRam, sharedBy, type Extent, type Memory, type PlacedMemory } from './memory.js';
import { nodeName } from './reading.js';
import type { LintContext } from './types.js';
import { list } from './words.js';

export function isPowerOfTwo(value: number): boolean {
  return value > 0 && Number.isInteger(Math.log2(value));
}

/** The largest power of two that is not larger; 0 for 0. */
export function floorPowerOfTwo(value: number): number {
  return value < 1 ? 0 : 2 ** Math.floor(Math.log2(value));
}

export function floorTo(value: number, step: number): number {
  return Math.floor(value / step) * step;
}

export function ceilTo(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

/** Aligned powers of two that together are exactly the range, largest first where it can be; none below `least`. */
export function powersOfTwo({ base, size }: Extent, least: number): Extent[] | undefined {
  const pieces: Extent[] = [];
  let at = base;
  const end = base + size;
  while (at < end) {
    let piece = floorPowerOfTwo(end - at);
    while (piece > 1 && at % piece !== 0) piece /= 2;
    if (piece < least || pieces.length >= 8) return undefined;
    pieces.push({ base: at, size: piece });
    at += piece;
  }
  return pieces;
}

/** Other memories of the tree that a range touches, by the names that people know them by; the program's RAM among them. */
export function touched(context: LintContext, self: Memory, range: Extent): string[] {
  const names = new Set<string>();
  for (const other of neighbours(context, self)) {
    if (sharedBy(other, range) !== undefined) names.add(nodeName(other.node));
  }
  return [...names];
}

/** `, including sram1`: what else a range touches that the memory itself does not; nothing where that is nothing. */
export function including(context: LintContext, memory: PlacedMemory, covered: Extent): string {
  const before = new Set(touched(context, memory, memory));
  const names = touched(context, memory, covered).filter((name) => !before.has(name));
  return names.length === 0 ? '' : `, including ${list(names)}`;
}

/** What else is known to lie somewhere: okay memories, and the chosen RAM. */
function neighbours(context: LintContext, self: Memory): (Extent & Pick<Memory, 'node'>)[] {
  const others: (Extent & Pick<Memory, 'node'>)[] = memories(context).filter(
    (memory): memory is PlacedMemory => memory.okay && isPlaced(memory) && memory.node !== self.node,
  );
  const ram = programRam(context);
  if (ram !== undefined && ram.node !== self.node && !others.some(({ node }) => node === ram.node)) others.push(ram);
  return others;
}

/** True where the range touches no memory that the memory itself did not touch before: a fix may grow it so far. */
export function isFree(context: LintContext, self: PlacedMemory, range: Extent): boolean {
  const before = new Set(touched(context, self, self));
  return range.base + range.size <= 2 ** 32 && touched(context, self, range).every((name) => before.has(name));
}

/** Edits of the first block's size. */
export function resize({ blocks }: Memory, size: number): TextEdit[] | undefined {
  return size <= 0 ? undefined : setCells(blocks[0]?.sizeCells, size);
}

/** Edits that move and resize the first block; `to` is in the CPU's addresses. */
export function place(memory: PlacedMemory, to: Extent): TextEdit[] | undefined {
  const [block] = memory.blocks;
  if (block === undefined || to.size <= 0) return undefined;
  // What the bus adds to its children's addresses stays the same.
  const address = Number(block.address) + (to.base - memory.base);
  const moved = to.base === memory.base ? [] : setCells(block.addressCells, address);
  const renamed = to.base === memory.base ? [] : setUnitAddress(memory.node, address);
  const sized = to.size === memory.size ? [] : setCells(block.sizeCells, to.size);
  return moved === undefined || renamed === undefined || sized === undefined
    ? undefined
    : [...moved, ...renamed, ...sized];
}

/** What stays of a range when another is taken out at one of its ends; undefined where that cuts it in two or leaves nothing. */
export function trimmed(range: Extent, away: Extent): Extent | undefined {
  const end = range.base + range.size;
  const awayEnd = away.base + away.size;
  if (away.base > range.base && awayEnd >= end) return { base: range.base, size: away.base - range.base };
  if (away.base <= range.base && awayEnd < end && awayEnd > range.base) return { base: awayEnd, size: end - awayEnd };
  return undefined;
}

/** Edits that shrink the program's RAM, which is often the SoC's, so that `away` is out of it. */
export function shrinkProgramRam(context: LintContext, memory: PlacedMemory): TextEdit[] | undefined {
  const ram = programRam(context);
  const rest = ram === undefined ? undefined : trimmed(ram, memory);
  const near = memory.blocks[0]?.range.file;
  if (ram === undefined || rest === undefined || near === undefined) return undefined;
  const base = Number(ram.block.address) + (rest.base - ram.base);
  return setReg(ram.node, ram.block, near, base, rest.size);
}
