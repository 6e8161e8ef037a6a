/** 32-bit numbers: how they print and are read, align, extend and split into fields. */

/** `0x0000_0000` style is for sources; people read `0x20000100`. Prints the low 32 bits of `value`. */
export function hex32(value: number): string {
  return '0x' + (value >>> 0).toString(16).padStart(8, '0');
}

/** The low 16 bits, as `0xbf00`. */
export function hex16(value: number): string {
  return '0x' + (value & 0xffff).toString(16).padStart(4, '0');
}

/** The low 8 bits, as `0x7f`. */
export function hex8(value: number): string {
  return '0x' + (value & 0xff).toString(16).padStart(2, '0');
}

/** A number as people write it, decimal or with `0x`; undefined for anything else, and beyond 2^53 - 1. */
export function readNumber(text: string): number | undefined {
  const value = /^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}

/** `value` rounded down to a multiple of `size`, a power of two. */
export function align(value: number, size: number): number {
  return (value & -size) >>> 0;
}

/** `value` rounded up to a multiple of `size`, a power of two; may reach 2^32. */
export function alignUp(value: number, size: number): number {
  return Math.ceil(value / size) * size;
}

/** The low `width` bits of `value` as a signed number. */
export function signExtend(value: number, width: number): number {
  return (value << (32 - width)) >> (32 - width);
}

/** A field of a 32-bit register: how to read it and how to write it back. */
export interface BitField {
  readonly high: number;
  readonly low: number;
  /** In place, e.g. 0x00ff_0000. */
  readonly mask: number;
  get(register: number): number;
  set(register: number, value: number): number;
}

/** Bits `high` down to `low`, as manuals write them. */
export function bits(high: number, low: number): BitField {
  const mask = (high - low === 31 ? 0xffff_ffff : ((1 << (high - low + 1)) - 1) << low) >>> 0;
  return {
    high,
    low,
    mask,
    get: (register) => (register & mask) >>> low,
    set: (register, value) => ((register & ~mask) | ((value << low) & mask)) >>> 0,
  };
}

/** The single bit `n`. */
export function bit(n: number): BitField {
  return bits(n, n);
}
