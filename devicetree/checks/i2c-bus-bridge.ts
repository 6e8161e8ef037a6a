/** i2c_bus_bridge: devices on I2C have one address cell and no size. */
import { WARNING, type Check } from './check.js';

export const i2cBusBridge: Check = {
  name: 'i2c_bus_bridge',
  level: WARNING,
  node: (node, { facts, reportNode }) => {
    if (node.children.size === 0) return;
    const { isI2cBus, addressCells, sizeCells } = facts(node);
    if (!isI2cBus) return;
    if (addressCells !== 1) reportNode(node, `#address-cells of an I2C bus is 1, not ${addressCells}.`);
    if (sizeCells !== 0) reportNode(node, `#size-cells of an I2C bus is 0, not ${sizeCells}.`);
  },
};
