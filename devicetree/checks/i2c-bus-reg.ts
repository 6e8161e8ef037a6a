/** i2c_bus_reg: a device on I2C has an address of 7 or 10 bits, and its unit address is that address. */
import { readCell, valueRange, type DevicetreeProperty } from '../model/index.js';
import { WARNING, type Check, type CheckContext } from './check.js';

/** Flags of an address cell (the I2C binding's I2C_TEN_BIT_ADDRESS and I2C_OWN_SLAVE_ADDRESS). */
const TEN_BIT = 0x8000_0000;
const OWN_SLAVE = 0x4000_0000;

export const i2cBusReg: Check = {
  name: 'i2c_bus_reg',
  level: WARNING,
  node: (node, context) => {
    const { parent } = node;
    if (parent === undefined || !context.facts(parent).isI2cBus) return;
    const property = node.properties.get('reg');
    if (property === undefined || property.lengthBytes === 0) {
      context.reportNode(node, "A device on I2C needs 'reg'.");
      return;
    }
    if (property.lengthBytes % 4 !== 0) return;
    const expected = addressAt(property, 0).toString(16);
    if ((node.unitAddress ?? '') !== expected) {
      context.reportNode(node, `The unit address of this I2C device is '${expected}'.`, {
        related: [{ range: property.syntax.range, message: 'by its reg' }],
      });
    }
    checkWidths(property, context);
  },
};

function checkWidths(property: DevicetreeProperty, { reportProperty }: CheckContext): void {
  for (let at = 0; at < property.lengthBytes; at += 4) {
    const address = addressAt(property, at);
    const isTenBit = address >= TEN_BIT;
    if (isTenBit ? address - TEN_BIT <= 0x3ff : address <= 0x7f) continue;
    const message = isTenBit
      ? `0x${(address - TEN_BIT).toString(16)} has more than 10 bits.`
      : `0x${address.toString(16)} has more than 7 bits; an address of 10 bits is marked with I2C_TEN_BIT_ADDRESS.`;
    reportProperty(property, message, { range: valueRange(property, at, 4) });
  }
}

function addressAt(property: DevicetreeProperty, offsetBytes: number): number {
  return ((readCell(property, offsetBytes / 4) ?? 0) & ~OWN_SLAVE) >>> 0;
}
