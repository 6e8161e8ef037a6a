/** How addresses, sizes and lists read in messages. */
import { hex32 } from '../../base/index.js';

/** `0x20020000`; beyond 32 bits with as many digits as it takes. */
export function address(value: number): string {
  return value < 2 ** 32 ? hex32(value) : `0x${value.toString(16)}`;
}

/** `0x20020000–0x20023fff`, both included. */
export function span(base: number, size: number): string {
  return `${address(base)}–${address(base + Math.max(size, 1) - 1)}`;
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB'] as const;

/** `4 KiB`, `1.5 MiB`, `48 bytes`: exact, in the largest unit that has at most two decimals. */
export function bytes(count: number): string {
  for (let unit = UNITS.length - 1; unit > 0; unit--) {
    const scaled = count / 1024 ** unit;
    if (scaled >= 1 && Number.isInteger(scaled * 4)) return `${scaled} ${UNITS[unit]!}`;
  }
  return count === 1 ? '1 byte' : `${count} bytes`;
}

/** `0x3000`. */
export function hex(value: number | bigint): string {
  return `0x${value.toString(16)}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)!}`;
}
