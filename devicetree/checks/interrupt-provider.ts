/** interrupt_provider (as dtc 1.7): controllers and nexus nodes have `#interrupt-cells`, and nobody else has. */
import { isInterruptProvider } from '../model/index.js';
import { WARNING, type Check } from './check.js';

export const interruptProvider: Check = {
  name: 'interrupt_provider',
  level: WARNING,
  node: (node, { reportNode }) => {
    const cells = node.properties.get('#interrupt-cells');
    const isProvider = isInterruptProvider(node);
    if (isProvider && cells === undefined)
      reportNode(node, `'${node.name}' handles interrupts but has no #interrupt-cells.`);
    if (!isProvider && cells !== undefined) {
      const message = `'${node.name}' has #interrupt-cells but neither 'interrupt-controller' nor 'interrupt-map'.`;
      reportNode(node, message, { related: [{ range: cells.syntax.range, message: '#interrupt-cells' }] });
    }
  },
};
