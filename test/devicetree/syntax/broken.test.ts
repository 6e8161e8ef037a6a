/** What recovery says about broken sources, the tree that it makes of them, and the text after all its fixes. */
import assert from 'node:assert/strict';
import { checkGold } from '../../support/gold.js';
import { BROKEN } from './broken.js';
import { applyFixes, findingTexts, parseText, treeText } from './support.js';

const FILES = { 'x.dtsi': '/ { x; };\n' };

describe('devicetree/syntax: broken sources', () => {
  it('says what is missing, and makes the tree that was meant', () => {
    const parts = BROKEN.map(([name, text]) => {
      const tree = parseText(text, {}, FILES);
      const fixed = applyFixes(text, tree.findings);
      return [
        `==== ${name}`,
        text.trimEnd(),
        '---- findings',
        ...findingTexts(tree.findings),
        '---- tree',
        treeText(tree),
        '---- fixed',
        fixed === text ? '(the same)' : fixed.trimEnd(),
        '',
      ].join('\n');
    });
    checkGold('test/devicetree/syntax/gold/broken.txt', parts.join('\n'));
  });

  it('finds less after its fixes', () => {
    for (const [name, text] of BROKEN) {
      const { findings } = parseText(text, {}, FILES);
      if (findings.every(({ fixes }) => fixes === undefined)) continue;
      const after = parseText(applyFixes(text, findings), {}, FILES).findings;
      assert.ok(after.length < findings.length, name);
      assert.deepEqual(
        after.filter(({ fixes }) => fixes !== undefined).map(({ code }) => code),
        [],
        name,
      );
    }
  });
});
