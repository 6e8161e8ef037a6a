import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM072',
  [
    {
      name: 'cacheable memory promised of RAM_NOCACHE',
      source: root(
        memory({ more: ['zephyr,memory-attr = «<(DT_MEM_ARM_MPU_RAM_NOCACHE | DT_MEM_SW_ALLOC_CACHE)>»;'] }),
      ),
      message: 'sram1: DT_MEM_SW_ALLOC_CACHE promises cacheable memory, and DT_MEM_ARM_MPU_RAM_NOCACHE is none.',
      fixes: [
        {
          title: 'Offer it with DT_MEM_SW_ALLOC_NON_CACHE',
          leaves: '<(DT_MEM_ARM_MPU_RAM_NOCACHE | DT_MEM_SW_ALLOC_NON_CACHE)>',
        },
      ],
    },
    {
      name: 'memory without cache promised of what is cacheable',
      source: root(memory({ more: ['zephyr,memory-attr = «<(DT_MEM_CACHEABLE | DT_MEM_SW_ALLOC_NON_CACHE)>»;'] })),
      message: /^sram1: DT_MEM_SW_ALLOC_NON_CACHE promises memory without cache, and DT_MEM_CACHEABLE is cached/,
      fixes: [{ title: 'Offer it with DT_MEM_SW_ALLOC_CACHE', leaves: '<(DT_MEM_CACHEABLE | DT_MEM_SW_ALLOC_CACHE)>' }],
    },
    {
      name: 'memory without cache promised of RAM on a core with a cache',
      core: 'm7',
      source: root(memory({ more: ['zephyr,memory-attr = «<(DT_MEM_ARM_MPU_RAM | DT_MEM_SW_ALLOC_NON_CACHE)>»;'] })),
      message: /and DT_MEM_ARM_MPU_RAM is cached/,
      fixes: [
        { title: 'Offer it with DT_MEM_SW_ALLOC_CACHE', leaves: '<(DT_MEM_ARM_MPU_RAM | DT_MEM_SW_ALLOC_CACHE)>' },
      ],
    },
    {
      name: 'both promises at once',
      source: root(memory({ more: ['zephyr,memory-attr = «<(DT_MEM_SW_ALLOC_CACHE | DT_MEM_SW_ALLOC_NON_CACHE)>»;'] })),
      message: 'sram1: a heap cannot be of cacheable and of non-cacheable memory.',
      fixes: [{ title: 'Offer it with DT_MEM_SW_ALLOC_CACHE', leaves: '<DT_MEM_SW_ALLOC_CACHE>' }],
      also: ['ZM073'],
    },
  ],
  [
    {
      name: 'promises that are kept',
      source: root(memory({ attribute: '(DT_MEM_ARM_MPU_RAM_NOCACHE | DT_MEM_SW_ALLOC_NON_CACHE)' })),
    },
    {
      name: 'RAM without cache on a core without a cache',
      source: root(memory({ attribute: '(DT_MEM_ARM_MPU_RAM | DT_MEM_SW_ALLOC_NON_CACHE)' })),
    },
    {
      name: 'tightly coupled memory, which no cache is in front of',
      core: 'm7',
      source: root(
        memory({ label: 'dtcm', at: '20080000', attribute: '(DT_MEM_ARM_MPU_RAM | DT_MEM_SW_ALLOC_NON_CACHE)' }),
      ),
    },
  ],
);
