/** C's operators on numbers: promotion, the usual arithmetic conversions (C11 6.3.1), wrapping, shifting, comparing. */
import type { CType } from '../types/c-type.js';
import type { TypedValue } from '../values/index.js';
import { encodeScalar, decodeScalar, integerValue, scalarValue, wrapInteger, type Scalar } from '../values/scalar.js';
import { bare, isFloat, isSigned, sizeOf } from '../values/type-shape.js';
import type { ArithmeticOperator, BinaryOperator, ComparisonOperator } from './ast.js';
import * as types from './base-types.js';
import { ExpressionError } from './context.js';
import { scalarOf, type Mode } from './operand.js';

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '>', '<=', '>=']);

export function isComparison(operator: BinaryOperator): operator is ComparisonOperator {
  return COMPARISONS.has(operator);
}

/** The result of a comparison: int in C, bool in C++. */
export function truthValue(value: boolean, mode: Mode): TypedValue {
  return integerValue(mode.access.language === 'c++' ? types.BOOL : types.INT, value ? 1 : 0);
}

/** 0 below int, then int, long, long long (C11 6.3.1.1). */
function rank(type: CType): number {
  const shape = bare(type);
  const size = sizeOf(type);
  if (size > 4) return 3;
  if (size < 4) return 0;
  return shape.kind === 'base' && /\blong\b/.test(shape.name) ? 2 : 1;
}

const BY_RANK: readonly { readonly signed: CType; readonly unsigned: CType }[] = [
  { signed: types.INT, unsigned: types.INT },
  { signed: types.INT, unsigned: types.UNSIGNED_INT },
  { signed: types.LONG, unsigned: types.UNSIGNED_LONG },
  { signed: types.LONG_LONG, unsigned: types.UNSIGNED_LONG_LONG },
];

/** The type that an operand of arithmetic has: at least int; floats stay. */
export function promoted(type: CType): CType {
  const shape = bare(type);
  if (isFloat(shape)) return shape;
  const names = BY_RANK[rank(type)]!;
  return isSigned(shape) ? names.signed : names.unsigned;
}

/** The common type of two operands (C11 6.3.1.8). */
export function commonType(left: CType, right: CType): CType {
  const a = promoted(left);
  const b = promoted(right);
  if (isFloat(bare(a)) || isFloat(bare(b))) return commonFloat(a, b);
  const higher = rank(a) >= rank(b) ? a : b;
  const signedA = isSigned(bare(a));
  if (signedA === isSigned(bare(b))) return higher;
  const unsigned = signedA ? b : a;
  const signed = signedA ? a : b;
  if (rank(unsigned) >= rank(signed)) return unsigned;
  return sizeOf(signed) > sizeOf(unsigned) ? signed : BY_RANK[rank(signed)]!.unsigned;
}

function commonFloat(a: CType, b: CType): CType {
  if (!isFloat(bare(a))) return b;
  if (!isFloat(bare(b))) return a;
  return sizeOf(a) >= sizeOf(b) ? a : b;
}

/** A scalar converted to `type`, as a cast does. */
export function converted(scalar: Scalar, type: CType): Scalar {
  return decodeScalar(type, encodeScalar(type, scalar));
}

/** `left operator right` on numbers. Throws ExpressionError for operands that are none. */
export function binaryNumbers(left: TypedValue, operator: BinaryOperator, right: TypedValue, mode: Mode): TypedValue {
  if (operator === '<<' || operator === '>>') return shift(left, operator, right, mode);
  const x = scalarOf(left, mode);
  const y = scalarOf(right, mode);
  const type = commonType(left.type, right.type);
  const a = converted(x, type);
  const b = converted(y, type);
  if (isComparison(operator)) return truthValue(compare(operator, a.value, b.value), mode);
  if (a.kind === 'float' || b.kind === 'float') {
    return scalarValue(type, { kind: 'float', value: floatResult(operator, Number(a.value), Number(b.value)) });
  }
  return integerValue(type, integerResult(operator, a.value, b.value));
}

/** Works for pairs of bigint as well as of number. */
export function compare(operator: ComparisonOperator, a: bigint | number, b: bigint | number): boolean {
  switch (operator) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '>':
      return a > b;
    case '<=':
      return a <= b;
    case '>=':
      return a >= b;
  }
}

function floatResult(operator: ArithmeticOperator, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    default:
      throw new ExpressionError('Integer-only operation on floating point number.');
  }
}

function integerResult(operator: ArithmeticOperator, a: bigint, b: bigint): bigint {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      if (b === 0n) throw new ExpressionError('Division by zero.');
      return a / b;
    case '%':
      if (b === 0n) throw new ExpressionError('Division by zero.');
      return a % b;
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '<<':
    case '>>':
      return a;
  }
}

/** Counts outside the width give 0 (or -1 for negative numbers to the right), as in GDB; C leaves them undefined. */
function shift(left: TypedValue, operator: '<<' | '>>', right: TypedValue, mode: Mode): TypedValue {
  const x = scalarOf(left, mode);
  const count = scalarOf(right, mode);
  if (x.kind === 'float' || count.kind === 'float') {
    throw new ExpressionError('Integer-only operation on floating point number.');
  }
  const type = promoted(left.type);
  const width = BigInt(sizeOf(type) * 8);
  if (count.value < 0n) return integerValue(type, 0n);
  if (operator === '<<') return integerValue(type, count.value >= width ? 0n : x.value << count.value);
  return integerValue(type, x.value >> (count.value >= width ? width : count.value));
}

/** `+x`, `-x` and `~x`. */
export function unaryNumber(operator: '+' | '-' | '~', operand: TypedValue, mode: Mode): TypedValue {
  const scalar = scalarOf(operand, mode);
  const type = promoted(operand.type);
  if (scalar.kind === 'float') {
    if (operator === '~') throw new ExpressionError('Argument to complement operation not an integer, boolean.');
    return scalarValue(type, { kind: 'float', value: operator === '-' ? -scalar.value : scalar.value });
  }
  const { value } = scalar;
  const result = operator === '-' ? -value : operator === '~' ? ~value : value;
  return integerValue(type, wrapInteger(result, sizeOf(type), isSigned(bare(type))));
}
