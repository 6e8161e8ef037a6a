/** `.debug_aranges`: address ranges by unit (DWARF 5, 6.1.2). */
import { Reader } from './reader.js';

export interface UnitRange {
  /** Of the unit in `.debug_info`. */
  readonly unitOffset: number;
  readonly start: number;
  readonly end: number;
}

export function readAranges(section: Uint8Array): UnitRange[] {
  const ranges: UnitRange[] = [];
  let offset = 0;
  while (offset < section.length) {
    const reader = new Reader(section, offset);
    const { length, offsetSize } = reader.initialLength();
    const end = reader.position + length;
    if (reader.failed || end > section.length) break;
    readSet(new Reader(section, reader.position, end), offset, offsetSize, ranges);
    offset = end;
  }
  return ranges;
}

function readSet(reader: Reader, start: number, offsetSize: 4 | 8, ranges: UnitRange[]): void {
  reader.skip(2);
  const unitOffset = reader.offset(offsetSize);
  const addressSize = reader.u8();
  reader.skip(1);
  if (addressSize !== 4) return;
  // The first pair is aligned to its size, counted from the start of the set.
  reader.skip(-(reader.position - start) & 7);
  while (!reader.atEnd) {
    const address = reader.u32();
    const length = reader.u32();
    if (address === 0 && length === 0) return;
    if (!reader.failed && length > 0) ranges.push({ unitOffset, start: address, end: address + length });
  }
}
