/** Semihosting's files on Node: regular files inside one folder that the user named, and nothing else. */
import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { UserError } from '../base/index.js';
import { ERRNO, type FileMode, type FileResult, type SemihostingFiles } from '../emulator/index.js';
import { Jail, type Place, errnoOf } from './jail.js';

const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_APPEND } = constants;
/** Never through a link, never waiting for the other end of a pipe. Windows has neither flag. */
const CAREFUL =
  ((constants.O_NOFOLLOW as number | undefined) ?? 0) | ((constants.O_NONBLOCK as number | undefined) ?? 0);
const PERMISSIONS = 0o644;

interface Mode {
  readonly flags: number;
  readonly truncate: boolean;
  readonly append: boolean;
}

const READ: Mode = { flags: O_RDONLY, truncate: false, append: false };
const UPDATE: Mode = { flags: O_RDWR, truncate: false, append: false };
const WRITE: Mode = { flags: O_WRONLY | O_CREAT, truncate: true, append: false };
const WRITE_READ: Mode = { flags: O_RDWR | O_CREAT, truncate: true, append: false };
const APPEND: Mode = { flags: O_WRONLY | O_CREAT | O_APPEND, truncate: false, append: true };
const APPEND_READ: Mode = { flags: O_RDWR | O_CREAT | O_APPEND, truncate: false, append: true };

const MODES: Readonly<Record<FileMode, Mode>> = {
  r: READ,
  rb: READ,
  'r+': UPDATE,
  'r+b': UPDATE,
  w: WRITE,
  wb: WRITE,
  'w+': WRITE_READ,
  'w+b': WRITE_READ,
  a: APPEND,
  ab: APPEND,
  'a+': APPEND_READ,
  'a+b': APPEND_READ,
};

interface OpenFile {
  readonly descriptor: number;
  readonly append: boolean;
  position: number;
}

/** A mistake of ours in between shows as an error number too: `action` throws only what `node:fs` throws. */
function attempt<T>(action: () => T): FileResult<T> {
  try {
    return { value: action() };
  } catch (error) {
    return { errno: errnoOf(error) };
  }
}

export class NodeSemihostingFiles implements SemihostingFiles {
  private readonly jail: Jail | undefined;
  private readonly files = new Map<number, OpenFile>();
  private next = 1;

  /**
   * Without a folder every open, removal and renaming fails with EACCES. Throws a UserError (`semihosting-folder`) if the
   * folder cannot be used.
   */
  constructor(folder: string | undefined) {
    try {
      this.jail = folder === undefined ? undefined : new Jail(folder);
    } catch {
      throw new UserError(
        'semihosting-folder',
        `The semihosting folder “${folder ?? ''}” is not there or not a folder; create it or name another one.`,
      );
    }
  }

  private find(name: string, follow: boolean): FileResult<Place> {
    return this.jail === undefined ? { errno: ERRNO.EACCES } : this.jail.find(name, follow);
  }

  private withFile<T>(handle: number, action: (file: OpenFile) => T): FileResult<T> {
    const file = this.files.get(handle);
    return file === undefined ? { errno: ERRNO.EBADF } : attempt(() => action(file));
  }

  open(path: string, mode: FileMode): FileResult<number> {
    const found = this.find(path, true);
    if ('errno' in found) return found;
    const place = found.value;
    if (place.what === 'folder') return { errno: ERRNO.EISDIR };
    if (place.what === 'special') return { errno: ERRNO.EACCES };
    const { flags, truncate, append } = MODES[mode];
    const opened = attempt(() => openSync(place.path, flags | CAREFUL, PERMISSIONS));
    if ('errno' in opened) return opened;
    const descriptor = opened.value;
    // What was opened may not be what was looked at: cut nothing off before this.
    const prepared = attempt(() => {
      if (!fstatSync(descriptor).isFile()) return false;
      if (truncate) ftruncateSync(descriptor, 0);
      return true;
    });
    if ('errno' in prepared || !prepared.value) {
      attempt(() => closeSync(descriptor));
      return 'errno' in prepared ? prepared : { errno: ERRNO.EACCES };
    }
    const handle = this.next++;
    this.files.set(handle, { descriptor, append, position: 0 });
    return { value: handle };
  }

  close(handle: number): FileResult<undefined> {
    return this.withFile(handle, (file) => {
      this.files.delete(handle);
      closeSync(file.descriptor);
      return undefined;
    });
  }

  /** Closes whatever the firmware left open. */
  closeAll(): void {
    for (const handle of [...this.files.keys()]) this.close(handle);
  }

  read(handle: number, lengthBytes: number): FileResult<Uint8Array> {
    return this.withFile(handle, (file) => {
      const left = Math.max(fstatSync(file.descriptor).size - file.position, 0);
      const bytes = new Uint8Array(Math.min(lengthBytes, left));
      const count = readSync(file.descriptor, bytes, 0, bytes.length, file.position);
      file.position += count;
      return bytes.subarray(0, count);
    });
  }

  write(handle: number, bytes: Uint8Array): FileResult<number> {
    return this.withFile(handle, (file) => {
      const count = writeSync(file.descriptor, bytes, 0, bytes.length, file.append ? null : file.position);
      file.position = file.append ? fstatSync(file.descriptor).size : file.position + count;
      return count;
    });
  }

  seek(handle: number, position: number): FileResult<undefined> {
    return this.withFile(handle, (file) => {
      file.position = position;
      return undefined;
    });
  }

  length(handle: number): FileResult<number> {
    return this.withFile(handle, (file) => fstatSync(file.descriptor).size);
  }

  /** Removes a file, never a folder. A symbolic link is refused. */
  remove(path: string): FileResult<undefined> {
    const found = this.movable(path);
    return 'errno' in found
      ? found
      : attempt(() => {
          unlinkSync(found.value);
          return undefined;
        });
  }

  /** Renames a file within the folder, over another file if there is one. */
  rename(from: string, to: string): FileResult<undefined> {
    const source = this.movable(from);
    if ('errno' in source) return source;
    const target = this.find(to, false);
    if ('errno' in target) return target;
    const { path, what } = target.value;
    if (what === 'folder') return { errno: ERRNO.EISDIR };
    if (what === 'special') return { errno: ERRNO.EACCES };
    return attempt(() => {
      renameSync(source.value, path);
      return undefined;
    });
  }

  /** The path of a regular file that is there. */
  private movable(name: string): FileResult<string> {
    const found = this.find(name, false);
    if ('errno' in found) return found;
    switch (found.value.what) {
      case 'file':
        return { value: found.value.path };
      case 'nothing':
        return { errno: ERRNO.ENOENT };
      case 'folder':
        return { errno: ERRNO.EISDIR };
      case 'special':
        return { errno: ERRNO.EACCES };
    }
  }
}
