/** Members of structures, classes and unions: fields, bit-fields, bases, static members, Rust's variants (DWARF 5, 5.7). */
import type { CType, Member } from '../types/c-type.js';
import { DW_AT, DW_OP, DW_TAG } from './constants.js';
import type { Entry } from './unit.js';
import { Reader } from './reader.js';

/** The types of entries, as the TypeReader gives them. */
export interface TypeSource {
  typeOf(entry: Entry): CType;
  /** Bytes of a value, 0 where unknown. */
  sizeOf(type: CType): number;
}

/** In the order of the source; bases come where the compiler puts them, which is first. */
export function membersOf(aggregate: Entry, types: TypeSource): Member[] {
  const members: Member[] = [];
  for (const child of aggregate.children()) {
    if (child.tag === DW_TAG.member || child.tag === DW_TAG.inheritance) members.push(member(child, types));
    else if (child.tag === DW_TAG.variable) members.push(member(child, types));
    else if (child.tag === DW_TAG.variant_part) members.push(...variantPart(child, types));
  }
  return members;
}

function member(entry: Entry, types: TypeSource): Member {
  const name = entry.string(DW_AT.name) ?? '';
  const type = (): CType => types.typeOf(entry);
  // DWARF 4 writes static members as declared, external members; DWARF 5 as variables.
  const isStatic = entry.tag === DW_TAG.variable || (entry.flag(DW_AT.external) && entry.flag(DW_AT.declaration));
  const inheritance = entry.tag === DW_TAG.inheritance;
  const place = isStatic ? { offsetBytes: 0 } : placeOf(entry, types);
  return { name: inheritance ? typeName(type()) : name, type, ...place, inheritance, static: isStatic };
}

function typeName(type: CType): string {
  return 'name' in type ? type.name : '';
}

function placeOf(entry: Entry, types: TypeSource): Pick<Member, 'offsetBytes' | 'bitField'> {
  const offset = memberOffset(entry);
  const bitSize = entry.number(DW_AT.bit_size);
  if (bitSize === undefined) return { offsetBytes: offset };
  const storageBytes = entry.number(DW_AT.byte_size) ?? types.sizeOf(types.typeOf(entry));
  const fromStart = entry.number(DW_AT.data_bit_offset);
  if (fromStart !== undefined) {
    // Counted from the start of the object (DWARF 5, 5.7.6): shown from the storage unit that holds it, as C lays it out.
    const unitBits = Math.max(1, storageBytes) * 8;
    const bitOffset = fromStart % unitBits;
    return { offsetBytes: offset + (fromStart - bitOffset) / 8, bitField: { bitOffset, bitSize } };
  }
  // DW_AT_bit_offset counts from the most significant bit of the storage unit (DWARF 3, 5.5.6).
  const fromTop = entry.number(DW_AT.bit_offset) ?? 0;
  return { offsetBytes: offset, bitField: { bitOffset: storageBytes * 8 - fromTop - bitSize, bitSize } };
}

/** A constant, or in DWARF 2 an expression that adds one. Virtual bases, which need the object, count as at 0. */
function memberOffset(entry: Entry): number {
  const block = entry.block(DW_AT.data_member_location);
  if (block === undefined) return entry.number(DW_AT.data_member_location) ?? 0;
  const reader = new Reader(block);
  return reader.u8() === DW_OP.plus_uconst ? reader.uleb() : 0;
}

/** Rust's enums: the discriminant, and a union of what the variants hold (DWARF 5, 5.7.10). */
function variantPart(part: Entry, types: TypeSource): Member[] {
  const members: Member[] = [];
  const alternatives: Member[] = [];
  for (const child of part.children()) {
    if (child.tag === DW_TAG.member)
      members.push({ ...member(child, types), name: child.string(DW_AT.name) ?? 'discriminant' });
    else if (child.tag === DW_TAG.variant) alternatives.push(...membersOf(child, types));
  }
  if (alternatives.length === 0) return members;
  const sizeBytes = alternatives.reduce(
    (size, { offsetBytes, type }) => Math.max(size, offsetBytes + types.sizeOf(type())),
    0,
  );
  const union: CType = { kind: 'union', name: '', sizeBytes, incomplete: false, members: () => alternatives };
  return [...members, { name: '', type: () => union, offsetBytes: 0, inheritance: false, static: false }];
}
