/** Locations that change with the pc: `.debug_loc` and `.debug_loclists` (DWARF 5, 2.6.2; DWARF 4, 2.6.2). */
import { DW_LLE } from './constants.js';
import { unitBaseAddress } from './ranges.js';
import { Reader } from './reader.js';
import type { Entry, Unit } from './unit.js';

/**
 * The expression of an attribute at a pc: its only one, or that of the list's entry that covers the pc. `undefined` when
 * the attribute is missing or its list says nothing for the pc.
 */
export function expressionAt(entry: Entry, attribute: number, pc: number): Uint8Array | undefined {
  const value = entry.attribute(attribute);
  if (value === undefined) return undefined;
  if (value.kind === 'block') return value.bytes;
  const { unit } = entry;
  const offset = value.kind === 'listIndex' ? indexedList(unit, value.index) : entry.sectionOffset(attribute);
  if (offset === undefined) return undefined;
  return unit.version >= 5 ? findInLoclist(unit, offset, pc) : findInLoc(unit, offset, pc);
}

function indexedList(unit: Unit, index: number): number | undefined {
  const base = unit.bases.loclists;
  const reader = new Reader(unit.sections.loclists, base + index * unit.offsetSize);
  const offset = reader.offset(unit.offsetSize);
  return reader.failed ? undefined : base + offset;
}

function findInLoc(unit: Unit, offset: number, pc: number): Uint8Array | undefined {
  const reader = new Reader(unit.sections.loc, offset);
  let base = unitBaseAddress(unit);
  for (;;) {
    const start = reader.u32();
    const end = reader.u32();
    // A failed reader answers zero, which ends a list.
    if (start === 0 && end === 0) return undefined;
    if (start === 0xffff_ffff) {
      base = end;
      continue;
    }
    const expression = reader.take(reader.u16());
    if (pc >= base + start && pc < base + end) return expression;
  }
}

function findInLoclist(unit: Unit, offset: number, pc: number): Uint8Array | undefined {
  const reader = new Reader(unit.sections.loclists, offset);
  let base = unitBaseAddress(unit);
  let fallback: Uint8Array | undefined;
  const block = (): Uint8Array => reader.take(reader.uleb());
  for (;;) {
    let range: { readonly start: number; readonly end: number } | undefined;
    switch (reader.u8()) {
      case DW_LLE.base_addressx:
        base = unit.indexedAddress(reader.uleb());
        continue;
      case DW_LLE.base_address:
        base = reader.address(unit.addressSize);
        continue;
      case DW_LLE.GNU_view_pair:
        reader.uleb();
        reader.uleb();
        continue;
      case DW_LLE.default_location:
        fallback = block();
        continue;
      case DW_LLE.startx_endx:
        range = { start: unit.indexedAddress(reader.uleb()), end: unit.indexedAddress(reader.uleb()) };
        break;
      case DW_LLE.startx_length: {
        const start = unit.indexedAddress(reader.uleb());
        range = { start, end: start + reader.uleb() };
        break;
      }
      case DW_LLE.offset_pair:
        range = { start: base + reader.uleb(), end: base + reader.uleb() };
        break;
      case DW_LLE.start_end:
        range = { start: reader.address(unit.addressSize), end: reader.address(unit.addressSize) };
        break;
      case DW_LLE.start_length: {
        const start = reader.address(unit.addressSize);
        range = { start, end: start + reader.uleb() };
        break;
      }
      default:
        // The end of the list, or a kind that nothing can be read after.
        return fallback;
    }
    const expression = block();
    if (!reader.failed && pc >= range.start && pc < range.end) return expression;
  }
}
