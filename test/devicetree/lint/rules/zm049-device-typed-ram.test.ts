import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM049',
  [
    {
      name: 'SDRAM without an attribute',
      source: root(memory({ label: 'sdram', at: 'd0000000', reg: '«0xd0000000 0x800000»' })),
      message:
        '0xd0000000-0xd07fffff is Device memory in the default memory map: without an MPU region unaligned accesses to sdram fault, nothing executes there and nothing is cached.',
      fixes: [
        {
          title: 'Make it DT_MEM_ARM_MPU_RAM',
          leaves: 'zephyr,memory-region = "SDRAM";\n\t\tzephyr,memory-attr = <DT_MEM_ARM_MPU_RAM>;',
        },
      ],
    },
    {
      name: 'SDRAM with a description only',
      source: root(memory({ label: 'sdram', at: 'd0000000', reg: '«0xd0000000 0x800000»', attribute: 'DT_MEM_DMA' })),
      message: /is Device memory in the default memory map/,
      fixes: [{ title: 'Add DT_MEM_ARM_MPU_RAM', leaves: '<(DT_MEM_DMA | DT_MEM_ARM_MPU_RAM)>' }],
      also: ['ZM013'],
    },
  ],
  [
    {
      name: 'SDRAM with a type',
      source: root(memory({ label: 'sdram', at: 'd0000000', size: '0x800000', attribute: 'DT_MEM_ARM_MPU_RAM' })),
    },
    {
      name: 'external RAM that is Normal memory',
      source: root(memory({ label: 'sdram', at: '80000000', size: '0x800000' })),
    },
    {
      name: 'a part of a region with a type',
      source: root(
        memory({
          label: 'sdram',
          at: 'd0000000',
          size: '0x800000',
          attribute: 'DT_MEM_ARM_MPU_RAM',
          compatible: '"acme,sdram"',
          name: null,
        }),
        memory({ label: 'frame', at: 'd0100000', size: '0x100000' }),
      ),
    },
  ],
);
