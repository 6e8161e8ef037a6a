/** What operators do with a value first: follow references, turn arrays and functions into pointers, read numbers. */
import type { CType } from '../types/c-type.js';
import { typeName, type TypedValue, type ValueAccess } from '../values/index.js';
import { unavailableText } from '../values/read.js';
import { integerValue, readScalar, type Scalar } from '../values/scalar.js';
import { bare, elementType, isComposite, isFloat, isIntegral, isReference, pointerTo } from '../values/type-shape.js';
import { ExpressionError } from './context.js';

const MAX_REFERENCES = 4;

/** How one evaluation goes about its work. */
export interface Mode {
  readonly access: ValueAccess;
  /** Inside sizeof: only types matter, nothing is read and nothing is written. */
  readonly typesOnly: boolean;
}

/** The object that a reference refers to; other values as they are. */
export function dereferenced(value: TypedValue, mode: Mode): TypedValue {
  let current = value;
  for (let i = 0; i < MAX_REFERENCES; i++) {
    const type = bare(current.type);
    if (!isReference(type)) return current;
    const address = Number(numberOf(current, mode));
    current = { type: type.target(), location: { kind: 'memory', address } };
  }
  return current;
}

/** Follows references; arrays become pointers to their first element, functions pointers to themselves (C11 6.3.2.1). */
export function decayed(value: TypedValue, mode: Mode): TypedValue {
  const object = dereferenced(value, mode);
  const type = bare(object.type);
  if (type.kind === 'array') return pointerValue(pointerTo(elementType(type)), addressOf(object));
  if (type.kind === 'function') return pointerValue(pointerTo(object.type), addressOf(object));
  return object;
}

export function pointerValue(type: CType, address: number): TypedValue {
  return integerValue(type, BigInt(address >>> 0));
}

/** Where a value stands in memory. Throws for values that stand elsewhere. */
export function addressOf(value: TypedValue): number {
  if (value.bitField !== undefined) throw new ExpressionError('A bit-field has no address.');
  switch (value.location.kind) {
    case 'memory':
      return value.location.address;
    case 'register':
      throw new ExpressionError('Attempt to take address of value not located in memory: it is in a register.');
    case 'unavailable':
      throw new ExpressionError(`The value is not available: ${value.location.why}.`);
    case 'bytes':
    case 'pieces':
      throw new ExpressionError('Attempt to take address of value not located in memory.');
  }
}

/** The number that a scalar (integer, float, enumeration, pointer) holds now. */
export function scalarOf(value: TypedValue, mode: Mode): Scalar {
  const type = bare(value.type);
  const scalar = isIntegral(type) || isFloat(type) || type.kind === 'pointer' || isReference(type);
  if (!scalar) throw new ExpressionError(notANumber(value, mode));
  if (mode.typesOnly) return isFloat(type) ? { kind: 'float', value: 1 } : { kind: 'integer', value: 1n };
  const read = readScalar(value, mode.access);
  if (!read.ok) throw new ExpressionError(unreadable(read.why));
  return read.scalar;
}

/** The whole number that an integer, an enumeration, a pointer or a reference holds. */
export function numberOf(value: TypedValue, mode: Mode): bigint {
  const scalar = scalarOf(value, mode);
  if (scalar.kind === 'float') throw new ExpressionError('Integer-only operation on floating point number.');
  return scalar.value;
}

export function isTrue(value: TypedValue, mode: Mode): boolean {
  return Number(scalarOf(decayed(value, mode), mode).value) !== 0;
}

function notANumber(value: TypedValue, mode: Mode): string {
  const name = typeName(value.type, mode.access.language);
  return isComposite(bare(value.type))
    ? `A value of type "${name}" has no operators.`
    : `A value of type "${name}" is not a number.`;
}

function unreadable(why: string): string {
  return why.startsWith('Cannot') ? `${why}.` : `The value is not available: ${unavailableText(why).slice(1, -1)}.`;
}
