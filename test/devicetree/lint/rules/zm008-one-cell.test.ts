import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM008',
  [
    {
      name: 'two cells',
      source: root(memory({ more: ['zephyr,memory-attr = «<DT_MEM_DMA DT_MEM_ARM_MPU_RAM>»;'] })),
      message: 'zephyr,memory-attr takes one cell and has 2 cells: the build refuses it. Attributes are ORed together.',
      fixes: [{ title: 'OR the cells together', leaves: '<(DT_MEM_DMA | DT_MEM_ARM_MPU_RAM)>' }],
    },
    {
      name: 'two lists',
      source: root(memory({ more: ['zephyr,memory-attr = «<DT_MEM_DMA>, <DT_MEM_ARM_MPU_RAM>»;'] })),
      message: /takes one cell and has 2 cells/,
      fixes: [{ title: 'OR the cells together', leaves: '<(DT_MEM_DMA | DT_MEM_ARM_MPU_RAM)>' }],
    },
    {
      name: 'bytes',
      source: root(memory({ more: ['zephyr,memory-attr = «[00 10 00 00]»;'] })),
      message: /takes one cell and has 4 bytes/,
    },
  ],
  [{ name: 'one cell', source: root(memory({ attribute: '(DT_MEM_DMA | DT_MEM_ARM_MPU_RAM)' })) }],
);
