/** A run that takes over what an earlier one knows of a file gives what a run without memory gives. */
import assert from 'node:assert/strict';
import { DEFAULT_BUDGET, preprocess, type Preprocessed } from '../../../devicetree/preprocessor/index.js';
import type { SourceFile } from '../../../devicetree/source/index.js';

/** What a run gave, with the files' texts left out, and origins of every character. */
function told({ output, uses, findings, includes }: Preprocessed): unknown {
  const range = ({ file, start, end }: { file: SourceFile; start: number; end: number }) => [file.path, start, end];
  return {
    text: output.text,
    origins: Array.from({ length: output.text.length }, (_, at) => {
      const origin = output.origin(at, at + 1);
      return [...range(origin.range), origin.macro?.macro.name];
    }),
    uses: uses.map((use) => [
      use.macro.name,
      use.macro.nameRange === undefined ? undefined : range(use.macro.nameRange),
      range(use.nameRange),
      range(use.range),
      use.parent === undefined ? -1 : uses.indexOf(use.parent),
    ]),
    findings: findings.map(({ code, range: place }) => [code, ...range(place)]),
    includes: includes.length,
  };
}

function run(first: string, second: SourceFile): Preprocessed {
  const file = { path: '/first.h', text: first };
  return preprocess(
    { files: [file, second], includePaths: [], defines: {}, budget: DEFAULT_BUDGET },
    { read: () => undefined },
  );
}

/** Runs over the same second file, one after the other: each has to give what it gives over a file that nobody has seen. */
function checkRuns(text: string, firsts: readonly string[]): void {
  const seen = { path: '/second.h', text };
  for (const first of firsts) {
    assert.deepEqual(told(run(first, seen)), told(run(first, { ...seen })), JSON.stringify([first, text]));
  }
}

const TEXTS: readonly string[] = [
  'a = <F(1) F(2)>;',
  'x F(G) y',
  'F (\n1\n) F',
  'F(1)F(2)G',
  '-F(-1)-G',
  'F(__LINE__) __COUNTER__ F(__COUNTER__)',
  'F(F(F(H))) H',
  'F(\n#define H 7\nH) H',
  'F(1', // Never closed.
  'F(-, (2)) F(+, ;)', // Nothing that can be pasted.
  'F() F(1, 2) G(3)',
  '"F(1)" F("F(1)") F(\'a\')',
  'G (1) G\n(2)',
  '#if 1\nF(1)\n#endif\nF(/* comment */ 1 \\\n + 2)',
];
const FIRSTS: readonly string[] = [
  '',
  '#define F(x) x\n',
  '#define F(x) <x>\n#define G 1\n',
  '#define F(x) G##x\n#define G1 one\n#define G F\n',
  '#define F(x) G##x\n#define G1 two\n#define G F\n',
  '#define F(x) G##x\n#define G F\n',
  '#define F(x) H x H\n#define H F\n',
  '#define F(x)\n#define G F\n#define H -\n',
  '#define F x F\n#define G(y) y F\n',
  '#define F(x, y) x ## y #x\n#define G F(1, 2)\n',
  '#define F(...) [__VA_ARGS__]\n#define G G\n#define H(z) z\n',
  '#define F(x) __COUNTER__ x __LINE__\n',
  'before',
];

describe('preprocessor: what is known from earlier runs', () => {
  for (const text of TEXTS) {
    it(`changes nothing: ${JSON.stringify(text)}`, () =>
      checkRuns(text, [...FIRSTS, ...FIRSTS, ...FIRSTS.toReversed()]));
  }

  it('changes nothing in sources made at random', () => {
    let state = 20_240_101;
    const pick = <T>(values: readonly T[]): T => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return values[(state >>> 8) % values.length]!;
    };
    const words = ['F(', 'G', 'H', 'F', 'G(', ')', ')', '1', '-', ' ', ' ', '\n', ',', 'x', '##', '"s"', '__COUNTER__'];
    for (let i = 0; i < 300; i++) {
      const text = Array.from({ length: 12 }, () => pick(words)).join('');
      checkRuns(text, [pick(FIRSTS), pick(FIRSTS), pick(FIRSTS), pick(FIRSTS)]);
    }
  });

  it('is taken over: uses are the same objects', () => {
    const seen = { path: '/second.h', text: 'F(1) G' };
    const macros = { path: '/macros.h', text: '#define F(x) x\n#define G F(2)\n' };
    const again = (): Preprocessed =>
      preprocess(
        { files: [macros, seen], includePaths: [], defines: {}, budget: DEFAULT_BUDGET },
        { read: () => undefined },
      );
    const [first, second] = [again(), again()];
    assert.equal(second.uses[0], first.uses[0]);
    assert.equal(second.uses.at(-1), first.uses.at(-1));
  });
});
