/** Address ranges of entries: low and high pc, `.debug_ranges`, `.debug_rnglists` (DWARF 5, 2.17). */
import { DW_AT, DW_RLE } from './constants.js';
import { Reader } from './reader.js';
import type { Entry, Unit } from './unit.js';

/** From `start` up to but not including `end`. */
export interface AddressRange {
  readonly start: number;
  readonly end: number;
}

/** The ranges of an entry as written, empty ones left out; none when it has no code. */
export function rangesOf(entry: Entry): AddressRange[] {
  const ranges = entry.attribute(DW_AT.ranges);
  if (ranges !== undefined) {
    const list =
      ranges.kind === 'listIndex' ? indexedList(entry.unit, ranges.index) : entry.sectionOffset(DW_AT.ranges);
    if (list === undefined) return [];
    return entry.unit.version >= 5 ? readRnglist(entry.unit, list) : readRanges(entry.unit, list);
  }
  const low = entry.attribute(DW_AT.low_pc);
  const high = entry.attribute(DW_AT.high_pc);
  if (low?.kind !== 'address' || high === undefined) return [];
  const end = high.kind === 'address' ? high.address : high.kind === 'constant' ? low.address + Number(high.value) : 0;
  return end > low.address && end <= 0x1_0000_0000 ? [{ start: low.address, end }] : [];
}

/** What offsets in lists count from: the unit's low pc (DWARF 5, 3.1.1). */
export function unitBaseAddress(unit: Unit): number {
  const low = unit.root?.attribute(DW_AT.low_pc);
  return low?.kind === 'address' ? low.address : 0;
}

function indexedList(unit: Unit, index: number): number | undefined {
  const base = unit.bases.rnglists;
  const reader = new Reader(unit.sections.rnglists, base + index * unit.offsetSize);
  const offset = reader.offset(unit.offsetSize);
  return reader.failed ? undefined : base + offset;
}

/** `.debug_ranges` (DWARF 4, 2.17.3): pairs of addresses until a pair of zeros. */
function readRanges(unit: Unit, offset: number): AddressRange[] {
  const reader = new Reader(unit.sections.ranges, offset);
  const ranges: AddressRange[] = [];
  let base = unitBaseAddress(unit);
  while (!reader.failed) {
    const start = reader.u32();
    const end = reader.u32();
    if (start === 0 && end === 0) break;
    if (start === 0xffff_ffff) base = end;
    else add(ranges, base + start, base + end);
  }
  return ranges;
}

/** `.debug_rnglists` (DWARF 5, 7.25). */
function readRnglist(unit: Unit, offset: number): AddressRange[] {
  const reader = new Reader(unit.sections.rnglists, offset);
  const ranges: AddressRange[] = [];
  let base = unitBaseAddress(unit);
  for (;;) {
    const kind = reader.u8();
    if (reader.failed) return ranges;
    switch (kind) {
      case DW_RLE.end_of_list:
        return ranges;
      case DW_RLE.base_addressx:
        base = unit.indexedAddress(reader.uleb());
        break;
      case DW_RLE.startx_endx:
        add(ranges, unit.indexedAddress(reader.uleb()), unit.indexedAddress(reader.uleb()));
        break;
      case DW_RLE.startx_length: {
        const start = unit.indexedAddress(reader.uleb());
        add(ranges, start, start + reader.uleb());
        break;
      }
      case DW_RLE.offset_pair: {
        const start = base + reader.uleb();
        add(ranges, start, base + reader.uleb());
        break;
      }
      case DW_RLE.base_address:
        base = reader.address(unit.addressSize);
        break;
      case DW_RLE.start_end:
        add(ranges, reader.address(unit.addressSize), reader.address(unit.addressSize));
        break;
      case DW_RLE.start_length: {
        const start = reader.address(unit.addressSize);
        add(ranges, start, start + reader.uleb());
        break;
      }
      default:
        return ranges;
    }
  }
}

function add(ranges: AddressRange[], start: number, end: number): void {
  if (end > start && end <= 0x1_0000_0000) ranges.push({ start, end });
}
