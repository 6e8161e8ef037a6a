import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM006',
  [
    {
      name: 'the name of a type',
      source: root(memory({ more: ['zephyr,memory-attr = «"RAM"»;'] })),
      message: 'zephyr,memory-attr is a number since Zephyr 3.5: the build refuses a string.',
      fixes: [
        {
          title: 'Use <DT_MEM_ARM_MPU_RAM>',
          leaves: 'zephyr,memory-attr = <DT_MEM_ARM_MPU_RAM>;',
          kind: 'migrate-memory-attr-string',
        },
      ],
    },
    {
      name: 'a string that was never a type',
      source: root(memory({ more: ['zephyr,memory-attr = «"SLOW"»;'] })),
      message: /the build refuses a string/,
    },
  ],
  [
    { name: 'numbers', source: root(memory({ attribute: 'DT_MEM_ARM_MPU_RAM' })) },
    {
      name: 'a disabled node',
      source: root(memory({ more: ['zephyr,memory-attr = "RAM";', 'status = "disabled";'] })),
    },
  ],
);
