/** ZM029: a memory that a device uses and that is disabled. */
import { isOkay, type DevicetreeNode } from '../../model/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { memories } from '../memory.js';
import { nodeName, propertyRange } from '../reading.js';
import { enable } from '../status.js';

const USES = /(^|,)memory-regions?$/;

export const zm029 = rule('ZM029', 'warning', 'Disabled memory is used', (context, report) => {
  const disabled = new Set<DevicetreeNode>();
  for (const { node, okay } of memories(context)) if (!okay) disabled.add(node);
  if (disabled.size === 0) return;
  for (const user of context.compilation.tree.nodes()) {
    for (const [name, property] of user.properties) {
      if (!USES.test(name) || name === 'zephyr,memory-region' || !isOkay(user)) continue;
      for (const { kind, node, range } of property.markers) {
        if (kind === 'label' || node === undefined || !disabled.has(node)) continue;
        const status = node.properties.get('status');
        report({
          message: `${nodeName(node)} is disabled: Zephyr makes no linker section and no MPU region for what ${nodeName(user)} uses.`,
          range,
          related: status === undefined ? [] : [{ range: propertyRange(status), message: 'disabled here' }],
          fixes: fixOf(`Enable ${nodeName(node)}`, enable(node, range.file)),
        });
      }
    }
  }
});
