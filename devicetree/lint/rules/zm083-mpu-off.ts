/** ZM083: memory attributes in a build that does not carry them out. */
import { armTypesIn } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { attributed, isCortexM } from '../memory.js';
import { nodeName, valueRange } from '../reading.js';

export const zm083 = rule(
  'ZM083',
  'warning',
  'MPU support is off',
  (context, report) => {
    const config = context.zephyr?.config;
    if (config === undefined || !isCortexM(context)) return;
    const option = ['CONFIG_ARM_MPU', 'CONFIG_MEM_ATTR'].find((name) => config.get(name) !== 'y');
    if (option === undefined) return;
    const typed = attributed(context).filter(({ value }) => value !== undefined && armTypesIn(value).length > 0);
    const [first, ...more] = typed;
    if (first === undefined) return;
    report({
      message: `${option} is off: no MPU region follows from the attribute of ${nodeName(first.node)}${more.length === 0 ? '' : ` and ${more.length} more`}. Set ${option}=y in prj.conf.`,
      range: valueRange(first.attribute.syntax),
      related: more.map(({ node, attribute }) => ({
        range: valueRange(attribute.syntax),
        message: `${nodeName(node)} too`,
      })),
    });
  },
  { needs: ['config'] },
);
