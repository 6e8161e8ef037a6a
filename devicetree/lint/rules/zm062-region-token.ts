/** ZM062: a region's name that C and the linker see otherwise. */
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { linkerRegions } from '../memory.js';

export const zm062 = rule('ZM062', 'information', 'Section has another name', (context, report) => {
  for (const { region } of linkerRegions(context)) {
    if (region === undefined || region.text === '' || region.text === region.token) continue;
    report({
      message: `Section and symbols are called ${region.token}: "${region.text}" has characters that are none in C. Use ${region.token} in sources.`,
      range: region.range,
      fixes: fixOf(`Name it "${region.token}"`, [{ range: region.range, newText: `"${region.token}"` }], {
        kind: 'region-token',
      }),
    });
  }
});
