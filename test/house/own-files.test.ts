/** The project's own files hold nothing of the machine they were written on, and no address of a package registry. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireTool } from '../support/requirements.js';
import { root } from '../support/root.js';

/** Folders of one machine. Binary files are searched too: a compiler writes its folder into debug information. */
const MACHINE_PATH = /(?<![\w./~-])\/(work|root|home\/\w+|Users\/\w+|tmp)\//;

/** Speaks of such paths and hosts because it looks for them. */
const THIS_FILE = 'test/house/own-files.test.ts';

/** Hosts that package managers fetch from. */
const REGISTRY_HOST = new RegExp(
  [
    'registry\\.[\\w-]+\\.\\w+',
    '\\bnpmjs\\.(org|com)',
    '\\bdeb\\.debian\\.org',
    '\\bpypi\\.org',
    'proxy\\.golang\\.org',
  ].join('|'),
);

describe('house: own files', () => {
  let files: readonly string[] = [];
  before(function () {
    requireTool(this, 'git', 'git');
    // A container may have checked the project out as another user, which git refuses unless it is told that this is fine.
    const git = ['-c', 'safe.directory=*', 'ls-files', '--cached', '--others', '--exclude-standard'];
    files = execFileSync('git', git, { cwd: root, encoding: 'utf8' })
      .split('\n')
      .filter((file) => file !== '' && existsSync(join(root, file)));
    assert.ok(files.includes('package.json'));
  });

  function findings(pattern: RegExp): string[] {
    return files.flatMap((file) => {
      const match = file === THIS_FILE ? null : pattern.exec(readFileSync(join(root, file), 'latin1'));
      return match === null ? [] : [`${file}: ${match[0]}`];
    });
  }

  it('name no folder of one machine', () => {
    assert.deepEqual(findings(MACHINE_PATH), []);
  });

  it('name no registry host', () => {
    assert.deepEqual(findings(REGISTRY_HOST), []);
  });

  it('would be noticed if they did', () => {
    for (const text of ['see /work/x', '"/home/me/a.c"', '(/tmp/out/', '\0/root/b']) assert.match(text, MACHINE_PATH);
    for (const text of ['base/work/', '~/tmp/x', 'https://x.org/home/y/', './tmp/z'])
      assert.doesNotMatch(text, MACHINE_PATH);
    assert.match('https://registry.' + 'npmjs.org/x', REGISTRY_HOST);
  });
});
