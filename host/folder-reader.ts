/** Devicetree sources and their folders from this machine's disk: what bindings and contexts are looked for with. */
import { readdirSync, statSync, type Dirent } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { FolderEntry, FolderReader } from '../devicetree/index.js';
import { diskReader, type DiskReader } from './source-reader.js';

export interface DiskFolders extends DiskReader, FolderReader {
  /** Forgets a file or folder and the list of the folder that it lies in, or all: the next reading looks at the disk again. */
  forget(path?: string): void;
}

/** Reads files and folders below no particular folder, each once. Links are followed, as compilers do. */
export function diskFolders(): DiskFolders {
  const files = diskReader();
  const lists = new Map<string, readonly FolderEntry[] | undefined>();
  return {
    ...files,
    list(path) {
      const absolute = resolve(path);
      if (lists.has(absolute)) return lists.get(absolute);
      const entries = listFolder(absolute);
      lists.set(absolute, entries);
      return entries;
    },
    forget(path) {
      files.forget(path);
      if (path === undefined) {
        lists.clear();
        return;
      }
      const absolute = resolve(path);
      lists.delete(absolute);
      lists.delete(dirname(absolute));
    },
  };
}

/** Undefined where there is no folder, or none that may be read. */
function listFolder(path: string): readonly FolderEntry[] | undefined {
  try {
    const entries: FolderEntry[] = [];
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const kind = kindOf(path, entry);
      if (kind !== undefined) entries.push({ name: entry.name, kind });
    }
    return entries;
  } catch {
    return undefined;
  }
}

/** Sockets, devices and links to nowhere are neither. */
function kindOf(folder: string, entry: Dirent): FolderEntry['kind'] | undefined {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  if (!entry.isSymbolicLink()) return undefined;
  try {
    const target = statSync(join(folder, entry.name));
    return target.isFile() ? 'file' : target.isDirectory() ? 'folder' : undefined;
  } catch {
    return undefined;
  }
}
