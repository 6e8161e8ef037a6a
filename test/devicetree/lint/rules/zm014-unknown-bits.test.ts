import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM014',
  [
    {
      name: 'a bit that no macro has',
      source: root(memory({ more: ['zephyr,memory-attr = «<(DT_MEM_ARM_MPU_RAM | 0x400)>»;'] })),
      message: /^0x400 has no meaning in this workspace's headers/,
      fixes: [{ title: 'Drop 0x400', leaves: '<DT_MEM_ARM_MPU_RAM>' }],
    },
    {
      name: 'zero',
      source: root(memory({ more: ['zephyr,memory-attr = «<0>»;'] })),
      message: 'An attribute of 0 says nothing about sram1.',
      fixes: [{ title: 'Remove zephyr,memory-attr', leaves: '"SRAM1";\n\t};' }],
    },
    {
      name: 'a macro for "unknown"',
      source: root(memory({ more: ['zephyr,memory-attr = «<(DT_MEM_ARM_MPU_RAM | DT_MEM_UNKNOWN)>»;'] })),
      message: 'DT_MEM_UNKNOWN is what functions answer where there is no attribute; it says nothing of sram1.',
      fixes: [{ title: 'Drop 0x8000', leaves: '<DT_MEM_ARM_MPU_RAM>' }],
    },
  ],
  [
    { name: 'bits that this Zephyr has', source: root(memory({ attribute: '(DT_MEM_ARM_MPU_RAM | 0x100)' })) },
    {
      name: 'architecture bits of a CPU that we do not know',
      board: (text) => text.replace('arm,cortex-m4f', 'acme,cpu').replace('arm,armv7m-mpu', 'acme,mpu'),
      source: root(memory({ attribute: '0x40000000' })),
    },
  ],
);
