/** ZM082: arm,num-mpu-regions that the core cannot have. */
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { cellsOf, valueRange } from '../reading.js';
import { hex, list } from '../words.js';

/** What the cores can be built with (their technical reference manuals). */
const POSSIBLE: readonly (readonly [core: RegExp, counts: readonly number[]])[] = [
  [/^cortex-m(0\+|0plus|3|4f?)$/, [8]],
  [/^cortex-m7$/, [8, 16]],
  [/^cortex-m(23|33f?|35p|52|55f?|85)$/, [4, 8, 12, 16]],
];

export const zm082 = rule('ZM082', 'warning', 'Number of MPU regions is impossible', (context, report) => {
  const { core, regionCount, regionCountProperty: property } = context.target;
  const counts = POSSIBLE.find(([pattern]) => core !== undefined && pattern.test(core))?.[1];
  if (property === undefined || core === undefined || counts === undefined || counts.includes(regionCount)) return;
  const asserts = counts.length === 1 ? ', and Zephyr asserts that' : '';
  const cells = cellsOf(property.syntax);
  report({
    message: `An MPU of ${core} has ${list(counts.map(String), 'or')} regions${asserts}, not ${regionCount}.`,
    range: valueRange(property.syntax),
    fixes:
      counts.length === 1 && cells?.length === 1
        ? fixOf(`Set it to ${counts[0]!}`, [
            { range: cells[0]!.range, newText: counts[0]! < 10 ? String(counts[0]) : hex(counts[0]!) },
          ])
        : [],
  });
});
