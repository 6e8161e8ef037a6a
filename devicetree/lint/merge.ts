/** Merges neighbouring memories into one, which saves an MPU region. */
import type { Fix } from '../source/index.js';
import { rangeWords } from '../zephyr/index.js';
import { fixOf, remove } from './edits.js';
import { isPowerOfTwo, place } from './geometry.js';
import { programmed, type Extent, type PlacedMemory } from './memory.js';
import { nodeName } from './reading.js';
import type { LintContext } from './types.js';

/** Neighbours with the same attribute that one region could cover, as far as the linker does not need them apart. */
export function merges(context: LintContext): Fix[] {
  const all = programmed(context).map(({ memory }) => memory);
  const found: Fix[] = [];
  for (const first of all) {
    const next = all.find((other) => other.base === first.base + first.size && other.value === first.value);
    if (next === undefined || next.isLinkerRegion || next.node.labels.length > 0) continue;
    const both: Extent = { base: first.base, size: first.size + next.size };
    if (context.target.pmsa !== 'v8' && (!isPowerOfTwo(both.size) || both.base % both.size !== 0)) continue;
    found.push(
      ...fixOf(
        `Merge ${nodeName(next.node)} into ${nodeName(first.node)}: ${rangeWords(both)}`,
        merge(first, next, both),
      ),
    );
  }
  return found;
}

function merge(first: PlacedMemory, next: PlacedMemory, both: Extent) {
  const [definition, other] = next.node.definitions;
  const grown = place(first, both);
  if (definition === undefined || other !== undefined || grown === undefined || next.node.children.size > 0)
    return undefined;
  return [...grown, remove(definition.range)];
}
