/** Type entries as CType (DWARF 5, chapter 5). Types refer to each other through functions, so nothing recurses here. */
import type { CType, Member } from '../types/c-type.js';
import { DW_AT, DW_ATE, DW_TAG } from './constants.js';
import type { Entry } from './unit.js';
import { membersOf } from './members.js';
import { inherited, inheritedString, qualifiedName } from './origins.js';
import type { UnitTable } from './unit-table.js';
import { GENERIC, type ValueType } from './values.js';

const VOID: CType = { kind: 'void' };
const POINTER_SIZE = 4;
/** Dimensions of an array; more is damage. */
const DIMENSION_LIMIT = 16;
/** Typedefs and qualifiers around a type; more is damage. */
const WRAPPER_LIMIT = 64;

const ENCODINGS: Readonly<Record<number, (CType & { kind: 'base' })['encoding']>> = {
  [DW_ATE.address]: 'unsigned',
  [DW_ATE.boolean]: 'boolean',
  [DW_ATE.complex_float]: 'complex',
  [DW_ATE.float]: 'float',
  [DW_ATE.signed]: 'signed',
  [DW_ATE.signed_char]: 'char',
  [DW_ATE.unsigned]: 'unsigned',
  [DW_ATE.unsigned_char]: 'unsignedChar',
  [DW_ATE.UTF]: 'utf',
  [DW_ATE.UCS]: 'utf',
  [DW_ATE.ASCII]: 'char',
};
const QUALIFIERS: Readonly<Record<number, (CType & { kind: 'qualified' })['qualifier']>> = {
  [DW_TAG.const_type]: 'const',
  [DW_TAG.immutable_type]: 'const',
  [DW_TAG.volatile_type]: 'volatile',
  [DW_TAG.restrict_type]: 'restrict',
  [DW_TAG.atomic_type]: 'atomic',
};
const POINTERS: Readonly<Record<number, 'pointer' | 'reference' | 'rvalueReference'>> = {
  [DW_TAG.pointer_type]: 'pointer',
  [DW_TAG.reference_type]: 'reference',
  [DW_TAG.rvalue_reference_type]: 'rvalueReference',
};
const AGGREGATES: Readonly<Record<number, 'struct' | 'union' | 'class'>> = {
  [DW_TAG.structure_type]: 'struct',
  [DW_TAG.class_type]: 'class',
  [DW_TAG.interface_type]: 'class',
  [DW_TAG.union_type]: 'union',
};

export class TypeReader {
  private readonly units: UnitTable;
  private readonly definitionOf: (name: string) => Entry | undefined;
  private readonly known = new Map<number, CType>();
  private readonly runTimeArrays = new Map<CType, Entry>();

  /** `definitionOf` finds the full type of a qualified name that an entry only declares. */
  constructor(units: UnitTable, definitionOf: (name: string) => Entry | undefined) {
    this.units = units;
    this.definitionOf = definitionOf;
  }

  /** The type that an entry's DW_AT_type names; `void` when it has none. */
  typeOf(entry: Entry): CType {
    const found = inherited(this.units, entry, DW_AT.type);
    if (found === undefined) return VOID;
    const target = this.units.follow(found.value);
    return target === undefined
      ? { kind: 'unsupported', what: 'a type that is not in the file', sizeBytes: 0 }
      : this.read(target);
  }

  /** The type that an entry describes. */
  read(entry: Entry): CType {
    let type = this.known.get(entry.offset);
    if (type === undefined) {
      type = this.build(entry);
      this.known.set(entry.offset, type);
    }
    return type;
  }

  /** The entry of an array type of which some length is known in a frame only. */
  runTimeArray(type: CType): Entry | undefined {
    return this.runTimeArrays.get(type);
  }

  /** A base type as the expression stack knows it. */
  valueType(entry: Entry): ValueType | undefined {
    const type = this.read(entry);
    if (type.kind === 'pointer') return GENERIC;
    if (type.kind !== 'base') return undefined;
    const isSigned = type.encoding === 'signed' || type.encoding === 'char';
    const encoding = type.encoding === 'float' ? 'float' : isSigned ? 'signed' : 'unsigned';
    return type.encoding === 'complex' ? undefined : { sizeBytes: type.sizeBytes, encoding };
  }

  /** Bytes of a value, 0 where unknown. */
  sizeOf(type: CType): number {
    let current = type;
    let factor = 1;
    for (let depth = 0; depth < WRAPPER_LIMIT; depth++) {
      switch (current.kind) {
        case 'void':
        case 'function':
          return 0;
        case 'typedef':
        case 'qualified':
          current = current.target();
          break;
        case 'array':
          factor *= current.dimensions.reduce<number>((product, count) => product * (count ?? 0), 1);
          current = current.element();
          break;
        default:
          return factor * current.sizeBytes;
      }
    }
    return 0;
  }

  private build(entry: Entry): CType {
    const { tag } = entry;
    const target = (): CType => this.typeOf(entry);
    const pointer = POINTERS[tag];
    if (pointer !== undefined)
      return { kind: pointer, sizeBytes: entry.number(DW_AT.byte_size) ?? POINTER_SIZE, target };
    const qualifier = QUALIFIERS[tag];
    if (qualifier !== undefined) return { kind: 'qualified', qualifier, target };
    const aggregate = AGGREGATES[tag];
    if (aggregate !== undefined) return this.aggregate(entry, aggregate);
    switch (tag) {
      case DW_TAG.base_type:
        return this.base(entry);
      case DW_TAG.unspecified_type: {
        const name = entry.string(DW_AT.name) ?? '';
        // `decltype(nullptr)` has the size of a pointer; other unspecified types are void.
        return name.includes('nullptr') ? { kind: 'pointer', sizeBytes: POINTER_SIZE, target: () => VOID } : VOID;
      }
      case DW_TAG.typedef:
      case DW_TAG.template_alias:
        return { kind: 'typedef', name: qualifiedName(this.units, entry), target };
      case DW_TAG.array_type:
        return this.array(entry, target);
      case DW_TAG.enumeration_type:
        return this.enumeration(entry);
      case DW_TAG.subroutine_type:
      case DW_TAG.subprogram:
        return this.function(entry);
      case DW_TAG.ptr_to_member_type:
        return { kind: 'memberPointer', sizeBytes: entry.number(DW_AT.byte_size) ?? this.memberPointerSize(entry) };
      default:
        return {
          kind: 'unsupported',
          what: `a type with tag 0x${tag.toString(16)}`,
          sizeBytes: entry.number(DW_AT.byte_size) ?? 0,
        };
    }
  }

  private base(entry: Entry): CType {
    const name = entry.string(DW_AT.name) ?? '';
    const sizeBytes = entry.number(DW_AT.byte_size) ?? Math.ceil((entry.number(DW_AT.bit_size) ?? 0) / 8);
    const encoding = ENCODINGS[entry.number(DW_AT.encoding) ?? 0];
    return encoding === undefined
      ? { kind: 'unsupported', what: name, sizeBytes }
      : { kind: 'base', name, sizeBytes, encoding };
  }

  private aggregate(entry: Entry, kind: 'struct' | 'union' | 'class'): CType {
    const full = this.fullEntry(entry);
    const name = qualifiedName(this.units, full);
    const isIncomplete = full.flag(DW_AT.declaration);
    const sizeBytes = full.number(DW_AT.byte_size) ?? 0;
    let cached: readonly Member[] | undefined;
    const members = (): readonly Member[] => (cached ??= membersOf(full, this));
    return { kind, name, sizeBytes, incomplete: isIncomplete, members };
  }

  /** The definition of a type that is only declared here: by its signature, or elsewhere under the same name. */
  private fullEntry(entry: Entry): Entry {
    const bySignature = this.units.follow(entry.attribute(DW_AT.signature));
    if (bySignature !== undefined) return bySignature;
    if (!entry.flag(DW_AT.declaration)) return entry;
    const name = qualifiedName(this.units, entry);
    return name === '' ? entry : (this.definitionOf(name) ?? entry);
  }

  private enumeration(declared: Entry): CType {
    const entry = this.fullEntry(declared);
    const underlying = inherited(this.units, entry, DW_AT.type) === undefined ? undefined : this.typeOf(entry);
    const enumerators = [...entry.children()].filter(({ tag }) => tag === DW_TAG.enumerator);
    const sizeBytes = entry.number(DW_AT.byte_size) ?? (underlying === undefined ? 0 : this.sizeOf(underlying));
    const signed = underlying === undefined ? enumerators.some(isNegative) : isSigned(underlying);
    const name = qualifiedName(this.units, entry);
    // Enumerators of an enum class belong to it; those of a plain one to the scope around it.
    const scope = entry.flag(DW_AT.enum_class) && name !== '' ? `${name}::` : '';
    return {
      kind: 'enum',
      name,
      sizeBytes,
      signed,
      enumerators: () =>
        enumerators.map((child) => {
          const bits = sizeBytes * 8 || 32;
          const value = constantOf(child);
          return {
            name: scope + (child.string(DW_AT.name) ?? ''),
            value: signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value),
          };
        }),
    };
  }

  private function(entry: Entry): CType {
    const parameters = [...entry.children()].filter(({ tag }) => tag === DW_TAG.formal_parameter);
    const variadic = [...entry.children()].some(({ tag }) => tag === DW_TAG.unspecified_parameters);
    return {
      kind: 'function',
      result: () => this.typeOf(entry),
      parameters: () => parameters.map((parameter) => this.typeOf(parameter)),
      variadic,
    };
  }

  private memberPointerSize(entry: Entry): number {
    // A pointer to a member function is a pair (Itanium C++ ABI, 2.3).
    return this.typeOf(entry).kind === 'function' ? 2 * POINTER_SIZE : POINTER_SIZE;
  }

  private array(entry: Entry, element: () => CType): CType {
    const bounds = dimensionEntries(entry);
    const type: CType = { kind: 'array', element, dimensions: bounds.length === 0 ? [undefined] : bounds.map(countOf) };
    if (bounds.some((bound) => BOUNDS.some((name) => isComputed(bound, name)))) this.runTimeArrays.set(type, entry);
    return type;
  }

  /** A short name for messages and variant parts. */
  nameOf(entry: Entry): string {
    return inheritedString(this.units, entry, DW_AT.name) ?? '';
  }
}

const BOUNDS = [DW_AT.count, DW_AT.upper_bound, DW_AT.lower_bound] as const;

function isComputed(dimension: Entry, bound: number): boolean {
  const kind = dimension.attribute(bound)?.kind;
  return kind === 'block' || kind === 'reference';
}

/** The entries of an array's dimensions, in order. */
export function dimensionEntries(array: Entry): readonly Entry[] {
  const isDimension = ({ tag }: Entry): boolean =>
    tag === DW_TAG.subrange_type || tag === DW_TAG.enumeration_type || tag === DW_TAG.generic_subrange;
  return [...array.children()].filter(isDimension).slice(0, DIMENSION_LIMIT);
}

/** DW_AT_count, or the bounds; `undefined` when they are not constant. GCC writes an upper bound of -1 for `[0]`. */
function countOf(entry: Entry): number | undefined {
  const count = entry.number(DW_AT.count);
  if (count !== undefined) return count;
  const upper = entry.attribute(DW_AT.upper_bound);
  if (upper?.kind !== 'constant') return undefined;
  const bits = upper.sizeBytes === undefined ? undefined : upper.sizeBytes * 8;
  const isMinusOne =
    upper.value === -1n || (bits !== undefined && bits >= 32 && upper.value === (1n << BigInt(bits)) - 1n);
  const lower = entry.number(DW_AT.lower_bound) ?? 0;
  return isMinusOne ? 0 : Number(upper.value) - lower + 1;
}

function isSigned(type: CType): boolean {
  let current = type;
  for (let depth = 0; depth < WRAPPER_LIMIT && (current.kind === 'typedef' || current.kind === 'qualified'); depth++)
    current = current.target();
  return current.kind === 'base' && (current.encoding === 'signed' || current.encoding === 'char');
}

function isNegative(enumerator: Entry): boolean {
  const value = enumerator.attribute(DW_AT.const_value);
  return value?.kind === 'constant' && value.value < 0n;
}

function constantOf(entry: Entry): bigint {
  const value = entry.attribute(DW_AT.const_value);
  return value?.kind === 'constant' ? value.value : 0n;
}
