import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM027',
  [
    {
      name: 'another unit address',
      source: root(memory({ reg: '0x20050000 0x4000' }).replace('memory@20040000', '«memory@20040000»')),
      message: 'sram1 is named @20040000 and lies at 0x20050000, where reg begins. Zephyr goes by reg.',
      related: ['reg begins at 0x20050000'],
      fixes: [{ title: 'Rename it to memory@20050000', leaves: 'sram1: memory@20050000 {' }],
    },
  ],
  [
    { name: 'the same address', source: root(memory()) },
    { name: 'upper case and leading zeros', source: root(memory({ at: '2004A000', reg: '0x2004a000 0x2000' })) },
    {
      name: 'nodes that are no memory of ours',
      source: root('\tdevice@1 {\n\t\treg = <0x50000000 0x10>;\n\t};\n', memory()),
    },
  ],
);
