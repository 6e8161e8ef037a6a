/** ZM076: software bits in a build without the heap allocator that reads them. */
import { rule } from '../define.js';
import { heaps } from '../memory.js';
import { nodeName, valueRange } from '../reading.js';

export const zm076 = rule(
  'ZM076',
  'warning',
  'Heap allocator is off',
  (context, report) => {
    if (context.zephyr?.config?.get('CONFIG_MEM_ATTR_HEAP') === 'y') return;
    const [first, ...more] = heaps(context);
    if (first?.memory.attribute === undefined) return;
    report({
      message: `CONFIG_MEM_ATTR_HEAP is off: nothing makes a heap of ${nodeName(first.memory.node)}${more.length === 0 ? '' : ` and ${more.length} more`}. Set CONFIG_MEM_ATTR_HEAP=y in prj.conf.`,
      range: valueRange(first.memory.attribute.syntax),
      related: more.flatMap(({ memory }) =>
        memory.attribute === undefined
          ? []
          : [{ range: valueRange(memory.attribute.syntax), message: `${nodeName(memory.node)} too` }],
      ),
    });
  },
  { needs: ['config'] },
);
