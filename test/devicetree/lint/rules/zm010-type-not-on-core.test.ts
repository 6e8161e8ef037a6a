import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM010',
  [
    {
      name: 'EXTMEM on Armv8-M',
      core: 'm33',
      source: root(memory({ more: ['zephyr,memory-attr = «<DT_MEM_ARM_MPU_EXTMEM>»;'] })),
      message: 'EXTMEM does not exist on Armv8-M Mainline: the MPU driver passes over sram1 and says nothing.',
    },
    {
      name: 'PPB on Armv8-M',
      core: 'm33',
      source: root(memory({ more: ['zephyr,memory-attr = «<DT_MEM_ARM_MPU_PPB>»;'] })),
      message: /^PPB does not exist on Armv8-M Mainline/,
      fixes: [{ title: 'Use DEVICE', leaves: '<DT_MEM_ARM_MPU_DEVICE>' }],
    },
    {
      name: 'IO on Armv8-M before main',
      core: 'm33',
      zephyr: { version: '4.1' },
      source: root(memory({ more: ['zephyr,memory-attr = «<(DT_MEM_ARM_MPU_IO | DT_MEM_SW_ALLOC_DMA)>»;'] })),
      message: /^IO does not exist on Armv8-M Mainline/,
      fixes: [{ title: 'Drop IO', leaves: '<DT_MEM_SW_ALLOC_DMA>' }],
    },
    {
      name: 'DEVICE on Armv7-M',
      source: root(memory({ more: ['zephyr,memory-attr = «<DT_MEM_ARM_MPU_DEVICE>»;'] })),
      message: /^DEVICE does not exist on Armv7-M/,
      fixes: [{ title: 'Use IO', leaves: '<DT_MEM_ARM_MPU_IO>' }],
    },
  ],
  [
    {
      name: 'EXTMEM on Armv7-M',
      source: root(memory({ at: '60000000', label: 'ext', attribute: 'DT_MEM_ARM_MPU_EXTMEM' })),
    },
    { name: 'IO on Armv8-M in main', core: 'm33', source: root(memory({ attribute: 'DT_MEM_ARM_MPU_IO' })) },
  ],
);
