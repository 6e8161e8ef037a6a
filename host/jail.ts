/**
 * A folder that names from the guest cannot leave. A name becomes a path only through the real path of its parent, so
 * neither `..` nor a symbolic link leads out. It is no guard against other programs that rearrange the folder meanwhile.
 */
import { lstatSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep, isAbsolute } from 'node:path';
import { type FileResult, ERRNO } from '../emulator/index.js';

/** The error number of a failed call of `node:fs`; EIO for what semihosting has no number for. */
export function errnoOf(error: unknown): number {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const known = Object.entries(ERRNO).find(([name]) => name === code);
  if (known !== undefined) return known[1];
  return code === 'ELOOP' || code === 'EPERM' || code === 'ENXIO' ? ERRNO.EACCES : ERRNO.EIO;
}

/** What a name in the jail leads to. */
export interface Place {
  /** The real path; nothing below it is a symbolic link. */
  readonly path: string;
  readonly what: 'nothing' | 'file' | 'folder' | 'special';
}

/** Names of devices that Windows finds in every folder, with any ending. */
const WINDOWS_DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)/i;

/** The parts of a relative name with `/`, or `undefined` if a part is none that we let the guest use, on any system. */
function partsOf(name: string): readonly string[] | undefined {
  // A colon is a drive or a stream on Windows, a backslash a separator; NUL ends a path in C.
  if (name === '' || name.startsWith('/') || /[:\\\0]/.test(name)) return undefined;
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  const refused = (part: string): boolean => part === '..' || WINDOWS_DEVICE.test(part) || /[. ]$/.test(part);
  return parts.length === 0 || name.endsWith('/') || parts.some(refused) ? undefined : parts;
}

export class Jail {
  /** The real path of the folder. */
  private readonly root: string;

  /** Throws what `node:fs` throws if there is no such folder. */
  constructor(folder: string) {
    this.root = realpathSync(folder);
    if (!statSync(this.root).isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
  }

  private holds(path: string): boolean {
    const way = relative(this.root, path);
    return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
  }

  /** Where a guest's name leads. `follow` also goes through a symbolic link at its end, if that stays inside. */
  find(name: string, follow: boolean): FileResult<Place> {
    const parts = partsOf(name);
    if (parts === undefined) return { errno: ERRNO.EACCES };
    try {
      const parent = realpathSync(join(this.root, ...parts.slice(0, -1)));
      if (!this.holds(parent)) return { errno: ERRNO.EACCES };
      return this.place(join(parent, parts.at(-1)!), follow);
    } catch (error) {
      return { errno: errnoOf(error) };
    }
  }

  private place(path: string, follow: boolean): FileResult<Place> {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return { value: { path, what: 'nothing' } };
    if (stat.isFile()) return { value: { path, what: 'file' } };
    if (stat.isDirectory()) return { value: { path, what: 'folder' } };
    if (!stat.isSymbolicLink()) return { value: { path, what: 'special' } };
    if (!follow) return { errno: ERRNO.EACCES };
    const target = realpathSync(path);
    // A link that leads to nothing throws above: creating through it could create outside.
    return this.holds(target) ? this.place(target, false) : { errno: ERRNO.EACCES };
  }
}
