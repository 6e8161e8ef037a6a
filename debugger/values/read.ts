/** Gets the bytes of a value from memory, registers, constants and pieces; takes parts of values. */
import type { CType, Member, ValueLocation } from '../types/c-type.js';
import { sizeOf } from './type-shape.js';
import type { ReadResult, TypedValue, ValueAccess } from './typed-value.js';

/** No single value is read beyond this; arrays are read in parts. */
export const MAX_VALUE_BYTES = 0x1_0000;
const REGISTER_BYTES = 4;
const MAX_PIECE_NESTING = 8;

const FIRST_S = 64;
const FIRST_D = 256;

/** The name of a register of four bytes by its DWARF number (DWARF for the Arm Architecture, 4.1): R0 to R15, S0 to S31. */
export function registerNameOf(number: number): string | undefined {
  if (number >= 0 && number <= 15) return `r${number}`;
  return number >= FIRST_S && number < FIRST_S + 32 ? `s${number - FIRST_S}` : undefined;
}

/** A D register is two S registers, the low word first; other numbers stay. */
export function firstWordRegister(number: number): number {
  return number >= FIRST_D && number < FIRST_D + 16 ? FIRST_S + 2 * (number - FIRST_D) : number;
}

export function littleEndian(value: number, sizeBytes: number): Uint8Array {
  const bytes = new Uint8Array(sizeBytes);
  for (let i = 0; i < Math.min(sizeBytes, 4); i++) bytes[i] = value >>> (8 * i);
  return bytes;
}

/** A value wider than a register goes on in the next one. */
function readRegisters(first: number, offset: number, length: number, access: ValueAccess): ReadResult {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const number = firstWordRegister(first) + Math.floor((offset + i) / REGISTER_BYTES);
    const name = registerNameOf(number);
    const held = name === undefined ? undefined : access.register(name);
    if (held === undefined) return { ok: false, why: `register ${name ?? number} is not available` };
    bytes[i] = held.value >>> (8 * ((offset + i) % REGISTER_BYTES));
  }
  return { ok: true, bytes };
}

function readPieces(
  pieces: readonly { readonly location: ValueLocation; readonly sizeBytes: number }[],
  offset: number,
  length: number,
  access: ValueAccess,
  depth: number,
  wanted: Uint8Array | undefined,
): ReadResult {
  const bytes = new Uint8Array(length);
  let start = 0;
  for (const piece of pieces) {
    const from = Math.max(offset, start);
    const to = Math.min(offset + length, start + piece.sizeBytes);
    const bits = wanted?.subarray(from - offset, to - offset);
    if (from < to && bits?.every((byte) => byte === 0) !== true) {
      const part = readLocation(piece.location, from - start, to - from, access, depth + 1, bits);
      if (!part.ok) return part;
      bytes.set(part.bytes, from - offset);
    }
    start += piece.sizeBytes;
  }
  return start < offset + length ? { ok: false, why: 'optimized out' } : { ok: true, bytes };
}

/** `length` bytes from `offset` into a location. Bits that are not `wanted` need not have a value. */
export function readLocation(
  location: ValueLocation,
  offset: number,
  length: number,
  access: ValueAccess,
  depth = 0,
  wanted?: Uint8Array,
): ReadResult {
  if (length > MAX_VALUE_BYTES) return { ok: false, why: `the value is larger than ${MAX_VALUE_BYTES} bytes` };
  switch (location.kind) {
    case 'memory': {
      const address = (location.address + offset) >>> 0;
      if (length === 0) return { ok: true, bytes: new Uint8Array(0) };
      const bytes = access.readMemory(address, length);
      if (bytes?.length !== length) {
        return { ok: false, why: `Cannot access memory at address 0x${address.toString(16)}` };
      }
      return { ok: true, bytes };
    }
    case 'register':
      return readRegisters(location.register, offset, length, access);
    case 'bytes': {
      const { known } = location;
      const isLost = (i: number): boolean => ((wanted?.[i] ?? 0xff) & ~(known?.[offset + i] ?? 0xff)) !== 0;
      if (known !== undefined && Array.from({ length }, (_, i) => i).some(isLost)) {
        return { ok: false, why: 'optimized out' };
      }
      const bytes = new Uint8Array(length);
      bytes.set(location.bytes.subarray(offset, offset + length));
      return { ok: true, bytes };
    }
    case 'pieces':
      if (depth > MAX_PIECE_NESTING) return { ok: false, why: 'its location is nested too deeply' };
      return readPieces(location.pieces, offset, length, access, depth, wanted);
    case 'unavailable':
      return { ok: false, why: location.why };
  }
}

/** All bytes of a value (of a bit-field: the bytes that it touches). */
export function readValue(value: TypedValue, access: ValueAccess): ReadResult {
  return readLocation(value.location, value.offsetBytes ?? 0, storedBytes(value), access, 0, bitsOf(value));
}

/** The bits of a bit-field in the bytes that it touches. */
function bitsOf({ bitField }: TypedValue): Uint8Array | undefined {
  if (bitField === undefined) return undefined;
  const { bitOffset, bitSize } = bitField;
  const size = Math.ceil((bitOffset + bitSize) / 8);
  if (bitOffset < 0 || !(size >= 0 && size <= MAX_VALUE_BYTES)) return undefined;
  const bits = new Uint8Array(size);
  for (let bit = bitOffset; bit < bitOffset + bitSize; bit++) bits[bit >>> 3]! |= 1 << (bit & 7);
  return bits;
}

/** Bytes that a value occupies, or that a bit-field touches. */
export function storedBytes(value: TypedValue): number {
  const field = value.bitField;
  return field === undefined ? sizeOf(value.type) : Math.ceil((field.bitOffset + field.bitSize) / 8);
}

/** A part of a value, `offset` bytes in. */
export function part(value: TypedValue, offset: number, type: CType, bitField?: Member['bitField']): TypedValue {
  const field = bitField === undefined ? {} : { bitField };
  if (value.location.kind === 'memory') {
    return { type, location: { kind: 'memory', address: (value.location.address + offset) >>> 0 }, ...field };
  }
  return { type, location: value.location, offsetBytes: (value.offsetBytes ?? 0) + offset, ...field };
}

/** The member of an object that `member` describes; static members have no place in it. */
export function memberOf(object: TypedValue, member: Member): TypedValue {
  return part(object, member.offsetBytes, member.type(), member.bitField);
}

/** The same value with the bytes it has now, so that looking at its parts reads nothing more. */
export function snapshot(value: TypedValue, length: number, access: ValueAccess): TypedValue {
  const read = readLocation(value.location, value.offsetBytes ?? 0, length, access);
  if (!read.ok) return value;
  const { type, bitField } = value;
  return { type, location: { kind: 'bytes', bytes: read.bytes }, ...(bitField === undefined ? {} : { bitField }) };
}

/** `<optimized out>`; sentences about memory stand as they are. */
export function unavailableText(why: string): string {
  return why.startsWith('Cannot') ? `<error: ${why}>` : `<${why}>`;
}

export function addressText(address: number): string {
  return '0x' + (address >>> 0).toString(16);
}
