import { checkRule, memory, root } from '../support.js';

const NOCACHE = 'DT_MEM_ARM_MPU_RAM_NOCACHE';

checkRule(
  'ZM040',
  [
    {
      name: 'a size that is rounded up into the next memory',
      source: root(
        memory({ label: 'dma', reg: '«0x20040000 0x3000»', attribute: NOCACHE }),
        memory({ at: '20043000', size: '0x1000' }),
      ),
      message: '0x3000 is no power of two: the MPU covers 0x20040000-0x20043fff, 4 KiB more than dma, including sram1.',
      fixes: [
        { title: 'Round down to 0x2000 (8 KiB)', leaves: 'reg = <0x20040000 0x2000>;' },
        {
          title: 'Split it into 2 nodes, one MPU region each',
          leaves: 'reg = <0x20042000 0x1000>;\n\t\tzephyr,memory-region = "DMA_1";',
        },
      ],
    },
    {
      name: 'a size that is rounded up into nothing',
      source: root(memory({ reg: '«0x20040000 0x3000»', attribute: NOCACHE })),
      message: '0x3000 is no power of two: the MPU covers 0x20040000-0x20043fff, 4 KiB more than sram1.',
      fixes: [
        { title: 'Round up to 0x20040000-0x20043fff, as the MPU does', leaves: 'reg = <0x20040000 0x4000>;' },
        { title: 'Round down to 0x2000 (8 KiB)', leaves: 'reg = <0x20040000 0x2000>;' },
        { title: 'Split it into 2 nodes, one MPU region each', leaves: 'sram1: memory@20040000 {' },
      ],
    },
    {
      name: 'a base that goes down with it, out of the memory and into another',
      source: root(
        memory({ label: 'first', at: '20040000', size: '0x1000' }),
        memory({ label: 'dma', at: '20041000', reg: '«0x20041000 0x3000»', attribute: NOCACHE }),
      ),
      message: '0x3000 is no power of two: the MPU covers 0x20040000-0x20043fff, 4 KiB more than dma, including first.',
      fixes: [
        {
          title: 'Split it into 2 nodes, one MPU region each',
          leaves:
            'memory@20042000 {\n\t\tcompatible = "zephyr,memory-region", "mmio-sram";\n\t\treg = <0x20042000 0x2000>;',
        },
      ],
    },
    {
      name: 'a region that misses the end of its memory',
      source: root(memory({ at: '20042000', reg: '«0x20042000 0x3000»', attribute: NOCACHE })),
      message:
        '0x3000 is no power of two: the MPU covers 0x20040000-0x20043fff, 8 KiB more than sram1 and without its last 4 KiB, from 0x20044000 on.',
      fixes: [
        { title: 'Round up to 0x20040000-0x20043fff, as the MPU does', leaves: 'memory@20040000 {' },
        { title: 'Round down to 0x2000 (8 KiB)', leaves: 'reg = <0x20042000 0x2000>;' },
        { title: 'Split it into 2 nodes, one MPU region each', leaves: 'memory@20044000 {' },
      ],
    },
  ],
  [
    { name: 'powers of two', source: root(memory({ attribute: NOCACHE })) },
    { name: 'memory without an MPU region', source: root(memory({ size: '0x3000' })) },
    {
      name: 'Armv8-M, where any multiple of 32 will do',
      core: 'm33',
      source: root(memory({ size: '0x3000', attribute: NOCACHE })),
    },
    {
      name: 'sizes below the smallest region',
      source: root(memory({ size: '24', attribute: NOCACHE })),
      also: ['ZM043'],
    },
  ],
);
