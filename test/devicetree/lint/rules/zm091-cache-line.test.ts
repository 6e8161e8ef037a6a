import { checkRule, memory, root } from '../support.js';

const DMA = '(DT_MEM_DMA | DT_MEM_ARM_MPU_RAM_NOCACHE)';
const zephyr = { cacheLineBytes: 32 };

checkRule(
  'ZM091',
  [
    {
      name: 'a base inside a line',
      core: 'm4',
      zephyr,
      source: root(
        memory({ at: '20040010', reg: '«0x20040010 0x1000»', attribute: '(DT_MEM_DMA | DT_MEM_SW_ALLOC_DMA)' }),
      ),
      message:
        'sram1 begins and ends inside a cache line of 32 bytes: writing that line back overwrites what DMA wrote, and throwing it away loses what the CPU wrote beside it.',
      fixes: [
        { title: 'Grow it to 0x20040000-0x2004101f', leaves: 'reg = <0x20040000 0x1020>;' },
        { title: 'Shrink it to 0x20040020-0x20040fff', leaves: 'reg = <0x20040020 0xfe0>;' },
      ],
    },
    {
      name: 'an end inside a longer line',
      core: 'm33',
      zephyr: { cacheLineBytes: 64 },
      source: root(memory({ reg: '«0x20040000 0x1020»', attribute: DMA })),
      message: /^sram1 ends inside a cache line of 64 bytes/,
      fixes: [
        { title: 'Grow it to 0x20040000-0x2004103f', leaves: 'reg = <0x20040000 0x1040>;' },
        { title: 'Shrink it to 0x20040000-0x20040fff', leaves: 'reg = <0x20040000 0x1000>;' },
      ],
    },
  ],
  [
    { name: 'whole lines', zephyr, source: root(memory({ attribute: DMA })) },
    {
      name: 'memory that is not for DMA',
      zephyr,
      source: root(memory({ at: '20040010', size: '0x1000', attribute: 'DT_MEM_CACHEABLE' })),
      also: ['ZM013'],
    },
    {
      name: 'a cache of which nothing is known',
      source: root(memory({ at: '20040010', size: '0x1000', attribute: '(DT_MEM_DMA | DT_MEM_SW_ALLOC_DMA)' })),
    },
  ],
);
