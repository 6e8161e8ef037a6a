/** Broken sources: every query answers at every place, with ranges inside of files. */
import assert from 'node:assert/strict';
import * as queries from '../../../devicetree/queries/index.js';
import type { SourceRange } from '../../../devicetree/source/index.js';
import { MAIN, project } from './support.js';

const SEED = 20_240_607;
const TEXT = `/dts-v1/;
#include "part.dtsi"
#define NODE(l, a) l: mem@a { reg = <0x##a 0x1000>; }
#ifdef X
/ { gone { }; };
#else
/ { #address-cells = <1>; #size-cells = <1>; NODE(one, 20000000);
  two: n { compatible = "a,b"; gpios = <&g 1 2>, <&{/n} (1 + K(3))>; s = "x\\"y", [01 02], &one; };
};
#endif
/delete-node/ &one;
&two { /delete-property/ s; l: p = < m: 1>; };
`;
const PART = '#define K(x) ((x) << 10)\n/ { g: gpio { #gpio-cells = <2>; }; chosen { zephyr,sram = &g; }; };\n';

/** A linear congruential generator (Numerical Recipes). */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function checkRange({ file, start, end }: SourceRange): void {
  assert(start >= 0 && start <= end && end <= file.text.length, `${file.path} ${start}-${end}`);
}

/** In order, on one line each, none over another. */
function checkTokens(data: Uint32Array, text: string): void {
  const lines = text.split(/\r\n|\r|\n/);
  let [line, column, free] = [0, 0, 0];
  for (let i = 0; i < data.length; i += 5) {
    const [down, along, length] = [data[i]!, data[i + 1]!, data[i + 2]!];
    line += down;
    column = down === 0 ? column + along : along;
    const place = `line ${line}, column ${column}, length ${length}`;
    assert(length > 0 && (down > 0 || i === 0 || column >= free), place);
    free = column + length;
    assert(line < lines.length && free <= lines[line]!.length, place);
  }
}

function askEverything(text: string, offsets: readonly number[]): void {
  const { context } = project({ [MAIN]: text, '/project/part.dtsi': PART });
  for (const file of context.compilation.files) {
    queries.documentSymbols(context, file).forEach(({ range }) => checkRange(range));
    queries.foldings(file);
    checkTokens(queries.semanticTokens(context, file), file.text);
    queries.documentLinks(context, file);
    queries.inlayHints(context, file).forEach(({ offset }) => assert(offset <= file.text.length));
    queries.codeActions(context, file, { start: 0, end: file.text.length });
    queries.fixAllActions(context, file);
    for (const offset of offsets) {
      const at = Math.max(0, Math.min(offset, file.text.length));
      const element = queries.elementAt(context, file, at);
      if (element !== undefined) checkRange(element.range);
      queries.hover(context, file, at);
      queries.definitions(context, file, at)?.targets.forEach(({ range }) => checkRange(range));
      queries.references(context, file, at).forEach(({ range }) => checkRange(range));
      queries.rename(context, file, at, 'fresh');
      queries.selectionRanges(context, file, at);
      for (const { replace } of queries.completions(context, file, at).items) checkRange(replace);
    }
  }
  queries.mergedSource(context);
}

describe('queries over broken sources', function () {
  this.timeout(60_000);

  it('answer at every offset of the whole text', () => {
    askEverything(
      TEXT,
      Array.from({ length: TEXT.length }, (_, i) => i),
    );
  });

  it('answer where the text ends anywhere', () => {
    for (let end = 0; end < TEXT.length; end += 3) askEverything(TEXT.slice(0, end), [end, end - 1, end >> 1]);
  });

  it(`answer after random edits (seed ${SEED})`, () => {
    const next = random(SEED);
    const pieces = [
      '{',
      '}',
      ';',
      '<',
      '>',
      '"',
      '&',
      '/*',
      '*/',
      '#if 0\n',
      '#endif\n',
      '\\\n',
      '(',
      '\u{1F600}',
      '\r\n',
      '= <&',
    ];
    let text = TEXT;
    for (let i = 0; i < 150; i++) {
      const at = next(text.length + 1);
      text =
        next(3) === 0
          ? text.slice(0, at) + text.slice(at + next(12))
          : text.slice(0, at) + pieces[next(pieces.length)]! + text.slice(at);
      askEverything(text, [at, at + 1, next(text.length + 1)]);
    }
  });
});
