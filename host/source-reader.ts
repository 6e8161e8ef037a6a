/** Devicetree sources from this machine's disk, each version of a file read once. */
import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { decodeUtf8 } from '../base/index.js';
import type { SourceFile, SourceReader } from '../devicetree/index.js';

/** Larger files are no devicetree sources; reading them would only fill the memory. */
const LARGEST_SOURCE = 64 * 1024 * 1024;

export interface DiskReader extends SourceReader {
  /** Forgets what is known of a file, or of all: the next reading looks at the disk again. */
  forget(path?: string): void;
}

/** Reads below no particular folder: sources include files from anywhere. Paths are made absolute. */
export function diskReader(): DiskReader {
  const known = new Map<string, SourceFile | undefined>();
  return {
    read(path) {
      const absolute = resolve(path);
      if (known.has(absolute)) return known.get(absolute);
      const file = readSource(absolute);
      known.set(absolute, file);
      return file;
    },
    readBytes: (path, maxBytes) => readAtMost(resolve(path), maxBytes),
    forget(path) {
      if (path === undefined) known.clear();
      else known.delete(resolve(path));
    },
  };
}

function readSource(path: string): SourceFile | undefined {
  try {
    const status = statSync(path);
    if (!status.isFile() || status.size > LARGEST_SOURCE) return undefined;
    return { path, text: decodeUtf8(readFileSync(path)) };
  } catch {
    return undefined;
  }
}

function readAtMost(path: string, maxBytes: number): Uint8Array | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const status = fstatSync(descriptor);
    if (!status.isFile() || status.size > maxBytes) return undefined;
    const bytes = new Uint8Array(status.size);
    return bytes.subarray(0, readSync(descriptor, bytes));
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
