/** ZM040: a size that Armv6-M and Armv7-M round up to the next power of two. */
import type { Fix } from '../../source/index.js';
import { hexWords, rangeWords, sizeWords } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { floorPowerOfTwo, including, isFree, isPowerOfTwo, place, powersOfTwo, resize } from '../geometry.js';
import { programmed, type Extent, type PlacedMemory } from '../memory.js';
import { nodeName } from '../reading.js';
import { splitNode } from '../split.js';
import type { LintContext } from '../types.js';
import { count, hex, list } from '../words.js';

export const zm040 = rule('ZM040', 'error', 'Size is no power of two', (context, report) => {
  if (context.target.pmsa === 'v8') return;
  for (const { memory, region } of programmed(context)) {
    const { size, blocks } = memory;
    const { covered } = region;
    // Smaller ones are ZM043's, and sizes of more than 32 bits ZM048's.
    if (isPowerOfTwo(size) || size < context.target.minimumRegionBytes || size > 2 ** 32) continue;
    if (covered === undefined || blocks[0] === undefined) continue;
    report({
      message: `${hex(size)} is no power of two: the MPU covers ${rangeWords(covered)}, ${difference(memory, covered)}${including(context, memory, covered)}.`,
      range: blocks[0].range,
      fixes: fixes(context, memory, covered),
    });
  }
});

/** How what is covered differs from what the node says. */
function difference({ base, size, node }: PlacedMemory, covered: Extent): string {
  const end = base + size;
  const coveredEnd = covered.base + covered.size;
  const before = Math.max(0, base - covered.base);
  const after = Math.max(0, coveredEnd - end);
  const missed = Math.max(0, end - coveredEnd);
  const more = before + after === 0 ? '' : `${sizeWords(before + after)} more than ${nodeName(node)}`;
  const less = missed === 0 ? '' : `without its last ${sizeWords(missed)}, from ${hexWords(coveredEnd)} on`;
  return list([more, less].filter((part) => part !== ''));
}

function fixes(context: LintContext, memory: PlacedMemory, covered: Extent): Fix[] {
  const { base, size } = memory;
  const all: Fix[] = [];
  if (isFree(context, memory, covered)) {
    all.push(...fixOf(`Round up to ${rangeWords(covered)}, as the MPU does`, place(memory, covered)));
  }
  const down = floorPowerOfTwo(size);
  if (base % down === 0) all.push(...fixOf(`Round down to ${hex(down)} (${sizeWords(down)})`, resize(memory, down)));
  const pieces = powersOfTwo({ base, size }, context.target.minimumRegionBytes);
  if (pieces !== undefined && pieces.length <= 3) {
    const offset = Number(memory.blocks[0]!.address) - base;
    const own = pieces.map((piece) => ({ base: piece.base + offset, size: piece.size }));
    all.push(
      ...fixOf(`Split it into ${count(pieces.length, 'node')}, one MPU region each`, splitNode(context, memory, own)),
    );
  }
  return all;
}
