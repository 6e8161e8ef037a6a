/** simple_bus_reg: what lies on a simple bus has an address there, and the unit address is that address in lower hexadecimal. */
import { cellsAt, childCells, readCell, type DevicetreeNode, type DevicetreeProperty } from '../model/index.js';
import { WARNING, type Check } from './check.js';

export const simpleBusReg: Check = {
  name: 'simple_bus_reg',
  level: WARNING,
  node: (node, { facts, reportNode }) => {
    const { parent } = node;
    if (parent === undefined || !facts(parent).isSimpleBus) return;
    const place = addressOf(node);
    if (place === undefined) {
      if (parent.parent !== undefined && !facts(node).isSimpleBus) {
        reportNode(node, "What lies on a simple bus needs 'reg' or 'ranges'; this may belong to the root node.");
      }
      return;
    }
    const expected = addressText(place, facts(parent).addressCells);
    if (expected === undefined || (node.unitAddress ?? '') === expected) return;
    reportNode(node, `The unit address of this node is '${expected}'.`, {
      related: [{ range: place.property.syntax.range, message: `by its ${place.property.name}` }],
    });
  },
};

interface Place {
  readonly property: DevicetreeProperty;
  readonly firstCell: number;
}

/** An address of so many cells in lower hexadecimal, or undefined where the value is too short. */
function addressText({ property, firstCell }: Place, cells: number): string | undefined {
  if (cells === 1) return readCell(property, firstCell)?.toString(16);
  if (4 * (firstCell + cells) > property.lengthBytes) return undefined;
  return cellsAt(property.bytes, 4 * firstCell, cells).toString(16);
}

/** Where the node's address on the bus stands: first in `reg`, or behind the child's address in `ranges`. */
function addressOf(node: DevicetreeNode): Place | undefined {
  const reg = node.properties.get('reg');
  if (reg !== undefined) return reg.lengthBytes > 0 ? { property: reg, firstCell: 0 } : undefined;
  const ranges = node.properties.get('ranges');
  if (ranges === undefined || ranges.lengthBytes === 0) return undefined;
  return { property: ranges, firstCell: childCells(node).address };
}
