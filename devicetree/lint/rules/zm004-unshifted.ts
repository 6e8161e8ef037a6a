/** ZM004: ATTR_… without the shift to its place, so that it sets other bits than it names. */
import { describeAttribute, releasesWith } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { attributeUses, isArgument, shiftedFor } from '../macros.js';
import { headersFor } from '../spelling.js';
import type { LintContext } from '../types.js';
import { rewrite } from '../values.js';
import { hex } from '../words.js';

export const zm004 = rule('ZM004', 'warning', 'Raw value sets other bits', (context, report) => {
  for (const written of attributeUses(context)) {
    const { use, assignment } = written;
    // In the arguments of anything somebody shifts it, or does something that we do not know.
    if (isArgument(written) || !/^ATTR_/.test(use.macro.name)) continue;
    const shifted = shiftedFor(context, use.macro.name);
    if (shifted?.raw === undefined || releasesWith(shifted.name).length === 0) continue;
    const { text, value } = { text: shifted.name, value: shifted.raw.value };
    const edit = rewrite(assignment, [{ range: use.nameRange, newText: text }]);
    report({
      message: `${use.macro.name} is ${hex(value)} before the shift: here it sets ${bits(context, value)} instead of ${text}.`,
      range: use.nameRange,
      fixes: fixOf(`Use ${text}`, edit && [...headersFor(context, use.nameRange, text), edit], {
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
