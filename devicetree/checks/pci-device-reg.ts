/** pci_device_reg: `reg` of a PCI device is its place in configuration space, and the unit address says the same. */
import { cellAt, valueRange, type DevicetreeProperty } from '../model/index.js';
import { WARNING, type Check, type CheckContext } from './check.js';

export const pciDeviceReg: Check = {
  name: 'pci_device_reg',
  level: WARNING,
  properties: ['reg'],
  property: (property, context) => {
    const { node } = property;
    if (node.parent === undefined) return;
    const { isPciBridge, isSimpleBus } = context.facts(node.parent);
    if (!isPciBridge || isSimpleBus) return;
    const { bytes } = property;
    if (bytes.length < 12) return;
    checkCells(property, context);
    const reg = cellAt(bytes, 0);
    const device = ((reg & 0xf800) >>> 11).toString(16);
    const fn = ((reg & 0x700) >>> 8).toString(16);
    const unit = node.unitAddress ?? '';
    if ((fn === '0' && unit === device) || unit === `${device},${fn}`) return;
    context.reportNode(node, `The unit address of this PCI device is '${device},${fn}'.`, {
      related: [{ range: property.syntax.range, message: 'by its reg' }],
    });
  },
};

function checkCells(property: DevicetreeProperty, { reportProperty }: CheckContext): void {
  const { bytes } = property;
  const reg = cellAt(bytes, 0);
  if (cellAt(bytes, 4) !== 0 || cellAt(bytes, 8) !== 0) {
    const message = "The second and third cell of a PCI device's address are 0.";
    reportProperty(property, message, { range: valueRange(property, 4, 8) });
  }
  const range = valueRange(property, 0, 4);
  if ((reg & 0xff00_0000) !== 0) {
    reportProperty(property, "A PCI device's first address lies in configuration space.", { range });
  }
  if ((reg & 0xff) !== 0)
    reportProperty(property, "The register number in a PCI device's first address is 0.", { range });
}
