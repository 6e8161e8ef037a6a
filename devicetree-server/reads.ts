/** What something was worked out from: each file and folder that was asked for, with the stamp that it had. */
import type { FolderReader } from '../devicetree/index.js';
import type { WorkspaceFiles } from './files.js';

export interface Reads {
  /** Reads through it are remembered. */
  readonly reader: FolderReader;
  /** True as long as every answer would be the same, those among them that said that there is no such file. */
  isCurrent(): boolean;
}

export function recordReads(files: WorkspaceFiles): Reads {
  const stamps = new Map<string, number>();
  const listStamps = new Map<string, number>();
  let checkedAt = -1;
  return {
    reader: {
      read(path) {
        const file = files.read(path);
        if (!stamps.has(path)) stamps.set(path, files.stampOf(path));
        return file;
      },
      readBytes: (path, maxBytes) => files.readBytes?.(path, maxBytes),
      list(path) {
        const entries = files.list(path);
        if (!listStamps.has(path)) listStamps.set(path, files.listStampOf(path));
        return entries;
      },
    },
    isCurrent() {
      if (checkedAt === files.revision) return true;
      for (const [path, stamp] of stamps) if (files.stampOf(path) !== stamp) return false;
      for (const [path, stamp] of listStamps) if (files.listStampOf(path) !== stamp) return false;
      checkedAt = files.revision;
      return true;
    },
  };
}
