/** A test whose tool is missing: left out with the package's name in the closing lines, or a failure where all is required. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../support/root.js';

const SUITE = `
import { requireTool } from ${JSON.stringify(new URL('../support/requirements.js', import.meta.url).href)};
describe('always', () => {
  it('runs', () => {});
  it('finds node', function () { requireTool(this, 'node', 'nodejs'); });
});
describe('oracle', () => {
  before(function () { requireTool(this, 'no-such-emulator', 'emulator-package'); });
  it('first', () => {});
  describe('inner', () => { it('second', () => {}); });
});
describe('mixed', () => {
  it('needs a compiler', function () { requireTool(this, 'no-such-compiler', 'compiler-package'); });
});
`;

describe('house: tests with requirements', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'ringfence-requirements-'));
    writeFileSync(join(folder, 'suite.mjs'), SUITE);
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  function runSuite(requireAll: string): { status: number | null; lines: string[] } {
    const mocha = join(root, 'node_modules/mocha/bin/mocha.js');
    const reporter = join(root, 'out/test/support/reporter.js');
    const result = spawnSync(
      process.execPath,
      [mocha, '--no-config', '--no-color', '--reporter', reporter, join(folder, 'suite.mjs')],
      { encoding: 'utf8', cwd: root, env: { ...process.env, RINGFENCE_REQUIRE_ALL: requireAll } },
    );
    return { status: result.status, lines: result.stdout.trimEnd().split('\n') };
  }

  it('names what was left out and its Debian package', () => {
    const { status, lines } = runSuite('');
    assert.equal(status, 0);
    assert.deepEqual(lines.slice(lines.indexOf('Left out, because a tool is not installed:')), [
      'Left out, because a tool is not installed:',
      '  2 tests need no-such-emulator (Debian package emulator-package):',
      '    oracle',
      '  1 test needs no-such-compiler (Debian package compiler-package):',
      '    mixed needs a compiler',
      'To run them too: apt-get install --no-install-recommends compiler-package emulator-package',
      '',
      '2 passed, 0 failed, 3 skipped',
    ]);
  });

  it('fails instead when everything is required', () => {
    const { status, lines } = runSuite('1');
    assert.notEqual(status, 0);
    assert.equal(lines.at(-1), '2 passed, 2 failed, 0 skipped');
    assert.ok(lines.some((line) => line.includes('install the Debian package emulator-package')));
  });
});
