/** ZM046: an EXTMEM region, which denies every access, on top of memory that is in use. */
import type { Fix } from '../../source/index.js';
import { rangeWords } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf, relatedNode } from '../edits.js';
import { isPowerOfTwo, place, trimmed } from '../geometry.js';
import { programmed, sharedBy, type Extent, type PlacedMemory } from '../memory.js';
import { moveBefore } from '../reorder.js';
import { nodeName } from '../reading.js';

export const zm046 = rule('ZM046', 'error', 'EXTMEM hides memory', (context, report) => {
  const of = new Map(programmed(context).map(({ memory, region }) => [region, memory]));
  for (const { effect, lower, higher, shared } of context.plan.overlaps) {
    const hider = of.get(higher);
    if (effect !== 'overrides' || higher.type !== 'EXTMEM' || lower.type === 'EXTMEM') continue;
    if (hider?.blocks[0] === undefined) continue;
    const hidden = of.get(lower);
    // A SoC region's size is rounded; what the node itself has is what matters.
    const wanted: Extent = hidden ?? lower.requested;
    if (sharedBy(wanted, higher.covered ?? hider) === undefined) continue;
    const name = hidden === undefined ? lower.name : nodeName(hidden.node);
    report({
      message: `EXTMEM denies every access, and its MPU region ${higher.slot} comes after region ${lower.slot}: ${rangeWords(shared)} of ${name} faults.`,
      range: hider.blocks[0].range,
      related: lower.node === undefined ? [] : relatedNode(lower.node, `${name} is hidden`),
      fixes: fixes(hider, hidden),
    });
  }
});

function fixes(hider: PlacedMemory, hidden: PlacedMemory | undefined): Fix[] {
  if (hidden === undefined) return [];
  const rest = trimmed(hider, hidden);
  const isUsable = rest !== undefined && isPowerOfTwo(rest.size) && rest.base % rest.size === 0;
  return [
    ...fixOf(
      `Put ${nodeName(hider.node)} before ${nodeName(hidden.node)}, which then decides for its part`,
      moveBefore(hider.node, hidden.node),
    ),
    ...(isUsable ? fixOf(`Shrink ${nodeName(hider.node)} to ${rangeWords(rest)}`, place(hider, rest)) : []),
  ];
}
