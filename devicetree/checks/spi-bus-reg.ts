/** spi_bus_reg: a device on SPI has its chip select in `reg`, and its unit address is that number. */
import { readCell } from '../model/index.js';
import { WARNING, type Check } from './check.js';

export const spiBusReg: Check = {
  name: 'spi_bus_reg',
  level: WARNING,
  node: (node, { facts, reportNode }) => {
    const { parent } = node;
    if (parent === undefined || !facts(parent).isSpiBus || parent.properties.has('spi-slave')) return;
    const property = node.properties.get('reg');
    if (property === undefined || property.lengthBytes === 0) {
      reportNode(node, "A device on SPI needs 'reg'.");
      return;
    }
    const expected = readCell(property, 0)?.toString(16);
    if (expected === undefined || (node.unitAddress ?? '') === expected) return;
    reportNode(node, `The unit address of this SPI device is '${expected}'.`, {
      related: [{ range: property.syntax.range, message: 'by its reg' }],
    });
  },
};
