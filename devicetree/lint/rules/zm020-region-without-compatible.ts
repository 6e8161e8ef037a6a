/** ZM020: zephyr,memory-region on a node that is not compatible with it. */
import { REGION_COMPATIBLE } from '../bindings.js';
import { regionCompatibleFirst } from '../compatible.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { memories } from '../memory.js';
import { nodeName, propertyRange } from '../reading.js';

export const zm020 = rule('ZM020', 'error', 'Region without its compatible', (context, report) => {
  for (const { node, okay, isLinkerRegion } of memories(context)) {
    const property = node.properties.get('zephyr,memory-region');
    if (!okay || property === undefined || isLinkerRegion) continue;
    const edit = regionCompatibleFirst(node);
    report({
      message: `${nodeName(node)} is not compatible with "${REGION_COMPATIBLE}": the linker script gets no region and no section for it.`,
      range: propertyRange(property),
      fixes: fixOf(`Add "${REGION_COMPATIBLE}" as the first compatible`, edit && [edit], { preferred: true }),
    });
  }
});
