/** spi_bus_bridge: a SPI bus is called `spi`, and its devices have one address cell, a chip select, and no size. */
import { WARNING, type Check } from './check.js';

export const spiBusBridge: Check = {
  name: 'spi_bus_bridge',
  level: WARNING,
  node: (node, { facts, reportNode }) => {
    const { isSpiBus, addressCells, sizeCells } = facts(node);
    if (!isSpiBus) return;
    if (node.baseName !== 'spi' && node.properties.has('reg')) reportNode(node, "A SPI bus is called 'spi'.");
    if (node.children.size === 0) return;
    const expected = node.properties.has('spi-slave') ? 0 : 1;
    if (addressCells !== expected)
      reportNode(node, `#address-cells of this SPI bus is ${expected}, not ${addressCells}.`);
    if (sizeCells !== 0) reportNode(node, `#size-cells of a SPI bus is 0, not ${sizeCells}.`);
  },
};
