/** Text that is no devicetree, or too much of one: a tree, findings and an end, always. */
import assert from 'node:assert/strict';
import { DEFAULT_BUDGET, tokens, identityText, walkNodes, type SyntaxTree } from '../../../devicetree/index.js';
import { seededRandom, type Random } from '../../model/random.js';
import { onRequest } from '../../support/requirements.js';
import { CASES } from './cases.js';
import { parseText } from './support.js';

/** How often a finding's kind is there. */
function count(tree: SyntaxTree, code: string): number {
  return tree.findings.filter((finding) => finding.code === code).length;
}

function times(text: string, count: number): string {
  return text.repeat(count);
}

const MANY = 100_000;
const MEGABYTE = 1 << 20;

describe('devicetree/syntax: hostile text', () => {
  it('cuts nodes that nest too deep, and reads on behind them', () => {
    const text = `/dts-v1/;\n/ { ${times('a { ', MANY)} ${times('}; ', MANY)} b; };\n&x { };\n`;
    const tree = parseText(text);
    let deepest = 0;
    walkNodes(tree, (_, around) => (deepest = Math.max(deepest, around.length + 1)));
    assert.equal(deepest, DEFAULT_BUDGET.depth);
    assert.ok(count(tree, 'dts-budget-depth') >= 1);
    assert.equal(tree.statements.length, 3);
  });

  it('ends nodes that nest deep and are never closed', () => {
    const tree = parseText(`/dts-v1/;\n/ { ${times('a { ', MANY)}`);
    assert.ok(count(tree, 'dts-unclosed-node') > 100);
  });

  it('cuts parentheses, operators and conditions that nest too deep', () => {
    for (const [open, close] of [
      ['(', ')'],
      ['(1 + ', ')'],
      ['(1||1&&1|1^1&1==1<1<<1+1*', ')'],
      ['(- ', ')'],
      ['-', ''],
      ['~!', ''],
      ['1 ? 2 : ', ''],
      ['1 ? ', ' : 3'],
    ] as const) {
      const text = `/dts-v1/;\n/ { a = <(${times(open, MANY)}1${times(close, MANY)}) 7>; b = <8>; };\n`;
      const tree = parseText(text, { budget: { ...DEFAULT_BUDGET, depth: 1_000_000 } });
      assert.ok(count(tree, 'dts-budget-depth') >= 1, open);
      const [root] = tree.statements.slice(1);
      assert.ok(
        root?.kind === 'node' && root.body.some((item) => item.kind === 'property' && item.name.text === 'b'),
        open,
      );
    }
  });

  it('computes long chains without nesting them', () => {
    const tree = parseText(`/dts-v1/;\n/ { a = <(0${times(' + 1', MANY)})>; };\n`);
    const [, root] = tree.statements;
    assert.ok(root?.kind === 'node');
    const [property] = root.body;
    assert.ok(property?.kind === 'property' && property.values?.[0]?.kind === 'cells');
    const [cell] = property.values[0].cells;
    assert.ok(cell?.kind === 'expression');
    assert.equal(cell.expression.value, BigInt(MANY));
    assert.deepEqual(tree.findings, []);
  });

  for (const [what, text] of Object.entries({
    'zero bytes': times('\0', MEGABYTE),
    'all bytes': times(Array.from({ length: 256 }, (_, i) => String.fromCharCode(i)).join(''), 4096),
    'lone surrogates': times('\ud800"\udc00', MEGABYTE / 4),
    'a name of a megabyte': `/ { ${times('a', MEGABYTE)} { }; };`,
    'a string of a megabyte': `/ { a = "${times('\\x41é', MEGABYTE / 8)}"; };`,
    'a string without end': `/ { a = "${times('a', MEGABYTE)}`,
    'a comment without end': `/ { a; /* ${times('a ', MEGABYTE / 2)}`,
    'comments without end': times('/*\n', MEGABYTE / 3),
    'quotes without end': times('a = "\n', MEGABYTE / 6),
    quotes: times('"', MEGABYTE),
    'escaped quotes': `a = "${times('\\"', MEGABYTE / 2)}`,
    apostrophes: times("<'", MEGABYTE / 2),
    'bytes of a megabyte': `/ { a = [${times('0', MEGABYTE)}]; };`,
    'cells of a megabyte': `/ { a = <${times('1 ', MEGABYTE / 2)}>; };`,
    'a number of a megabyte': `/ { a = <${times('9', MEGABYTE)} 0x${times('f', 1000)} 0${times('7', 1000)}>; };`,
    'blanks on a line': `/ {${times(' ', MEGABYTE)}a${times(' ', MEGABYTE)}b;};`,
    'lines of blanks': `/ {${times(' \n', MEGABYTE / 2)}a${times('\n', MEGABYTE)}b;};`,
    'properties on a line': `/ { ${times('a = <1>; ', MEGABYTE / 9)} };`,
    'names on a line': `/ { ${times('a ', MEGABYTE / 2)} };`,
    'names on lines': `/ { ${times('a\n', MEGABYTE / 2)} };`,
    'open braces': times('{', MEGABYTE),
    'closing braces': times('}', MEGABYTE),
    'closing braces with semicolons': times('};\n', MEGABYTE / 3),
    semicolons: times(';', MEGABYTE),
    'lonely semicolons': `/ {\n${times(' ;\n', MEGABYTE / 3)}`,
    'nodes and lonely semicolons': `/ {\n${times('a {\n ;\n', MEGABYTE / 7)}`,
    labels: times('a: ', MEGABYTE / 3),
    'labels in cells': `/ { a = <${times('a: ', MEGABYTE / 3)}>; };`,
    references: times('&a\n', MEGABYTE / 3),
    'reference nodes': times('&a {\n', MEGABYTE / 5),
    'reference nodes in bodies': `/ {\n${times(' &a {\n', MEGABYTE / 6)}`,
    'paths without end': `/ { a = ${times('&{/a ', MEGABYTE / 5)}`,
    'and signs': `/ { a = <${times('& ', MEGABYTE / 2)}>; };`,
    slashes: times('/ ', MEGABYTE / 2),
    roots: times('/ {\n', MEGABYTE / 4),
    'roots, indented': times('\t/ {\n', MEGABYTE / 5),
    'unknown directives': times('/foo/\n', MEGABYTE / 6),
    deletions: times('/delete-node/\n', MEGABYTE / 14),
    'deletions in a body': `/ { ${times('/delete-node/\n', MEGABYTE / 14)}`,
    tags: times('/dts-v1/;', MEGABYTE / 9),
    reservations: times('/memreserve/ ', MEGABYTE / 13),
    'angle brackets': `/ { a = ${times('<', MEGABYTE)}`,
    'cells side by side': `/ { a = ${times('<1>', MEGABYTE / 3)}`,
    'closing angle brackets': `/ { a = ${times('>', MEGABYTE)}`,
    commas: `/ { a = <${times(',', MEGABYTE)}>; };`,
    'commas between cells': `/ { a = <${times('1, ', MEGABYTE / 3)}>; };`,
    'commas between bytes': `/ { a = [${times('01, ', MEGABYTE / 4)}]; };`,
    operators: `/ { a = <${times('+', MEGABYTE)}>; };`,
    'operators between cells': `/ { a = <1${times(' + 1', MEGABYTE / 4)}>; };`,
    'open parentheses': `/ { a = <${times('(', MEGABYTE)}`,
    'calls without end': `/ { a = <${times('A(', MEGABYTE / 2)}`,
    'calls at the top': times('A(\n', MEGABYTE / 3),
    'equals signs': `/ { ${times('a = ', MEGABYTE / 4)}`,
    'open square brackets': `/ { a = ${times('[', MEGABYTE)}`,
    'incbins without end': `/ { a = ${times('/incbin/(', MEGABYTE / 9)}`,
    'bits without end': `/ { a = ${times('/bits/ ', MEGABYTE / 7)}`,
    'includes without end': times('/include/ "', MEGABYTE / 11),
    'includes of nothing': times('/include/ "a"\n', MEGABYTE / 14),
    'unclosed nodes, one deeper each': Array.from({ length: 1000 }, (_, i) => `${times(' ', i)}a {\n`).join(''),
    'nodes closed too often': `/ {\n${times('a {\n};\n};\n', MEGABYTE / 11)}`,
    'statements that end too early': times('/ {\n};\n};\na {\n', MEGABYTE / 16),
    'statements that never end': times('/ {\n\ta {\n', MEGABYTE / 9),
    'directives of a preprocessor': times('#define A \\\n', MEGABYTE / 12),
    'line markers': times('# 1 "a"\n', MEGABYTE / 8),
  })) {
    it(`reads ${what}`, function () {
      // Text of a megabyte takes a fraction of a second; what is quadratic takes minutes.
      this.timeout(60_000);
      for (const raw of [false, true]) parseText(text, { raw });
      for (const dialect of ['linux', 'zephyr'] as const) parseText(text, { dialect, fragment: true });
      const list = tokens(identityText({ path: 'a.dts', text }));
      assert.equal(list.at(-1)?.kind, 'end');
    });
  }

  it('stops following includes that explode', () => {
    const files: Record<string, string> = {};
    for (let i = 0; i < 64; i++) files[`${i}.dtsi`] = times(`/include/ "${i + 1}.dtsi"\n`, 2);
    files['64.dtsi'] = '/ { };\n';
    const tree = parseText(
      '/dts-v1/;\n/include/ "0.dtsi"\n',
      { budget: { ...DEFAULT_BUDGET, outputCharacters: MEGABYTE } },
      files,
    );
    assert.ok(count(tree, 'dts-budget-include') >= 1);
  });

  it('stops following includes that nest too deep, and those of a file by itself', () => {
    const files: Record<string, string> = {};
    for (let i = 0; i < 1000; i++) files[`${i}.dtsi`] = `/include/ "${i + 1}.dtsi"\n`;
    assert.equal(count(parseText('/include/ "0.dtsi"', {}, files), 'dts-budget-include'), 1);
    const own = { 'a.dtsi': '/include/ "b.dtsi"', 'b.dtsi': '/include/ "a.dtsi"' };
    assert.equal(count(parseText('/include/ "a.dtsi"', {}, own), 'dts-include-recursive'), 1);
  });

  it('does not report without end', () => {
    assert.ok(parseText(times('?\n', MEGABYTE)).findings.length <= 10_001);
  });
});

describe('devicetree/syntax: spoilt text', () => {
  const TEXT = CASES.map(({ text }) => text.replace('/dts-v1/;\n', '')).join('');

  it('reads every prefix', () => {
    const text = TEXT.slice(0, 1500);
    for (let end = 0; end <= text.length; end++) check(text.slice(0, end));
  });

  it('reads every suffix', () => {
    const text = TEXT.slice(-1500);
    for (let start = 0; start <= text.length; start++) check(text.slice(start));
  });

  it('reads text with pieces missing, doubled, moved and made up', () => spoil(400, 1));
  onRequest('reads 20,000 such texts', function () {
    this.timeout(0);
    spoil(20_000, 2);
  });

  function spoil(count: number, seed: number): void {
    for (let i = 0; i < count; i++) {
      const random = seededRandom(seed * 1_000_003 + i);
      const start = random.below(TEXT.length);
      let text = TEXT.slice(start, start + random.below(3000));
      for (let edits = 1 + random.below(12); edits > 0; edits--) text = edit(text, random);
      check(text);
    }
  }
});

const INSERTED = '{};<>"[]()&/*#=,:\\\'\n\t a1{/dts-v1/include"+-!?'.split('');

function edit(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const length = random.below(random.chance(80) ? 4 : 400);
  const piece = text.slice(at, at + length);
  const to = random.below(text.length + 1);
  switch (random.below(5)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length);
    case 1:
      return text.slice(0, at) + random.pick(INSERTED) + text.slice(at);
    case 2:
      return text.slice(0, to) + piece + text.slice(to);
    case 3:
      return text.slice(0, at);
    default:
      return text.slice(0, at) + String.fromCharCode(random.below(0x10000)) + text.slice(at + 1);
  }
}

/** Parses it in all ways, asks for all ranges, and sees that they lie in the text and nest. */
function check(text: string): void {
  for (const dialect of ['linux', 'zephyr'] as const) {
    for (const raw of [false, true]) {
      const tree = parseText(text, { dialect, raw });
      for (const { range, fixes = [] } of tree.findings) {
        inside(range, text);
        for (const fix of fixes) for (const { range: place } of fix.edits) inside(place, text);
      }
      walkNodes(tree, ({ range, bodyRange, body }) => {
        inside(range, text);
        assert.ok(range.start <= bodyRange.start && bodyRange.end <= range.end, text);
        let before = bodyRange.start;
        for (const item of body) {
          assert.ok(item.range.start >= before && item.range.end <= bodyRange.end, text);
          before = item.range.end;
        }
      });
    }
  }
  let before = 0;
  for (const token of tokens(identityText({ path: 'a.dts', text }))) {
    assert.ok(token.start >= before && token.end >= token.start && token.end <= text.length, text);
    assert.ok(token.kind === 'end' || token.end > token.start, text);
    before = token.end;
  }
}

function inside({ start, end }: { readonly start: number; readonly end: number }, text: string): void {
  assert.ok(
    start >= 0 && start <= end && end <= Math.max(1, text.length),
    `${start}-${end} of ${text.length}: ${text}`,
  );
}
