/** ZM064: flags of a linker region that the linker does not know. */
import { validRegionFlags } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { linkerRegions } from '../memory.js';
import { onlyString, propertyRange } from '../reading.js';

export const zm064 = rule('ZM064', 'warning', 'Flags that the linker does not know', (context, report) => {
  for (const { node } of linkerRegions(context)) {
    const property = node.properties.get('zephyr,memory-region-flags');
    const flags = onlyString(property);
    if (property === undefined || flags === undefined || flags.text === '' || validRegionFlags(flags.text)) continue;
    const kept = [...new Set(flags.text.toLowerCase().replace(/[^rwxail!]/g, ''))].join('').replace(/!+$/, '');
    const wrong = [...new Set(flags.text.replace(/[RWXAIL!]/gi, ''))].map((flag) => `"${flag}"`).join(' and ');
    const range = flags.range ?? propertyRange(property);
    report({
      message: `The linker refuses (${flags.text}): ${wrong === '' ? '"!" inverts what follows it' : `${wrong} is no flag`}. It takes r, w, x, a, i and l, and ! before those that must not be.`,
      range,
      fixes: kept === '' ? [] : fixOf(`Use "${kept}"`, [{ range, newText: `"${kept}"` }]),
    });
  }
});
