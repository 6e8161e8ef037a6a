import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM074',
  [
    {
      name: 'a larger heap first',
      source: root(
        memory({ label: 'big', size: '0x10000', attribute: 'DT_MEM_SW_ALLOC_CACHE' }),
        memory({ label: 'small', at: '20060000', reg: '«0x20060000 0x1000»', attribute: 'DT_MEM_SW_ALLOC_CACHE' }),
      ),
      message:
        "small (4 KiB) is asked after big (64 KiB), which has the same software bits: Zephyr goes by devicetree's order, not smallest first, so small is used only when big is full.",
      related: ['big is asked first'],
      fixes: [{ title: 'Put small before big', leaves: '\t};\n\tbig: memory@20040000 {' }],
    },
  ],
  [
    {
      name: 'the smaller first',
      source: root(
        memory({ label: 'small', size: '0x1000', attribute: 'DT_MEM_SW_ALLOC_CACHE' }),
        memory({ label: 'big', at: '20060000', size: '0x10000', attribute: 'DT_MEM_SW_ALLOC_CACHE' }),
      ),
    },
    {
      name: 'heaps with other bits',
      source: root(
        memory({ label: 'big', size: '0x10000', attribute: 'DT_MEM_SW_ALLOC_CACHE' }),
        memory({ label: 'small', at: '20060000', size: '0x1000', attribute: 'DT_MEM_SW_ALLOC_NON_CACHE' }),
      ),
    },
  ],
);
