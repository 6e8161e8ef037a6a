import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM021',
  [
    {
      name: 'mmio-sram before the region',
      source: root(memory({ compatible: '"mmio-sram", «"zephyr,memory-region"»' })),
      message:
        '"mmio-sram" comes first, and its binding does not declare zephyr,memory-region: the build refuses the devicetree.',
      fixes: [
        {
          title: 'Put "zephyr,memory-region" first',
          leaves: 'compatible = "zephyr,memory-region", "mmio-sram";',
          kind: 'memory-region-first',
        },
      ],
    },
    {
      name: 'the same with an attribute',
      source: root(memory({ compatible: '"mmio-sram", «"zephyr,memory-region"»', attribute: 'DT_MEM_ARM_MPU_RAM' })),
      message: /does not declare zephyr,memory-region and zephyr,memory-attr/,
      fixes: [{ title: 'Put "zephyr,memory-region" first', leaves: '"zephyr,memory-region", "mmio-sram"' }],
    },
  ],
  [
    { name: 'the right order', source: root(memory()) },
    {
      name: 'another first compatible, whose binding may declare it',
      source: root(memory({ compatible: '"nordic,owned-memory", "zephyr,memory-region"' })),
    },
  ],
);
