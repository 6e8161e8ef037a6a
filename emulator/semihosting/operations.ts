/** The operations of semihosting and their numbers (Arm, Semihosting for AArch32 and AArch64, chapter “Semihosting operations”). */

export const SEMIHOSTING_OPERATIONS = [
  { name: 'SYS_OPEN', number: 0x01 },
  { name: 'SYS_CLOSE', number: 0x02 },
  { name: 'SYS_WRITEC', number: 0x03 },
  { name: 'SYS_WRITE0', number: 0x04 },
  { name: 'SYS_WRITE', number: 0x05 },
  { name: 'SYS_READ', number: 0x06 },
  { name: 'SYS_READC', number: 0x07 },
  { name: 'SYS_ISERROR', number: 0x08 },
  { name: 'SYS_ISTTY', number: 0x09 },
  { name: 'SYS_SEEK', number: 0x0a },
  { name: 'SYS_FLEN', number: 0x0c },
  { name: 'SYS_TMPNAM', number: 0x0d },
  { name: 'SYS_REMOVE', number: 0x0e },
  { name: 'SYS_RENAME', number: 0x0f },
  { name: 'SYS_CLOCK', number: 0x10 },
  { name: 'SYS_TIME', number: 0x11 },
  { name: 'SYS_SYSTEM', number: 0x12 },
  { name: 'SYS_ERRNO', number: 0x13 },
  { name: 'SYS_GET_CMDLINE', number: 0x15 },
  { name: 'SYS_HEAPINFO', number: 0x16 },
  { name: 'SYS_EXIT', number: 0x18 },
  { name: 'SYS_EXIT_EXTENDED', number: 0x20 },
  { name: 'SYS_ELAPSED', number: 0x30 },
  { name: 'SYS_TICKFREQ', number: 0x31 },
] as const;

export type SemihostingOperation = (typeof SEMIHOSTING_OPERATIONS)[number]['name'];

/** The reason for SYS_EXIT that means success (ADP_Stopped_ApplicationExit). */
export const APPLICATION_EXIT = 0x2_0026;

/** Error numbers that Linux, newlib and picolibc agree on; SYS_ERRNO gives them. */
export const ERRNO = {
  ENOENT: 2,
  EIO: 5,
  EBADF: 9,
  EACCES: 13,
  EFAULT: 14,
  EEXIST: 17,
  ENOTDIR: 20,
  EISDIR: 21,
  EINVAL: 22,
  EMFILE: 24,
  ENOSPC: 28,
  EROFS: 30,
} as const;
