import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskFolders } from '../../host/index.js';

describe('host: folders on disk', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ringfence-folders-'));
    mkdirSync(join(folder, 'dts'));
    writeFileSync(join(folder, 'board.dts'), '/dts-v1/;\n');
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const listed = (path: string, reader = diskFolders()): readonly string[] | undefined =>
    reader
      .list(path)
      ?.map(({ name, kind }) => `${kind} ${name}`)
      .sort();

  it('lists files and folders', () => {
    assert.deepEqual(listed(folder), ['file board.dts', 'folder dts']);
  });

  it('lists nothing where there is no folder', () => {
    assert.equal(listed(join(folder, 'boards')), undefined);
    assert.equal(listed(join(folder, 'board.dts')), undefined);
  });

  it('follows links, and leaves out those that lead nowhere', function () {
    if (process.platform === 'win32') this.skip();
    symlinkSync(join(folder, 'dts'), join(folder, 'linked-folder'));
    symlinkSync(join(folder, 'board.dts'), join(folder, 'linked-file'));
    symlinkSync(join(folder, 'gone'), join(folder, 'dangling'));
    symlinkSync(join(folder, 'circle'), join(folder, 'circle'));
    assert.deepEqual(listed(folder), ['file board.dts', 'file linked-file', 'folder dts', 'folder linked-folder']);
  });

  it('answers from memory until the file, its folder, or all is forgotten', () => {
    const reader = diskFolders();
    const before = listed(folder, reader);
    writeFileSync(join(folder, 'new.overlay'), '');
    assert.deepEqual(listed(folder, reader), before);
    reader.forget(join(folder, 'new.overlay'));
    assert.deepEqual(listed(folder, reader), ['file board.dts', 'file new.overlay', 'folder dts']);
    rmSync(join(folder, 'new.overlay'));
    reader.forget();
    assert.deepEqual(listed(folder, reader), before);
  });

  it('reads files too, each version as one object', () => {
    const reader = diskFolders();
    const path = join(folder, 'board.dts');
    const first = reader.read(path);
    assert.equal(first?.text, '/dts-v1/;\n');
    assert.equal(reader.read(path), first);
    reader.forget(path);
    assert.notEqual(reader.read(path), first);
  });
});
