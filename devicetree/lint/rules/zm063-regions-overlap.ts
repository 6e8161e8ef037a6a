/** ZM063: two linker regions that share addresses, of which the linker says nothing. */
import { rangeWords } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { place, trimmed } from '../geometry.js';
import { isPlaced, linkerRegions, sharedBy, type PlacedMemory } from '../memory.js';
import { nodeName } from '../reading.js';
import type { LintContext } from '../types.js';

export const zm063 = rule('ZM063', 'warning', 'Linker regions overlap', (context, report) => {
  const placed = linkerRegions(context).filter((memory): memory is PlacedMemory => isPlaced(memory) && memory.size > 0);
  for (const [index, second] of placed.entries()) {
    for (const first of placed.slice(0, index)) {
      const shared = sharedBy(first, second);
      if (shared === undefined || isFault(context, first, second) || second.blocks[0] === undefined) continue;
      const rest = trimmed(second, first);
      report({
        message: `${nodeName(first.node)} and ${nodeName(second.node)} share ${rangeWords(shared)}: the linker puts sections of both there without a word.`,
        range: second.blocks[0].range,
        related: [{ range: first.blocks[0]!.range, message: `${nodeName(first.node)} lies here` }],
        fixes:
          rest === undefined ? [] : fixOf(`Trim ${nodeName(second.node)} to ${rangeWords(rest)}`, place(second, rest)),
      });
    }
  }
});

/** ZM044 has them, and worse. */
function isFault({ target }: LintContext, first: PlacedMemory, second: PlacedMemory): boolean {
  return target.pmsa === 'v8' && first.planned?.state === 'programmed' && second.planned?.state === 'programmed';
}
