/**
 * The files that the server sees: editors' buffers over the disk. Each content has a stamp, so that whoever worked something out
 * from files can tell later whether it still holds.
 */
import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import type { FolderEntry, FolderReader, SourceFile } from '../devicetree/index.js';
import { diskFolders } from '../host/index.js';
import { isOnDisk } from './uris.js';

export interface WorkspaceFiles extends FolderReader {
  /** From now on the file has this text, whatever the disk says. */
  setBuffer(path: string, text: string): void;
  closeBuffer(path: string): void;
  hasBuffer(path: string): boolean;
  /** The disk may have changed there, or anywhere: it is looked at again when somebody asks. */
  forget(path?: string): void;
  /** The same for everything outside of some folders. */
  forgetOutside(folders: readonly string[]): void;
  /** Changes exactly when the file's text does, or when it comes or goes. */
  stampOf(path: string): number;
  /** The same for the names in a folder. */
  listStampOf(path: string): number;
  /** Counts what may have changed: as long as it is the same, every stamp is. */
  readonly revision: number;
  /** Gives the file a new object, so that what was kept for the old one can be freed. Its stamp stays. */
  shed(path: string): void;
  /** The path under which a file was first read; links to it are other names of it. */
  identityOf(path: string): string;
}

interface Entry {
  path: string;
  file: SourceFile | undefined;
  stamp: number;
  buffered: boolean;
  /** What the disk says was looked at since it may have changed. */
  checked: boolean;
}

interface Listing {
  entries: readonly FolderEntry[] | undefined;
  stamp: number;
  checked: boolean;
}

/** The key of a path, as the engine writes them. */
function keyOf(path: string): string {
  if (!isOnDisk(path)) return path;
  // Most paths are whole already; resolving them is the slow part of reading from memory.
  if (process.platform !== 'win32' && path.startsWith('/') && !/\/\.{0,2}(?:\/|$)/.test(path)) return path;
  return resolve(path).replaceAll('\\', '/');
}

function realPath(path: string): string {
  try {
    return realpathSync.native(path).replaceAll('\\', '/');
  } catch {
    return path;
  }
}

export function workspaceFiles(): WorkspaceFiles {
  const disk = diskFolders();
  const entries = new Map<string, Entry>();
  const byRealPath = new Map<string, Entry>();
  const lists = new Map<string, Listing>();
  let lastStamp = 0;
  let revision = 0;

  const entryOf = (path: string): Entry => {
    const key = keyOf(path);
    const known = entries.get(key);
    if (known !== undefined) return known;
    const real = isOnDisk(key) ? realPath(key) : key;
    const entry = byRealPath.get(real) ?? {
      path: key,
      file: undefined,
      stamp: ++lastStamp,
      buffered: false,
      checked: !isOnDisk(key),
    };
    entries.set(key, entry);
    byRealPath.set(real, entry);
    return entry;
  };

  const take = (entry: Entry, text: string | undefined): void => {
    if (entry.file?.text === text && entry.file?.path === entry.path) return;
    if (entry.file?.text !== text) entry.stamp = ++lastStamp;
    entry.file = text === undefined ? undefined : { path: entry.path, text };
  };

  const checked = (path: string): Entry => {
    const entry = entryOf(path);
    if (!entry.checked && !entry.buffered) {
      disk.forget(entry.path);
      take(entry, disk.read(entry.path)?.text);
      // The text is kept here; once is enough.
      disk.forget(entry.path);
      entry.checked = true;
    }
    return entry;
  };

  const listingOf = (path: string): Listing => {
    const key = keyOf(path);
    let listing = lists.get(key);
    if (listing?.checked === true) return listing;
    disk.forget(key);
    const names = isOnDisk(key) && isAbsolute(key) ? disk.list(key) : undefined;
    if (listing === undefined) {
      listing = { entries: names, stamp: ++lastStamp, checked: true };
      lists.set(key, listing);
    } else {
      if (!sameNames(listing.entries, names)) listing.stamp = ++lastStamp;
      listing.entries = names;
      listing.checked = true;
    }
    return listing;
  };

  const forgetBelow = (folder: string): void => {
    const inside = `${folder}/`;
    for (const [path, entry] of entries) if (path.startsWith(inside)) entry.checked = !isOnDisk(path);
    for (const [path, listing] of lists) if (path.startsWith(inside)) listing.checked = false;
  };

  return {
    read(path) {
      if (isOnDisk(path) && !isAbsolute(path)) return undefined;
      return checked(path).file;
    },
    readBytes: (path, maxBytes) => disk.readBytes?.(path, maxBytes),
    list: (path) => listingOf(path).entries,
    get revision() {
      return revision;
    },
    setBuffer(path, text) {
      revision++;
      const entry = entryOf(path);
      // Under the name that an editor has it open by; a second one may be a link to it.
      if (!entry.buffered) entry.path = keyOf(path);
      entry.buffered = true;
      take(entry, text);
    },
    closeBuffer(path) {
      revision++;
      const entry = entryOf(path);
      entry.buffered = false;
      if (isOnDisk(entry.path)) entry.checked = false;
      else take(entry, undefined);
    },
    hasBuffer: (path) => entryOf(path).buffered,
    forget(path) {
      revision++;
      if (path === undefined) {
        for (const entry of entries.values()) entry.checked = !isOnDisk(entry.path);
        for (const listing of lists.values()) listing.checked = false;
        return;
      }
      const key = keyOf(path);
      const entry = entries.get(key);
      if (entry !== undefined) entry.checked = !isOnDisk(key);
      // A folder that came, went or was renamed is told of by its own name only.
      if (entry?.file === undefined) forgetBelow(key);
      for (const folder of [key, dirname(key)]) {
        const listing = lists.get(folder);
        if (listing !== undefined) listing.checked = false;
      }
    },
    forgetOutside(folders) {
      revision++;
      const isWatched = (path: string): boolean => folders.some((folder) => path.startsWith(`${folder}/`));
      for (const [path, entry] of entries) if (!isWatched(path)) entry.checked = !isOnDisk(path);
      for (const [path, listing] of lists) if (!isWatched(path)) listing.checked = false;
    },
    stampOf: (path) => (isOnDisk(path) && !isAbsolute(path) ? 0 : checked(path).stamp),
    listStampOf: (path) => listingOf(path).stamp,
    shed(path) {
      const entry = entryOf(path);
      if (entry.file !== undefined) entry.file = { ...entry.file };
    },
    identityOf: (path) => entryOf(path).path,
  };
}

function sameNames(a: readonly FolderEntry[] | undefined, b: readonly FolderEntry[] | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.length !== b.length) return false;
  return a.every(({ name, kind }, i) => b[i]!.name === name && b[i]!.kind === kind);
}
