/** From bytes of a value back to the source that wrote them. */
import type { SourceRange } from '../source/index.js';
import { lengthOf, referencesIn } from './value.js';
import type { DevicetreeNode, DevicetreeProperty } from './types.js';

/**
 * The source of the bytes from `offsetBytes` on: the cells that cover them, else the part of the value, else the whole value or,
 * without one, the property's name. Cells of one part that follow each other in one file give one range.
 */
export function valueRange(property: DevicetreeProperty, offsetBytes: number, lengthBytes: number): SourceRange {
  const targets = targetsOf(property);
  let reference = 0;
  let start = 0;
  for (const value of property.syntax.values ?? []) {
    const length = lengthOf(value, targets[reference]);
    reference += referencesIn(value);
    if (offsetBytes < start + length) {
      if (value.kind !== 'cells') return value.range;
      const width = value.bits / 8;
      const first = value.cells[Math.floor((offsetBytes - start) / width)];
      const last = value.cells[Math.floor((Math.min(offsetBytes + lengthBytes, start + length) - start - 1) / width)];
      if (first === undefined || last === undefined || lengthBytes <= 0) return value.range;
      return joined(first.range, last.range);
    }
    start += length;
  }
  return wholeValueRange(property);
}

/** The source of a property's whole value; without one, the property's name. */
export function wholeValueRange({ syntax }: DevicetreeProperty): SourceRange {
  const first = syntax.values?.[0];
  const last = syntax.values?.at(-1);
  return first === undefined || last === undefined ? syntax.name.range : joined(first.range, last.range);
}

function joined(first: SourceRange, last: SourceRange): SourceRange {
  return first.file === last.file && last.end >= first.start
    ? { file: first.file, start: first.start, end: last.end }
    : first;
}

/** At which bytes of a value references in cells stand, in order. */
export function phandleOffsets(property: DevicetreeProperty): number[] {
  const offsets: number[] = [];
  let start = 0;
  // Only a path has a length that its syntax does not tell.
  const targets = property.syntax.values?.some(({ kind }) => kind === 'reference') === true ? targetsOf(property) : [];
  let reference = 0;
  for (const value of property.syntax.values ?? []) {
    if (value.kind === 'cells') {
      const width = value.bits / 8;
      value.cells.forEach((cell, i) => {
        if (cell.kind === 'reference') offsets.push(start + i * width);
      });
    }
    start += lengthOf(value, targets[reference]);
    reference += referencesIn(value);
  }
  return offsets;
}

function targetsOf(property: DevicetreeProperty): (DevicetreeNode | undefined)[] {
  return property.markers.filter(({ kind }) => kind !== 'label').map(({ node }) => node);
}
