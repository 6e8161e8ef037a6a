/** A disk made of a table, for engines that ask for files and folders. */
import type { FolderEntry, FolderReader } from '../../devicetree/bindings/index.js';
import type { SourceFile } from '../../devicetree/index.js';

/** Files by absolute path. The reader answers with one object a file; `put` makes a new version. */
export interface MemoryFiles extends FolderReader {
  put(path: string, text: string): void;
  /** Every path that was read or listed, in order; a test of laziness looks here. */
  readonly asked: readonly string[];
}

export function memoryFiles(files: Readonly<Record<string, string>>): MemoryFiles {
  const texts = new Map(Object.entries(files).map(([path, text]) => [path, { path, text } satisfies SourceFile]));
  const asked: string[] = [];
  return {
    asked,
    put: (path, text) => texts.set(path, { path, text }),
    read(path) {
      asked.push(path);
      return texts.get(path);
    },
    list(path) {
      asked.push(path);
      const prefix = path.endsWith('/') ? path : `${path}/`;
      const entries = new Map<string, FolderEntry>();
      for (const each of texts.keys()) {
        if (!each.startsWith(prefix)) continue;
        const [name, ...rest] = each.slice(prefix.length).split('/');
        entries.set(name!, { name: name!, kind: rest.length === 0 ? 'file' : 'folder' });
      }
      return entries.size === 0 ? undefined : [...entries.values()];
    },
  };
}
