import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM013',
  [
    {
      name: 'a generic attribute alone',
      source: root(memory({ more: ['zephyr,memory-attr = «<DT_MEM_CACHEABLE>»;'] })),
      message: 'No DT_MEM_ARM_MPU_ type: this only describes sram1. On Armv7-M no MPU region follows from it.',
      fixes: [{ title: 'Add DT_MEM_ARM_MPU_RAM', leaves: '<(DT_MEM_CACHEABLE | DT_MEM_ARM_MPU_RAM)>' }],
    },
    {
      name: 'memory that is not volatile',
      core: 'm33',
      source: root(memory({ more: ['zephyr,memory-attr = «<(DT_MEM_NON_VOLATILE | DT_MEM_OOO)>»;'] })),
      message: /On Armv8-M Mainline no MPU region follows from it/,
      fixes: [
        { title: 'Add DT_MEM_ARM_MPU_FLASH', leaves: '<(DT_MEM_NON_VOLATILE | DT_MEM_OOO | DT_MEM_ARM_MPU_FLASH)>' },
      ],
    },
  ],
  [
    {
      name: 'a heap, on which the allocator acts',
      source: root(memory({ attribute: '(DT_MEM_CACHEABLE | DT_MEM_SW_ALLOC_CACHE)' })),
    },
    {
      name: 'cores without an MPU of Zephyr',
      board: (text) => text.replace('arm,cortex-m4f', 'riscv').replace('arm,armv7m-mpu', 'riscv,pmp'),
      source: root(memory({ attribute: 'DT_MEM_CACHEABLE' })),
    },
  ],
);
