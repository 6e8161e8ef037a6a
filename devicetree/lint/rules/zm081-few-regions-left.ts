/** ZM081: so many regions from devicetree that guards, stacks and partitions find none. */
import { rule } from '../define.js';
import { attributed } from '../memory.js';
import { merges } from '../merge.js';
import { valueRange } from '../reading.js';
import { count, list } from '../words.js';

export const zm081 = rule('ZM081', 'warning', 'Hardly any MPU regions left', (context, report) => {
  const { target, plan, zephyr } = context;
  if (target.pmsa === undefined || target.regionCountFrom === 'assumed' || !plan.enabled) return;
  if (plan.notes.some(({ kind }) => kind === 'soc-regions-assumed')) return;
  const { total, soc, devicetree, uses, free } = plan.slots;
  const left = total - soc - devicetree;
  const needed = left - free;
  // Partitions come on top of what is counted; without the configuration only "none left" is sure to hurt.
  const partitions = plan.config.userspace ? 1 : 0;
  if (zephyr?.config === undefined ? left > 0 : free >= partitions) return;
  const last = attributed(context).findLast(({ planned }) => planned?.state === 'programmed');
  if (last === undefined) return;
  const wanted = uses.map(({ use, option }) => `${use} (${option})`);
  if (partitions > 0) wanted.push('memory partitions');
  const for_ = wanted.length === 0 ? 'a stack guard, a thread stack or a partition' : list(wanted);
  report({
    message: `${count(devicetree, 'region')} of devicetree and ${soc} of the SoC leave ${left} of ${total} MPU regions for ${for_}${needed === 0 ? '' : `, which take at least ${needed + partitions}`}.`,
    range: valueRange(last.attribute.syntax),
    fixes: merges(context),
  });
});
