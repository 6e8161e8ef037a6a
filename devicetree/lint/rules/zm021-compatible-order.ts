/** ZM021: zephyr,memory-region behind a compatible whose binding does not know its properties. */
import { declarationOf, REGION_COMPATIBLE } from '../bindings.js';
import { regionCompatibleFirst } from '../compatible.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { memories } from '../memory.js';
import { compatibles, propertyRange } from '../reading.js';
import { list } from '../words.js';

const PROPERTIES = ['zephyr,memory-region', 'zephyr,memory-attr', 'zephyr,memory-region-flags'];

export const zm021 = rule(
  'ZM021',
  'error',
  'Order of compatibles',
  (context, report) => {
    for (const { node, isLinkerRegion } of memories(context)) {
      const all = compatibles(node);
      const at = all.findIndex(({ text }) => text === REGION_COMPATIBLE);
      if (!isLinkerRegion || at < 1) continue;
      const refused = PROPERTIES.filter(
        (name) => node.properties.has(name) && declarationOf(node, name, context.zephyr?.bindings) === 'undeclared',
      );
      if (refused.length === 0) continue;
      const edit = regionCompatibleFirst(node);
      report({
        message: `"${all[0]!.text}" comes first, and its binding does not declare ${list(refused)}: the build refuses the devicetree.`,
        range: all[at]!.range ?? propertyRange(node.properties.get('compatible')!),
        insteadOf: refused.map((name) => propertyRange(node.properties.get(name)!)),
        fixes: fixOf(`Put "${REGION_COMPATIBLE}" first`, edit && [edit], {
          preferred: true,
          kind: 'memory-region-first',
        }),
      });
    }
  },
  { supersedes: ['binding-undeclared'] },
);
