import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM063',
  [
    {
      name: 'two regions that share addresses',
      source: root(memory(), memory({ label: 'sram2', at: '20042000', reg: '«0x20042000 0x4000»' })),
      message: 'sram1 and sram2 share 0x20042000-0x20043fff: the linker puts sections of both there without a word.',
      related: ['sram1 lies here'],
      fixes: [{ title: 'Trim sram2 to 0x20044000-0x20045fff', leaves: 'sram2: memory@20044000 {' }],
    },
    {
      name: 'a region in the middle of another',
      source: root(memory(), memory({ label: 'sram2', at: '20041000', reg: '«0x20041000 0x1000»' })),
      message: /share 0x20041000-0x20041fff/,
    },
  ],
  [
    { name: 'neighbours', source: root(memory(), memory({ label: 'sram2', at: '20044000' })) },
    {
      name: 'overlaps with nodes that the linker does not know',
      source: root(memory(), memory({ label: 'sram2', at: '20042000', compatible: '"acme,ram"', name: null })),
    },
  ],
);
