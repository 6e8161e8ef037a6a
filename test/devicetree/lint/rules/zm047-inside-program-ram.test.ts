import { checkRule, memory, root } from '../support.js';

const NOCACHE = 'DT_MEM_ARM_MPU_RAM_NOCACHE';

checkRule(
  'ZM047',
  [
    {
      name: 'a part without cache at the end of the RAM',
      source: root(memory({ at: '2003c000', reg: '«0x2003c000 0x4000»', attribute: NOCACHE })),
      message:
        "0x2003c000-0x2003ffff of sram1 is also in sram0 (zephyr,sram), where the linker puts the program's data: some of that data becomes RAM_NOCACHE.",
      related: ["sram0 is the program's RAM"],
      fixes: [
        { title: 'Shrink sram0 to 0x20000000-0x2003bfff', leaves: '&sram0 {\n\treg = <0x20000000 0x3c000>;\n};\n' },
      ],
    },
    {
      name: 'a linker region inside the RAM, in the middle',
      source: root(memory({ at: '20010000', reg: '«0x20010000 0x4000»' })),
      message: /both use the same bytes/,
    },
    {
      name: 'an MPU region inside the RAM on Armv8-M',
      core: 'm33',
      source: root(memory({ at: '2003c000', reg: '«0x2003c000 0x4000»', attribute: NOCACHE })),
      message: /the SoC's own MPU region for that RAM overlaps, and on Armv8-M accesses fault/,
      fixes: [{ title: 'Shrink sram0 to 0x20000000-0x2003bfff', leaves: 'reg = <0x20000000 0x3c000>;' }],
    },
  ],
  [
    { name: 'memory behind the RAM', source: root(memory({ attribute: NOCACHE })) },
    {
      name: 'the RAM itself',
      source:
        '&sram0 {\n\tcompatible = "zephyr,memory-region", "mmio-sram";\n\tzephyr,memory-region = "SRAM0";\n\tzephyr,memory-attr = <DT_MEM_ARM_MPU_RAM>;\n};\n',
    },
    {
      name: 'a description of a part of the RAM',
      source: root(memory({ at: '2003c000', attribute: 'DT_MEM_DMA', compatible: '"acme,ram"', name: null })),
      also: ['ZM013'],
    },
    {
      name: 'heaps, which ZM070 is about',
      source: root(memory({ at: '2003c000', attribute: `(${NOCACHE} | DT_MEM_SW_ALLOC_NON_CACHE)` })),
      also: ['ZM070'],
    },
  ],
);
