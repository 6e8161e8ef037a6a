/** ZM009: several Arm types at once, for which the MPU driver programs nothing. */
import { ARM_REGION_TYPES, armTypeBit, armTypesIn } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { attributed, isCortexM } from '../memory.js';
import { nodeName, valueRange } from '../reading.js';
import { spellAt } from '../spelling.js';
import { innerRange } from '../values.js';
import { list } from '../words.js';

export const zm009 = rule('ZM009', 'error', 'Several Arm types', (context, report) => {
  if (!isCortexM(context)) return;
  for (const { node, attribute, value } of attributed(context)) {
    const types = value === undefined ? [] : armTypesIn(value);
    if (value === undefined || types.length < 2) continue;
    const others = ARM_REGION_TYPES.reduce((mask, type) => (mask & ~armTypeBit(type)) >>> 0, value);
    report({
      message: `${list(types)} at once: the MPU driver knows one type a region, programs none for ${nodeName(node)}, and says nothing.`,
      range: valueRange(attribute.syntax),
      fixes: types.flatMap((type) =>
        fixOf(`Make it ${type}`, spellAt(context, innerRange(attribute.syntax), (others | armTypeBit(type)) >>> 0)),
      ),
    });
  }
});
