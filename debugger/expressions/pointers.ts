/** Operators that know pointers: arithmetic in elements, comparison, dereference, indexing, GDB's slices. */
import type { CType } from '../types/c-type.js';
import { typeName, type TypedValue } from '../values/index.js';
import { MAX_VALUE_BYTES, part } from '../values/read.js';
import { integerValue } from '../values/scalar.js';
import {
  arrayOf,
  bare,
  elementType,
  isIntegral,
  isPointer,
  pointerTo,
  sizeOf,
  type Kind,
} from '../values/type-shape.js';
import { binaryNumbers, compare, isComparison, truthValue } from './arithmetic.js';
import type { BinaryOperator } from './ast.js';
import { INT, LONG } from './base-types.js';
import { ExpressionError } from './context.js';
import { addressOf, decayed, dereferenced, numberOf, pointerValue, type Mode } from './operand.js';

/** Bytes from one element to the next; 1 for void and functions, as GCC has it. */
function stride(pointer: Kind<'pointer'>): number {
  const target = bare(pointer.target());
  if (target.kind === 'void' || target.kind === 'function') return 1;
  const size = sizeOf(target);
  if (size === 0)
    throw new ExpressionError('Cannot perform pointer math on incomplete types, try casting to a known type.');
  return size;
}

/** `left operator right` for any operands. */
export function binary(left: TypedValue, operator: BinaryOperator, right: TypedValue, mode: Mode): TypedValue {
  const a = decayed(left, mode);
  const b = decayed(right, mode);
  const typeA = bare(a.type);
  const typeB = bare(b.type);
  if (isComparison(operator) && (isPointer(typeA) || isPointer(typeB))) {
    const mask = pointsToCode(typeA) || pointsToCode(typeB) ? 0xffff_fffen : 0xffff_ffffn;
    return truthValue(compare(operator, numberOf(a, mode) & mask, numberOf(b, mode) & mask), mode);
  }
  if (isPointer(typeA) && isPointer(typeB)) return difference(a, typeA, operator, b, typeB, mode);
  if (isPointer(typeA) && isIntegral(typeB) && (operator === '+' || operator === '-')) {
    return advanced(a, typeA, operator === '+' ? numberOf(b, mode) : -numberOf(b, mode), mode);
  }
  if (isPointer(typeB) && isIntegral(typeA) && operator === '+') return advanced(b, typeB, numberOf(a, mode), mode);
  return binaryNumbers(a, operator, b, mode);
}

/** Code addresses compare without the Thumb bit: functions have none, pointers to them do. */
function pointsToCode(type: CType): boolean {
  return isPointer(bare(type)) && bare((bare(type) as Kind<'pointer'>).target()).kind === 'function';
}

function difference(
  a: TypedValue,
  typeA: Kind<'pointer'>,
  operator: BinaryOperator,
  b: TypedValue,
  typeB: Kind<'pointer'>,
  mode: Mode,
): TypedValue {
  if (operator !== '-') throw new ExpressionError('Argument to arithmetic operation not a number or boolean.');
  const size = stride(typeA);
  if (size !== stride(typeB)) {
    throw new ExpressionError('The pointers point to types of different sizes and have no difference.');
  }
  return integerValue(LONG, BigInt.asIntN(32, numberOf(a, mode) - numberOf(b, mode)) / BigInt(size));
}

function advanced(pointer: TypedValue, type: Kind<'pointer'>, count: bigint, mode: Mode): TypedValue {
  const address = numberOf(pointer, mode) + count * BigInt(stride(type));
  return pointerValue(pointer.type, Number(BigInt.asUintN(32, address)));
}

/** `*operand`. An integer is taken for the address of an int, as in GDB. */
export function indirection(operand: TypedValue, mode: Mode): TypedValue {
  const object = dereferenced(operand, mode);
  const type = bare(object.type);
  if (type.kind === 'function') return object;
  if (type.kind === 'array') return part(object, 0, elementType(type));
  if (isPointer(type)) {
    if (bare(type.target()).kind === 'void') throw new ExpressionError('Attempt to dereference a generic pointer.');
    return { type: type.target(), location: { kind: 'memory', address: Number(numberOf(object, mode)) } };
  }
  if (isIntegral(type)) {
    const address = Number(BigInt.asUintN(32, numberOf(object, mode)));
    return { type: INT, location: { kind: 'memory', address } };
  }
  throw new ExpressionError('Attempt to take contents of a non-pointer value.');
}

/** `object[index]`; the two may change places. */
export function indexed(object: TypedValue, index: TypedValue, mode: Mode): TypedValue {
  const array = dereferenced(object, mode);
  const type = bare(array.type);
  if (type.kind === 'array') {
    const element = elementType(type);
    const offset = numberOf(dereferenced(index, mode), mode) * BigInt(sizeOf(element));
    if (array.location.kind === 'memory') {
      const address = Number(BigInt.asUintN(32, BigInt(array.location.address) + offset));
      return { type: element, location: { kind: 'memory', address } };
    }
    if (offset < 0n || offset >= BigInt(sizeOf(type))) throw new ExpressionError('no such vector element');
    return part(array, Number(offset), element);
  }
  const swapped = bare(decayed(index, mode).type);
  if (!isPointer(type) && !isPointer(swapped)) {
    throw new ExpressionError(`cannot subscript something of type \`${typeName(array.type, mode.access.language)}'`);
  }
  return indirection(binary(array, '+', index, mode), mode);
}

/** `&operand`. */
export function address(operand: TypedValue, mode: Mode): TypedValue {
  const object = dereferenced(operand, mode);
  if (mode.typesOnly) return pointerValue(pointerTo(object.type), 0);
  return pointerValue(pointerTo(object.type), addressOf(object));
}

/** `first@count`: an array of `count` values that begins with `first`. */
export function slice(first: TypedValue, count: TypedValue, mode: Mode): TypedValue {
  const object = dereferenced(first, mode);
  if (object.location.kind !== 'memory' || object.bitField !== undefined) {
    throw new ExpressionError("Only values in memory can be extended with '@'.");
  }
  const repetitions = numberOf(dereferenced(count, mode), mode);
  const size = sizeOf(object.type);
  if (repetitions <= 0n) throw new ExpressionError(`Invalid number ${repetitions} of repetitions.`);
  if (repetitions * BigInt(Math.max(size, 1)) > 0x1_0000n * BigInt(MAX_VALUE_BYTES)) {
    throw new ExpressionError(`Invalid number ${repetitions} of repetitions.`);
  }
  return { type: arrayOf(object.type, Number(repetitions)), location: object.location };
}
