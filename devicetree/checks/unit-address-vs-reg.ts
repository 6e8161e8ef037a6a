/** unit_address_vs_reg: a node has a unit address exactly when it has `reg` or `ranges` (Devicetree Specification v0.4, 2.2.1). */
import { WARNING, type Check } from './check.js';

export const unitAddressVsReg: Check = {
  name: 'unit_address_vs_reg',
  // Zephyr's build runs dtc with -E unit_address_vs_reg.
  level: { ...WARNING, zephyr: 'error' },
  node: (node, { reportNode }) => {
    // A plugin's fragments are numbered, not addressed.
    if (node.children.has('__overlay__')) return;
    const ranges = node.properties.get('ranges');
    const addressed =
      node.properties.get('reg') ?? (ranges === undefined || ranges.lengthBytes === 0 ? undefined : ranges);
    const hasUnitAddress = (node.unitAddress ?? '') !== '';
    if (addressed !== undefined && !hasUnitAddress) {
      reportNode(node, `'${node.name}' has '${addressed.name}' but no unit address.`, {
        related: [{ range: addressed.syntax.range, message: 'the property' }],
      });
    } else if (addressed === undefined && hasUnitAddress) {
      reportNode(node, `'${node.name}' has a unit address but no 'reg' or 'ranges'.`);
    }
  },
};
