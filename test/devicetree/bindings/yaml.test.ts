/** YAML as Zephyr reads it: scalars as PyYAML resolves them, places of keys and values, and texts that want to do harm. */
import assert from 'node:assert/strict';
import { member, readYaml, type YamlValue } from '../../../devicetree/bindings/index.js';
import { placeText, rangeText, type SourceFile } from '../../../devicetree/index.js';

/** Gold: PyYAML 6.0.3, `yaml.safe_load(text)`. */
const SCALARS: readonly [string, string, unknown][] = [
  ['010', 'int', 8],
  ['08', 'string', '08'],
  ['0x1F', 'int', 31],
  ['1_000', 'int', 1000],
  ['0b101', 'int', 5],
  ['0o7', 'string', '0o7'],
  ['+5', 'int', 5],
  ['-0x10', 'int', -16],
  ['-0', 'int', 0],
  ['1__0', 'int', 10],
  ['_1', 'string', '_1'],
  ['0x', 'string', '0x'],
  ['12:30', 'int', 750],
  ['12:30:45', 'int', 45045],
  ['1e3', 'string', '1e3'],
  ['1.5e+3', 'float', 1500],
  ['1.', 'float', 1],
  ['.5', 'float', 0.5],
  ['09.5', 'float', 9.5],
  ['.nan', 'float', Number.NaN],
  ['y', 'string', 'y'],
  ['n', 'string', 'n'],
  ['yes', 'boolean', true],
  ['Off', 'boolean', false],
  ['TRUE', 'boolean', true],
  ['123abc', 'string', '123abc'],
  ['"yes"', 'string', 'yes'],
  ["'0x10'", 'string', '0x10'],
  ['!!str yes', 'string', 'yes'],
  ['!!int "5"', 'int', 5],
];

/** Gold: PyYAML 6.0.3 on whole documents, as JSON. `undefined` stands for an empty document. */
const DOCUMENTS: readonly [string, string, unknown][] = [
  ['an empty file', '', undefined],
  ['a comment', '# nothing\n', undefined],
  ['null', '~\n', undefined],
  ['a value left out', 'a:\nb: ~\n', { a: null, b: null }],
  ['the last of two keys', 'a: 1\nb: 2\na: 3\n', { a: 3, b: 2 }],
  ['a literal block', 'a: |\n  one\n  two\nb: 1\n', { a: 'one\ntwo\n', b: 1 }],
  ['a folded block', 'a: >-\n  one\n  two\n\n  three\n', { a: 'one two\nthree' }],
  ['flow collections', 'a: [1, "x", {b: c}]\n', { a: [1, 'x', { b: 'c' }] }],
  ['a flow list of files', 'include: [base.yaml, pin.yaml]\n', { include: ['base.yaml', 'pin.yaml'] }],
  ['an alias', 'a: &x [1, 2]\nb: *x\n', { a: [1, 2], b: [1, 2] }],
  ['a merge key', 'a: &x {p: 1, q: 2}\nb:\n  <<: *x\n  q: 3\n', { a: { p: 1, q: 2 }, b: { q: 3, p: 1 } }],
  ['a colon in a plain value', 'a: b:c\n', { a: 'b:c' }],
  ['a comma in a plain key', 'vnd,prop: 1\n"#cells": 2\n', { 'vnd,prop': 1, '#cells': 2 }],
  ['a list without indentation', 'a:\n- x\n- y\n', { a: ['x', 'y'] }],
];

const TROUBLE: readonly [string, string, string][] = [
  ['a tab as indentation', 'a:\n\tb: 1\n', 'error yaml-syntax a.yaml:2:1'],
  ['an open bracket', 'a: [1, 2\nb: 3\n', 'error yaml-syntax a.yaml:2:1'],
  ['two documents', 'a: 1\n---\nb: 2\n', 'error yaml-documents a.yaml:2:1'],
  ['a key twice', 'a: 1\na: 2\n', 'warning yaml-duplicate-key a.yaml:2:1'],
  ['an unknown tag', 'a: !python/none x\n', 'error yaml-tag a.yaml:1:17'],
  ['an alias to nothing', 'a: *nowhere\n', 'error yaml-alias a.yaml:1:4'],
  ['an alias to itself', 'a: &x [*x]\n', 'error yaml-alias a.yaml:1:8'],
  ['a list as a key', '? [a]\n: 1\n', 'error yaml-key a.yaml:1:3'],
];

const HOSTILE: readonly [string, string][] = [
  ['nested lists', '['.repeat(20_000)],
  ['nested maps', '{a: '.repeat(20_000)],
  ['nested block lists', `${'- '.repeat(20_000)}a`],
  ['nested question marks', '? '.repeat(20_000)],
  ['indentation without end', Array.from({ length: 2_000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ['aliases of aliases', `a0: &a0 [x, x]\n${times(40, (i) => `a${i}: &a${i} [*a${i - 1}, *a${i - 1}]`)}`],
  ['merge keys of merge keys', `a0: &a0 {x: 1}\n${times(40, (i) => `a${i}: &a${i} {b: *a${i - 1}, c: *a${i - 1}}`)}`],
  ['a long file', 'a: b\n'.repeat(200_000)],
  ['brackets that close nothing', '}'.repeat(50_000)],
  ['quotes', '"'.repeat(50_000)],
  ['zero bytes', '\0'.repeat(10_000)],
  ['a lone surrogate', 'a: "\\ud800"\nb: \ud800\n\udc00: 1'],
];

/** Odd, but YAML as the library reads it. */
const READABLE = ['a lone surrogate', 'zero bytes'];

function times(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i + 1)).join('\n');
}

function source(text: string): SourceFile {
  return { path: 'a.yaml', text };
}

function plain(value: YamlValue | undefined): unknown {
  switch (value?.kind) {
    case undefined:
      return undefined;
    case 'null':
      return null;
    case 'map':
      return Object.fromEntries([...value.entries.values()].map(({ key, value: inner }) => [key, plain(inner)]));
    case 'list':
      return value.items.map(plain);
    case 'string':
    case 'int':
    case 'float':
    case 'boolean':
      return value.value;
  }
}

describe('devicetree/bindings: YAML', () => {
  for (const [text, kind, expected] of SCALARS) {
    it(`reads ${text} as PyYAML does`, () => {
      const { root, findings } = readYaml(source(`a: ${text}\n`));
      assert.deepEqual(findings, []);

      const value = member(root, 'a');
      assert.deepEqual([value?.kind, plain(value)], [kind, expected]);
    });
  }

  for (const [name, text, expected] of DOCUMENTS) {
    it(`reads ${name}`, () => {
      const { root } = readYaml(source(text));
      assert.deepEqual(plain(root), expected);
    });
  }

  it('keeps the place of each key and value', () => {
    const file = source('a:\n  - one\n  - {b: "two"}\nc: |\n  text\n');
    const { root } = readYaml(file);
    assert.ok(root?.kind === 'map');
    const a = root.entries.get('a')!;
    assert.ok(a.value.kind === 'list');
    const inner = a.value.items[1]!;
    assert.ok(inner.kind === 'map');
    const places = [
      a.places[0]!,
      a.value.items[0]!.range,
      inner.entries.get('b')!.places[0]!,
      inner.entries.get('b')!.value.range,
      root.entries.get('c')!.value.range,
    ];
    assert.deepEqual(
      places.map((range) => `${placeText(range)} ${rangeText(range)}`),
      ['a.yaml:1:1 a', 'a.yaml:2:5 one', 'a.yaml:3:6 b', 'a.yaml:3:9 "two"', 'a.yaml:4:4 |\n  text\n'],
    );
  });

  for (const [name, text, expected] of TROUBLE) {
    it(`says where ${name} is`, () => {
      const [first] = readYaml(source(text)).findings;
      assert.ok(first);
      assert.equal(`${first.severity} ${first.code} ${placeText(first.range)}`, expected);
    });
  }

  for (const [name, text] of HOSTILE) {
    it(`survives ${name}`, () => {
      const { findings } = readYaml(source(text));
      assert.ok(findings.length <= 20);
      for (const { range } of findings) {
        assert.ok(range.start >= 0 && range.start <= range.end && range.end <= text.length);
      }
      if (!READABLE.includes(name)) assert.ok(findings.length > 0, 'a finding says so');
    });
  }

  it('reads a file object once', () => {
    const file = source('a: 1\n');
    assert.equal(readYaml(file), readYaml(file));
    assert.notEqual(readYaml(file), readYaml(source('a: 1\n')));
  });
});
