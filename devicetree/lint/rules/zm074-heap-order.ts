/** ZM074: a larger heap before a smaller one with the same bits; Zephyr asks them in devicetree's order. */
import { sizeWords } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { heaps, isPlaced, type PlacedMemory } from '../memory.js';
import { moveBefore } from '../reorder.js';
import { nodeName } from '../reading.js';

export const zm074 = rule('ZM074', 'warning', 'Larger heap comes first', (context, report) => {
  const largest = new Map<number, PlacedMemory>();
  for (const { memory, software } of heaps(context)) {
    if (!isPlaced(memory) || memory.blocks[0] === undefined) continue;
    const before = largest.get(software);
    if (before === undefined || memory.size >= before.size) {
      largest.set(software, memory);
      continue;
    }
    const [small, large] = [nodeName(memory.node), nodeName(before.node)];
    report({
      message: `${small} (${sizeWords(memory.size)}) is asked after ${large} (${sizeWords(before.size)}), which has the same software bits: Zephyr goes by devicetree's order, not smallest first, so ${small} is used only when ${large} is full.`,
      range: memory.blocks[0].range,
      related: [{ range: before.blocks[0]!.range, message: `${large} is asked first` }],
      fixes: fixOf(`Put ${small} before ${large}`, moveBefore(memory.node, before.node)),
    });
  }
});
