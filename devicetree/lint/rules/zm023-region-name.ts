/** ZM023: a linker region without a name. */
import { REGION_COMPATIBLE } from '../bindings.js';
import { rule } from '../define.js';
import { fixOf, insertProperty } from '../edits.js';
import { linkerRegions } from '../memory.js';
import { freeRegionName } from '../names.js';
import { compatibles, nodeName, propertyRange } from '../reading.js';

export const zm023 = rule(
  'ZM023',
  'error',
  'Region needs a name',
  (context, report) => {
    for (const { node, region } of linkerRegions(context)) {
      const written = node.properties.get('zephyr,memory-region');
      if (written !== undefined && (region === undefined || region.text !== '')) continue;
      const name = freeRegionName(context, node);
      const compatible = compatibles(node).find(({ text }) => text === REGION_COMPATIBLE);
      const place = region?.range ?? compatible?.range ?? propertyRange(node.properties.get('compatible')!);
      const edit =
        region === undefined
          ? insertProperty(node, `zephyr,memory-region = "${name}";`)
          : { range: region.range, newText: `"${name}"` };
      report({
        message: `${nodeName(node)} is a linker region without zephyr,memory-region, its name: the build refuses it.`,
        range: place,
        insteadOf: node.definitions.flatMap(({ name: own, reference }) => own?.range ?? reference?.range ?? []),
        fixes: fixOf(`Name it "${name}"`, edit && [edit], { preferred: true }),
      });
    }
  },
  { supersedes: ['binding-missing'] },
);
