/** How ranges, sizes and rights are written for people. */
import { hex32 } from '../../base/index.js';
import type { MemoryRange, RegionAccess } from './types.js';

/** `0x20020000-0x20023fff`, last byte included; `0x20000000, empty` for size 0. Beyond 32 bits with as many digits as needed. */
export function rangeWords({ base, size }: MemoryRange): string {
  if (size === 0) return `${hexWords(base)}, empty`;
  return `${hexWords(base)}-${hexWords(base + size - 1)}`;
}

export function hexWords(value: number): string {
  return value <= 0xffff_ffff ? hex32(value) : `0x${value.toString(16)}`;
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB'] as const;

/** `16 KiB`, `512 bytes`, `0x3010 bytes`: the largest unit that leaves a short whole number. */
export function sizeWords(size: number): string {
  let unit = 0;
  let value = size;
  while (unit < 3 && value >= 1024 && value % 1024 === 0) {
    value /= 1024;
    unit++;
  }
  if (unit === 0) return value < 1024 ? `${value} ${value === 1 ? 'byte' : 'bytes'}` : `0x${value.toString(16)} bytes`;
  return `${value} ${UNITS[unit]!}`;
}

/** `rw-`, as in a listing of files. */
export function rightsWords({ read, write, execute }: RegionAccess['privileged']): string {
  return `${read ? 'r' : '-'}${write ? 'w' : '-'}${execute ? 'x' : '-'}`;
}

function verbs({ read, write, execute }: RegionAccess['privileged']): string {
  const words = [read ? 'read' : '', write ? 'write' : '', execute ? 'execute' : ''].filter((word) => word !== '');
  return words.length === 0 ? 'no access' : words.join(', ');
}

/** `privileged: read, write; unprivileged: no access`, or `read, execute` where both may do the same. */
export function accessWords({ privileged, unprivileged }: RegionAccess): string {
  if (rightsWords(privileged) === rightsWords(unprivileged)) return verbs(privileged);
  return `privileged: ${verbs(privileged)}; unprivileged: ${verbs(unprivileged)}`;
}

/** Ranges that share a byte, and which. */
export function intersection(a: MemoryRange, b: MemoryRange): MemoryRange | undefined {
  const base = Math.max(a.base, b.base);
  const end = Math.min(a.base + a.size, b.base + b.size);
  return end > base ? { base, size: end - base } : undefined;
}

export function contains(outer: MemoryRange, inner: MemoryRange): boolean {
  return inner.base >= outer.base && inner.base + inner.size <= outer.base + outer.size;
}

export function sameRange(a: MemoryRange, b: MemoryRange): boolean {
  return a.base === b.base && a.size === b.size;
}
