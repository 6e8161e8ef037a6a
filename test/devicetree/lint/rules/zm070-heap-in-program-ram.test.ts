import { checkRule, memory, root } from '../support.js';

const HEAP = '(DT_MEM_CACHEABLE | DT_MEM_ARM_MPU_RAM | DT_MEM_SW_ALLOC_CACHE)';

checkRule(
  'ZM070',
  [
    {
      name: "a heap at the end of the program's RAM",
      source: root(memory({ at: '2003c000', reg: '«0x2003c000 0x4000»', attribute: HEAP })),
      message:
        "mem_attr_heap_pool_init() makes a heap of sram1, and 0x2003c000-0x2003ffff of it are also in sram0 (zephyr,sram): it overwrites the program's data.",
      related: ["sram0 is the program's RAM"],
      fixes: [
        { title: 'Shrink sram0 to 0x20000000-0x2003bfff', leaves: 'reg = <0x20000000 0x3c000>;' },
        { title: 'Make no heap of it', leaves: '<(DT_MEM_CACHEABLE | DT_MEM_ARM_MPU_RAM)>' },
      ],
      afterFix: ['ZM047'],
    },
    {
      name: "the program's RAM itself",
      source:
        '&sram0 {\n\tcompatible = "zephyr,memory-region", "mmio-sram";\n\tzephyr,memory-region = "SRAM0";\n\treg = <«0x20000000 0x40000»>;\n\tzephyr,memory-attr = <DT_MEM_SW_ALLOC_CACHE>;\n};\n',
      message: /0x20000000-0x2003ffff of it are the program's RAM \(zephyr,sram\)/,
      fixes: [{ title: 'Make no heap of it', leaves: 'reg = <0x20000000 0x40000>;\n};' }],
    },
  ],
  [
    { name: 'heaps elsewhere', source: root(memory({ attribute: HEAP })) },
    {
      name: 'memory there without software bits',
      source: root(memory({ at: '2003c000', attribute: 'DT_MEM_ARM_MPU_RAM', compatible: '"acme,ram"', name: null })),
    },
  ],
);
