/** ZM073: a heap with several software bits, which only a request for exactly those finds. */
import type { Fix } from '../../source/index.js';
import { describeAttribute } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { heaps, SW_ALLOC_CACHE, SW_ALLOC_DMA, SW_ALLOC_NON_CACHE, type Memory } from '../memory.js';
import { nodeName, valueRange } from '../reading.js';
import { spellAt } from '../spelling.js';
import type { LintContext } from '../types.js';
import { innerRange } from '../values.js';
import { list } from '../words.js';

export const zm073 = rule('ZM073', 'information', 'Heap is found by its exact bits', (context, report) => {
  const all = heaps(context);
  const offered = new Set(all.map(({ software }) => software));
  for (const { memory, software } of all) {
    const { attribute, node } = memory;
    const names = namesOf(context, software);
    const alone = [SW_ALLOC_CACHE, SW_ALLOC_NON_CACHE, SW_ALLOC_DMA].filter(
      (bit) => (software & bit) !== 0 && software !== bit && !offered.has(bit),
    );
    if (attribute === undefined || alone.length === 0) continue;
    report({
      message: `Only a request for exactly ${names.join(' | ')} finds ${nodeName(node)}: mem_attr_heap_alloc(${list(
        alone.flatMap((bit) => namesOf(context, bit)),
        'or',
      )}, …) answers NULL.`,
      range: valueRange(attribute.syntax),
      fixes: alone.flatMap((bit) => offerAs(context, memory, software, bit)),
    });
  }
});

function namesOf({ attributes }: LintContext, software: number): string[] {
  return describeAttribute(software, attributes).parts.flatMap(({ macro }) =>
    macro === undefined ? [] : [macro.name],
  );
}

function offerAs(context: LintContext, { attribute, value }: Memory, software: number, bit: number): Fix[] {
  if (attribute === undefined || value === undefined) return [];
  const changed = ((value & ~software) | bit) >>> 0;
  return fixOf(
    `Offer it as ${namesOf(context, bit).join('')} alone`,
    spellAt(context, innerRange(attribute.syntax), changed),
  );
}
