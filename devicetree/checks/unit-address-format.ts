/** unit_address_format: no `0x` and no leading zeros. Buses with a format of their own have a check of their own. */
import { WARNING, type Check } from './check.js';

export const unitAddressFormat: Check = {
  name: 'unit_address_format',
  level: WARNING,
  node: (node, { facts, reportNode }) => {
    let unit = node.unitAddress ?? '';
    if (unit === '') return;
    if (node.parent !== undefined) {
      const { isPciBridge, isSimpleBus } = facts(node.parent);
      if (isPciBridge || isSimpleBus) return;
    }
    if (unit.startsWith('0x')) {
      reportNode(node, `The unit address of '${node.name}' has to stand without '0x'.`);
      unit = unit.slice(2);
    }
    if (/^0[0-9a-fA-F]/.test(unit))
      reportNode(node, `The unit address of '${node.name}' has to stand without leading zeros.`);
  },
};
