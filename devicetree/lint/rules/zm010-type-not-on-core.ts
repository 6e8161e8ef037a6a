/** ZM010: a type that the MPU driver has no encoding for on this core. */
import type { Fix } from '../../source/index.js';
import { armTypeBit, armTypesIn, hasEncoding, type ArmRegionType } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { attributed, type Memory } from '../memory.js';
import { nodeName, valueRange } from '../reading.js';
import { spellAt } from '../spelling.js';
import type { LintContext } from '../types.js';
import { innerRange } from '../values.js';

/** What comes nearest where a type is not to be had, best first. */
const INSTEAD: Readonly<Partial<Record<ArmRegionType, readonly ArmRegionType[]>>> = {
  PPB: ['DEVICE', 'IO'],
  IO: ['DEVICE'],
  DEVICE: ['IO'],
  RAM_PXN: ['RAM'],
  RAM_WT: ['RAM'],
};

export const zm010 = rule('ZM010', 'warning', 'Type does not exist on this core', (context, report) => {
  for (const memory of attributed(context)) {
    const { planned, attribute, value, node } = memory;
    if (value === undefined || planned?.state !== 'dropped') continue;
    if (planned.reason !== 'type-not-on-core' && planned.reason !== 'type-newer-than-zephyr') continue;
    const [type] = armTypesIn(value);
    if (type === undefined) continue;
    const where =
      planned.reason === 'type-not-on-core'
        ? (context.target.architecture ?? 'this core')
        : `Zephyr ${context.plan.config.zephyr}`;
    report({
      message: `${type} does not exist on ${where}: the MPU driver passes over ${nodeName(node)} and says nothing.`,
      range: valueRange(attribute.syntax),
      fixes: fixes(context, memory, value, type),
    });
  }
});

function fixes(context: LintContext, { attribute }: Memory, value: number, type: ArmRegionType): Fix[] {
  const { pmsa } = context.target;
  const rest = (value & ~armTypeBit(type)) >>> 0;
  const other = INSTEAD[type]?.find((each) => pmsa !== undefined && hasEncoding(each, pmsa, context.plan.config));
  const range = attribute === undefined ? undefined : innerRange(attribute.syntax);
  return [
    ...(other === undefined ? [] : fixOf(`Use ${other}`, spellAt(context, range, (rest | armTypeBit(other)) >>> 0))),
    ...(rest === 0 ? [] : fixOf(`Drop ${type}`, spellAt(context, range, rest))),
  ];
}
