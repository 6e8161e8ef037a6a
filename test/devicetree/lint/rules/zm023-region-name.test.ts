import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM023',
  [
    {
      name: 'the compatible alone',
      source: root(memory({ compatible: '«"zephyr,memory-region"», "mmio-sram"', name: null })),
      message: 'sram1 is a linker region without zephyr,memory-region, its name: the build refuses it.',
      fixes: [{ title: 'Name it "SRAM1"', leaves: 'reg = <0x20040000 0x4000>;\n\t\tzephyr,memory-region = "SRAM1";' }],
    },
    {
      name: 'a node whose label is taken',
      source: root(memory({ label: 'ram', compatible: '«"zephyr,memory-region"»', name: null })),
      message: /^ram is a linker region without/,
      fixes: [{ title: 'Name it "RAM_20040000"', leaves: 'zephyr,memory-region = "RAM_20040000";' }],
    },
    {
      name: 'an empty name',
      source: root(memory({ name: '«""»' })),
      message: /its name: the build refuses it/,
      fixes: [{ title: 'Name it "SRAM1"', leaves: 'zephyr,memory-region = "SRAM1";' }],
    },
  ],
  [{ name: 'regions with a name', source: root(memory()) }],
);
