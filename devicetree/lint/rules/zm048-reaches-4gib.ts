/** ZM048: a memory whose end is at or beyond 4 GiB, where a 32-bit end wraps to zero. */
import { rangeWords, sizeWords } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { resize } from '../geometry.js';
import { attributed, has32BitAddresses, isPlaced, type PlacedMemory } from '../memory.js';
import { nodeName } from '../reading.js';
import type { LintContext } from '../types.js';

const TOP = 2 ** 32;

export const zm048 = rule('ZM048', 'error', 'Ends at 4 GiB', (context, report) => {
  if (!has32BitAddresses(context)) return;
  for (const memory of attributed(context)) {
    const { node, blocks } = memory;
    if (!isPlaced(memory) || memory.size === 0 || memory.base + memory.size < TOP || blocks[0] === undefined) continue;
    // Nobody asks for buffers where every access is denied.
    if (memory.planned?.state === 'programmed' && memory.planned.type === 'EXTMEM') continue;
    const size = fitting(context, memory);
    const beyond = memory.base + memory.size > TOP;
    report({
      message: `${rangeWords(memory)} ${beyond ? 'goes beyond' : 'ends at'} 4 GiB: in 32 bits the end ${beyond ? 'wraps around' : 'is 0'}, and mem_attr_check_buf() never finds a buffer in ${nodeName(node)}.`,
      range: blocks[0].range,
      fixes: size <= 0 ? [] : fixOf(`Shrink it to ${sizeWords(size)}`, resize(memory, size)),
    });
  }
});

/** The largest size below the top that the MPU can have: half of a power of two, else a granule less. */
function fitting({ target }: LintContext, memory: PlacedMemory): number {
  if (memory.planned?.state !== 'programmed' || target.pmsa === 'v8')
    return TOP - target.minimumRegionBytes - memory.base;
  let size = 2 ** 31;
  while (size >= target.minimumRegionBytes && memory.base + size >= TOP) size /= 2;
  return size >= target.minimumRegionBytes ? size : 0;
}
