/** simple_bus_reg: what lies on a simple bus has an address there, and the unit address is that address in lower hexadecimal. */
import { childCells, cellsAt, type DevicetreeNode, type DevicetreeProperty } from '../model/index.js';
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
    const { address: cells } = childCells(parent);
    if (place.offsetBytes + 4 * cells > place.property.bytes.length) return;
    const expected = cellsAt(place.property.bytes, place.offsetBytes, cells).toString(16);
    if ((node.unitAddress ?? '') === expected) return;
    reportNode(node, `The unit address of this node is '${expected}'.`, {
      related: [{ range: place.property.syntax.range, message: `by its ${place.property.name}` }],
    });
  },
};

/** Where the node's address on the bus stands: first in `reg`, or behind the child's address in `ranges`. */
function addressOf(node: DevicetreeNode): { property: DevicetreeProperty; offsetBytes: number } | undefined {
  const reg = node.properties.get('reg');
  if (reg !== undefined) return reg.bytes.length > 0 ? { property: reg, offsetBytes: 0 } : undefined;
  const ranges = node.properties.get('ranges');
  if (ranges === undefined || ranges.bytes.length === 0) return undefined;
  return { property: ranges, offsetBytes: 4 * childCells(node).address };
}
