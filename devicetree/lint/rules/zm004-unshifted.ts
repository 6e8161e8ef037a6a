/** ZM004: ATTR_… without the shift to its place, so that it sets other bits than it names. */
import { describeAttribute } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { rawUses } from '../macros.js';
import { headersFor } from '../spelling.js';
import type { LintContext } from '../types.js';
import { rewrite } from '../values.js';
import { hex } from '../words.js';

export const zm004 = rule('ZM004', 'warning', 'Raw value sets other bits', (context, report) => {
  for (const { nameRange, assignment, raw, shifted } of rawUses(context)) {
    const text = shifted.name;
    const edit = rewrite(assignment, [{ range: nameRange, newText: text }]);
    report({
      message: `${raw.name} is ${hex(raw.value)} before the shift: here it sets ${bits(context, raw.value)} instead of ${text}.`,
      range: nameRange,
      fixes: fixOf(`Use ${text}`, edit && [...headersFor(context, nameRange, text), edit], {
        preferred: true,
        kind: 'shift-memory-attr',
      }),
    });
  }
});

/** What the raw bits mean where they land. */
function bits({ attributes }: LintContext, value: number): string {
  const { parts } = describeAttribute(value, attributes);
  const names = parts.map(({ macro, mask }) => macro?.name ?? `bit ${31 - Math.clz32(mask)}`);
  return names.join(' | ') || 'nothing';
}
