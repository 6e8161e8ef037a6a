import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM045',
  [
    {
      name: 'RAM over RAM_NOCACHE',
      source: root(
        memory({
          label: 'dma',
          at: '20041000',
          size: '0x1000',
          attribute: 'DT_MEM_ARM_MPU_RAM_NOCACHE',
          compatible: '"acme,ram"',
          name: null,
        }),
        memory({ reg: '«0x20040000 0x4000»', attribute: 'DT_MEM_ARM_MPU_RAM' }),
      ),
      message:
        'MPU region 3 (sram1, RAM) decides for 0x20041000-0x20041fff, all of region 2 (dma, RAM_NOCACHE): memory type "Normal, write-back, not shareable", not "Normal, not cacheable, not shareable".',
      related: ['dma is overridden'],
      fixes: [{ title: 'Put sram1 before dma', leaves: '\t};\n\tdma: memory@20041000 {' }],
    },
    {
      name: 'RAM over FLASH, at its end',
      source: root(
        memory({
          label: 'code',
          at: '20042000',
          size: '0x2000',
          attribute: 'DT_MEM_ARM_MPU_FLASH',
          compatible: '"acme,ram"',
          name: null,
        }),
        memory({ reg: '«0x20040000 0x4000»', attribute: 'DT_MEM_ARM_MPU_RAM' }),
      ),
      message: /privileged read and write/,
      fixes: [
        { title: 'Put sram1 before code', leaves: '\t};\n\tcode: memory@20042000 {' },
        { title: 'Trim sram1 to 0x20040000-0x20041fff', leaves: 'reg = <0x20040000 0x2000>;' },
      ],
    },
  ],
  [
    {
      name: 'a carve-out on top of a larger region',
      source: root(
        memory({
          label: 'all',
          at: '20040000',
          size: '0x8000',
          attribute: 'DT_MEM_ARM_MPU_RAM',
          compatible: '"acme,ram"',
          name: null,
        }),
        memory({ at: '20042000', size: '0x2000', attribute: 'DT_MEM_ARM_MPU_RAM_NOCACHE' }),
      ),
    },
    {
      name: 'regions of the same kind',
      source: root(
        memory({
          label: 'dma',
          at: '20041000',
          size: '0x1000',
          attribute: 'DT_MEM_ARM_MPU_RAM',
          compatible: '"acme,ram"',
          name: null,
        }),
        memory({ at: '20040000', size: '0x4000', attribute: 'DT_MEM_ARM_MPU_RAM' }),
      ),
    },
    {
      name: 'regions that meet only because one is rounded up',
      source: root(
        memory({ label: 'dma', at: '20043000', size: '0x1000', attribute: 'DT_MEM_ARM_MPU_RAM_NOCACHE' }),
        memory({ at: '20040000', size: '0x3000', attribute: 'DT_MEM_ARM_MPU_RAM' }),
      ),
      also: ['ZM040'],
    },
  ],
);
