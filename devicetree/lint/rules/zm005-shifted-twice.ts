/** ZM005: a value that is in its place already is shifted once more, and leaves the 32 bits. */
import { rangeText } from '../../source/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { attributeUses, SHIFTS } from '../macros.js';
import { rewrite } from '../values.js';

export const zm005 = rule(
  'ZM005',
  'error',
  'Shifted twice',
  (context, report) => {
    for (const { use, assignment, inside } of attributeUses(context)) {
      const shift = inside.findLast(({ macro }) => SHIFTS.has(macro.name));
      if (shift === undefined || !context.attributes.macros.has(use.macro.name)) continue;
      const argument = argumentOf(rangeText(shift.range), shift.macro.name);
      const edit =
        argument === undefined ? undefined : rewrite(assignment, [{ range: shift.range, newText: argument }]);
      report({
        message: `${use.macro.name} is in its place already: ${shift.macro.name}() shifts it a second time, out of the 32 bits of a cell.`,
        range: shift.range,
        fixes: fixOf(`Drop ${shift.macro.name}()`, edit && [edit], { preferred: true, kind: 'unshift-memory-attr' }),
      });
    }
  },
  { supersedes: ['dts-value-range'] },
);

/** `A | B` of `NAME(A | B)`, in parentheses where it is more than a name. */
function argumentOf(text: string, name: string): string | undefined {
  const match = /^\w+\s*\(([^]*)\)$/.exec(text);
  if (match === null || !text.startsWith(name)) return undefined;
  const argument = match[1]!.trim();
  return /^\w+$/.test(argument) ? argument : `(${argument})`;
}
