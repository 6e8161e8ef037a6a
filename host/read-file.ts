/** Reading a file that the user named, with one clear sentence if that does not work. */
import { readFileSync } from 'node:fs';
import { UserError } from '../base/index.js';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read',
  EPERM: 'it may not be read',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
  ERR_FS_FILE_TOO_LARGE: 'it is larger than 2 GiB',
};

/** The file's bytes. Throws a UserError (`file-unreadable`) that names the file and the reason. */
export function readFileBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new UserError('file-unreadable', `Cannot read “${path}”: ${REASONS[code] ?? (code || String(error))}.`);
  }
}
