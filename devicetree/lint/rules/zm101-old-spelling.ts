/** ZM101: <( DT_MEM_ARM(ATTR_MPU_RAM) )>, as types were written before each had a macro of its own. */
import { rangeText, type SourceRange } from '../../source/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { attributeUses } from '../macros.js';
import { headersFor } from '../spelling.js';
import { innerRange, rewrite } from '../values.js';

export const zm101 = rule('ZM101', 'information', 'Old spelling of a type', (context, report) => {
  for (const { use, assignment, inside } of attributeUses(context)) {
    if (use.macro.name !== 'DT_MEM_ARM' || inside.length > 0) continue;
    const type = /^DT_MEM_ARM\s*\(\s*ATTR_MPU_(\w+)\s*\)$/.exec(rangeText(use.range))?.[1];
    const name = `DT_MEM_ARM_MPU_${type ?? ''}`;
    if (type === undefined || !context.attributes.macros.has(name)) continue;
    const edit = rewrite(assignment, [{ range: use.range, newText: name }]);
    report({
      message: `${name} is the same, and shorter.`,
      range: use.range,
      fixes: fixOf(`Use ${name}`, edit && [...headersFor(context, use.range, name), edit], {
        preferred: true,
        kind: 'new-spelling',
      }),
    });
  }
  for (const { use, assignment } of attributeUses(context)) {
    const inner = innerRange(assignment);
    if (inner === undefined || !use.macro.name.startsWith('DT_MEM_ARM_MPU_') || !isParenthesised(inner, use.macro.name))
      continue;
    report({
      message: `<${use.macro.name}> needs no parentheses.`,
      range: inner,
      fixes: fixOf('Drop the parentheses', [{ range: inner, newText: use.macro.name }], {
        preferred: true,
        kind: 'new-spelling',
      }),
    });
  }
});

/** A single name in parentheses and nothing else. */
function isParenthesised(inner: SourceRange, name: string): boolean {
  return /^\s*\(\s*(\w+)\s*\)\s*$/.exec(rangeText(inner))?.[1] === name;
}
