/** ZM080: more MPU regions than the hardware has. */
import { rule } from '../define.js';
import { attributed } from '../memory.js';
import { merges } from '../merge.js';
import { nodeName, valueRange } from '../reading.js';
import type { LintContext } from '../types.js';
import { count } from '../words.js';

export const zm080 = rule('ZM080', 'error', 'More regions than the MPU has', (context, report) => {
  const { target, plan } = context;
  if (target.pmsa === undefined || (target.regionCountFrom === 'assumed' && !hasEight(context))) return;
  const first = attributed(context).find(({ planned }) => planned?.state === 'dropped' && planned.reason === 'no-slot');
  if (first === undefined) return;
  const { soc, devicetree } = plan.slots;
  // Of a SoC's own table only Zephyr's default is known; devicetree's regions alone are too many or not.
  if (plan.notes.some(({ kind }) => kind === 'soc-regions-assumed') && devicetree <= target.regionCount) return;
  const consequence = plan.config.assert ? 'the boot stops in an assertion' : 'Zephyr then leaves the whole MPU off';
  const property = target.regionCountProperty;
  report({
    message: `${count(devicetree, 'region')} of devicetree and ${soc} of the SoC are ${devicetree + soc}, and the MPU has ${target.regionCount}: there is none for ${nodeName(first.node)}, and ${consequence}.`,
    range: valueRange(first.attribute.syntax),
    related:
      property === undefined ? [] : [{ range: valueRange(property.syntax), message: `${target.regionCount} regions` }],
    fixes: merges(context),
  });
});

/** Cortex-M0+, M3 and M4 have eight, or no MPU at all. */
function hasEight({ target }: LintContext): boolean {
  return /^cortex-m(0\+|0plus|3|4f?)$/.test(target.core ?? '');
}
