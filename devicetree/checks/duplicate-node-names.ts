/** duplicate_node_names: a body that gives one child twice. dtc merges only bodies of a node that is there already. */
import { ERROR, type Check } from './check.js';

export const duplicateNodeNames: Check = {
  name: 'duplicate_node_names',
  level: ERROR,
  tree: ({ tree, reportNode }) => {
    for (const { kind, node, first, again } of tree.repetitions) {
      if (kind !== 'node') continue;
      reportNode(node, `The node '${node.name}' stands twice in one body.`, {
        range: again.range,
        related: [{ range: first.range, message: 'here for the first time' }],
      });
    }
  },
};
