import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM100',
  [
    {
      name: 'a header in an overlay',
      include: [],
      source: '«/dts-v1/;»\n\n' + root(memory()),
      message:
        'Zephyr appends overlays to the board, which has its /dts-v1/ at the top: a second one in the middle does not parse.',
      fixes: [{ title: 'Remove /dts-v1/', leaves: '\n/ {\n\tsram1', kind: 'remove-overlay-header' }],
    },
  ],
  [{ name: "the board's own header", source: root(memory()) }],
);
