/** avoid_unnecessary_addr_size: cells for children's addresses where no child has one (as dtc 1.7: child `ranges` count). */
import { WARNING, type Check } from './check.js';

export const avoidUnnecessaryAddrSize: Check = {
  name: 'avoid_unnecessary_addr_size',
  level: WARNING,
  node: (node, { facts, reportNode }) => {
    if (node.parent === undefined || node.children.size === 0) return;
    const cells = node.properties.get('#address-cells');
    if (cells === undefined) return;
    const { givenAddressCells, givenSizeCells } = facts(node);
    if (givenAddressCells === undefined || givenSizeCells === undefined) return;
    if (node.properties.has('ranges') || node.properties.has('dma-ranges')) return;
    for (const child of node.children.values()) {
      if (child.properties.has('reg') || child.properties.has('ranges')) return;
    }
    reportNode(node, `No child of '${node.name}' has an address, so #address-cells and #size-cells say nothing.`, {
      related: [{ range: cells.syntax.range, message: '#address-cells' }],
      tag: 'unnecessary',
    });
  },
};
