/** ZM013: an attribute without an Arm type, from which no MPU region follows. */
import { armTypeBit } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { rawUses } from '../macros.js';
import { attributed, CACHEABLE, field } from '../memory.js';
import { nodeName, valueRange } from '../reading.js';
import { spellAt } from '../spelling.js';
import { innerRange } from '../values.js';

const NON_VOLATILE = 0x2;

export const zm013 = rule('ZM013', 'information', 'Describes only', (context, report) => {
  if (context.target.pmsa === undefined) return;
  // ZM004 says why the type is missing there.
  const raw = new Set(rawUses(context).map(({ assignment }) => assignment));
  for (const { node, attribute, value, planned } of attributed(context)) {
    if (raw.has(attribute.syntax)) continue;
    if (planned?.state !== 'dropped' || planned.reason !== 'no-arm-type') continue;
    // The heap allocator acts on software bits, so there is more to those than a description.
    if (value === undefined || value === 0 || field(value, 'software') !== 0) continue;
    const type = (value & NON_VOLATILE) !== 0 ? 'FLASH' : (value & CACHEABLE) !== 0 ? 'RAM' : 'RAM_NOCACHE';
    report({
      message: `No DT_MEM_ARM_MPU_ type: this only describes ${nodeName(node)}. On ${context.target.architecture ?? 'Cortex-M'} no MPU region follows from it.`,
      range: valueRange(attribute.syntax),
      fixes: fixOf(
        `Add DT_MEM_ARM_MPU_${type}`,
        spellAt(context, innerRange(attribute.syntax), (value | armTypeBit(type)) >>> 0),
      ),
    });
  }
});
