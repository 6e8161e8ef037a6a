/** ZM047: memory that is set apart and yet still part of the RAM that the program is linked to. */
import { rangeWords } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf, relatedNode } from '../edits.js';
import { shrinkProgramRam, trimmed } from '../geometry.js';
import { field, isPlaced, memories, programRam, sharedBy, type Memory } from '../memory.js';
import { nodeName } from '../reading.js';
import type { LintContext } from '../types.js';

export const zm047 = rule('ZM047', 'warning', "Carved out of the program's RAM, and still in it", (context, report) => {
  const ram = programRam(context);
  if (ram === undefined) return;
  for (const memory of memories(context)) {
    const { node, okay, blocks } = memory;
    if (!okay || node === ram.node || !isPlaced(memory) || blocks[0] === undefined) continue;
    const shared = sharedBy(memory, ram);
    const effect = effectOf(context, memory);
    if (shared === undefined || effect === undefined) continue;
    const rest = trimmed(ram, memory);
    const edits = shrinkProgramRam(context, memory);
    report({
      message: `${rangeWords(shared)} of ${nodeName(node)} is also in ${nodeName(ram.node)} (zephyr,sram), where the linker puts the program's data: ${effect}.`,
      range: blocks[0].range,
      related: relatedNode(ram.node, `${nodeName(ram.node)} is the program's RAM`),
      fixes: rest === undefined ? [] : fixOf(`Shrink ${nodeName(ram.node)} to ${rangeWords(rest)}`, edits),
    });
  }
});

/** What comes of it; undefined: nothing that this rule is about. */
function effectOf(context: LintContext, { planned, isLinkerRegion, value }: Memory): string | undefined {
  // A heap there is ZM070's.
  if (value !== undefined && field(value, 'software') !== 0) return undefined;
  if (planned?.state === 'programmed') {
    if (context.target.pmsa === 'v8')
      return "the SoC's own MPU region for that RAM overlaps, and on Armv8-M accesses fault where regions overlap";
    if (planned.type !== 'RAM') return `some of that data becomes ${planned.type}`;
  }
  return isLinkerRegion ? 'both use the same bytes' : undefined;
}
