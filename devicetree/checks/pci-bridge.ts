/** pci_bridge: what a node with `device_type = "pci"` needs (PCI bus binding to IEEE 1275). */
import { wholeValueRange, type DevicetreeNode } from '../model/index.js';
import { cellAt } from '../model/index.js';
import { WARNING, type Check, type CheckContext } from './check.js';

export const pciBridge: Check = {
  name: 'pci_bridge',
  level: WARNING,
  node: (node, context) => {
    const { isPciBridge, addressCells, sizeCells } = context.facts(node);
    if (!isPciBridge) return;
    if (node.baseName !== 'pci' && node.baseName !== 'pcie') {
      context.reportNode(node, "A PCI bridge is called 'pci' or 'pcie'.");
    }
    if (!node.properties.has('ranges')) context.reportNode(node, "A PCI bridge needs 'ranges'.");
    if (addressCells !== 3) context.reportNode(node, `#address-cells of a PCI bridge is 3, not ${addressCells}.`);
    if (sizeCells !== 2) context.reportNode(node, `#size-cells of a PCI bridge is 2, not ${sizeCells}.`);
    checkBusRange(node, context);
  },
};

function checkBusRange(node: DevicetreeNode, { reportProperty }: CheckContext): void {
  const property = node.properties.get('bus-range');
  if (property === undefined) return;
  const range = wholeValueRange(property);
  if (property.bytes.length !== 8) {
    reportProperty(property, "'bus-range' is two cells: the first and the last bus.", { range });
    return;
  }
  const first = cellAt(property.bytes, 0);
  const last = cellAt(property.bytes, 4);
  if (first > last) reportProperty(property, `The first bus (${first}) lies behind the last (${last}).`, { range });
  if (last > 0xff) reportProperty(property, `Bus numbers end at 255; ${last} is none.`, { range });
}
