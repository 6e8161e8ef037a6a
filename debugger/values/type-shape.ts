/** What a type is once typedefs and qualifiers are off: sizes, elements, kinds. Safe on cyclic and broken type graphs. */
import type { CType, Member } from '../types/c-type.js';

type Select<T, K> = T extends { readonly kind: infer A } ? (K extends A ? T : never) : never;
/** The shape of `CType` that has this kind (several kinds may share one). */
export type Kind<K extends CType['kind']> = Select<CType, K>;
export type Composite = Kind<'struct'>;
export type BareType = Exclude<CType, { kind: 'typedef' | 'qualified' }>;

const MAX_ALIASES = 64;
const MAX_NESTING = 64;
const POINTER_BYTES = 4;

export const VOID: CType = { kind: 'void' };

/** The type without typedefs and qualifiers. A cycle of typedefs counts as void. */
export function bare(type: CType): BareType {
  let current = type;
  for (let i = 0; i < MAX_ALIASES; i++) {
    if (current.kind !== 'typedef' && current.kind !== 'qualified') return current;
    current = current.target();
  }
  return { kind: 'void' };
}

/** Size in bytes; 0 where it is not known (void, incomplete structures, `extern int a[]`). */
export function sizeOf(type: CType, depth = 0): number {
  const shape = bare(type);
  switch (shape.kind) {
    case 'void':
      return 0;
    case 'function':
      return 1;
    case 'array': {
      if (depth > MAX_NESTING) return 0;
      const count = shape.dimensions.reduce<number>((product, dimension) => product * (dimension ?? 0), 1);
      return count * sizeOf(shape.element(), depth + 1);
    }
    default:
      return shape.sizeBytes;
  }
}

/** The type that indexing an array once gives: the rest of the dimensions, or the element. */
export function elementType(array: Kind<'array'>): CType {
  if (array.dimensions.length <= 1) return array.element();
  return { kind: 'array', element: array.element, dimensions: array.dimensions.slice(1) };
}

/** Elements along the first dimension; 0 where unknown. */
export function elementCount(array: Kind<'array'>): number {
  return array.dimensions[0] ?? 0;
}

export function pointerTo(type: CType): Kind<'pointer'> {
  return { kind: 'pointer', sizeBytes: POINTER_BYTES, target: () => type };
}

export function arrayOf(type: CType, count: number): Kind<'array'> {
  return { kind: 'array', element: () => type, dimensions: [count] };
}

export function isComposite(type: BareType): type is Composite {
  return type.kind === 'struct' || type.kind === 'union' || type.kind === 'class';
}

export function isPointer(type: BareType): type is Kind<'pointer'> {
  return type.kind === 'pointer';
}

export function isReference(type: BareType): type is Kind<'reference'> {
  return type.kind === 'reference' || type.kind === 'rvalueReference';
}

export function isFloat(type: BareType): boolean {
  return type.kind === 'base' && type.encoding === 'float';
}

/** Integers, characters, booleans and enumerations. */
export function isIntegral(type: BareType): boolean {
  return type.kind === 'enum' || (type.kind === 'base' && type.encoding !== 'float' && type.encoding !== 'complex');
}

/** Whether the integers of a type have a sign. Pointers and the rest have none. */
export function isSigned(type: BareType): boolean {
  if (type.kind === 'enum') return type.signed;
  return type.kind === 'base' && (type.encoding === 'signed' || type.encoding === 'char');
}

/** One-byte characters, whose arrays print as strings (`uint8_t` included, as in GDB). */
export function isCharacter(type: BareType): boolean {
  return type.kind === 'base' && type.sizeBytes === 1 && ['char', 'unsignedChar', 'utf'].includes(type.encoding);
}

/** `char16_t` and `char32_t`. */
export function isWideCharacter(type: BareType): boolean {
  return type.kind === 'base' && type.encoding === 'utf' && (type.sizeBytes === 2 || type.sizeBytes === 4);
}

/** The offset of base class `wanted` within `type`, in bytes, or undefined if it is none. Virtual bases are not found. */
export function baseOffset(type: Composite, wanted: Composite, depth = 0): number | undefined {
  if (depth > MAX_NESTING) return undefined;
  for (const member of type.members()) {
    if (!member.inheritance) continue;
    const base = bare(member.type());
    if (!isComposite(base)) continue;
    if (base.name === wanted.name) return member.offsetBytes;
    const inner = baseOffset(base, wanted, depth + 1);
    if (inner !== undefined) return member.offsetBytes + inner;
  }
  return undefined;
}

/** Members that a user sees: of a base class, an anonymous union or the type itself. */
export function isAnonymous(member: Member): boolean {
  return member.name === '' && !member.inheritance && isComposite(bare(member.type()));
}
