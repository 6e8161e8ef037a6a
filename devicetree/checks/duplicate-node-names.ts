/** duplicate_node_names: a body that gives one child twice. dtc merges only bodies of a node that is there already. */
import { ERROR, type Check } from './check.js';

export const duplicateNodeNames: Check = {
  name: 'duplicate_node_names',
  level: ERROR,
  tree: ({ tree, reportNode }) => {
    for (const { kind, node, first, again, isDeletion } of tree.repetitions) {
      if (kind !== 'node') continue;
      const message = isDeletion
        ? `dtc refuses to delete '${node.name}' in the very body that brings it.`
        : `The node '${node.name}' stands twice in one body.`;
      reportNode(node, message, {
        range: again.range,
        related: [{ range: first.range, message: 'here for the first time' }],
      });
    }
  },
};
