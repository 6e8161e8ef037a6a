/** ZM043: smaller than the smallest region of the MPU. */
import { rangeWords, sizeWords } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { floorTo, isFree, place } from '../geometry.js';
import { programmed } from '../memory.js';
import { nodeName } from '../reading.js';

export const zm043 = rule('ZM043', 'error', 'Smaller than an MPU region', (context, report) => {
  const least = context.target.minimumRegionBytes;
  for (const { memory, region } of programmed(context)) {
    const { base, size, blocks, node } = memory;
    if (size === 0 || size >= least || blocks[0] === undefined) continue;
    const grown = { base: floorTo(base, least), size: least };
    const effect =
      region.covered === undefined
        ? 'what the MPU does with it is UNPREDICTABLE'
        : `the MPU covers ${rangeWords(region.covered)}`;
    report({
      message: `${sizeWords(size)} of ${nodeName(node)} are less than the smallest MPU region, ${sizeWords(least)}: ${effect}.`,
      range: blocks[0].range,
      fixes: isFree(context, memory, grown) ? fixOf(`Make it ${rangeWords(grown)}`, place(memory, grown)) : [],
    });
  }
});
