import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM060',
  [
    {
      name: 'names that are the same to the linker',
      source: root(memory({ name: '"A@B"' }), memory({ label: 'sram2', at: '20050000', name: '«"A_B"»' })),
      message:
        'The linker knows A_B already ("A@B" and "A_B" are the same to it): it warns, and one region takes the place of the other.',
      related: ['A_B is also this one'],
      fixes: [{ title: 'Rename it to "SRAM2"', leaves: 'zephyr,memory-region = "SRAM2";' }],
      also: ['ZM062'],
    },
    {
      name: 'the same name twice',
      source: root(memory({ name: '"SRAM2"' }), memory({ label: 'sram2', at: '20050000', name: '«"SRAM2"»' })),
      message: 'The linker knows SRAM2 already: it warns, and one region takes the place of the other.',
      fixes: [{ title: 'Rename it to "SRAM2_20050000"', leaves: '"SRAM2_20050000"' }],
    },
  ],
  [
    { name: 'different names', source: root(memory(), memory({ label: 'sram2', at: '20050000' })) },
    {
      name: 'the same name on a disabled node',
      source: root(
        memory(),
        memory({ label: 'sram2', at: '20050000', name: '"SRAM1"', more: ['status = "disabled";'] }),
      ),
    },
  ],
);
