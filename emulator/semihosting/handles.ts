/** The guest's open files: the console by `:tt`, the list of features, and files of the host. */
import type { FileMode, FileResult, SemihostingFiles } from './files.js';
import { ERRNO } from './operations.js';

export type Handle =
  | { readonly kind: 'console'; readonly stream: 'stdin' | 'stdout' | 'stderr' }
  | { readonly kind: 'features'; readonly position: { value: number } }
  | { readonly kind: 'file'; readonly host: number };

export interface HandlesState {
  readonly open: readonly (readonly [number, Handle])[];
  readonly next: number;
}

interface Console {
  output(stream: 'stdout' | 'stderr', bytes: Uint8Array): void;
  input(): number | undefined;
}

/** Its magic number, then SH_EXT_EXIT_EXTENDED and SH_EXT_STDOUT_STDERR (chapter “Semihosting extensions”). */
const FEATURES = Uint8Array.of(0x53, 0x48, 0x46, 0x42, 0x03);
const MAX_OPEN = 256;

export class Handles {
  private readonly files: SemihostingFiles;
  private readonly console: Console;
  private readonly handles = new Map<number, Handle>();
  private next = 1;

  constructor(files: SemihostingFiles, console: Console) {
    this.files = files;
    this.console = console;
  }

  find(number: number): Handle | undefined {
    return this.handles.get(number);
  }

  open(path: string, mode: FileMode): FileResult<number> {
    if (this.handles.size >= MAX_OPEN) return { errno: ERRNO.EMFILE };
    const opened = this.opened(path, mode);
    if ('errno' in opened) return opened;
    const number = this.next++;
    this.handles.set(number, opened.value);
    return { value: number };
  }

  private opened(path: string, mode: FileMode): FileResult<Handle> {
    if (path === ':tt') {
      const stream = mode.startsWith('r') ? 'stdin' : mode.startsWith('w') ? 'stdout' : 'stderr';
      return { value: { kind: 'console', stream } };
    }
    if (path === ':semihosting-features') {
      if (mode !== 'r' && mode !== 'rb') return { errno: ERRNO.EACCES };
      return { value: { kind: 'features', position: { value: 0 } } };
    }
    const opened = this.files.open(path, mode);
    return 'errno' in opened ? opened : { value: { kind: 'file', host: opened.value } };
  }

  close(number: number): FileResult<undefined> {
    const handle = this.handles.get(number);
    if (handle === undefined) return { errno: ERRNO.EBADF };
    this.handles.delete(number);
    return handle.kind === 'file' ? this.files.close(handle.host) : { value: undefined };
  }

  closeAll(): void {
    for (const number of [...this.handles.keys()]) this.close(number);
    this.next = 1;
  }

  read(handle: Handle, lengthBytes: number): FileResult<Uint8Array> {
    switch (handle.kind) {
      case 'console':
        return handle.stream === 'stdin' ? { value: this.typed(lengthBytes) } : { errno: ERRNO.EBADF };
      case 'features': {
        const from = handle.position.value;
        const bytes = FEATURES.slice(from, from + lengthBytes);
        handle.position.value += bytes.length;
        return { value: bytes };
      }
      case 'file':
        return this.files.read(handle.host, lengthBytes);
    }
  }

  private typed(lengthBytes: number): Uint8Array {
    const bytes: number[] = [];
    while (bytes.length < lengthBytes) {
      const byte = this.console.input();
      if (byte === undefined) break;
      bytes.push(byte);
    }
    return Uint8Array.from(bytes);
  }

  write(handle: Handle, bytes: Uint8Array): FileResult<number> {
    switch (handle.kind) {
      case 'console':
        if (handle.stream === 'stdin') return { errno: ERRNO.EBADF };
        this.console.output(handle.stream, bytes);
        return { value: bytes.length };
      case 'features':
        return { errno: ERRNO.EBADF };
      case 'file': {
        const written = this.files.write(handle.host, bytes);
        return 'value' in written && written.value <= 0 ? { errno: ERRNO.EIO } : written;
      }
    }
  }

  seek(handle: Handle, position: number): FileResult<undefined> {
    switch (handle.kind) {
      case 'console':
        return { errno: ERRNO.EINVAL };
      case 'features':
        if (position > FEATURES.length) return { errno: ERRNO.EINVAL };
        handle.position.value = position;
        return { value: undefined };
      case 'file':
        return this.files.seek(handle.host, position);
    }
  }

  length(handle: Handle): FileResult<number> {
    switch (handle.kind) {
      case 'console':
        return { errno: ERRNO.EINVAL };
      case 'features':
        return { value: FEATURES.length };
      case 'file':
        return this.files.length(handle.host);
    }
  }

  save(): HandlesState {
    const open = [...this.handles].map(([number, handle]) => [number, copy(handle)] as const);
    return { open, next: this.next };
  }

  restore(state: HandlesState): void {
    this.handles.clear();
    for (const [number, handle] of state.open) this.handles.set(number, copy(handle));
    this.next = state.next;
  }
}

function copy(handle: Handle): Handle {
  return handle.kind === 'features' ? { ...handle, position: { ...handle.position } } : handle;
}
