/** ZM070: a software heap in the RAM that the program is linked to. */
import type { Fix } from '../../source/index.js';
import { ATTRIBUTE_LAYOUT, rangeWords } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf, relatedNode, removeProperty } from '../edits.js';
import { shrinkProgramRam, trimmed } from '../geometry.js';
import { heaps, isPlaced, programRam, sharedBy, type Memory, type ProgramRam } from '../memory.js';
import { nodeName } from '../reading.js';
import { spellAt } from '../spelling.js';
import type { LintContext } from '../types.js';
import { innerRange } from '../values.js';

export const zm070 = rule('ZM070', 'warning', "Heap inside the program's RAM", (context, report) => {
  const ram = programRam(context);
  if (ram === undefined) return;
  for (const { memory } of heaps(context)) {
    const shared = isPlaced(memory) ? sharedBy(memory, ram) : undefined;
    if (shared === undefined || memory.blocks[0] === undefined) continue;
    const { node } = memory;
    report({
      message: `mem_attr_heap_pool_init() makes a heap of ${nodeName(node)}, and ${rangeWords(shared)} of it ${node === ram.node ? "are the program's RAM (zephyr,sram)" : `are also in ${nodeName(ram.node)} (zephyr,sram)`}: it overwrites the program's data.`,
      range: memory.blocks[0].range,
      related: node === ram.node ? [] : relatedNode(ram.node, `${nodeName(ram.node)} is the program's RAM`),
      fixes: fixes(context, memory, ram),
    });
  }
});

function fixes(context: LintContext, memory: Memory, ram: ProgramRam): Fix[] {
  const { node, attribute, value } = memory;
  const all: Fix[] = [];
  if (node !== ram.node && isPlaced(memory)) {
    const rest = trimmed(ram, memory);
    if (rest !== undefined) {
      all.push(...fixOf(`Shrink ${nodeName(ram.node)} to ${rangeWords(rest)}`, shrinkProgramRam(context, memory)));
    }
  }
  if (attribute === undefined || value === undefined) return all;
  const plain = (value & ~ATTRIBUTE_LAYOUT.software.mask) >>> 0;
  const edits =
    plain === 0 ? [removeProperty(attribute.syntax)] : spellAt(context, innerRange(attribute.syntax), plain);
  return [...all, ...fixOf('Make no heap of it', edits)];
}
