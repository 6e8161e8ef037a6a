/** ZM071: more software heaps than Zephyr's multi-heap takes. */
import { ATTRIBUTE_LAYOUT, MOST_HEAPS } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf, removeProperty } from '../edits.js';
import { heaps } from '../memory.js';
import { nodeName, valueRange } from '../reading.js';
import { spellAt } from '../spelling.js';
import { innerRange } from '../values.js';

export const zm071 = rule('ZM071', 'error', 'Too many heaps', (context, report) => {
  const all = heaps(context);
  for (const { memory, software } of all.slice(MOST_HEAPS)) {
    const { node, attribute, value } = memory;
    if (attribute === undefined || value === undefined || software === 0) continue;
    const plain = (value & ~ATTRIBUTE_LAYOUT.software.mask) >>> 0;
    const edits =
      plain === 0 ? [removeProperty(attribute.syntax)] : spellAt(context, innerRange(attribute.syntax), plain);
    report({
      message: `${nodeName(node)} is one of ${all.length} heaps and Zephyr takes ${MOST_HEAPS}: mem_attr_heap_pool_init() answers -ENOMEM, and there is no heap here.`,
      range: valueRange(attribute.syntax),
      fixes: fixOf('Make no heap of it', edits),
    });
  }
});
