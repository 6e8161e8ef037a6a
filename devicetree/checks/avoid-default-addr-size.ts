/** avoid_default_addr_size: a bus whose children have addresses says how many cells these take; defaults differ between readers. */
import { WARNING, type Check } from './check.js';

export const avoidDefaultAddrSize: Check = {
  name: 'avoid_default_addr_size',
  level: WARNING,
  node: (node, { facts, reportNode }) => {
    const { parent } = node;
    if (parent === undefined) return;
    if (!node.properties.has('reg') && !node.properties.has('ranges')) return;
    const { givenAddressCells, givenSizeCells } = facts(parent);
    if (givenAddressCells === undefined)
      reportNode(node, `${parent.path} has no #address-cells; 2 is only the default.`);
    if (givenSizeCells === undefined) reportNode(node, `${parent.path} has no #size-cells; 1 is only the default.`);
  },
};
