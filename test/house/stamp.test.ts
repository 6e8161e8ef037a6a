/** The steps of the build that are skipped while nothing changed: a stamp is fresh exactly as long as its inputs are the same. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../support/root.js';

interface ProjectScript {
  stamp(path: string, inputs: readonly string[]): { fresh(): boolean; write(): void };
  filesBelow(folder: string, accepts: (name: string) => boolean): string[];
}

describe('house: stamps', () => {
  let script: ProjectScript;
  let folder: string;
  before(async () => {
    script = (await import(pathToFileURL(join(root, 'scripts/steps/project.mjs')).href)) as ProjectScript;
    mkdirSync(join(root, 'out'), { recursive: true });
    folder = relative(root, mkdtempSync(join(root, 'out/house-stamp-')));
    put('a.ts', 'one');
    put('inner/b.ts', 'two');
    put('note.txt', 'no source');
  });
  after(() => {
    rmSync(join(root, folder), { recursive: true });
  });

  function put(file: string, text: string): void {
    mkdirSync(join(root, folder, 'inner'), { recursive: true });
    writeFileSync(join(root, folder, file), text);
  }

  function current(): ReturnType<ProjectScript['stamp']> {
    const inputs = script.filesBelow(folder, (name) => name.endsWith('.ts'));
    return script.stamp(join(folder, 'stamp'), inputs);
  }

  it('list files below a folder in order', () => {
    assert.deepEqual(
      script.filesBelow(folder, (name) => name.endsWith('.ts')),
      [join(folder, 'a.ts'), join(folder, 'inner/b.ts')],
    );
    assert.deepEqual(
      script.filesBelow('no-such-folder', () => true),
      [],
    );
  });

  it('notice a changed, a new and a removed file', () => {
    assert.equal(current().fresh(), false);
    current().write();
    assert.equal(current().fresh(), true);
    put('note.txt', 'changed');
    assert.equal(current().fresh(), true);
    put('inner/b.ts', 'changed');
    assert.equal(current().fresh(), false);
    put('inner/b.ts', 'two');
    assert.equal(current().fresh(), true);
    put('inner/c.ts', '');
    assert.equal(current().fresh(), false);
    rmSync(join(root, folder, 'inner/c.ts'));
    rmSync(join(root, folder, 'a.ts'));
    assert.equal(current().fresh(), false);
  });
});
