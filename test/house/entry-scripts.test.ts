/** `npm start` and `npm test` begin with a sentence, not a stack trace, when Node is too old. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Linter } from 'eslint';
import { root } from '../support/root.js';
import { runNode } from '../support/run-node.js';

const ENTRIES = ['start', 'test', 'build', 'bench', 'update-gold'].map((name) => `scripts/${name}.mjs`);

describe('house: entry scripts', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'ringfence-node-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** A preloaded file that makes Node look like another version. */
  function pretend(version: string): string {
    const path = join(folder, `${version}.cjs`);
    writeFileSync(path, `Object.defineProperty(process, 'versions', { value: { node: '${version}' } });`);
    return path;
  }

  for (const entry of ENTRIES) {
    it(`${entry} says which Node it needs, in one sentence`, () => {
      const { status, stdout, stderr } = runNode(['--require', pretend('18.20.4'), entry]);
      assert.equal(status, 1);
      assert.equal(stdout, '');
      assert.match(stderr, /^Ringfence needs Node\.js 20\.19 or newer, and this is 18\.20\.4; [^\n]*\n$/);
    });
  }

  it('draw the line at 20.19', () => {
    for (const [version, accepted] of [
      ['8.17.0', false],
      ['20.18.3', false],
      ['20.19.0', true],
      ['21.0.0', true],
      ['22.12.0', true],
      ['24.1.0', true],
    ] as const) {
      const { status, stderr } = runNode(['--require', pretend(version), 'scripts/require-node.mjs']);
      assert.equal(status === 0 && stderr === '', accepted, version);
    }
  });

  it('parse on a Node from 2020', () => {
    for (const entry of [...ENTRIES, 'scripts/require-node.mjs']) {
      const text = readFileSync(join(root, entry), 'utf8');
      const messages = new Linter().verify(text, { languageOptions: { ecmaVersion: 2020, sourceType: 'module' } });
      assert.deepEqual(messages, [], entry);
    }
  });
});
