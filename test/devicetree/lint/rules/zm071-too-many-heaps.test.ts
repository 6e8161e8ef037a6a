import { checkRule, memory, root } from '../support.js';

const heaps = (count: number, last: string): string =>
  root(
    ...Array.from({ length: count }, (_, n) =>
      memory({
        label: `heap${n}`,
        at: `200${(0x40 + n).toString(16)}000`,
        size: '0x1000',
        ...(n < 8 ? { attribute: 'DT_MEM_SW_ALLOC_CACHE' } : { more: [`zephyr,memory-attr = ${last};`] }),
      }),
    ),
  );

checkRule(
  'ZM071',
  [
    {
      name: 'the ninth heap',
      source: heaps(9, '«<DT_MEM_SW_ALLOC_CACHE>»'),
      message:
        'heap8 is one of 9 heaps and Zephyr takes 8: mem_attr_heap_pool_init() answers -ENOMEM, and there is no heap here.',
      fixes: [{ title: 'Make no heap of it', leaves: '"HEAP8";\n\t};' }],
    },
    {
      name: 'the ninth heap with other attributes',
      source: heaps(9, '«<(DT_MEM_ARM_MPU_RAM | DT_MEM_SW_ALLOC_CACHE)>»'),
      message: /^heap8 is one of 9 heaps/,
      fixes: [{ title: 'Make no heap of it', leaves: 'zephyr,memory-attr = <DT_MEM_ARM_MPU_RAM>;' }],
    },
  ],
  [{ name: 'eight heaps', source: heaps(8, '') }],
);
