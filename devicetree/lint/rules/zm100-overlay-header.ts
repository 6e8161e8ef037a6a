/** ZM100: /dts-v1/ in an overlay, which Zephyr appends to the board's file. */
import { rule } from '../define.js';
import { fixOf, remove } from '../edits.js';

export const zm100 = rule(
  'ZM100',
  'error',
  '/dts-v1/ in an overlay',
  (context, report) => {
    for (const statement of context.compilation.syntax.statements) {
      if (statement.kind !== 'tag' || statement.name !== 'dts-v1') continue;
      const { range } = statement;
      if (!range.file.path.endsWith('.overlay')) continue;
      report({
        message:
          'Zephyr appends overlays to the board, which has its /dts-v1/ at the top: a second one in the middle does not parse.',
        range,
        fixes: fixOf('Remove /dts-v1/', [remove(range)], { preferred: true, kind: 'remove-overlay-header' }),
      });
    }
  },
  { supersedes: ['dts-tag-order'] },
);
