import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM073',
  [
    {
      name: 'a heap with two bits and no heap with one of them',
      source: root(
        memory({ attribute: 'DT_MEM_SW_ALLOC_CACHE' }),
        memory({
          label: 'dma',
          at: '20050000',
          more: ['zephyr,memory-attr = «<(DT_MEM_SW_ALLOC_CACHE | DT_MEM_SW_ALLOC_DMA)>»;'],
        }),
      ),
      message:
        'Only a request for exactly DT_MEM_SW_ALLOC_CACHE | DT_MEM_SW_ALLOC_DMA finds dma: mem_attr_heap_alloc(DT_MEM_SW_ALLOC_DMA, …) answers NULL.',
      fixes: [
        { title: 'Offer it as DT_MEM_SW_ALLOC_DMA alone', leaves: 'zephyr,memory-attr = <DT_MEM_SW_ALLOC_DMA>;' },
      ],
    },
    {
      name: 'a heap with two bits and no other',
      source: root(
        memory({ more: ['zephyr,memory-attr = «<(DT_MEM_DMA | DT_MEM_SW_ALLOC_CACHE | DT_MEM_SW_ALLOC_DMA)>»;'] }),
      ),
      message: /mem_attr_heap_alloc\(DT_MEM_SW_ALLOC_CACHE or DT_MEM_SW_ALLOC_DMA, …\) answers NULL/,
      fixes: [
        { title: 'Offer it as DT_MEM_SW_ALLOC_CACHE alone', leaves: '<(DT_MEM_DMA | DT_MEM_SW_ALLOC_CACHE)>' },
        { title: 'Offer it as DT_MEM_SW_ALLOC_DMA alone', leaves: '<(DT_MEM_DMA | DT_MEM_SW_ALLOC_DMA)>' },
      ],
    },
  ],
  [
    {
      name: 'heaps with one bit each',
      source: root(
        memory({ attribute: 'DT_MEM_SW_ALLOC_CACHE' }),
        memory({ label: 'dma', at: '20050000', attribute: 'DT_MEM_SW_ALLOC_DMA' }),
      ),
    },
    {
      name: 'two bits where both are to be had alone',
      source: root(
        memory({ attribute: 'DT_MEM_SW_ALLOC_CACHE' }),
        memory({ label: 'dma', at: '20050000', attribute: 'DT_MEM_SW_ALLOC_DMA' }),
        memory({ label: 'both', at: '20060000', attribute: '(DT_MEM_SW_ALLOC_CACHE | DT_MEM_SW_ALLOC_DMA)' }),
      ),
    },
  ],
);
