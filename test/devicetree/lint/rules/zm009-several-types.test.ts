import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM009',
  [
    {
      name: 'two types in DT_MEM_ARM()',
      source: root(
        memory({ attribute: 'DT_MEM_ARM(ATTR_MPU_RAM | ATTR_MPU_IO)' }).replace(
          '<DT_MEM_ARM(ATTR_MPU_RAM | ATTR_MPU_IO)>',
          '«<DT_MEM_ARM(ATTR_MPU_RAM | ATTR_MPU_IO)>»',
        ),
      ),
      message: 'RAM and IO at once: the MPU driver knows one type a region, programs none for sram1, and says nothing.',
      fixes: [
        { title: 'Make it RAM', leaves: '<DT_MEM_ARM_MPU_RAM>' },
        { title: 'Make it IO', leaves: '<DT_MEM_ARM_MPU_IO>' },
      ],
    },
    {
      name: 'two types and a generic attribute',
      core: 'm33',
      source: root(
        memory({ more: ['zephyr,memory-attr = «<(DT_MEM_ARM_MPU_RAM | DT_MEM_ARM_MPU_RAM_NOCACHE | DT_MEM_DMA)>»;'] }),
      ),
      message: /^RAM and RAM_NOCACHE at once/,
      fixes: [
        { title: 'Make it RAM', leaves: '<(DT_MEM_DMA | DT_MEM_ARM_MPU_RAM)>' },
        { title: 'Make it RAM_NOCACHE', leaves: '<(DT_MEM_DMA | DT_MEM_ARM_MPU_RAM_NOCACHE)>' },
      ],
    },
  ],
  [
    { name: 'one type', source: root(memory({ attribute: '(DT_MEM_ARM_MPU_RAM | DT_MEM_DMA)' })) },
    {
      name: 'another architecture',
      board: (text) => text.replace('arm,cortex-m4f', 'riscv').replace('arm,armv7m-mpu', 'riscv,pmp'),
      source: root(memory({ attribute: '0x300000' })),
    },
  ],
);
