/** Every trick to get out of the semihosting folder, and that files inside it work. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../base/index.js';
import { ERRNO, type FileMode, FILE_MODES } from '../../emulator/index.js';
import { NodeSemihostingFiles, readFileBytes } from '../../host/index.js';

let top: string;
let files: NodeSemihostingFiles;

/** top/inside is the folder; top/outside and top/secret are what must stay untouched. */
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'jail-'));
  for (const folder of ['inside', 'inside/sub', 'outside', 'inside-too']) mkdirSync(join(top, folder));
  writeFileSync(join(top, 'secret'), 'secret');
  writeFileSync(join(top, 'outside/secret'), 'secret');
  writeFileSync(join(top, 'inside/mine'), 'mine');
  symlinkSync('../secret', join(top, 'inside/link'));
  symlinkSync(join(top, 'secret'), join(top, 'inside/absolute-link'));
  symlinkSync('../outside', join(top, 'inside/folder-link'));
  symlinkSync('../inside-too', join(top, 'inside/prefix-link'));
  symlinkSync('../created', join(top, 'inside/dangling'));
  symlinkSync('loop', join(top, 'inside/loop'));
  symlinkSync('link', join(top, 'inside/chain'));
  symlinkSync('mine', join(top, 'inside/good-link'));
  symlinkSync('../mine', join(top, 'inside/sub/good-link'));
  execFileSync('mkfifo', [join(top, 'inside/pipe')]);
  files = new NodeSemihostingFiles(join(top, 'inside'));
});

afterEach(() => {
  files.closeAll();
  rmSync(top, { recursive: true });
});

const errno = (result: object): number => ('errno' in result ? (result.errno as number) : 0);

function contents(name: string): string {
  return readFileSync(join(top, name), 'utf8');
}

function handle(name: string, mode: FileMode): number {
  const result = files.open(name, mode);
  assert.ok('value' in result, `${name} ${JSON.stringify(result)}`);
  return result.value;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const ESCAPES = [
  '../secret',
  '..',
  '.',
  '',
  '/',
  '/etc/passwd',
  '//etc/passwd',
  'sub/../../secret',
  'sub/../mine',
  './../secret',
  'link',
  'absolute-link',
  'chain',
  'loop',
  'dangling',
  'folder-link/secret',
  'folder-link/new',
  'prefix-link/new',
  'folder-link/../secret',
  'pipe',
  '..\\secret',
  'sub\\..\\..\\secret',
  '\\\\server\\share\\file',
  'C:\\secret',
  'C:secret',
  'c:/secret',
  'mine:stream',
  'mine\0/../../secret',
  'nul',
  'sub/CON',
  'com1.txt',
  'LPT¹',
  'aux ',
  '.. ',
  '...',
  'mine.',
  'mine/',
  'sub/',
];

describe('semihosting folder', () => {
  for (const name of ESCAPES) {
    it(`refuses ${JSON.stringify(name)} for every operation`, () => {
      for (const mode of FILE_MODES) assert.equal(errno(files.open(name, mode)) !== 0, true, mode);
      assert.notEqual(errno(files.remove(name)), 0);
      assert.notEqual(errno(files.rename(name, 'stolen')), 0);
      assert.notEqual(errno(files.rename('mine', name)), 0);
      assert.deepEqual(
        [contents('secret'), contents('outside/secret'), contents('inside/mine')],
        ['secret', 'secret', 'mine'],
      );
      for (const path of ['created', 'outside/new', 'inside-too/new', 'inside/stolen']) {
        assert.equal(existsSync(join(top, path)), false, path);
      }
    });
  }

  it('has no files at all without a folder', () => {
    const none = new NodeSemihostingFiles(undefined);
    for (const mode of FILE_MODES) assert.deepEqual(none.open('mine', mode), { errno: ERRNO.EACCES });
    assert.deepEqual(none.remove('mine'), { errno: ERRNO.EACCES });
    assert.deepEqual(none.rename('mine', 'yours'), { errno: ERRNO.EACCES });
    assert.deepEqual(none.read(1, 1), { errno: ERRNO.EBADF });
  });

  it('says what is wrong with the folder', () => {
    for (const folder of ['nowhere', 'secret']) {
      assert.throws(
        () => new NodeSemihostingFiles(join(top, folder)),
        (error) => error instanceof UserError && error.code === 'semihosting-folder' && error.message.includes(folder),
      );
    }
  });

  it('reads, writes, seeks and measures', () => {
    const file = handle('sub/new', 'w+b');
    assert.deepEqual(files.write(file, bytes('hello world')), { value: 11 });
    files.seek(file, 6);
    assert.deepEqual(files.read(file, 100), { value: bytes('world') });
    assert.deepEqual(files.read(file, 100), { value: new Uint8Array(0) });
    assert.deepEqual(files.length(file), { value: 11 });
    files.close(file);
    assert.deepEqual(files.read(file, 1), { errno: ERRNO.EBADF });
    assert.equal(contents('inside/sub/new'), 'hello world');
  });

  it('follows the fopen modes', () => {
    const append = handle('mine', 'a+');
    assert.deepEqual(files.read(append, 2), { value: bytes('mi') });
    files.write(append, bytes('!'));
    assert.equal(contents('inside/mine'), 'mine!');
    files.write(handle('mine', 'r+'), bytes('M'));
    assert.equal(contents('inside/mine'), 'Mine!');
    assert.notEqual(errno(files.write(handle('mine', 'r'), bytes('x'))), 0);
    assert.deepEqual(files.open('missing', 'r+'), { errno: ERRNO.ENOENT });
    assert.deepEqual(files.open('missing/new', 'w'), { errno: ERRNO.ENOENT });
    assert.deepEqual(files.open('mine/new', 'w'), { errno: ERRNO.ENOTDIR });
    assert.deepEqual(files.open('sub', 'r'), { errno: ERRNO.EISDIR });
    handle('mine', 'w');
    assert.equal(contents('inside/mine'), '');
  });

  it('follows links that stay inside, but neither moves nor removes them', () => {
    assert.deepEqual(files.read(handle('good-link', 'r'), 9), { value: bytes('mine') });
    assert.deepEqual(files.read(handle('sub/good-link', 'r'), 9), { value: bytes('mine') });
    assert.deepEqual(files.remove('good-link'), { errno: ERRNO.EACCES });
  });

  it('renames over a file and removes it, never a folder', () => {
    assert.deepEqual(files.rename('mine', 'sub/yours'), { value: undefined });
    assert.equal(contents('inside/sub/yours'), 'mine');
    assert.deepEqual(files.rename('sub/yours', 'sub'), { errno: ERRNO.EISDIR });
    assert.deepEqual(files.remove('sub'), { errno: ERRNO.EISDIR });
    assert.deepEqual(files.remove('sub/yours'), { value: undefined });
    assert.deepEqual(files.remove('sub/yours'), { errno: ERRNO.ENOENT });
  });
});

describe('readFileBytes', () => {
  it('names the file and the reason', () => {
    assert.deepEqual([...readFileBytes(join(top, 'secret'))], [...bytes('secret')]);
    for (const [name, reason] of [
      ['nope', 'there is no such file or folder'],
      ['inside', 'it is a folder'],
      ['secret/x', 'a part of its path is not a folder'],
    ] as const) {
      assert.throws(
        () => readFileBytes(join(top, name)),
        (error) => error instanceof UserError && error.message === `Cannot read “${join(top, name)}”: ${reason}.`,
      );
    }
  });
});
