/** interrupt_map (dtc 1.7): the rows of a nexus' map have the cells of both sides (Devicetree Specification v0.4, 2.4.3). */
import { cellAt, cellCount, valueRange, wholeValueRange, type DevicetreeProperty } from '../model/index.js';
import type { SourceRange } from '../source/index.js';
import { WARNING, type Check, type CheckContext } from './check.js';

export const interruptMap: Check = {
  name: 'interrupt_map',
  level: WARNING,
  properties: ['interrupt-map'],
  property: (property, context) => {
    const { node, bytes } = property;
    const { givenAddressCells } = context.facts(node);
    if (givenAddressCells === undefined) {
      context.reportNode(node, "A node with 'interrupt-map' needs #address-cells.");
      return;
    }
    const interruptCells = cellCount(node, '#interrupt-cells');
    // interrupt_provider asks for it.
    if (interruptCells === undefined) return;
    const cells = givenAddressCells + interruptCells;
    const mask = node.properties.get('interrupt-map-mask');
    if (mask !== undefined && mask.bytes.length !== 4 * cells) {
      const message = `The mask has ${cells} cells: #address-cells + #interrupt-cells.`;
      context.reportProperty(mask, message, { range: wholeValueRange(mask) });
    }
    if (bytes.length % 4 === 0) checkRows(property, cells, context);
    else context.reportProperty(property, `'interrupt-map' is made of cells of 4 bytes; it has ${bytes.length} bytes.`);
  },
};

function checkRows(property: DevicetreeProperty, unitCells: number, context: CheckContext): void {
  const { bytes } = property;
  const warned = new Set<number>();
  for (let at = 0; at < bytes.length;) {
    const next = checkRow(property, at, unitCells, warned, context);
    if (next === undefined) return;
    at = next;
  }
}

/** Where the next row begins, or undefined where nobody can tell. */
function checkRow(
  property: DevicetreeProperty,
  start: number,
  unitCells: number,
  warned: Set<number>,
  { tree, reportNode, reportProperty }: CheckContext,
): number | undefined {
  const { bytes, node } = property;
  const at = start + 4 * unitCells;
  if (at >= bytes.length) {
    reportProperty(property, 'The last row of this map ends too early.', {
      range: valueRange(property, start, bytes.length - start),
    });
    return undefined;
  }
  const phandle = cellAt(bytes, at);
  const range = (): SourceRange => valueRange(property, at, 4);
  if (phandle === 0 || phandle === 0xffff_ffff) {
    if (!tree.isPlugin) reportProperty(property, 'A phandle of a controller is expected here.', { range: range() });
    return undefined;
  }
  const parent = tree.phandles.get(phandle);
  if (parent === undefined) {
    reportProperty(property, `No node has the phandle 0x${phandle.toString(16)}.`, { range: range() });
    return undefined;
  }
  const interruptCells = cellCount(parent, '#interrupt-cells');
  if (interruptCells === undefined) {
    reportNode(node, `${parent.path} has no #interrupt-cells, so a map cannot lead to it.`, { range: range() });
    return undefined;
  }
  const addressCells = cellCount(parent, '#address-cells');
  if (addressCells === undefined && !warned.has(phandle)) {
    warned.add(phandle);
    reportProperty(property, `${parent.path} has no #address-cells; a map that leads to it counts 0.`, {
      range: range(),
    });
  }
  const next = at + 4 * (1 + (addressCells ?? 0) + interruptCells);
  if (next > bytes.length) {
    reportProperty(property, 'The last row of this map ends too early.', {
      range: valueRange(property, start, bytes.length - start),
    });
  }
  return next;
}
