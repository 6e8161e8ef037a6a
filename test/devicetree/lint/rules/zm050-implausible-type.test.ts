import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM050',
  [
    {
      name: 'RAM over a UART',
      source: root(
        memory({
          label: 'ram',
          at: '40000000',
          size: '0x10000',
          compatible: '"acme,ram"',
          name: null,
          more: ['zephyr,memory-attr = «<DT_MEM_ARM_MPU_RAM>»;'],
        }),
      ),
      message:
        'RAM for 0x40000000-0x4000ffff: uart0 lies there, and accesses to its registers may be merged, reordered or cached.',
      fixes: [{ title: 'Make it IO', leaves: '<DT_MEM_ARM_MPU_IO>' }],
    },
    {
      name: 'RAM as large as no vendor puts among peripherals',
      source: root(
        memory({
          label: 'ram',
          at: '50000000',
          size: '0x800000',
          compatible: '"acme,ram"',
          name: null,
          more: ['zephyr,memory-attr = «<DT_MEM_ARM_MPU_RAM>»;'],
        }),
      ),
      message: 'RAM for 0x50000000-0x507fffff: these are addresses of peripherals.',
      fixes: [{ title: 'Make it IO', leaves: '<DT_MEM_ARM_MPU_IO>' }],
    },
    {
      name: 'PPB for RAM',
      source: root(memory({ more: ['zephyr,memory-attr = «<DT_MEM_ARM_MPU_PPB>»;'] })),
      message:
        "PPB for 0x20040000-0x20043fff: these are not the processor's own registers, and Strongly-ordered memory is slow.",
      fixes: [{ title: 'Make it RAM', leaves: '<DT_MEM_ARM_MPU_RAM>' }],
    },
    {
      name: "FLASH over the processor's registers",
      source: root(
        memory({
          label: 'scs',
          at: 'e0000000',
          size: '0x100000',
          compatible: '"acme,scs"',
          name: null,
          more: ['zephyr,memory-attr = «<DT_MEM_ARM_MPU_FLASH>»;'],
        }),
      ),
      message:
        "FLASH for 0xe0000000-0xe00fffff: the processor's own registers lie there, and accesses to those never ask the MPU.",
      fixes: [{ title: 'Make it IO', leaves: '<DT_MEM_ARM_MPU_IO>' }],
    },
  ],
  [
    {
      name: 'backup SRAM among the peripherals',
      source: root(memory({ label: 'backup', at: '40024000', size: '0x1000', attribute: 'DT_MEM_ARM_MPU_RAM' })),
    },
    {
      name: 'IO over peripherals',
      source: root(memory({ label: 'io', at: '40000000', size: '0x10000', attribute: 'DT_MEM_ARM_MPU_IO' })),
    },
    { name: 'IO for RAM that is shared with hardware', source: root(memory({ attribute: 'DT_MEM_ARM_MPU_IO' })) },
  ],
);
