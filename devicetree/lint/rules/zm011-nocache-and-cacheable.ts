/** ZM011: memory that is said to be cacheable and not cacheable. */
import { armTypeBit } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { attributed, CACHEABLE } from '../memory.js';
import { nodeName, valueRange } from '../reading.js';
import { spellAt } from '../spelling.js';
import { innerRange } from '../values.js';

const NOCACHE = armTypeBit('RAM_NOCACHE');
const RAM = armTypeBit('RAM');

export const zm011 = rule('ZM011', 'error', 'Cacheable and not cacheable', (context, report) => {
  const nonCacheable = context.attributes.macros.get('DT_MEM_NON_CACHEABLE')?.value ?? 0;
  for (const { node, attribute, value, planned } of attributed(context)) {
    if (value === undefined || (value & CACHEABLE) === 0) continue;
    const isNocache = planned?.state === 'programmed' && planned.type === 'RAM_NOCACHE';
    const isNonCacheable = (value & nonCacheable) !== 0;
    if (!isNocache && !isNonCacheable) continue;
    const inner = innerRange(attribute.syntax);
    const plain = (value & ~CACHEABLE) >>> 0;
    const cached = ((value & ~nonCacheable & ~NOCACHE) | (isNocache ? RAM : 0)) >>> 0;
    report({
      message: isNocache
        ? `RAM_NOCACHE with DT_MEM_CACHEABLE: the MPU driver asserts at boot; without CONFIG_ASSERT ${nodeName(node)} is not cached.`
        : `DT_MEM_CACHEABLE and DT_MEM_NON_CACHEABLE contradict each other.`,
      range: valueRange(attribute.syntax),
      fixes: [
        ...fixOf('Not cacheable: drop DT_MEM_CACHEABLE', spellAt(context, inner, plain)),
        ...fixOf(
          `Cacheable: ${isNocache ? 'make it RAM' : 'drop DT_MEM_NON_CACHEABLE'}`,
          spellAt(context, inner, cached),
        ),
      ],
    });
  }
});
