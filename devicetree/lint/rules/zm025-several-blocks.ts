/** ZM025: several blocks in reg, of which Zephyr takes the first. */
import { hexWords, rangeWords } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { memories } from '../memory.js';
import { nodeName } from '../reading.js';
import { splitNode } from '../split.js';
import { count } from '../words.js';

export const zm025 = rule('ZM025', 'warning', 'Only the first block counts', (context, report) => {
  for (const memory of memories(context)) {
    const { node, okay, attribute, isLinkerRegion, blocks } = memory;
    const [first, second] = blocks;
    if (!okay || (attribute === undefined && !isLinkerRegion) || first === undefined || second === undefined) continue;
    const used = rangeWords({ base: Number(first.address), size: Number(first.size) });
    const pieces = blocks.map(({ address, size }) => ({ base: Number(address), size: Number(size) }));
    report({
      message: `Zephyr takes the first block of reg only: it sees ${used} of ${nodeName(node)}, not what begins at ${hexWords(Number(second.address))}.`,
      range: second.range,
      fixes: fixOf(`Split it into ${count(blocks.length, 'node')}`, splitNode(context, memory, pieces)),
    });
  }
});
