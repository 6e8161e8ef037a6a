/** Values on the expression stack: integers of the machine, or of a base type (DWARF 5, 2.5.1). */

export interface ValueType {
  readonly sizeBytes: number;
  /** `generic` has the size of an address and no sign of its own. */
  readonly encoding: 'generic' | 'signed' | 'unsigned' | 'float';
}

export interface StackValue {
  readonly type: ValueType;
  /** The bits, without sign: also those of a floating-point number. */
  readonly bits: bigint;
}

export const GENERIC: ValueType = { sizeBytes: 4, encoding: 'generic' };

export function valueOf(bits: bigint, type: ValueType = GENERIC): StackValue {
  return { type, bits: BigInt.asUintN(type.sizeBytes * 8, bits) };
}

/** The integer with its sign; generic values count as signed where the standard says so. */
export function signedOf({ bits, type }: StackValue): bigint {
  return BigInt.asIntN(type.sizeBytes * 8, bits);
}

function integerOf(value: StackValue): bigint {
  return value.type.encoding === 'signed' ? signedOf(value) : value.bits;
}

export function bytesOf({ bits, type }: StackValue): Uint8Array {
  return Uint8Array.from({ length: type.sizeBytes }, (_, i) => Number((bits >> BigInt(8 * i)) & 0xffn));
}

export function fromBytes(bytes: Uint8Array, type: ValueType): StackValue {
  let bits = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) bits = (bits << 8n) | BigInt(bytes[i]!);
  return valueOf(bits, type);
}

function toFloat({ bits, type }: StackValue): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, bits, true);
  return type.sizeBytes === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true);
}

function fromFloat(value: number, type: ValueType): StackValue {
  const view = new DataView(new ArrayBuffer(8));
  if (type.sizeBytes === 4) view.setFloat32(0, value, true);
  else view.setFloat64(0, value, true);
  return valueOf(view.getBigUint64(0, true), type);
}

/** Floating-point types that JavaScript's numbers hold; others cannot be computed with. */
export function isUsable(type: ValueType): boolean {
  return type.encoding === 'float'
    ? type.sizeBytes === 4 || type.sizeBytes === 8
    : type.sizeBytes >= 1 && type.sizeBytes <= 16;
}

/** DW_OP_convert: keeps the number, as a C cast does. */
export function convert(value: StackValue, type: ValueType): StackValue {
  if (value.type.encoding === 'float') {
    const number = toFloat(value);
    if (type.encoding === 'float') return fromFloat(number, type);
    return valueOf(Number.isFinite(number) ? BigInt(Math.trunc(number)) : 0n, type);
  }
  return type.encoding === 'float' ? fromFloat(Number(integerOf(value)), type) : valueOf(integerOf(value), type);
}

export type BinaryOperator =
  | 'and'
  | 'div'
  | 'minus'
  | 'mod'
  | 'mul'
  | 'or'
  | 'plus'
  | 'shl'
  | 'shr'
  | 'shra'
  | 'xor'
  | 'eq'
  | 'ge'
  | 'gt'
  | 'le'
  | 'lt'
  | 'ne';

/** The result, or `undefined` for a division by zero and what floating-point numbers do not have. */
export function binary(operator: BinaryOperator, a: StackValue, b: StackValue): StackValue | undefined {
  return a.type.encoding === 'float' ? floatBinary(operator, a, b) : integerBinary(operator, a, b);
}

/** 2.5.1.4: division and comparison of generic values are signed, remainder and shifts to the right are not. */
function integerBinary(operator: BinaryOperator, a: StackValue, b: StackValue): StackValue | undefined {
  const { type } = a;
  const compared = type.encoding === 'unsigned' ? { x: a.bits, y: b.bits } : { x: signedOf(a), y: signedOf(b) };
  const shift = b.bits > 128n ? 128n : b.bits;
  switch (operator) {
    case 'and':
      return valueOf(a.bits & b.bits, type);
    case 'or':
      return valueOf(a.bits | b.bits, type);
    case 'xor':
      return valueOf(a.bits ^ b.bits, type);
    case 'plus':
      return valueOf(a.bits + b.bits, type);
    case 'minus':
      return valueOf(a.bits - b.bits, type);
    case 'mul':
      return valueOf(a.bits * b.bits, type);
    case 'div':
      return compared.y === 0n ? undefined : valueOf(compared.x / compared.y, type);
    case 'mod':
      return b.bits === 0n
        ? undefined
        : valueOf(type.encoding === 'signed' ? compared.x % compared.y : a.bits % b.bits, type);
    case 'shl':
      return valueOf(a.bits << shift, type);
    case 'shr':
      return valueOf(a.bits >> shift, type);
    case 'shra':
      return valueOf(signedOf(a) >> shift, type);
    case 'eq':
    case 'ge':
    case 'gt':
    case 'le':
    case 'lt':
    case 'ne':
      return truth(compare(operator, compared.x, compared.y));
  }
}

function floatBinary(operator: BinaryOperator, a: StackValue, b: StackValue): StackValue | undefined {
  const [x, y] = [toFloat(a), toFloat(b)];
  switch (operator) {
    case 'plus':
      return fromFloat(x + y, a.type);
    case 'minus':
      return fromFloat(x - y, a.type);
    case 'mul':
      return fromFloat(x * y, a.type);
    case 'div':
      return fromFloat(x / y, a.type);
    case 'eq':
    case 'ge':
    case 'gt':
    case 'le':
    case 'lt':
    case 'ne':
      return truth(compare(operator, x, y));
    case 'and':
    case 'mod':
    case 'or':
    case 'shl':
    case 'shr':
    case 'shra':
    case 'xor':
      return undefined;
  }
}

function compare<T extends number | bigint>(operator: 'eq' | 'ge' | 'gt' | 'le' | 'lt' | 'ne', x: T, y: T): boolean {
  switch (operator) {
    case 'eq':
      return x === y;
    case 'ne':
      return x !== y;
    case 'ge':
      return x >= y;
    case 'gt':
      return x > y;
    case 'le':
      return x <= y;
    case 'lt':
      return x < y;
  }
}

const truth = (value: boolean): StackValue => valueOf(value ? 1n : 0n);

export function unary(operator: 'abs' | 'neg' | 'not', value: StackValue): StackValue | undefined {
  const { type } = value;
  if (type.encoding === 'float') {
    if (operator === 'not') return undefined;
    return fromFloat(operator === 'neg' ? -toFloat(value) : Math.abs(toFloat(value)), type);
  }
  const number = signedOf(value);
  if (operator === 'not') return valueOf(~value.bits, type);
  return valueOf(operator === 'neg' || number < 0n ? -number : number, type);
}
