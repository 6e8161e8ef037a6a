import { checkRule, memory, root } from '../support.js';

const RAM = 'DT_MEM_ARM_MPU_RAM';
const regions = (count: number, more: string): string =>
  root(
    ...Array.from({ length: count }, (_, n) =>
      memory({ label: `part${n}`, at: `200${(0x40 + 2 * n).toString(16)}000`, size: '0x1000', attribute: RAM }),
    ),
    more,
  );
const last = memory({ label: 'last', at: '20080000', size: '0x1000', more: [`zephyr,memory-attr = «<${RAM}>»;`] });
const options = (...names: readonly string[]) => ({
  config: new Map(['ARM_MPU', 'MEM_ATTR', 'XIP', ...names].map((name) => [`CONFIG_${name}`, 'y'])),
});

checkRule(
  'ZM081',
  [
    {
      name: 'none left',
      source: regions(5, last),
      message:
        '6 regions of devicetree and 2 of the SoC leave 0 of 8 MPU regions for a stack guard, a thread stack or a partition.',
    },
    {
      name: 'one left where the configuration needs more',
      zephyr: options('MPU_STACK_GUARD', 'USERSPACE'),
      source: regions(4, last),
      message:
        '5 regions of devicetree and 2 of the SoC leave 1 of 8 MPU regions for user thread stack (CONFIG_USERSPACE), stack guard (CONFIG_MPU_STACK_GUARD) and memory partitions, which take at least 3.',
    },
  ],
  [
    { name: 'one left of whose use nothing is known', source: regions(5, '') },
    { name: 'one left for a stack guard', zephyr: options('MPU_STACK_GUARD'), source: regions(5, '') },
    { name: 'none left and none needed', zephyr: options(), source: regions(6, '') },
    {
      name: 'a SoC with a table of its own',
      zephyr: options('CPU_HAS_CUSTOM_FIXED_SOC_MPU_REGIONS', 'MPU_STACK_GUARD'),
      source: regions(6, ''),
    },
  ],
);
