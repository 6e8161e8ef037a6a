/** A value of the program: its type and where it stands. Its bytes are read only when somebody looks. */
import type { CType, ValueLocation } from '../types/c-type.js';

export interface TypedValue {
  readonly type: CType;
  readonly location: ValueLocation;
  /** Where the value begins within `location`, in bytes; 0 if absent. Always 0 for a memory location. */
  readonly offsetBytes?: number;
  /** Present for a bit-field: bits from the first byte (little-endian numbering). */
  readonly bitField?: { readonly bitOffset: number; readonly bitSize: number };
  /** The register that a `bytes` location is a copy of, lower case without `$`; assigning goes there. */
  readonly registerName?: string;
}

/** Whose rules and spelling apply: `struct point` and `int` comparisons in C, `point` and `bool` in C++. */
export type Language = 'c' | 'c++';

export interface RegisterValue {
  /** Unsigned 32 bits; of a D register, the low word. */
  readonly value: number;
  /** Of a D register, the high word. */
  readonly high?: number;
  readonly type: CType;
}

/** What reading and showing values needs from the stopped program, in one frame. Nothing here throws. */
export interface ValueAccess {
  /** All bytes or nothing. */
  readMemory(address: number, length: number): Uint8Array | undefined;
  /** By lower-case name without `$`: `r0`…`r12`, `sp`, `lr`, `pc` (also `r13`…`r15`), `s0`…`s31`, `d0`…`d15`, `xpsr`, `msp`… */
  register(name: string): RegisterValue | undefined;
  /** The symbol that covers an address, for `<main+4>`. Bit 0 of code addresses is already cleared. */
  symbolAt?(address: number): { readonly name: string; readonly offsetBytes: number } | undefined;
  /** Static members are asked for as `Class::member`. */
  findVariable?(name: string): TypedValue | undefined;
  /** C if absent. */
  readonly language?: Language;
}

/** Bytes, or a short phrase that says why there are none. */
export type ReadResult =
  { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly why: string };
