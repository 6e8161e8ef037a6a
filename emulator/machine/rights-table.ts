/**
 * The rights byte of every granule of the guest's memories: what generated code may do without asking. A clear bit is always
 * safe: the slow path decides with the MPU itself. Kept up by interval, not by table: only what changed is filled again.
 * Pages that nothing was written to have no write bits, so the first store to each is seen, and a state knows what to save.
 */
import type { Rights } from '../core/access.js';
import { GRANULE_BITS, PAGE_BYTES, RIGHT } from '../interpreter/layout.js';
import type { RightsInterval } from '../mpu/intervals.js';
import type { Block, GuestMemory } from './guest-memory.js';

const WRITES = RIGHT.privilegedWrite | RIGHT.unprivilegedWrite;
const EXECUTES = RIGHT.privilegedExecute | RIGHT.unprivilegedExecute;
const GRANULE_BYTES = 1 << GRANULE_BITS;

/** A range of guest addresses that accesses must not take the fast way through. */
export interface WatchedRange {
  readonly start: number;
  readonly end: number;
  readonly read: boolean;
  readonly write: boolean;
}

/** What the table needs to know of predecoded code. */
export interface CodeGranules {
  /** Host addresses (first byte) of granules with code in [start, end), host addresses too. */
  granules(start: number, end: number): Iterable<number>;
  /** The guest may execute other things in [start, end) than before. */
  executeChanged(start: number, end: number): void;
}

export class RightsTable {
  private readonly memory: GuestMemory;
  private readonly code: CodeGranules;
  private intervals: readonly RightsInterval[] = [];
  private watched: readonly WatchedRange[] = [];

  constructor(memory: GuestMemory, code: CodeGranules) {
    this.memory = memory;
    this.code = code;
  }

  /** The interval of an address; binary search. */
  at(address: number): RightsInterval {
    let low = 0;
    let high = this.intervals.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.intervals[middle]!.start <= address) low = middle;
      else high = middle - 1;
    }
    return this.intervals[low]!;
  }

  /** Takes the MPU's new opinion of the whole address space and fills what differs from the old one. */
  update(next: readonly RightsInterval[]): void {
    const previous = this.intervals;
    this.intervals = next;
    let i = 0;
    for (const interval of next) {
      let start = interval.start;
      while (start < interval.end) {
        while (i < previous.length && previous[i]!.end <= start) i++;
        const old = previous[i];
        const end = Math.min(interval.end, old?.end ?? interval.end);
        const before = old === undefined ? -1 : byteOf(old.privileged, old.unprivileged);
        const after = byteOf(interval.privileged, interval.unprivileged);
        if (before !== after) this.fill(start, end);
        if (before !== -1 && ((before ^ after) & EXECUTES) !== 0) this.code.executeChanged(start, end);
        start = end;
      }
    }
  }

  /** Ranges whose accesses the machine wants to see. */
  watch(ranges: readonly WatchedRange[]): void {
    const touched = [...this.watched, ...ranges];
    this.watched = ranges;
    for (const { start, end } of touched) this.fill(start, end);
  }

  /** Fills the granules of [start, end), guest addresses, anew. */
  fill(start: number, end: number): void {
    for (const block of this.memory.blocks) {
      const { base, sizeBytes } = block.memory;
      const from = Math.max(start, base);
      const to = Math.min(end, base + sizeBytes);
      if (from < to) this.fillBlock(block, from & -GRANULE_BYTES, to);
    }
  }

  private fillBlock(block: Block, start: number, end: number): void {
    const toHost = block.host - block.memory.base;
    let from = start >>> 0;
    while (from < end) {
      const interval = this.at(from);
      const to = Math.min(end, interval.end);
      let byte = byteOf(interval.privileged, interval.unprivileged);
      if (block.memory.store !== 'write') byte &= ~WRITES;
      this.fillPages(byte, from + toHost, to + toHost);
      from = to;
    }
    for (const granule of this.code.granules((start >>> 0) + toHost, end + toHost)) this.markCode(granule);
    for (const range of this.watched) this.hide(range, block);
  }

  /** Fills granules of a range of host addresses, page by page where some are untouched. */
  private fillPages(byte: number, start: number, end: number): void {
    const { memory } = this;
    let from = start;
    while (from < end) {
      const isTouched = memory.isTouched(from);
      let to = (from & -PAGE_BYTES) + PAGE_BYTES;
      while (to < end && memory.isTouched(to) === isTouched) to += PAGE_BYTES;
      const last = (Math.min(to, end) + GRANULE_BYTES - 1) >>> GRANULE_BITS;
      memory.rights.fill(isTouched ? byte : byte & ~WRITES, from >>> GRANULE_BITS, last);
      from = to;
    }
  }

  /** The first store to a page: from now on it has its write bits. */
  pageTouched({ memory, host }: Block, address: number): void {
    const offset = (address & -PAGE_BYTES) - host;
    this.fill(memory.base + offset, memory.base + offset + PAGE_BYTES);
  }

  /** Fills everything anew: other pages are touched than before. */
  refill(): void {
    for (const { memory } of this.memory.blocks) this.fill(memory.base, memory.base + memory.sizeBytes);
  }

  private hide(range: WatchedRange, block: Block): void {
    const { base, sizeBytes } = block.memory;
    const from = Math.max(range.start, base);
    const to = Math.min(range.end, base + sizeBytes);
    let clear = 0;
    if (range.read) clear |= RIGHT.privilegedRead | RIGHT.unprivilegedRead;
    if (range.write) clear |= WRITES;
    const first = (from - base + block.host) >>> GRANULE_BITS;
    const last = (to - 1 - base + block.host) >>> GRANULE_BITS;
    if (from < to) for (let g = first; g <= last; g++) this.memory.rights[g]! &= ~clear;
  }

  /** Stores to this granule (a host address) must be seen from now on. */
  markCode(granule: number): void {
    const index = granule >>> GRANULE_BITS;
    this.memory.rights[index] = (this.memory.rights[index]! & ~WRITES) | RIGHT.code;
  }
}

function byteOf(privileged: Rights, unprivileged: Rights): number {
  return (
    (privileged.read ? RIGHT.privilegedRead : 0) |
    (privileged.write ? RIGHT.privilegedWrite : 0) |
    (privileged.execute ? RIGHT.privilegedExecute : 0) |
    (unprivileged.read ? RIGHT.unprivilegedRead : 0) |
    (unprivileged.write ? RIGHT.unprivilegedWrite : 0) |
    (unprivileged.execute ? RIGHT.unprivilegedExecute : 0)
  );
}
