/** Checks a preprocessed text's map back to its sources. */
import assert from 'node:assert/strict';
import { rangeText, type Preprocessed } from '../../../devicetree/index.js';
import { withoutSplices } from '../../../devicetree/preprocessor/characters.js';
import { cursorOver, lexToken } from '../../../devicetree/preprocessor/lexer.js';
import { TEXT_END } from '../../../devicetree/preprocessor/tokens.js';

/** Every token that no macro made has its own text for its origin; others have an invocation of a macro. */
export function checkMap(result: Preprocessed): void {
  const { text } = result.output;
  const cursor = cursorOver(undefined, text, 0, text.length);
  const outermost = new Set(result.uses.filter(({ parent }) => parent === undefined));
  for (let token = lexToken(cursor); token !== TEXT_END; token = lexToken(cursor)) {
    const { range, macro } = result.output.origin(token.start, token.end);
    const written = withoutSplices(rangeText(range));
    if (macro === undefined) {
      assert.equal(written, token.text, `${range.file.path} at ${range.start}`);
    } else {
      assert.ok(outermost.has(macro), 'the outermost use');
      assert.ok(written.includes(macro.macro.name), `${written} has ${macro.macro.name}`);
      assert.equal(withoutSplices(rangeText(macro.nameRange)), macro.macro.name);
    }
  }
}
