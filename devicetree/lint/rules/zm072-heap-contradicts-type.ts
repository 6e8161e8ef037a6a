/** ZM072: software bits that promise another kind of memory than the node is. */
import { armTypeBit } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { CACHEABLE, heaps, isTightlyCoupled, SW_ALLOC_CACHE, SW_ALLOC_NON_CACHE, type Memory } from '../memory.js';
import { nodeName, valueRange } from '../reading.js';
import { spellAt } from '../spelling.js';
import type { LintContext } from '../types.js';
import { innerRange } from '../values.js';

export const zm072 = rule('ZM072', 'warning', 'Heap promises other memory', (context, report) => {
  for (const { memory, software } of heaps(context)) {
    const { attribute, value, node } = memory;
    if (attribute === undefined || value === undefined) continue;
    const problem = problemOf(context, memory, value, software);
    if (problem === undefined) continue;
    report({
      message: `${nodeName(node)}: ${problem.words}.`,
      range: valueRange(attribute.syntax),
      fixes: fixOf(problem.title, spellAt(context, innerRange(attribute.syntax), problem.value)),
    });
  }
});

interface Problem {
  readonly words: string;
  readonly title: string;
  readonly value: number;
}

/** What stands against a promise in the rest of the value. */
function problemOf(context: LintContext, memory: Memory, value: number, software: number): Problem | undefined {
  const both = SW_ALLOC_CACHE | SW_ALLOC_NON_CACHE;
  const uncached = whyUncached(context, value);
  const cached = whyCached(context, memory, value);
  const toNonCache = {
    title: 'Offer it with DT_MEM_SW_ALLOC_NON_CACHE',
    value: ((value & ~SW_ALLOC_CACHE) | SW_ALLOC_NON_CACHE) >>> 0,
  };
  const toCache = {
    title: 'Offer it with DT_MEM_SW_ALLOC_CACHE',
    value: ((value & ~SW_ALLOC_NON_CACHE) | SW_ALLOC_CACHE) >>> 0,
  };
  if ((software & both) === both) {
    return {
      words: 'a heap cannot be of cacheable and of non-cacheable memory',
      ...(uncached === undefined ? toCache : toNonCache),
    };
  }
  if ((software & SW_ALLOC_CACHE) !== 0 && uncached !== undefined) {
    return { words: `DT_MEM_SW_ALLOC_CACHE promises cacheable memory, and ${uncached} is none`, ...toNonCache };
  }
  if ((software & SW_ALLOC_NON_CACHE) !== 0 && cached !== undefined) {
    return { words: `DT_MEM_SW_ALLOC_NON_CACHE promises memory without cache, and ${cached} is cached`, ...toCache };
  }
  return undefined;
}

function whyUncached({ attributes, target }: LintContext, value: number): string | undefined {
  const nonCacheable = attributes.macros.get('DT_MEM_NON_CACHEABLE')?.value ?? 0;
  if ((value & nonCacheable) !== 0) return 'DT_MEM_NON_CACHEABLE';
  if (target.architecture === undefined) return undefined;
  const type = (['RAM_NOCACHE', 'IO', 'PPB', 'DEVICE'] as const).find((each) => (value & armTypeBit(each)) !== 0);
  return type === undefined ? undefined : `DT_MEM_ARM_MPU_${type}`;
}

/** A RAM region is cached where the core has a data cache; without one, and in tightly coupled memory, it is not. */
function whyCached({ target }: LintContext, memory: Memory, value: number): string | undefined {
  if ((value & CACHEABLE) !== 0) return 'DT_MEM_CACHEABLE';
  const isRam =
    target.cacheLineBytes !== undefined &&
    target.pmsa !== undefined &&
    (value & armTypeBit('RAM')) !== 0 &&
    !isTightlyCoupled(memory);
  return isRam ? 'DT_MEM_ARM_MPU_RAM' : undefined;
}
