/** What the preprocessor notes beside the text: includes, macros, their uses and comments, what is left out, where text came from. */
import assert from 'node:assert/strict';
import { placeText, rangeText, type MacroUse, type Preprocessed, type SourceRange } from '../../../devicetree/index.js';
import { run, runText, tableReader } from './oracle.js';

describe('devicetree: preprocessor, what it notes', () => {
  it('includes with the files they brought', () => {
    const files = {
      'a/main.dts': ' #include "b.dtsi" // x\n#include <c.h>\n#include "d.h"\n',
      'a/b.dtsi': '#include "../e.h"\n',
      'p/c.h': '',
      'e.h': '',
    };
    const result = run(tableReader(files), ['a/main.dts'], { includePaths: ['p'] });
    assert.deepEqual(
      result.includes.map(({ name, quoted, target, range, nameRange }) => [
        name,
        quoted,
        target?.path,
        rangeText(range),
        rangeText(nameRange),
      ]),
      [
        ['b.dtsi', true, 'a/b.dtsi', '#include "b.dtsi"', '"b.dtsi"'],
        ['../e.h', true, 'e.h', '#include "../e.h"', '"../e.h"'],
        ['c.h', false, 'p/c.h', '#include <c.h>', '<c.h>'],
        ['d.h', true, undefined, '#include "d.h"', '"d.h"'],
      ],
    );
    assert.deepEqual(
      result.files.map(({ path }) => path),
      ['a/main.dts', 'a/b.dtsi', 'e.h', 'p/c.h'],
    );
    assert.deepEqual(
      result.findings.map(({ code, range }) => [code, rangeText(range)]),
      [['cpp-include-not-found', '"d.h"']],
    );
  });

  it('an include whose name a macro made', () => {
    const result = runText('#define FILE <a.h>\n#include FILE /* c */\n', { 'a.h': 'a\n' });
    const [site] = result.includes;
    assert.equal(site?.name, 'a.h');
    assert.equal(rangeText(site.nameRange), 'FILE /* c */');
    assert.deepEqual(uses(result), ['FILE at FILE']);
  });

  it('definitions with parameters, body and place', () => {
    const result = runText(
      '#define A 1\n  # define F(x, ...) x  +\\\n   # x /* c */ y // d\n#undef A\n#define G(a,b...) a\n#define A 2\n',
    );
    assert.deepEqual(
      result.definitions.map(({ name, parameters, variadic, body, nameRange, range }) => {
        return [name, parameters, variadic, body, rangeText(nameRange!), rangeText(range!).split('\n')[0]];
      }),
      [
        ['A', undefined, false, '1', 'A', '#define A 1'],
        ['F', ['x', '...'], true, 'x + # x y', 'F', '# define F(x, ...) x  +\\'],
        ['G', ['a', 'b...'], true, 'a', 'G', '#define G(a,b...) a'],
        ['A', undefined, false, '2', 'A', '#define A 2'],
      ],
    );
    assert.equal(result.macros.get('A')?.body, '2');
    assert.equal(result.macros.get('A'), result.definitions[3]);
    assert.equal(result.macros.get('__DTS__')?.body, '1');
    assert.equal(result.macros.get('__DTS__')?.nameRange, undefined);
    assert.equal(result.macros.has('__LINE__'), true);
  });

  it('the comments of definitions', () => {
    const text = [
      ...[
        '/* Not this. */',
        '',
        '#define A 1',
        '#define B 2 /* After it. */',
        '/* Before it. */',
        '#define C 3',
        '// One',
        '// two.',
      ],
      ...[
        '#define D 4',
        '/**',
        ' * A page',
        ' * of text.',
        ' */',
        '#define E 5 // E itself',
        'x; // no',
        '#define F 6',
        '#define G /* in */ 7',
      ],
      ...['/*', ' * Long', ' * one', ' */', '#define H(x) \\', '  x', 'y; /* z */', '#define I'],
    ].join('\n');
    const { definitions } = runText(text);
    assert.deepEqual(
      definitions.map(({ name, comment }) => [name, comment]),
      [
        ['A', undefined],
        ['B', 'After it.'],
        ['C', 'Before it.'],
        ['D', 'One\ntwo.'],
        ['E', 'E itself'],
        ['F', undefined],
        ['G', undefined],
        ['H', 'Long\none'],
        ['I', undefined],
      ],
    );
  });

  it('uses in text, in conditionals and inside of expansions', () => {
    const result = runText(
      '#define ONE 1\n#define TWO (ONE + ONE)\n#define F(x) x TWO\n#if defined(ONE) && TWO\n#ifdef F\n#endif\n#endif\nF(ONE)\n#undef ONE\n',
    );
    assert.deepEqual(uses(result), [
      'ONE at ONE',
      'TWO at TWO',
      'ONE in TWO at TWO',
      'ONE in TWO at TWO',
      'F at F',
      'F at F(ONE)',
      'ONE in F at ONE',
      'TWO in F at F(ONE)',
      'ONE in TWO in F at F(ONE)',
      'ONE in TWO in F at F(ONE)',
      'ONE at ONE',
    ]);
    const nested = result.uses.find(({ parent }) => parent?.parent !== undefined)!;
    assert.equal(placeText(nested.nameRange), 'main.dts:2:14');
    assert.equal(nested.macro.nameRange?.start, 8);
  });

  it('an invocation that ends after its name in the text', () => {
    const result = runText('#define f(x) [x]\n#define g f\ng (1) g\n');
    assert.deepEqual(uses(result), ['g at g (1)', 'f in g at g (1)', 'g at g']);
  });

  it('what conditionals leave out', () => {
    const result = runText('#if 0\na\n#if 1\nb\n#endif\n#elif 1\nc\n#else\nd\n#endif\n#ifdef X\n#endif\n#ifdef Y\ne');
    assert.deepEqual(result.inactive.map(rangeText), ['a\n#if 1\nb\n#endif\n', 'd\n', 'e']);
  });

  it('leads text back to its file', () => {
    const main = '/* c */ a; B\n#include "i.h"\n  b/* x */c F(1, 2)e;\n"s\\\ntr"';
    const result = runText(`#define B bb;\n#define F(x, y) <x y>\n${main}`, { 'i.h': 'inc\n' });
    const origin = (text: string): string => {
      const start = result.output.text.indexOf(text);
      const { range, macro } = result.output.origin(start, start + text.length);
      return `${range.file.path} ${rangeText(range)}${macro === undefined ? '' : ` by ${macro.macro.name}`}`;
    };
    assert.equal(result.output.text, '        a; bb;\ninc\n  b c <1 2>e;\n"str"\n');
    assert.equal(origin('a;'), 'main.dts a;');
    assert.equal(origin('bb;'), 'main.dts B by B');
    assert.equal(origin('a; bb;'), 'main.dts a; B by B');
    assert.equal(origin('inc'), 'i.h inc');
    assert.equal(origin('inc\n  b'), 'i.h inc\n');
    assert.equal(origin('b c'), 'main.dts b/* x */c');
    assert.equal(origin('2>'), 'main.dts F(1, 2) by F');
    assert.equal(origin('2>e'), 'main.dts F(1, 2)e by F');
    assert.equal(origin('"str"'), 'main.dts "s\\\ntr"');
    const { range } = result.output.origin(result.output.text.length, result.output.text.length);
    assert.equal(range.start, range.file.text.length);
  });

  it('an empty text', () => {
    const result = runText('');
    assert.equal(result.output.text, '');
    assert.deepEqual(result.output.origin(0, 0).range.start, 0);
  });

  it('keeps the indentation of lines', () => {
    const text = '/ {\n\tsoc {\n\t\treg = <1>;\n  /* c */ x;\n\t};\n};\n';
    assert.equal(runText(text).output.text, text.replace('/* c */', '       '));
  });

  it('goes on after an invocation without end, as if it were none', () => {
    const { output, findings } = runText('#define F(x) x\na = <F(1, 2>;\n#define B 7\nb = <B F(3)>;\n');
    assert.equal(output.text, 'a = <F(1, 2>;\nb = <7 3>;\n');
    assert.deepEqual(
      findings.map(({ code, range }) => [code, placeText(range), rangeText(range)]),
      [['cpp-unterminated-invocation', 'main.dts:2:6', 'F']],
    );
  });

  it('findings in the right places', () => {
    const place = (text: string): string[] =>
      runText(text).findings.map(({ code, range }) => `${code}: ${rangeText(range)}`);
    assert.deepEqual(place('#if 1 +\n#endif\n'), ['cpp-expression: #if']);
    assert.deepEqual(place('#define Z 0\n#if 1 / Z\n#endif\n'), ['cpp-division-by-zero: /']);
    assert.deepEqual(place('#if FOO(1)\n#endif\n'), ['cpp-expression: (']);
    assert.deepEqual(place('#error no\n'), ['cpp-error: #error no']);
    assert.deepEqual(place('  # ifdef A\n'), ['cpp-unterminated-conditional: # ifdef']);
    assert.deepEqual(place('a /* b'), ['cpp-unterminated-comment: /*']);
    assert.deepEqual(place('#define F(x) x\n x F(1,2)\n'), ['cpp-argument-count: F']);
    assert.deepEqual(place('#define A ##\n'), ['cpp-paste: ##']);
    assert.deepEqual(place('#include nonsense\n'), ['cpp-include-name: nonsense']);
    const redefined = runText('#define A 1\n#define A 2\n').findings[0]!;
    assert.equal(placeText(redefined.range), 'main.dts:2:9');
    assert.equal(placeText(redefined.related![0]!.range), 'main.dts:1:9');
  });
});

/** `ONE in TWO at TWO`: the macro, what it is nested in, and its range. */
function uses({ uses }: Preprocessed): string[] {
  const chain = (use: MacroUse): string =>
    use.parent === undefined ? use.macro.name : `${use.macro.name} in ${chain(use.parent)}`;
  const text = (range: SourceRange): string => rangeText(range);
  return uses.map((use) => `${chain(use)} at ${text(use.range)}`);
}
