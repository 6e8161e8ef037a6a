/** ZM006: zephyr,memory-attr as a string, as it was for some months before Zephyr 3.5. */
import { migrateRegionMpu } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { attributed } from '../memory.js';
import { isText, strings, valueRange } from '../reading.js';
import { headersFor } from '../spelling.js';

export const zm006 = rule(
  'ZM006',
  'error',
  'Memory attribute is a string',
  (context, report) => {
    for (const { attribute } of attributed(context)) {
      if (!isText(attribute)) continue;
      const [first, ...more] = strings(attribute);
      const name = `DT_MEM_ARM_MPU_${first?.text ?? ''}`;
      const range = valueRange(attribute.syntax);
      const known = more.length === 0 && migrateRegionMpu(first?.text ?? '') !== undefined;
      report({
        message: 'zephyr,memory-attr is a number since Zephyr 3.5: the build refuses a string.',
        range,
        fixes: known
          ? fixOf(`Use <${name}>`, [...headersFor(context, range, name), { range, newText: `<${name}>` }], {
              preferred: true,
              kind: 'migrate-memory-attr-string',
            })
          : [],
      });
    }
  },
  { supersedes: ['binding-value-type'] },
);
