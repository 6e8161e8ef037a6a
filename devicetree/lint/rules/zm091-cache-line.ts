/** ZM091: memory for DMA that begins or ends inside a cache line. */
import { armTypeBit, rangeWords, sizeWords } from '../../zephyr/index.js';
import type { Fix } from '../../source/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { ceilTo, floorTo, isFree, place } from '../geometry.js';
import {
  attributed,
  DMA,
  isPlaced,
  isTightlyCoupled,
  SW_ALLOC_DMA,
  type Extent,
  type PlacedMemory,
} from '../memory.js';
import { nodeName } from '../reading.js';
import type { LintContext } from '../types.js';

export const zm091 = rule(
  'ZM091',
  'warning',
  'Not on cache lines',
  (context, report) => {
    const line = context.zephyr?.cacheLineBytes ?? 0;
    if (line <= 1) return;
    for (const memory of attributed(context)) {
      const { value, node, blocks } = memory;
      if (value === undefined || !isPlaced(memory) || memory.size === 0 || blocks[0] === undefined) continue;
      if ((value & (DMA | SW_ALLOC_DMA | armTypeBit('RAM_NOCACHE'))) === 0) continue;
      if (isTightlyCoupled(memory)) continue;
      const end = memory.base + memory.size;
      if (memory.base % line === 0 && end % line === 0) continue;
      const where = memory.base % line === 0 ? 'ends' : end % line === 0 ? 'begins' : 'begins and ends';
      report({
        message: `${nodeName(node)} ${where} inside a cache line of ${sizeWords(line)}: writing that line back overwrites what DMA wrote, and throwing it away loses what the CPU wrote beside it.`,
        range: blocks[0].range,
        fixes: fixes(context, memory, line),
      });
    }
  },
  { needs: ['cache-line'] },
);

function fixes(context: LintContext, memory: PlacedMemory, line: number): Fix[] {
  const { base } = memory;
  const end = base + memory.size;
  const outer: Extent = { base: floorTo(base, line), size: ceilTo(end, line) - floorTo(base, line) };
  const inner: Extent = { base: ceilTo(base, line), size: floorTo(end, line) - ceilTo(base, line) };
  return [
    ...(isFree(context, memory, outer) ? fixOf(`Grow it to ${rangeWords(outer)}`, place(memory, outer)) : []),
    ...fixOf(`Shrink it to ${rangeWords(inner)}`, place(memory, inner)),
  ];
}
