import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM062',
  [
    {
      name: 'a name with a hyphen',
      source: root(memory({ name: '«"MY-RAM"»' })),
      message:
        'Section and symbols are called MY_RAM: "MY-RAM" has characters that are none in C. Use MY_RAM in sources.',
      fixes: [{ title: 'Name it "MY_RAM"', leaves: 'zephyr,memory-region = "MY_RAM";', kind: 'region-token' }],
    },
  ],
  [{ name: 'names of letters, digits and underscores', source: root(memory({ name: '"My_Ram2"' })) }],
);
