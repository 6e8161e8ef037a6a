/** ZM007: zephyr,memory-region-mpu, which zephyr,memory-attr replaced in Zephyr 3.5. */
import type { DevicetreeProperty } from '../../model/index.js';
import { rangeText, type TextEdit } from '../../source/index.js';
import { migrateRegionMpu } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf, isPlain, removeProperty } from '../edits.js';
import { onlyString } from '../reading.js';
import { headersFor } from '../spelling.js';
import type { LintContext } from '../types.js';

const OLD = 'zephyr,memory-region-mpu';

export const zm007 = rule(
  'ZM007',
  'error',
  'Removed property',
  (context, report) => {
    for (const node of context.compilation.tree.nodes()) {
      const property = node.properties.get(OLD);
      if (property === undefined) continue;
      const replaced = node.properties.has('zephyr,memory-attr');
      report({
        message: `Zephyr since 3.5 makes no MPU region from ${OLD}: ${replaced ? 'zephyr,memory-attr alone counts' : 'this memory has none'}.`,
        range: property.syntax.name.range,
        tag: 'deprecated',
        fixes: fixOf(
          replaced ? `Remove ${OLD}` : 'Use zephyr,memory-attr',
          replaced ? [removeProperty(property.syntax)] : migration(context, property),
          { preferred: true, kind: 'migrate-memory-region-mpu' },
        ),
      });
    }
  },
  { supersedes: ['binding-undeclared', 'binding-deprecated'] },
);

/** The new property with the type of the same name. */
function migration(context: LintContext, property: DevicetreeProperty): TextEdit[] | undefined {
  const { syntax } = property;
  const migrated = migrateRegionMpu(onlyString(property)?.text ?? '');
  if (migrated === undefined || !isPlain(syntax)) return undefined;
  const { file, start } = syntax.name.range;
  const { end } = syntax.range;
  if (!rangeText(syntax.range).endsWith(';')) return undefined;
  return [
    ...headersFor(context, syntax.range, migrated.assignment),
    { range: { file, start, end }, newText: `${migrated.assignment};` },
  ];
}
