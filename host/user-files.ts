/** Files that the user named, with one clear sentence if they cannot be read or written. */
import { readFileSync, writeFileSync } from 'node:fs';
import { UserError } from '../base/index.js';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'access is denied',
  EPERM: 'access is denied',
  EROFS: 'it is on a read-only file system',
  ENOSPC: 'the disk is full',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
  ERR_FS_FILE_TOO_LARGE: 'it is larger than 2 GiB',
};

/** The file's bytes. Throws a UserError (`file-unreadable`) that names the file and the reason. */
export function readFileBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError('file-unreadable', `Cannot read “${path}”: ${reasonOf(error)}.`);
  }
}

/** Writes the file anew, as UTF-8. Throws a UserError (`file-unwritable`) that names the file and the reason. */
export function writeFileText(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UserError('file-unwritable', `Cannot write “${path}”: ${reasonOf(error)}.`);
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? (code === '' ? String(error) : code);
}
