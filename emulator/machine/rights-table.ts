/**
 * The rights byte of every granule of the guest's memories: what generated code may do without asking. A clear bit is always
 * safe: the slow path decides with the MPU itself. Kept up by interval, not by table: only what changed is filled again.
 * Pages that nothing was written to have no write bits, so the first store to each is seen, and a state knows what to save.
 */
import type { Rights } from '../core/access.js';
import { codeKind, GRANULE_BITS, PAGE_BYTES, RIGHT } from '../interpreter/layout.js';
import type { RightsInterval } from '../mpu/intervals.js';
import type { Block, GuestMemory } from './guest-memory.js';

const READS = RIGHT.read.reduce((all, bit) => all | bit, 0);
const WRITES = RIGHT.write.reduce((all, bit) => all | bit, 0);
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
  /** Of Non-secure code, which is all that there is without the Security Extension, and of Secure code. */
  private readonly intervals: [readonly RightsInterval[], readonly RightsInterval[]] = [[], []];
  private watched: readonly WatchedRange[] = [];

  constructor(memory: GuestMemory, code: CodeGranules) {
    this.memory = memory;
    this.code = code;
  }

  /** The interval of an address for code of one security state; binary search. */
  at(address: number, secure = false): RightsInterval {
    const intervals = this.intervals[secure ? 1 : 0];
    let low = 0;
    let high = intervals.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (intervals[middle]!.start <= address) low = middle;
      else high = middle - 1;
    }
    return intervals[low]!;
  }

  /** Takes what code of one security state may do in the whole address space, and fills what differs from before. */
  update(next: readonly RightsInterval[], secure = false): void {
    const bank = secure ? 1 : 0;
    const previous = this.intervals[bank];
    this.intervals[bank] = next;
    let i = 0;
    for (const interval of next) {
      let start = interval.start;
      while (start < interval.end) {
        while (i < previous.length && previous[i]!.end <= start) i++;
        const old = previous[i];
        const end = Math.min(interval.end, old?.end ?? interval.end);
        if (old === undefined || byteOf(old, secure) !== byteOf(interval, secure)) this.fill(start, end);
        if (old !== undefined && executesOtherwise(old, interval)) this.code.executeChanged(start, end);
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
    for (const block of this.memory.blocks)
      for (const base of block.addresses) {
        const from = Math.max(start, base);
        const to = Math.min(end, base + block.memory.sizeBytes);
        if (from < to) this.fillBlock(block, base, from & -GRANULE_BYTES, to);
      }
  }

  /** Pages that generated code reaches at another address of the memory keep the rights that they have there. */
  private fillBlock(block: Block, base: number, start: number, end: number): void {
    const toHost = block.host - base;
    let from = start >>> 0;
    while (from < end) {
      const isReached = this.memory.windowOf(block, from + toHost) === base;
      let to = from;
      do to = ((to + toHost) & -PAGE_BYTES) + PAGE_BYTES - toHost;
      while (to < end && (this.memory.windowOf(block, to + toHost) === base) === isReached);
      to = Math.min(to, end);
      if (isReached) this.fillReached(block, toHost, from, to);
      from = to;
    }
  }

  private fillReached(block: Block, toHost: number, start: number, end: number): void {
    let from = start >>> 0;
    while (from < end) {
      const interval = this.at(from);
      let byte = byteOf(interval, false);
      let to = Math.min(end, interval.end);
      if (this.intervals[1].length > 0) {
        const secure = this.at(from, true);
        byte |= byteOf(secure, true);
        to = Math.min(to, secure.end);
      }
      if (block.memory.store !== 'write') byte &= ~WRITES;
      this.fillPages(byte, from + toHost, to + toHost);
      from = to;
    }
    for (const granule of this.code.granules((start >>> 0) + toHost, end + toHost)) this.markCode(granule);
    for (const range of this.watched) this.hide(range, block, toHost);
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
      memory.holdsCode.fill(0, from >>> GRANULE_BITS, last);
      from = to;
    }
  }

  /** The first store to a page: from now on it has its write bits. Or generated code reaches it at another address. */
  pageTouched(block: Block, address: number): void {
    const start = this.memory.windowOf(block, address) + (address & -PAGE_BYTES) - block.host;
    this.fill(start, start + PAGE_BYTES);
  }

  /** Fills everything anew: other pages are touched than before. */
  refill(): void {
    this.fill(0, 2 ** 32);
  }

  private hide(range: WatchedRange, block: Block, toHost: number): void {
    const { sizeBytes } = block.memory;
    const base = block.host - toHost;
    const from = Math.max(range.start, base);
    const to = Math.min(range.end, base + sizeBytes);
    let clear = 0;
    if (range.read) clear |= READS;
    if (range.write) clear |= WRITES;
    const first = (from + toHost) >>> GRANULE_BITS;
    const last = (to - 1 + toHost) >>> GRANULE_BITS;
    if (from < to) for (let g = first; g <= last; g++) this.memory.rights[g]! &= ~clear;
  }

  /** Stores to this granule (a host address) must be seen from now on. */
  markCode(granule: number): void {
    const index = granule >>> GRANULE_BITS;
    this.memory.rights[index]! &= ~WRITES;
    this.memory.holdsCode[index] = 1;
  }
}

function byteOf({ privileged, unprivileged }: RightsInterval, secure: boolean): number {
  const bits = (rights: Rights, isPrivileged: boolean): number => {
    const kind = codeKind(isPrivileged, secure);
    return (rights.read ? RIGHT.read[kind] : 0) | (rights.write ? RIGHT.write[kind] : 0);
  };
  return bits(privileged, true) | bits(unprivileged, false);
}

function executesOtherwise(a: RightsInterval, b: RightsInterval): boolean {
  return a.privileged.execute !== b.privileged.execute || a.unprivileged.execute !== b.unprivileged.execute;
}
