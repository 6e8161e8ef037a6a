/** node_name_not_empty (dtc 1.8): something stands before the `@`. */
import { ERROR_OF_DTC, type Check } from './check.js';

export const nodeNameNotEmpty: Check = {
  name: 'node_name_not_empty',
  level: ERROR_OF_DTC,
  omittedToo: true,
  node: (node, { reportNode }) => {
    if (node.baseName === '') reportNode(node, `'${node.name}' has no name before its unit address.`);
  },
};
