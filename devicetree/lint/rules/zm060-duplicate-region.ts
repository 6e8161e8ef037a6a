/** ZM060: two linker regions whose names are the same to the linker. */
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { linkerRegions, type RegionName } from '../memory.js';
import { freeRegionName } from '../names.js';

export const zm060 = rule('ZM060', 'error', 'Region name is taken', (context, report) => {
  const first = new Map<string, RegionName>();
  for (const { node, region } of linkerRegions(context)) {
    if (region === undefined || region.text === '') continue;
    const other = first.get(region.token);
    if (other === undefined) {
      first.set(region.token, region);
      continue;
    }
    const name = freeRegionName(context, node);
    const both = other.text === region.text ? '' : ` ("${other.text}" and "${region.text}" are the same to it)`;
    report({
      message: `The linker knows ${region.token} already${both}: it warns, and one region takes the place of the other.`,
      range: region.range,
      related: [{ range: other.range, message: `${other.token} is also this one` }],
      fixes: fixOf(`Rename it to "${name}"`, [{ range: region.range, newText: `"${name}"` }]),
    });
  }
});
