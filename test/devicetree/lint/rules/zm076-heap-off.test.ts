import { checkRule, memory, root } from '../support.js';

const HEAP = 'zephyr,memory-attr = «<DT_MEM_SW_ALLOC_CACHE>»;';

checkRule(
  'ZM076',
  [
    {
      name: 'heaps without the allocator',
      zephyr: { config: new Map([['CONFIG_MEM_ATTR', 'y']]) },
      source: root(
        memory({ more: [HEAP] }),
        memory({ label: 'sram2', at: '20050000', attribute: 'DT_MEM_SW_ALLOC_CACHE' }),
      ),
      message:
        'CONFIG_MEM_ATTR_HEAP is off: nothing makes a heap of sram1 and 1 more. Set CONFIG_MEM_ATTR_HEAP=y in prj.conf.',
      related: ['sram2 too'],
    },
    {
      name: 'an option that is said to be off',
      zephyr: { config: new Map([['CONFIG_MEM_ATTR_HEAP', 'n']]) },
      source: root(memory({ more: [HEAP] })),
      message: /^CONFIG_MEM_ATTR_HEAP is off: nothing makes a heap of sram1\./,
    },
  ],
  [
    {
      name: 'heaps with the allocator',
      zephyr: { config: new Map([['CONFIG_MEM_ATTR_HEAP', 'y']]) },
      source: root(memory({ attribute: 'DT_MEM_SW_ALLOC_CACHE' })),
    },
    { name: 'a configuration that is not known', source: root(memory({ attribute: 'DT_MEM_SW_ALLOC_CACHE' })) },
    {
      name: 'memory without software bits',
      zephyr: {
        config: new Map([
          ['CONFIG_ARM_MPU', 'y'],
          ['CONFIG_MEM_ATTR', 'y'],
        ]),
      },
      source: root(memory({ attribute: 'DT_MEM_ARM_MPU_RAM' })),
    },
  ],
);
