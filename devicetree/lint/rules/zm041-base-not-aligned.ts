/** ZM041: a base that is no multiple of the size, whose low bits Armv6-M and Armv7-M ignore. */
import { hexWords, rangeWords } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { ceilTo, including, isFree, isPowerOfTwo, place } from '../geometry.js';
import { programmed } from '../memory.js';
import { nodeName } from '../reading.js';
import { hex } from '../words.js';

export const zm041 = rule('ZM041', 'error', 'Base is not aligned to the size', (context, report) => {
  if (context.target.pmsa === 'v8') return;
  for (const { memory, region } of programmed(context)) {
    const { base, size, blocks, node } = memory;
    const { covered } = region;
    if (!isPowerOfTwo(size) || size < context.target.minimumRegionBytes || blocks[0] === undefined) continue;
    if (covered === undefined || covered.base === base || base + size > 2 ** 32) continue;
    const targets = [covered, { base: ceilTo(base, size), size }];
    report({
      message: `${hexWords(base)} is no multiple of ${hex(size)}: the MPU covers ${rangeWords(covered)} instead of ${rangeWords({ base, size })}${including(context, memory, covered)}.`,
      range: blocks[0].range,
      fixes: targets
        .filter((target) => isFree(context, memory, target))
        .flatMap((target) => fixOf(`Move ${nodeName(node)} to ${hexWords(target.base)}`, place(memory, target))),
    });
  }
});
