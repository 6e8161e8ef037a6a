/**
 * Semihosting: what firmware asks of its debugger with BKPT 0xAB (Arm, Semihosting for AArch32 and AArch64, version 2.0).
 * Time is virtual; files are the host's to give.
 */
import { encodeUtf8 } from '../../base/index.js';
import { FILE_MODES, NO_FILES, type FileResult, type SemihostingFiles } from './files.js';
import { GuestMemory, GuestMemoryError, type SemihostingMemory } from './guest-memory.js';
import { type Handle, type HandlesState, Handles } from './handles.js';
import { APPLICATION_EXIT, ERRNO, SEMIHOSTING_OPERATIONS, type SemihostingOperation } from './operations.js';

/** What SYS_HEAPINFO answers with; 0 means that the firmware's own linker script knows better. */
export interface HeapInfo {
  readonly heapBase: number;
  readonly heapLimit: number;
  readonly stackBase: number;
  readonly stackLimit: number;
}

export interface SemihostingOptions {
  /** Refuses everything, if absent. */
  readonly files?: SemihostingFiles;
  /** What SYS_TIME gives at reset, in seconds since 1970; 0 if absent. */
  readonly epochSeconds?: number;
  /** What SYS_GET_CMDLINE gives: the program's name and its arguments, separated by spaces; empty if absent. */
  readonly commandLine?: string;
  /** What SYS_HEAPINFO answers; if absent, the stack of the vector table and nothing else. */
  readonly heap?: HeapInfo;
}

/** The machine around it. */
export interface SemihostingHost {
  /** Retired instructions since reset. */
  now(): number;
  readonly clockHz: number;
  /** Text from the firmware; SYS_WRITEC and SYS_WRITE0 count as stdout. */
  output(stream: 'stdout' | 'stderr', bytes: Uint8Array): void;
  /** The next byte typed, or `undefined` if there is none: SYS_READ then sees the end of the input. */
  input(): number | undefined;
  /** The stack's end, for SYS_HEAPINFO when nobody named another: newlib's start-up code takes its SP from there. 0 if unknown. */
  stackBase?(): number;
}

export type SemihostingResult =
  /** Goes to R0. */
  | { readonly kind: 'return'; readonly value: number }
  /** `status` is signed; it is the reason's if the firmware gives none: 0 for an application exit, else 1. */
  | { readonly kind: 'exit'; readonly status: number; readonly applicationExit: boolean };

export interface SemihostingState {
  readonly errno: number;
  readonly handles: HandlesState;
}

const OPERATIONS: ReadonlyMap<number, SemihostingOperation> = new Map(
  SEMIHOSTING_OPERATIONS.map(({ name, number }) => [number, name]),
);

/** How much one step of a transfer moved, and whether it was the last that can be. */
interface Moved {
  readonly value: number;
  readonly last: boolean;
}

const FAILED = 0xffff_ffff;
/** One call moves at most so much; the rest counts as not read or not written, as the operations allow. */
const MAX_CALL_BYTES = 0x100_0000;
const CHUNK_BYTES = 0x1_0000;

export class Semihosting {
  private readonly host: SemihostingHost;
  private readonly files: SemihostingFiles;
  private readonly epochSeconds: number;
  private readonly commandLine: Uint8Array;
  private readonly heap: HeapInfo | undefined;
  private readonly handles: Handles;
  private errno = 0;

  constructor(host: SemihostingHost, options: SemihostingOptions = {}) {
    this.host = host;
    this.files = options.files ?? NO_FILES;
    this.epochSeconds = options.epochSeconds ?? 0;
    this.commandLine = encodeUtf8(options.commandLine ?? '');
    this.heap = options.heap;
    this.handles = new Handles(this.files, host);
  }

  /** Carries out operation `op` (R0) with `parameter` (R1). Operations that do not exist give -1 and EINVAL. */
  call(op: number, parameter: number, memory: SemihostingMemory): SemihostingResult {
    const name = OPERATIONS.get(op >>> 0);
    if (name === undefined) return returned(this.fail(ERRNO.EINVAL));
    try {
      const guest = new GuestMemory(memory);
      if (name === 'SYS_EXIT') return exit(parameter >>> 0, undefined);
      if (name === 'SYS_EXIT_EXTENDED') return exit(guest.word(parameter), guest.word(parameter, 1));
      return returned(this.perform(name, parameter >>> 0, guest));
    } catch (error) {
      if (error instanceof GuestMemoryError) return returned(this.fail(ERRNO.EFAULT));
      throw error;
    }
  }

  private perform(
    name: Exclude<SemihostingOperation, 'SYS_EXIT' | 'SYS_EXIT_EXTENDED'>,
    parameter: number,
    guest: GuestMemory,
  ): number {
    switch (name) {
      case 'SYS_OPEN':
        return this.open(parameter, guest);
      case 'SYS_CLOSE':
        return this.finish(this.handles.close(guest.word(parameter)));
      case 'SYS_WRITEC':
        this.host.output('stdout', Uint8Array.of(guest.byte(parameter)));
        return 0;
      case 'SYS_WRITE0':
        this.writeString(parameter, guest);
        return 0;
      case 'SYS_WRITE':
        return this.write(parameter, guest);
      case 'SYS_READ':
        return this.read(parameter, guest);
      case 'SYS_READC':
        return this.host.input() ?? FAILED;
      case 'SYS_ISERROR':
        return guest.word(parameter) >>> 31;
      case 'SYS_ISTTY':
        return this.isTty(guest.word(parameter));
      case 'SYS_SEEK':
        return this.finish(this.seek(guest.word(parameter), guest.word(parameter, 1)));
      case 'SYS_FLEN':
        return this.length(guest.word(parameter));
      case 'SYS_TMPNAM':
        return this.temporaryName(parameter, guest);
      case 'SYS_REMOVE':
        return this.remove(parameter, guest);
      case 'SYS_RENAME':
        return this.rename(parameter, guest);
      case 'SYS_CLOCK':
        return Math.floor((this.host.now() * 100) / this.host.clockHz) >>> 0;
      case 'SYS_TIME':
        return (this.epochSeconds + Math.floor(this.host.now() / this.host.clockHz)) >>> 0;
      case 'SYS_SYSTEM': // firmware gets no shell
        return this.fail(ERRNO.EACCES);
      case 'SYS_ERRNO':
        return this.errno;
      case 'SYS_GET_CMDLINE':
        return this.getCommandLine(parameter, guest);
      case 'SYS_HEAPINFO':
        return this.heapInfo(guest.word(parameter), guest);
      case 'SYS_ELAPSED':
        guest.putWord(parameter, 0, this.host.now() >>> 0);
        guest.putWord(parameter, 1, Math.floor(this.host.now() / 0x1_0000_0000));
        return 0;
      case 'SYS_TICKFREQ':
        return this.host.clockHz;
    }
  }

  private fail(errno: number): number {
    this.errno = errno;
    return FAILED;
  }

  private finish(result: FileResult<undefined>): number {
    return 'errno' in result ? this.fail(result.errno) : 0;
  }

  private open(block: number, guest: GuestMemory): number {
    const mode = FILE_MODES[guest.word(block, 1)];
    const path = guest.name(guest.word(block), guest.word(block, 2));
    if (mode === undefined || path === undefined) return this.fail(ERRNO.EINVAL);
    const opened = this.handles.open(path, mode);
    return 'errno' in opened ? this.fail(opened.errno) : opened.value;
  }

  private writeString(address: number, guest: GuestMemory): void {
    let text: number[] = [];
    for (let i = 0; i < MAX_CALL_BYTES; i++) {
      const byte = guest.byte(address + i);
      if (byte === 0) break;
      text.push(byte);
      if (text.length < CHUNK_BYTES) continue;
      this.host.output('stdout', Uint8Array.from(text));
      text = [];
    }
    if (text.length > 0) this.host.output('stdout', Uint8Array.from(text));
  }

  /** Returns how many bytes were not written, 0 if all were. */
  private write(block: number, guest: GuestMemory): number {
    return this.transfer(block, guest, (handle, address, length) => {
      const written = this.handles.write(handle, guest.bytes(address, length));
      return 'errno' in written ? written : { value: written.value, last: false };
    });
  }

  /** Returns how many bytes were not read: 0 if all were, the whole length at the end of the file and for an error. */
  private read(block: number, guest: GuestMemory): number {
    return this.transfer(block, guest, (handle, address, length) => {
      const read = this.handles.read(handle, length);
      if ('errno' in read) return read;
      guest.putBytes(address, read.value);
      // A terminal hands out what was typed so far.
      return { value: read.value.length, last: read.value.length === 0 || handle.kind === 'console' };
    });
  }

  /** Moves a buffer of any length in chunks. The operations know no other error than bytes that were not moved. */
  private transfer(
    block: number,
    guest: GuestMemory,
    move: (handle: Handle, address: number, length: number) => { readonly errno: number } | Moved,
  ): number {
    const handle = this.handles.find(guest.word(block));
    const address = guest.word(block, 1);
    const length = guest.word(block, 2);
    if (handle === undefined) return this.notDone(ERRNO.EBADF, length);
    let done = 0;
    try {
      while (done < Math.min(length, MAX_CALL_BYTES)) {
        const moved = move(handle, address + done, Math.min(length - done, CHUNK_BYTES));
        if ('errno' in moved) return this.notDone(moved.errno, length - done);
        done += moved.value;
        if (moved.last) break;
      }
    } catch (error) {
      if (!(error instanceof GuestMemoryError)) throw error;
      return this.notDone(ERRNO.EFAULT, length - done);
    }
    return length - done;
  }

  private notDone(errno: number, bytesLeft: number): number {
    this.errno = errno;
    return bytesLeft;
  }

  private isTty(number: number): number {
    const handle = this.handles.find(number);
    if (handle === undefined) return this.fail(ERRNO.EBADF);
    return handle.kind === 'console' ? 1 : 0;
  }

  private seek(number: number, position: number): FileResult<undefined> {
    const handle = this.handles.find(number);
    return handle === undefined ? { errno: ERRNO.EBADF } : this.handles.seek(handle, position);
  }

  private length(number: number): number {
    const handle: Handle | undefined = this.handles.find(number);
    const length: FileResult<number> = handle === undefined ? { errno: ERRNO.EBADF } : this.handles.length(handle);
    return 'errno' in length ? this.fail(length.errno) : length.value >>> 0;
  }

  /** The same name for the same identifier in every run, so that runs can be repeated. */
  private temporaryName(block: number, guest: GuestMemory): number {
    const identifier = guest.word(block, 1);
    const name = encodeUtf8(`ringfence-${identifier.toString(16).padStart(2, '0')}.tmp\0`);
    if (identifier > 0xff || guest.word(block, 2) < name.length) return this.fail(ERRNO.EINVAL);
    guest.putBytes(guest.word(block), name);
    return 0;
  }

  private remove(block: number, guest: GuestMemory): number {
    const path = guest.name(guest.word(block), guest.word(block, 1));
    return path === undefined ? this.fail(ERRNO.EINVAL) : this.finish(this.files.remove(path));
  }

  private rename(block: number, guest: GuestMemory): number {
    const from = guest.name(guest.word(block), guest.word(block, 1));
    const to = guest.name(guest.word(block, 2), guest.word(block, 3));
    if (from === undefined || to === undefined) return this.fail(ERRNO.EINVAL);
    return this.finish(this.files.rename(from, to));
  }

  /** The length that goes back does not count the NUL, the length that comes in does. */
  private getCommandLine(block: number, guest: GuestMemory): number {
    const { length } = this.commandLine;
    if (guest.word(block, 1) < length + 1) return this.fail(ERRNO.EINVAL);
    guest.putBytes(guest.word(block), Uint8Array.of(...this.commandLine, 0));
    guest.putWord(block, 1, length);
    return 0;
  }

  private heapInfo(block: number, guest: GuestMemory): number {
    const unknown: HeapInfo = { heapBase: 0, heapLimit: 0, stackBase: this.host.stackBase?.() ?? 0, stackLimit: 0 };
    const { heapBase, heapLimit, stackBase, stackLimit } = this.heap ?? unknown;
    [heapBase, heapLimit, stackBase, stackLimit].forEach((word, i) => guest.putWord(block, i, word));
    return 0;
  }

  /** Closes all files; the machine is reset. */
  reset(): void {
    this.errno = 0;
    this.handles.closeAll();
  }

  /** Plain data. Files of the host stay as they are: their handles are kept, their contents and positions are not. */
  save(): SemihostingState {
    return { errno: this.errno, handles: this.handles.save() };
  }

  restore(state: SemihostingState): void {
    this.errno = state.errno;
    this.handles.restore(state.handles);
  }
}

function returned(value: number): SemihostingResult {
  return { kind: 'return', value: value >>> 0 };
}

function exit(reason: number, subcode: number | undefined): SemihostingResult {
  const applicationExit = reason === APPLICATION_EXIT;
  return { kind: 'exit', status: applicationExit ? (subcode ?? 0) | 0 : 1, applicationExit };
}
