/** node_name_format: one `@` at most. Zephyr's reader refuses a second one itself. */
import { ERROR_OF_DTC, type Check } from './check.js';

export const nodeNameFormat: Check = {
  name: 'node_name_format',
  level: ERROR_OF_DTC,
  omittedToo: true,
  node: (node, { reportNode }) => {
    if (node.unitAddress?.includes('@') === true) reportNode(node, `'${node.name}' holds more than one '@'.`);
  },
};
