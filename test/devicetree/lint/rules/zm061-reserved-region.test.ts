import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM061',
  [
    {
      name: 'a region called RAM',
      source: root(memory({ name: '«"RAM"»' })),
      message: 'RAM is where the linker script puts all data: this node would move it.',
      fixes: [{ title: 'Rename it to "SRAM1"', leaves: 'zephyr,memory-region = "SRAM1";' }],
    },
    {
      name: 'a region called ITCM where another is the chosen one',
      source:
        '/ {\n\tchosen {\n\t\tzephyr,itcm = &itcm;\n\t};\n' +
        memory({ label: 'itcm', at: '10000000', name: '"FAST"' }) +
        memory({ name: '«"ITCM"»' }) +
        '};\n',
      message: 'ITCM is the region that the linker script makes for zephyr,itcm of /chosen.',
      fixes: [{ title: 'Rename it to "SRAM1"', leaves: '"SRAM1"' }],
    },
  ],
  [
    { name: 'other names', source: root(memory()) },
    {
      name: 'the chosen ITCM itself',
      source: '/ {\n\tchosen {\n\t\tzephyr,itcm = &itcm;\n\t};\n' + memory({ label: 'itcm', at: '10000000' }) + '};\n',
    },
    { name: 'ITCM where none is chosen', source: root(memory({ label: 'itcm', at: '10000000' })) },
    {
      name: "the program's RAM itself",
      source: '&sram0 {\n\tcompatible = "zephyr,memory-region", "mmio-sram";\n\tzephyr,memory-region = "RAM";\n};\n',
    },
  ],
);
