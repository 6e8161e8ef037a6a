/** Writing to the program: which bytes and registers an assignment changes, and doing it. */
import { typeName, type TypedValue, type ValueAccess } from '../values/index.js';
import {
  firstWordRegister,
  littleEndian,
  readLocation,
  readValue,
  registerNameOf,
  storedBytes,
} from '../values/read.js';
import { encodeScalar, integerBytes, integerFrom } from '../values/scalar.js';
import { bare, isCharacter, isComposite, isFloat, isIntegral, isPointer, sizeOf } from '../values/type-shape.js';
import type { CType, ValueLocation } from '../types/c-type.js';
import { copies } from './casts.js';
import { ExpressionError, type EvaluationContext } from './context.js';
import { decayed, dereferenced, numberOf, scalarOf, type Mode } from './operand.js';

export type Write =
  | { readonly kind: 'memory'; readonly address: number; readonly bytes: Uint8Array }
  | { readonly kind: 'register'; readonly name: string; readonly value: number };

/** What assigning `source` to `target` writes. Throws ExpressionError. */
export function writesFor(target: TypedValue, source: TypedValue, mode: Mode): readonly Write[] {
  const place = dereferenced(target, mode);
  if (place.bitField !== undefined) return fieldWrites(place, place.bitField, source, mode);
  return place.registerName === undefined
    ? locationWrites(place.location, place.offsetBytes ?? 0, newBytes(place, source, mode), mode.access)
    : namedRegisterWrites(place.registerName, newBytes(place, source, mode));
}

function registerWrite(name: string, bytes: Uint8Array): Write {
  return { kind: 'register', name, value: Number(BigInt.asUintN(32, integerFrom(bytes))) };
}

/** A D register is written as its two S registers. */
function namedRegisterWrites(name: string, bytes: Uint8Array): readonly Write[] {
  const double = /^d(\d+)$/.exec(name);
  if (double === null) return [registerWrite(name, bytes)];
  const first = 2 * Number(double[1]);
  return [registerWrite(`s${first}`, bytes.subarray(0, 4)), registerWrite(`s${first + 1}`, bytes.subarray(4, 8))];
}

/** The bytes that `place` holds after the assignment. */
function newBytes(place: TypedValue, source: TypedValue, mode: Mode): Uint8Array {
  const object = dereferenced(source, mode);
  const type = bare(place.type);
  if (copies(object, place.type)) return copied(object, mode.access);
  if (type.kind === 'array') return stringBytes(place, object, mode);
  if (!isIntegral(type) && !isFloat(type) && !isPointer(type)) {
    const names = [object.type, place.type].map((each) => `"${typeName(each, mode.access.language)}"`);
    throw new ExpressionError(`A value of type ${names.join(' cannot be assigned to one of type ')}.`);
  }
  const value = decayed(object, mode);
  if (isComposite(bare(value.type))) throw new ExpressionError('A structure cannot be assigned to a number.');
  if (isCodePointer(type) && isCodePointer(bare(value.type))) return codeAddress(value, mode);
  return encodeScalar(place.type, scalarOf(value, mode));
}

function copied(object: TypedValue, access: ValueAccess): Uint8Array {
  const read = readValue(object, access);
  if (!read.ok) throw new ExpressionError(`The value is not available: ${read.why}.`);
  return read.bytes;
}

function isCodePointer(type: CType): boolean {
  const shape = bare(type);
  return isPointer(shape) && bare(shape.target()).kind === 'function';
}

/** Pointers to functions have bit 0 set on Armv7-M (Armv7-M ARM, A4.1.1), which the addresses of symbols have not. */
function codeAddress(value: TypedValue, mode: Mode): Uint8Array {
  const address = numberOf(value, mode);
  return integerBytes(address === 0n ? 0n : address | 1n, 4);
}

/** A string into an array of characters, filled up with NULs. */
function stringBytes(place: TypedValue, source: TypedValue, mode: Mode): Uint8Array {
  const type = bare(place.type);
  const from = bare(source.type);
  const text = type.kind === 'array' && isCharacter(bare(type.element())) && from.kind === 'array';
  if (!text || !isCharacter(bare(from.element()))) throw new ExpressionError('Only strings can be assigned to arrays.');
  const bytes = copied(source, mode.access);
  const size = sizeOf(type);
  const length = bytes.at(-1) === 0 ? bytes.length - 1 : bytes.length;
  if (length > size) throw new ExpressionError(`The string has ${length} characters, the array only ${size}.`);
  const filled = new Uint8Array(size);
  filled.set(bytes.subarray(0, length));
  return filled;
}

/** A bit-field: the bytes that it touches, with its bits replaced. */
function fieldWrites(
  place: TypedValue,
  field: { readonly bitOffset: number; readonly bitSize: number },
  source: TypedValue,
  mode: Mode,
): readonly Write[] {
  const length = storedBytes(place);
  const old = readLocation(place.location, place.offsetBytes ?? 0, length, mode.access);
  if (!old.ok) throw new ExpressionError(`The value is not available: ${old.why}.`);
  const value = scalarOf(decayed(source, mode), mode);
  const wanted = integerFrom(encodeScalar(place.type, value));
  const mask = ((1n << BigInt(field.bitSize)) - 1n) << BigInt(field.bitOffset);
  const merged = (integerFrom(old.bytes) & ~mask) | ((wanted << BigInt(field.bitOffset)) & mask);
  return locationWrites(place.location, place.offsetBytes ?? 0, integerBytes(merged, length), mode.access);
}

/** The writes that put `bytes` at `offset` into a location. */
function locationWrites(
  location: ValueLocation,
  offset: number,
  bytes: Uint8Array,
  access: ValueAccess,
): readonly Write[] {
  switch (location.kind) {
    case 'memory':
      return [{ kind: 'memory', address: (location.address + offset) >>> 0, bytes }];
    case 'register':
      return registerWrites(location.register, offset, bytes, access);
    case 'pieces':
      return pieceWrites(location.pieces, offset, bytes, access);
    case 'bytes':
      throw new ExpressionError('Left operand of assignment is not an lvalue.');
    case 'unavailable':
      throw new ExpressionError(`The value cannot be changed: ${location.why}.`);
  }
}

/** Whole registers; bytes outside the value keep what they have. */
function registerWrites(register: number, offset: number, bytes: Uint8Array, access: ValueAccess): readonly Write[] {
  const writes: Write[] = [];
  const first = firstWordRegister(register);
  const last = first + Math.floor((offset + bytes.length - 1) / 4);
  for (let number = first + Math.floor(offset / 4); number <= last; number++) {
    const name = registerNameOf(number);
    const held = name === undefined ? undefined : access.register(name);
    if (name === undefined || held === undefined) {
      throw new ExpressionError(`The value cannot be changed: register ${name ?? number} is not available.`);
    }
    const word = littleEndian(held.value, 4);
    for (let i = 0; i < 4; i++) word[i] = bytes[(number - first) * 4 + i - offset] ?? word[i]!;
    writes.push(registerWrite(name, word));
  }
  return writes;
}

function pieceWrites(
  pieces: readonly { readonly location: ValueLocation; readonly sizeBytes: number }[],
  offset: number,
  bytes: Uint8Array,
  access: ValueAccess,
): readonly Write[] {
  const writes: Write[] = [];
  let start = 0;
  for (const piece of pieces) {
    const from = Math.max(offset, start);
    const to = Math.min(offset + bytes.length, start + piece.sizeBytes);
    if (from < to) {
      const own = bytes.subarray(from - offset, to - offset);
      writes.push(...locationWrites(piece.location, from - start, own, access));
    }
    start += piece.sizeBytes;
  }
  return writes;
}

/** Carries writes out. Throws ExpressionError with what could not be written; earlier writes stay done. */
export function perform(writes: readonly Write[], context: EvaluationContext): void {
  for (const write of writes) {
    if (write.kind === 'register') {
      const done = context.writeRegister?.(write.name, write.value) ?? false;
      if (!done) throw new ExpressionError(`Register $${write.name} cannot be written.`);
    } else {
      const done = context.writeMemory?.(write.address, write.bytes) ?? false;
      if (!done) throw new ExpressionError(`Cannot access memory at address 0x${write.address.toString(16)}.`);
    }
  }
}

/** The value that a place has after `source` was assigned to it, for places whose location is only a copy. */
export function assigned(target: TypedValue, source: TypedValue, mode: Mode): TypedValue {
  const place = dereferenced(target, mode);
  if (place.registerName === undefined) return place;
  return { type: place.type, location: { kind: 'bytes', bytes: newBytes(place, source, mode) } };
}
