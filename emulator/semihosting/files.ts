/** What semihosting wants of the machine that Ringfence runs on. The emulator itself has no files and refuses. */
import { ERRNO } from './operations.js';

/** The `fopen` modes in the order of SYS_OPEN's numbers. */
export const FILE_MODES = ['r', 'rb', 'r+', 'r+b', 'w', 'wb', 'w+', 'w+b', 'a', 'ab', 'a+', 'a+b'] as const;
export type FileMode = (typeof FILE_MODES)[number];

/** A value, or why there is none: an error number as in `ERRNO`. */
export type FileResult<T> = { readonly value: T } | { readonly errno: number };

/**
 * Files by path and by handle, all at once and without waiting. A handle is a number of the implementation's choice.
 * Nothing throws; every trouble is an error number.
 */
export interface SemihostingFiles {
  open(path: string, mode: FileMode): FileResult<number>;
  close(handle: number): FileResult<undefined>;
  /** At most `lengthBytes`, fewer if it likes; empty means that the file has ended. */
  read(handle: number, lengthBytes: number): FileResult<Uint8Array>;
  /** How many of the bytes were written, at least one. */
  write(handle: number, bytes: Uint8Array): FileResult<number>;
  /** Puts the position to `position` bytes from the start. */
  seek(handle: number, position: number): FileResult<undefined>;
  /** The file's length in bytes. */
  length(handle: number): FileResult<number>;
  remove(path: string): FileResult<undefined>;
  rename(from: string, to: string): FileResult<undefined>;
}

const REFUSED = { errno: ERRNO.EACCES } as const;
const NO_SUCH_HANDLE = { errno: ERRNO.EBADF } as const;

/** No files at all: what a machine has unless its user names a folder. */
export const NO_FILES: SemihostingFiles = {
  open: () => REFUSED,
  close: () => NO_SUCH_HANDLE,
  read: () => NO_SUCH_HANDLE,
  write: () => NO_SUCH_HANDLE,
  seek: () => NO_SUCH_HANDLE,
  length: () => NO_SUCH_HANDLE,
  remove: () => REFUSED,
  rename: () => REFUSED,
};
