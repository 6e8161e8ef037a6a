import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM046',
  [
    {
      name: 'SDRAM inside EXTMEM',
      source: root(
        memory({ label: 'sdram', at: 'c0800000', size: '0x800000', attribute: 'DT_MEM_ARM_MPU_RAM', name: '"SDRAM"' }),
        memory({
          label: 'fmc',
          at: 'c0000000',
          reg: '«0xc0000000 0x10000000»',
          attribute: 'DT_MEM_ARM_MPU_EXTMEM',
          compatible: '"acme,fmc"',
          name: null,
        }),
      ),
      message:
        'EXTMEM denies every access, and its MPU region 3 comes after region 2: 0xc0800000-0xc0ffffff of sdram faults.',
      related: ['sdram is hidden'],
      fixes: [
        { title: 'Put fmc before sdram, which then decides for its part', leaves: '\t};\n\tsdram: memory@c0800000 {' },
      ],
    },
    {
      name: 'memory at the end of EXTMEM',
      source: root(
        memory({ label: 'sdram', at: '98000000', size: '0x8000000', attribute: 'DT_MEM_ARM_MPU_RAM', name: '"SDRAM"' }),
        memory({
          label: 'fmc',
          at: '90000000',
          reg: '«0x90000000 0x10000000»',
          attribute: 'DT_MEM_ARM_MPU_EXTMEM',
          compatible: '"acme,fmc"',
          name: null,
        }),
      ),
      message: /0x98000000-0x9fffffff of sdram faults/,
      fixes: [
        { title: 'Put fmc before sdram, which then decides for its part', leaves: '};\n\tsdram: memory@98000000' },
        { title: 'Shrink fmc to 0x90000000-0x97ffffff', leaves: 'reg = <0x90000000 0x8000000>;' },
      ],
    },
    {
      name: "the program's own flash",
      source: root(
        memory({
          label: 'ext',
          at: '0',
          reg: '«0x0 0x200000»',
          attribute: 'DT_MEM_ARM_MPU_EXTMEM',
          compatible: '"acme,ram"',
          name: null,
        }),
      ),
      message: /comes after region 0: 0x00000000-0x000fffff of FLASH_0 faults/,
    },
  ],
  [
    {
      name: 'EXTMEM below, with memory on top',
      source: root(
        memory({
          label: 'fmc',
          at: 'c0000000',
          size: '0x10000000',
          attribute: 'DT_MEM_ARM_MPU_EXTMEM',
          compatible: '"acme,fmc"',
          name: null,
        }),
        memory({ label: 'sdram', at: 'c0800000', size: '0x800000', attribute: 'DT_MEM_ARM_MPU_RAM', name: '"SDRAM"' }),
      ),
    },
  ],
);
