import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM064',
  [
    {
      name: 'a letter that is no flag',
      source: root(memory({ more: ['zephyr,memory-region-flags = «"rz"»;'] })),
      message:
        'The linker refuses (rz): "z" is no flag. It takes r, w, x, a, i and l, and ! before those that must not be.',
      fixes: [{ title: 'Use "r"', leaves: 'zephyr,memory-region-flags = "r";' }],
    },
    {
      name: 'an exclamation mark that inverts nothing',
      source: root(memory({ more: ['zephyr,memory-region-flags = «"rw!"»;'] })),
      message: /"!" inverts what follows it/,
      fixes: [{ title: 'Use "rw"', leaves: '= "rw";' }],
    },
    {
      name: 'no flag at all',
      source: root(memory({ more: ['zephyr,memory-region-flags = «"-"»;'] })),
      message: /"-" is no flag/,
    },
  ],
  [
    { name: 'flags of the linker', source: root(memory({ more: ['zephyr,memory-region-flags = "rx!w";'] })) },
    { name: 'no flags', source: root(memory({ more: ['zephyr,memory-region-flags = "";'] })) },
  ],
);
