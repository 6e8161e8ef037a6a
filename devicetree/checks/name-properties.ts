/** name_properties: `name` may only repeat what the node is called; dtc then drops it. */
import { firstString, readString, wholeValueRange } from '../model/index.js';
import { ERROR, type Check } from './check.js';

export const nameProperties: Check = {
  name: 'name_properties',
  level: { ...ERROR, zephyr: 'warning' },
  omittedToo: true,
  properties: ['name'],
  property: (property, { reportNode }) => {
    const { node } = property;
    const expected = node.parent === undefined ? '' : node.baseName;
    if (readString(property) === expected) return;
    const message = `'name' says '${firstString(property)}', but the node is called '${expected}'.`;
    reportNode(node, message, { range: wholeValueRange(property) });
  },
};
