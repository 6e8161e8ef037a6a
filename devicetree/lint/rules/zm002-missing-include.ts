/** ZM002: a memory attribute whose header is not included. */
import { ATTRIBUTE_HEADERS } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf, includeEdits } from '../edits.js';
import { headerState, isInTable, unknownNames } from '../macros.js';

export const zm002 = rule(
  'ZM002',
  'error',
  'Header of the macro is not included',
  (context, report) => {
    for (const { name, group } of unknownNames(context)) {
      if (group === undefined || !isInTable(context, name.text) || headerState(context, group) !== 'absent') continue;
      const header = ATTRIBUTE_HEADERS[group];
      report({
        message: `${name.text} is not defined here: nothing includes <${header}>. The devicetree does not compile.`,
        range: name.range,
        fixes: fixOf(`Include <${header}>`, includeEdits(context, name.range, [header]), {
          preferred: true,
          kind: 'include-memory-attr',
        }),
      });
    }
  },
  { supersedes: ['dts-unknown-name'] },
);
