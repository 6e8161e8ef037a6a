import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM024',
  [
    {
      name: 'a region without reg',
      source: root(memory({ reg: null }).replace('memory@20040000', '«memory@20040000»')),
      message: 'sram1 has no reg: Zephyr does not know where this memory lies, and the build refuses it.',
      fixes: [
        {
          title: 'Add reg at the unit address; its size has to be filled in',
          leaves: 'reg = <0x20040000 0x0>; /* 0: fill in the size */',
        },
      ],
      afterFix: ['ZM026'],
    },
  ],
  [
    { name: 'nodes with reg', source: root(memory()) },
    { name: 'disabled nodes', source: root(memory({ reg: null, more: ['status = "disabled";'] })) },
  ],
);
