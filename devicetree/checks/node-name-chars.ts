/** node_name_chars: only letters, digits and `,._+-` with one `@`. Zephyr's reader refuses others itself. */
import { NODE_NAME, span } from './characters.js';
import { ERROR_OF_DTC, type Check } from './check.js';

export const nodeNameChars: Check = {
  name: 'node_name_chars',
  level: ERROR_OF_DTC,
  omittedToo: true,
  node: (node, { reportNode }) => {
    if (node.parent === undefined) return;
    const at = span(node.name, NODE_NAME);
    if (at < node.name.length) reportNode(node, `A node's name cannot hold '${node.name[at]!}'.`);
  },
};
