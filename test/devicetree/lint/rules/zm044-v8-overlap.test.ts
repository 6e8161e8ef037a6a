import { checkRule, memory, root } from '../support.js';

const RAM = 'DT_MEM_ARM_MPU_RAM';
const CONFIG = new Map([
  ['CONFIG_ARM_MPU', 'y'],
  ['CONFIG_MEM_ATTR', 'y'],
  ['CONFIG_XIP', 'y'],
]);

checkRule(
  'ZM044',
  [
    {
      name: 'two nodes',
      core: 'm33',
      source: root(
        memory({ at: '20040000', size: '0x4000', attribute: RAM }),
        memory({ label: 'dma', at: '20043000', reg: '«0x20043000 0x2000»', attribute: 'DT_MEM_ARM_MPU_RAM_NOCACHE' }),
      ),
      message:
        'MPU regions 2 (sram1) and 3 (dma) both match 0x20043000-0x20043fff: on Armv8-M every access there faults.',
      related: ['sram1 is the other region'],
      fixes: [
        { title: 'Trim dma to 0x20044000-0x20044fff', leaves: 'dma: memory@20044000 {' },
        { title: 'Trim sram1 to 0x20040000-0x20042fff', leaves: 'reg = <0x20040000 0x3000>;' },
      ],
    },
    {
      name: "a node inside the RAM of Zephyr's own table",
      core: 'm33',
      zephyr: { config: CONFIG },
      source: root(memory({ at: '2003f000', reg: '«0x2003f000 0x1000»', attribute: 'DT_MEM_ARM_MPU_RAM_NOCACHE' })),
      message: /^MPU regions 1 \(SRAM_0\) and 2 \(sram1\) both match 0x2003f000-0x2003ffff/,
      also: ['ZM047'],
    },
  ],
  [
    {
      name: 'neighbours',
      core: 'm33',
      source: root(
        memory({ attribute: RAM }),
        memory({ label: 'dma', at: '20044000', attribute: 'DT_MEM_ARM_MPU_RAM_NOCACHE' }),
      ),
    },
    {
      name: 'an overlap with memory that has no region',
      core: 'm33',
      source: root(memory({ attribute: RAM }), memory({ label: 'dma', at: '20042000', attribute: 'DT_MEM_DMA' })),
      also: ['ZM013', 'ZM063'],
    },
    {
      name: 'overlaps on Armv7-M',
      source: root(
        memory({ attribute: RAM }),
        memory({ label: 'dma', at: '20042000', size: '0x2000', attribute: 'DT_MEM_ARM_MPU_RAM_NOCACHE' }),
      ),
      also: ['ZM063'],
    },
  ],
);
