/** node_name_vs_property_name: a child and a property of one name, which older interfaces cannot tell apart. */
import { WARNING, type Check } from './check.js';

export const nodeNameVsPropertyName: Check = {
  name: 'node_name_vs_property_name',
  level: WARNING,
  omittedToo: true,
  node: (node, { reportNode }) => {
    const property = node.parent?.properties.get(node.name);
    if (property === undefined) return;
    reportNode(node, `The node above has a property that is also called '${node.name}'.`, {
      related: [{ range: property.syntax.name.range, message: 'the property' }],
    });
  },
};
