/** reg_format: `reg` is pairs of an address and a size by the parent's cells (Devicetree Specification v0.4, 2.3.6). */
import { childCells, wholeValueRange, type CellCounts } from '../model/index.js';
import type { RelatedPlace } from '../source/index.js';
import { WARNING, type Check } from './check.js';

export const regFormat: Check = {
  name: 'reg_format',
  level: WARNING,
  properties: ['reg'],
  property: (property, { facts, reportNode, reportProperty }) => {
    const { node } = property;
    if (node.parent === undefined) {
      reportNode(node, "The root node cannot have 'reg'.", { range: property.syntax.name.range });
      return;
    }
    const { lengthBytes: length } = property;
    if (length === 0) reportProperty(property, "'reg' is empty.");
    const { addressCells, sizeCells } = facts(node.parent);
    if (isMultiple(length, 4 * (addressCells + sizeCells))) return;
    const message =
      `'reg' has ${lengthText(length)}; with #address-cells = ${addressCells} and #size-cells = ${sizeCells} of the parent ` +
      `it takes a multiple of ${addressCells + sizeCells}.`;
    reportProperty(property, message, {
      range: wholeValueRange(property),
      related: cellPlaces(childCells(node.parent)),
    });
  },
};

/** dtc's idea of it: only nothing is a multiple of 0. */
export function isMultiple(length: number, of: number): boolean {
  return of === 0 ? length === 0 : length % of === 0;
}

/** A length in cells, or in bytes where it is no whole number of them. */
export function lengthText(bytes: number): string {
  if (bytes % 4 !== 0) return `${bytes} bytes`;
  return bytes === 4 ? '1 cell' : `${bytes / 4} cells`;
}

/** Where the cells are said. */
export function cellPlaces({ addressProperty, sizeProperty }: CellCounts): RelatedPlace[] {
  return [addressProperty, sizeProperty].flatMap((property) =>
    property === undefined
      ? []
      : [{ range: property.syntax.range, message: `${property.name} of ${property.node.path}` }],
  );
}
