/** Hostile input: budgets, cycles, damage. Nothing throws, nothing hangs, and every limit that is reached is a finding. */
import assert from 'node:assert/strict';
import { DEFAULT_BUDGET, preprocess, type Budget, type Preprocessed } from '../../../devicetree/index.js';
import { seededRandom, type Random } from '../../model/random.js';
import { onRequest } from '../../support/requirements.js';
import { CASES } from './cases.js';
import { runText, tableReader } from './oracle.js';
import { damaged, program } from './program.js';

describe('devicetree: preprocessor, limits', () => {
  it('stops macros that grow without measure', () => {
    const doubling = (body: (i: number) => string): string => {
      return Array.from({ length: 40 }, (_, i) => `#define M${i}${body(i)}\n`).join('');
    };
    const small = { expansions: 20_000 };
    const bombs = {
      objects: `${doubling((i) => ` M${i + 1} M${i + 1}`)}M0\n`,
      'object-like with long bodies': `#define A ${'B '.repeat(10_000)}\n#define B ${'C '.repeat(10_000)}\n#define C ${'x '.repeat(1000)}\nA\n`,
      functions: `${doubling((i) => `(x) M${i + 1}(x x)`)}M0(a)\n`,
      arguments: `#define D(x) x x\n${'D('.repeat(40)}a${')'.repeat(40)}\n`,
      strings: `#define S(x) #x\n#define X(x) S(x)\n${'X('.repeat(60)}"\\\\"${')'.repeat(60)}\n`,
      conditions: `${doubling((i) => ` (M${i + 1} + M${i + 1})`)}#if M0\n#endif\n`,
    };
    for (const [name, text] of Object.entries(bombs)) {
      const result = limited(`first\n${text}last\n`, small);
      assert.ok(
        codes(result).some((code) => code.startsWith('cpp-budget-')),
        `${name}: ${codes(result).join()}`,
      );
      assert.ok(result.output.text.startsWith('first'), name);
    }
  });

  it('stops output that grows without measure', () => {
    const text = `#define A ${'x'.repeat(1000)}\n${'A '.repeat(1000)}`;
    const result = limited(text, { outputCharacters: 10_000 });
    assert.deepEqual(codes(result), ['cpp-budget-output']);
    assert.ok(result.output.text.length < 12_000);
  });

  it('takes back a file that includes itself', () => {
    const result = runText('a\n#include "b.dtsi"\nd\n', { 'b.dtsi': 'b\n#include "b.dtsi"\nc\n' });
    assert.deepEqual(codes(result), ['cpp-include-cycle']);
    assert.equal(result.output.text, 'a\nb\nc\nd\n');
    assert.equal(result.includes.length, 2);
    const round = runText('a\n#include "b.dtsi"\nd\n', { 'b.dtsi': 'b\n#include "main.dts"\nc\n' });
    assert.deepEqual(codes(round), ['cpp-include-cycle']);
    assert.equal(round.output.text, 'a\nb\nc\nd\n');
    const guarded = runText('#include "b.dtsi"\n', {
      'b.dtsi': '#ifndef B\n#define B\nb\n#include "b.dtsi"\n#endif\n',
    });
    assert.deepEqual(codes(guarded), []);
  });

  it('stops files that include themselves over and over', () => {
    const result = runText('#include "b.dtsi"\n', { 'b.dtsi': '#include "b.dtsi"\n'.repeat(1000) });
    assert.ok(codes(result).includes('cpp-budget-includes'));
  });

  it('stops includes that are too deep', () => {
    const others: Record<string, string> = {};
    for (let i = 0; i < 300; i++) others[`${i}.h`] = `${i}\n#include "${i + 1}.h"\n`;
    const result = runText('#include "0.h"\n', others);
    assert.deepEqual(codes(result), ['cpp-budget-include-depth']);
    assert.ok(result.output.text.startsWith('0\n1\n2\n'));
  });

  it('bears invocations, parentheses and conditionals deep in each other', () => {
    const deep = 5000;
    const f = '#define F(x) x\n';
    assert.deepEqual(codes(runText(`${f}${'F('.repeat(deep)}1${')'.repeat(deep)}\n`)), ['cpp-budget-depth']);
    assert.deepEqual(codes(runText(`${f}${'F('.repeat(200)}1${')'.repeat(200)}\n`)), []);
    assert.deepEqual(codes(runText(`#if ${'('.repeat(deep)}1${')'.repeat(deep)}\n#endif\n`)), ['cpp-budget-depth']);
    assert.deepEqual(codes(runText(`#if ${'1 ? '.repeat(deep)}1${' : 0'.repeat(deep)}\n#endif\n`)), [
      'cpp-budget-depth',
    ]);
    assert.deepEqual(codes(runText(`#if ${'!'.repeat(100_000)}1\n#endif\n`)), []);
    assert.deepEqual(codes(runText(`${'#if 1\n'.repeat(deep)}a\n${'#endif\n'.repeat(deep)}`)), []);
    assert.deepEqual(codes(runText(`${'#if 0\n'.repeat(deep)}a\n${'#endif\n'.repeat(deep)}`)), []);
  });

  it('reads megabytes on one line', () => {
    const mega = 1 << 20;
    const f = '#define A 1\n#define F(x) x\n';
    const texts = [
      'a '.repeat(mega),
      '/**/'.repeat(mega / 4),
      '/**/ x'.repeat(mega / 8),
      'A '.repeat(mega / 4),
      'A-'.repeat(mega / 8),
      '<1,'.repeat(mega / 4),
      '"'.repeat(mega),
      '\\\n'.repeat(mega / 2),
      `${'\\ '.repeat(mega / 2)}x`,
      'a\\\n'.repeat(mega / 4),
      '0'.repeat(mega),
      '+'.repeat(mega),
      `F(${'a,'.repeat(mega / 4)})`,
      `F(${'('.repeat(mega / 4)}`,
      'F'.repeat(mega),
      'F '.repeat(mega / 8),
      '\0'.repeat(mega),
      `#define B ${'x '.repeat(mega / 4)}\nB\n`,
      `#if ${'1+'.repeat(mega / 32)}1\n#endif\n`,
      `#error ${'x'.repeat(mega)}`,
    ];
    for (const text of texts) runText(`${f}${text}`);
  });

  it('does not read again and again what has no end', () => {
    const result = runText(`#define F(x) x\n${'F(\n'.repeat(20_000)}`);
    assert.ok(codes(result).every((code) => code === 'cpp-unterminated-invocation'));
    const mixed = runText(`#define F(x) x\n${'F(\n#define A\n'.repeat(3000)}`);
    assert.ok(mixed.findings.length > 0);
    runText('/*'.repeat(500_000));
    runText('#if 0\n'.repeat(100_000));
    runText('#else\n'.repeat(100_000));
  });

  it('reads what is no text', () => {
    const random = seededRandom(1);
    for (let i = 0; i < 20; i++) {
      let text = '';
      for (let k = 0; k < 5000; k++)
        text += String.fromCharCode(random.chance(70) ? random.below(128) : random.below(0x1_0000));
      runText(text);
    }
  });

  it('bears damage', () => {
    damage(seededRandom(2), 2000);
  });

  onRequest('bears much damage', function () {
    this.timeout(0);
    damage(seededRandom(3), 200_000);
  });
});

function limited(text: string, budget: Partial<Budget>): Preprocessed {
  const reader = tableReader({ 'main.dts': text });
  const input = {
    files: [reader.read('main.dts')!],
    includePaths: [],
    defines: {},
    budget: { ...DEFAULT_BUDGET, ...budget },
  };
  return preprocess(input, reader);
}

function codes({ findings }: Preprocessed): string[] {
  return findings.map(({ code }) => code);
}

/** Deletes, inserts, cuts and doubles parts of sources. Whatever comes out, ranges lie inside of their files. */
function damage(random: Random, rounds: number): void {
  for (let round = 0; round < rounds; round++) {
    const test = random.pick(CASES);
    let text = random.chance(50) ? test.text : program(random);
    for (let i = 1 + random.below(4); i > 0; i--) text = damaged(random, text);
    const result = runText(text, test.others);
    for (const { range } of [...result.findings, ...result.uses, ...result.includes]) {
      assert.ok(
        range.start >= 0 && range.start <= range.end && range.end <= range.file.text.length,
        JSON.stringify(text),
      );
    }
    const { output } = result;
    for (let i = 0; i < 5; i++) {
      const start = random.below(output.text.length + 1);
      const { range } = output.origin(start, start + random.below(output.text.length + 1 - start));
      assert.ok(
        range.start >= 0 && range.start <= range.end && range.end <= range.file.text.length,
        JSON.stringify(text),
      );
    }
  }
}
