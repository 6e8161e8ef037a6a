/** ZM008: several cells, or none, where the attribute is one. */
import { rangeText, type TextEdit } from '../../source/index.js';
import type { PropertySyntax } from '../../syntax/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { attributed } from '../memory.js';
import { cellsOf, isText, spanOf, valueRange } from '../reading.js';

export const zm008 = rule(
  'ZM008',
  'error',
  'Memory attribute is not one cell',
  (context, report) => {
    for (const { attribute } of attributed(context)) {
      if (isText(attribute)) continue;
      const { syntax, bytes, parts } = attribute;
      const isCells = parts.every(({ kind }) => kind === 'cells');
      if (bytes.length === 4 && isCells) continue;
      const cells = isCells ? cellsOf(syntax) : undefined;
      const had = cells === undefined ? `${bytes.length} bytes` : `${cells.length} cells`;
      report({
        message: `zephyr,memory-attr takes one cell and has ${had}: the build refuses it. Attributes are ORed together.`,
        range: valueRange(syntax),
        fixes: fixOf('OR the cells together', together(syntax), { preferred: true }),
      });
    }
  },
  { supersedes: ['binding-value-type'] },
);

/** `<(A | B)>` of `<A B>` or `<A>, <B>`. */
function together(syntax: PropertySyntax): TextEdit[] | undefined {
  const cells = cellsOf(syntax);
  if (cells === undefined || cells.length < 2 || spanOf(cells) === undefined) return undefined;
  const texts = cells.map(({ range }) => rangeText(range));
  if (texts.some((text) => text === '')) return undefined;
  return [{ range: valueRange(syntax), newText: `<(${texts.join(' | ')})>` }];
}
