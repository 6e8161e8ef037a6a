/** node_name_chars_strict: letters, digits, `,` and `-`, as the specification recommends. Off by default. */
import { span, STRICT } from './characters.js';
import { OFF, type Check } from './check.js';

export const nodeNameCharsStrict: Check = {
  name: 'node_name_chars_strict',
  level: OFF,
  node: (node, { reportNode }) => {
    if (node.parent === undefined) return;
    const at = span(node.baseName, STRICT);
    if (at < node.baseName.length) reportNode(node, `'${node.baseName[at]!}' is not recommended in a node's name.`);
  },
};
