/** ZM042: Armv8-M regions begin and end at multiples of 32. */
import { rangeWords, type ProgrammedRegion } from '../../zephyr/index.js';
import type { Fix } from '../../source/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { ceilTo, floorTo, isFree, place } from '../geometry.js';
import { programmed, type Extent, type PlacedMemory } from '../memory.js';
import { nodeName } from '../reading.js';
import type { LintContext } from '../types.js';
import { hex } from '../words.js';

export const zm042 = rule('ZM042', 'error', 'Not a multiple of 32', (context, report) => {
  if (context.target.pmsa !== 'v8') return;
  const step = context.target.minimumRegionBytes;
  for (const { memory, region } of programmed(context)) {
    const { base, size, blocks, node } = memory;
    if (size < step || blocks[0] === undefined || (base % step === 0 && size % step === 0) || base + size > 2 ** 32)
      continue;
    const what =
      base % step === 0 ? `Size ${hex(size)} is` : size % step === 0 ? `Base ${hex(base)} is` : 'Base and size are';
    report({
      message: `${what} no multiple of ${step}: the MPU covers ${coveredWords(region)} instead of ${rangeWords({ base, size })} of ${nodeName(node)}.`,
      range: blocks[0].range,
      fixes: fixes(context, memory, step),
    });
  }
});

function coveredWords({ covered }: ProgrammedRegion): string {
  return covered === undefined ? 'nothing' : rangeWords(covered);
}

function fixes(context: LintContext, memory: PlacedMemory, step: number): Fix[] {
  const { base, size } = memory;
  const end = base + size;
  const outer: Extent = { base: floorTo(base, step), size: ceilTo(end, step) - floorTo(base, step) };
  const inner: Extent = { base: ceilTo(base, step), size: floorTo(end, step) - ceilTo(base, step) };
  return [
    ...(isFree(context, memory, outer) ? fixOf(`Grow it to ${rangeWords(outer)}`, place(memory, outer)) : []),
    ...fixOf(`Shrink it to ${rangeWords(inner)}`, place(memory, inner)),
  ];
}
