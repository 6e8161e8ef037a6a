/** ZM026: a memory of size zero. */
import { sizeWords } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf, setCells } from '../edits.js';
import { memories } from '../memory.js';
import { cellCounts, nodeName } from '../reading.js';
import { list } from '../words.js';

export const zm026 = rule('ZM026', 'error', 'Size is zero', (context, report) => {
  for (const { node, okay, attribute, isLinkerRegion, blocks, planned } of memories(context)) {
    const [block] = blocks;
    if (!okay || (attribute === undefined && !isLinkerRegion) || block?.size !== 0n) continue;
    if (cellCounts(node).sizeCells === 0) continue;
    const effects: string[] = [];
    if (planned?.state === 'programmed') {
      const { covered } = planned;
      effects.push(
        covered === undefined
          ? 'its MPU region matches no address'
          : `its MPU region covers ${sizeWords(covered.size)} all the same`,
      );
    }
    if (isLinkerRegion) effects.push('its linker section holds nothing');
    const smallest = context.target.minimumRegionBytes;
    const edits = context.target.pmsa === undefined ? undefined : setCells(block.sizeCells, smallest);
    report({
      message: `${nodeName(node)} has size 0${effects.length === 0 ? '' : `: ${list(effects)}`}.`,
      range: block.range,
      fixes: fixOf(`Set the size to ${sizeWords(smallest)}, the smallest MPU region`, edits),
    });
  }
});
