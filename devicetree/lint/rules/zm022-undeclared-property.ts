/** ZM022: zephyr,memory-attr on a node whose binding does not declare it. */
import { declarationOf, REGION_COMPATIBLE } from '../bindings.js';
import { makeRegion } from '../compatible.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { attributed } from '../memory.js';
import { compatibles, isCompatible, nodeName, propertyRange } from '../reading.js';

export const zm022 = rule(
  'ZM022',
  'error',
  'Binding does not declare the attribute',
  (context, report) => {
    for (const { node, attribute } of attributed(context)) {
      const declaration = declarationOf(node, 'zephyr,memory-attr', context.zephyr?.bindings);
      if (declaration === 'declared') continue;
      // ZM020 and ZM021 say what is wrong there, and their fixes mend this too.
      if (node.properties.has('zephyr,memory-region') || isCompatible(node, REGION_COMPATIBLE)) continue;
      const first = compatibles(node)[0]?.text;
      report({
        message:
          declaration === 'undeclared'
            ? `The binding of "${first ?? ''}" does not declare zephyr,memory-attr: the build refuses ${nodeName(node)}.`
            : `No binding matches ${nodeName(node)}: Zephyr passes over zephyr,memory-attr and programs no MPU region.`,
        range: propertyRange(attribute),
        fixes: fixOf(`Make it a "${REGION_COMPATIBLE}"`, makeRegion(context, node), { preferred: true }),
      });
    }
  },
  { supersedes: ['binding-undeclared'] },
);
