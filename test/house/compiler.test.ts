/**
 * TypeScript and ESLint bite too: engines see no Node and no DOM, and what the house rules forbid does not get through. Each
 * case is a small file under the real settings.
 */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { root } from '../support/root.js';
import { runNode } from '../support/run-node.js';

/** What an engine's file may not say, and TypeScript's error for it. */
const NOT_IN_ENGINES: readonly { name: string; text: string; error: string }[] = [
  { name: 'node: modules', text: `import { join } from 'node:path';\nexport const x = join;`, error: 'TS2591' },
  { name: 'process', text: `export const x = process.pid;`, error: 'TS2591' },
  { name: 'Buffer', text: `export const x = Buffer.alloc(1);`, error: 'TS2591' },
  { name: 'console', text: `console.log(1);\nexport {};`, error: 'TS2584' },
  { name: 'the DOM', text: `export const x = document;`, error: 'TS2584' },
  { name: 'timers', text: `export const x = setTimeout;`, error: 'TS2304' },
  { name: 'enums', text: `export enum X { a }`, error: 'TS1294' },
  { name: 'unchecked elements', text: `export const x: number = [1][0];`, error: 'TS2322' },
  { name: 'undefined for optional', text: `export const x: { y?: number } = { y: undefined };`, error: 'TS2375' },
];

/** What no file may say, and ESLint's rule for it. */
const NOT_ANYWHERE: readonly { text: string; rule: string }[] = [
  { text: `export const x = (y: any) => y as number;`, rule: '@typescript-eslint/no-explicit-any' },
  { text: `export const x = () => { throw 'text'; };`, rule: '@typescript-eslint/only-throw-error' },
  { text: `export const x = () => { Promise.resolve(1); };`, rule: '@typescript-eslint/no-floating-promises' },
  { text: `export const x = (y: number) => y == 1;`, rule: 'eqeqeq' },
  {
    text: `export function x(y: 'a' | 'b') { switch (y) { case 'a': return 1; } return 2; }`,
    rule: '@typescript-eslint/switch-exhaustiveness-check',
  },
  { text: `const x = 1;\nexport default x;`, rule: 'no-restricted-syntax' },
  { text: `// eslint-disable-next-line eqeqeq\nexport const x = (y: number) => y == 1;`, rule: 'eqeqeq' },
];

describe('house: compiler and linter', () => {
  // Inside the project, so that the packages of node_modules are in reach and only the settings keep them out.
  let folder: string;
  before(() => {
    mkdirSync(join(root, 'out'), { recursive: true });
    folder = mkdtempSync(join(root, 'out/house-'));
    NOT_IN_ENGINES.forEach(({ text }, i) => {
      writeFileSync(join(folder, `case${i}.ts`), text);
    });
    writeFileSync(join(folder, 'good.ts'), `export const x: number | undefined = [1][0];`);
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: '../../tsconfig.base.json', compilerOptions: { noEmit: true }, include: ['*.ts'] }),
    );
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('gives engines no Node, no DOM and no loose types', () => {
    const { stdout } = runNode([
      'node_modules/typescript/bin/tsc',
      '--pretty',
      'false',
      '-p',
      join(folder, 'tsconfig.json'),
    ]);
    const found = [...stdout.matchAll(/(\w+\.ts)\(\d+,\d+\): error (TS\d+)/g)].map(
      ([, file, code]) => `${file} ${code}`,
    );
    const expected = NOT_IN_ENGINES.map(({ error }, i) => `case${i}.ts ${error}`);
    assert.deepEqual([...new Set(found)].sort(), expected.sort(), stdout);
  });

  it('keeps loose code out', async () => {
    const eslint = new ESLint({ cwd: root });
    for (const { text, rule } of NOT_ANYWHERE) {
      const [result] = await eslint.lintText(text, { filePath: join(root, 'base/index.ts') });
      const rules = result!.messages.map((message) => message.ruleId);
      assert.ok(rules.includes(rule), `${rule} for: ${text}\n  got ${rules.join(', ')}`);
    }
  });
});
