/** Bindings and devicetrees that are broken on purpose or by chance: findings with places, never a throw, always an end. */
import assert from 'node:assert/strict';
import { checkBindings, openBindings } from '../../../devicetree/bindings/index.js';
import { buildTree, DEFAULT_BUDGET, parse, type Devicetree, type SourceFile } from '../../../devicetree/index.js';
import { memoryFiles } from '../../support/memory-files.js';
import { runCase } from './case.js';
import { CASES } from './cases.js';

/** A tree from whatever can be read, errors or not. */
function anyTree(text: string): Devicetree {
  const file: SourceFile = { path: 'app.dts', text };
  const mapped = { text, origin: (start: number, end: number) => ({ range: { file, start, end } }) };
  const reader = memoryFiles({});
  const options = { reader, includePaths: [], dialect: 'zephyr', budget: DEFAULT_BUDGET } as const;
  return buildTree(parse(mapped, options), { dialect: 'zephyr' }).tree;
}

/** A linear congruential generator, so that a failure can be repeated. */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const SNIPPETS = [
  '{',
  '}',
  '[',
  ']',
  '<',
  '>',
  ':',
  '- ',
  '\n',
  '"',
  "'",
  '&x',
  '*x',
  '!include ',
  '0',
  ';',
  '<<: ',
  '  ',
];

function mutated(text: string, next: (below: number) => number): string {
  const at = next(text.length + 1);
  switch (next(4)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + next(4));
    case 1:
      return text.slice(0, at) + SNIPPETS[next(SNIPPETS.length)]! + text.slice(at);
    case 2: {
      const from = next(text.length + 1);
      return text.slice(0, at) + text.slice(from, from + next(20)) + text.slice(at);
    }
    default:
      return text.slice(0, at);
  }
}

function checkEach(files: Readonly<Record<string, string>>, dts: string): void {
  const table = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/b/${name}`, text]));
  const index = openBindings(['/b'], memoryFiles(table));
  const findings = [...checkBindings(anyTree(dts), index), ...index.findings()];
  for (const { range, message } of findings) {
    const { file, start, end } = range;
    assert.ok(start >= 0 && start <= end && end <= file.text.length, `${file.path}: ${message}`);
    assert.ok(table[file.path] === file.text || file.text === dts, file.path);
  }
}

describe('devicetree/bindings: broken input', () => {
  for (let seed = 1; seed <= 20; seed++) {
    it(`goes on with cases changed by chance, seed ${seed}`, () => {
      const next = random(seed);
      for (const { files, dts } of CASES) {
        const changed = Object.entries(files).map(([name, text]) => [name, mutated(text, next)] as const);
        const dtsText = next(2) === 0 ? dts : mutated(dts, next);
        checkEach(Object.fromEntries(changed), `/dts-v1/;\n${dtsText}`);
      }
    });
  }

  it('ends when files include each other in every way', () => {
    const files: Record<string, string> = {};
    for (let i = 0; i < 30; i++) {
      const includes = Array.from({ length: 30 }, (_, k) => `f${k}.yaml`).join(', ');
      files[`f${i}.yaml`] =
        `description: d\ncompatible: "test,f${i}"\ninclude: [${includes}]\nchild-binding:\n  include: f${(i + 1) % 30}.yaml\n`;
    }
    const nodes = Object.keys(files).map((_, i) => `n${i} { compatible = "test,f${i}"; c { c { }; }; };`);
    const { findings } = runCase({ files, dts: `/ { ${nodes.join(' ')} };\n` });
    assert.ok(findings.some(({ code }) => code === 'binding-include-cycle'));
  });

  it('ends when each file includes the next twice', () => {
    const files: Record<string, string> = { 'f60.yaml': 'properties:\n  p: {type: int}\n' };
    for (let i = 0; i < 60; i++) files[`f${i}.yaml`] = `include: [f${i + 1}.yaml, f${i + 1}.yaml]\n`;
    files['f0.yaml'] = `description: d\ncompatible: "test,dev"\n${files['f0.yaml']!}`;
    const { findings } = runCase({ files, dts: '/ { dev { compatible = "test,dev"; p = <1>; }; };\n' });
    assert.deepEqual(findings, []);
  });

  it('ends for a controller that wants four billion cells', () => {
    const files = {
      'a.yaml': 'description: d\ncompatible: "test,dev"\nproperties:\n  gpios: {type: phandle-array}\n',
    };
    const dts = `/ { c: c { #gpio-cells = <0xffffffff>; #interrupt-cells = <0xffffffff>; gpio-map = <1 2 3>; };
      dev { compatible = "test,dev"; gpios = <&c 1 2>; interrupt-parent = <&c>; interrupts = <1>; }; };\n`;
    const { findings } = runCase({ files, dts });
    assert.ok(findings.some(({ code }) => code === 'binding-specifier'));
  });

  it('ends for a list of a hundred thousand references', () => {
    const files = {
      'a.yaml': 'description: d\ncompatible: "test,dev"\nproperties:\n  gpios: {type: phandle-array}\n',
      'c.yaml': 'description: c\ncompatible: "test,c"\n',
    };
    const list = '&c '.repeat(100_000);
    const dts = `/ { c: c { compatible = "test,c"; #gpio-cells = <0>; }; dev { compatible = "test,dev"; gpios = <${list}>; }; };\n`;
    assert.deepEqual(runCase({ files, dts }).findings, []);
  });

  it('ends for nodes in nodes', () => {
    const depth = 200;
    const files = { 'a.yaml': 'description: d\ncompatible: "test,dev"\nbus: x\nchild-binding:\n  properties: {}\n' };
    const dts = `/ { ${'n { compatible = "test,dev"; '.repeat(depth)}${'}; '.repeat(depth)} };\n`;
    assert.deepEqual(runCase({ files, dts }).findings, []);
  });
});
