import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM011',
  [
    {
      name: 'RAM_NOCACHE with DT_MEM_CACHEABLE',
      source: root(memory({ more: ['zephyr,memory-attr = «<(DT_MEM_CACHEABLE | DT_MEM_ARM_MPU_RAM_NOCACHE)>»;'] })),
      message:
        'RAM_NOCACHE with DT_MEM_CACHEABLE: the MPU driver asserts at boot; without CONFIG_ASSERT sram1 is not cached.',
      fixes: [
        { title: 'Not cacheable: drop DT_MEM_CACHEABLE', leaves: '<DT_MEM_ARM_MPU_RAM_NOCACHE>' },
        { title: 'Cacheable: make it RAM', leaves: '<(DT_MEM_CACHEABLE | DT_MEM_ARM_MPU_RAM)>' },
      ],
    },
    {
      name: 'both generic attributes',
      source: root(
        memory({ more: ['zephyr,memory-attr = «<(DT_MEM_CACHEABLE | DT_MEM_NON_CACHEABLE | DT_MEM_ARM_MPU_RAM)>»;'] }),
      ),
      message: 'DT_MEM_CACHEABLE and DT_MEM_NON_CACHEABLE contradict each other.',
      fixes: [
        { title: 'Not cacheable: drop DT_MEM_CACHEABLE', leaves: '<(DT_MEM_NON_CACHEABLE | DT_MEM_ARM_MPU_RAM)>' },
        { title: 'Cacheable: drop DT_MEM_NON_CACHEABLE', leaves: '<(DT_MEM_CACHEABLE | DT_MEM_ARM_MPU_RAM)>' },
      ],
    },
  ],
  [
    { name: 'cacheable RAM', source: root(memory({ attribute: '(DT_MEM_CACHEABLE | DT_MEM_ARM_MPU_RAM)' })) },
    { name: 'RAM_NOCACHE for DMA', source: root(memory({ attribute: '(DT_MEM_DMA | DT_MEM_ARM_MPU_RAM_NOCACHE)' })) },
  ],
);
