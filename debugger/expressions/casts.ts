/** Casts and the conversions of assignment. */
import type { CType } from '../types/c-type.js';
import { typeName, type TypedValue } from '../values/index.js';
import { part } from '../values/read.js';
import { scalarValue } from '../values/scalar.js';
import {
  bare,
  baseOffset,
  isComposite,
  isFloat,
  isIntegral,
  isPointer,
  isReference,
  sizeOf,
  type BareType,
  type Composite,
} from '../values/type-shape.js';
import { ExpressionError } from './context.js';
import { addressOf, decayed, dereferenced, numberOf, pointerValue, scalarOf, type Mode } from './operand.js';

function isScalar(type: BareType): boolean {
  return isIntegral(type) || isFloat(type) || isPointer(type) || type.kind === 'memberPointer';
}

/** How far a pointer moves when cast between classes, one of which derives from the other; 0 for strangers. */
function classDistance(from: CType, to: CType): number {
  const a = bare(from);
  const b = bare(to);
  if (!isComposite(a) || !isComposite(b)) return 0;
  return baseOffset(a, b) ?? -(baseOffset(b, a) ?? 0);
}

/** `(type)operand`. With `reinterpret`, addresses never move. */
export function cast(operand: TypedValue, type: CType, reinterpret: boolean, mode: Mode): TypedValue {
  const wanted = bare(type);
  if (wanted.kind === 'void') return { type, location: { kind: 'bytes', bytes: new Uint8Array(0) } };
  if (isReference(wanted)) {
    const object = dereferenced(operand, mode);
    const distance = reinterpret ? 0 : classDistance(object.type, wanted.target());
    return pointerValue(type, addressOf(object) + distance);
  }
  if (isScalar(wanted)) return scalarCast(decayed(operand, mode), type, wanted, reinterpret, mode);
  return reshaped(dereferenced(operand, mode), type, wanted, mode);
}

function scalarCast(operand: TypedValue, type: CType, wanted: BareType, reinterpret: boolean, mode: Mode): TypedValue {
  const from = bare(operand.type);
  if (!isPointer(wanted) || !isPointer(from)) {
    if (isPointer(wanted) && isFloat(from)) throw new ExpressionError('Invalid cast of a floating point number.');
    return scalarValue(type, scalarOf(operand, mode));
  }
  const address = Number(numberOf(operand, mode));
  const distance = reinterpret || address === 0 ? 0 : classDistance(from.target(), wanted.target());
  return pointerValue(type, address + distance);
}

/** Structures become their base classes; values of the same size are seen as something else, as GDB allows. */
function reshaped(object: TypedValue, type: CType, wanted: BareType, mode: Mode): TypedValue {
  const from = bare(object.type);
  if (isComposite(from) && isComposite(wanted)) {
    const offset = baseOffset(from, wanted);
    if (offset !== undefined) return part(object, offset, type);
  }
  const sameSize = sizeOf(from) === sizeOf(wanted) && sizeOf(wanted) > 0 && object.bitField === undefined;
  if (sameSize && (isSameShape(from, wanted) || wanted.kind === 'array' || object.location.kind === 'memory')) {
    return { ...object, type };
  }
  throw new ExpressionError(
    `Invalid cast from "${typeName(object.type, mode.access.language)}" to "${typeName(type, mode.access.language)}".`,
  );
}

function isSameShape(a: BareType, b: BareType): boolean {
  return a === b || (isComposite(a) && isComposite(b) && sameName(a, b));
}

function sameName(a: Composite, b: Composite): boolean {
  return a.name === b.name && a.sizeBytes === b.sizeBytes;
}

/** Whether a structure or array may be copied into a place of type `target` as it is. */
export function copies(source: TypedValue, target: CType): boolean {
  const from = bare(source.type);
  const to = bare(target);
  if (isComposite(from) && isComposite(to)) return isSameShape(from, to);
  return from.kind === 'array' && to.kind === 'array' && sizeOf(from) === sizeOf(to);
}
