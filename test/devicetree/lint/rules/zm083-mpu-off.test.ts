import { checkRule, memory, root } from '../support.js';

const TYPED = 'zephyr,memory-attr = «<DT_MEM_ARM_MPU_RAM>»;';

checkRule(
  'ZM083',
  [
    {
      name: 'attributes without CONFIG_ARM_MPU',
      zephyr: { config: new Map([['CONFIG_MEM_ATTR', 'y']]) },
      source: root(
        memory({ more: [TYPED] }),
        memory({ label: 'sram2', at: '20050000', attribute: 'DT_MEM_ARM_MPU_RAM' }),
      ),
      message:
        'CONFIG_ARM_MPU is off: no MPU region follows from the attribute of sram1 and 1 more. Set CONFIG_ARM_MPU=y in prj.conf.',
      related: ['sram2 too'],
    },
    {
      name: 'attributes without CONFIG_MEM_ATTR',
      zephyr: { config: new Map([['CONFIG_ARM_MPU', 'y']]) },
      source: root(memory({ more: [TYPED] })),
      message: /^CONFIG_MEM_ATTR is off: no MPU region follows from the attribute of sram1\./,
    },
  ],
  [
    {
      name: 'both options on',
      zephyr: {
        config: new Map([
          ['CONFIG_ARM_MPU', 'y'],
          ['CONFIG_MEM_ATTR', 'y'],
        ]),
      },
      source: root(memory({ attribute: 'DT_MEM_ARM_MPU_RAM' })),
    },
    { name: 'a configuration that is not known', source: root(memory({ attribute: 'DT_MEM_ARM_MPU_RAM' })) },
    {
      name: 'attributes without a type',
      zephyr: { config: new Map([['CONFIG_MEM_ATTR_HEAP', 'y']]) },
      source: root(memory({ attribute: 'DT_MEM_SW_ALLOC_DMA' })),
    },
  ],
);
