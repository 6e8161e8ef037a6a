/** ZM003: a macro that other releases of Zephyr have, and this one has not. */
import { ATTRIBUTE_HEADERS, releasesWith } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { headerState, isInTable, unknownNames } from '../macros.js';
import { withoutOperand } from '../values.js';
import { list } from '../words.js';

export const zm003 = rule(
  'ZM003',
  'error',
  'This Zephyr does not have the macro',
  (context, report) => {
    for (const { name, expression, assignment, group } of unknownNames(context)) {
      if (group === undefined) continue;
      const inTable = isInTable(context, name.text);
      if (inTable && headerState(context, group) !== 'read') continue;
      const releases = releasesWith(name.text);
      const where =
        releases.length === 0
          ? ''
          : ` It is in ${list(releases.map((each) => (each === 'main' ? 'main' : `Zephyr ${each}`)))}.`;
      const who = inTable ? `<${ATTRIBUTE_HEADERS[group]}> of this workspace` : `Zephyr ${context.attributes.version}`;
      const without = withoutOperand(assignment, expression.range);
      report({
        message: `${who} does not define ${name.text}: the devicetree does not compile.${where}`,
        range: name.range,
        fixes: fixOf(`Drop ${name.text}`, without === undefined ? undefined : [without]),
      });
    }
  },
  { supersedes: ['dts-unknown-name'] },
);
