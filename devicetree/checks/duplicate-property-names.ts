/** duplicate_property_names: a node's first body that gives one property twice. dtlib lets the last one count. */
import { ERROR_OF_DTC, type Check } from './check.js';

export const duplicatePropertyNames: Check = {
  name: 'duplicate_property_names',
  level: ERROR_OF_DTC,
  tree: ({ tree, reportNode, reportProperty }) => {
    for (const { kind, node, first, again } of tree.repetitions) {
      if (kind !== 'property') continue;
      const message = `The property '${again.text}' stands twice in one body.`;
      const details = { range: again.range, related: [{ range: first.range, message: 'here for the first time' }] };
      const property = node.properties.get(again.text);
      if (property === undefined) reportNode(node, message, details);
      else reportProperty(property, message, details);
    }
  },
};
