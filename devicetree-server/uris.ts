/** URIs of documents and paths of the engine. A document that is on no disk has its URI for a path. */
import { fileURLToPath, pathToFileURL } from 'node:url';

/** `file:` URIs as a path with `/`; others, and those that name no file, as they are. */
export function pathOf(uri: string): string {
  if (!uri.startsWith('file:')) return uri;
  try {
    const path = fileURLToPath(uri);
    return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
  } catch {
    return uri;
  }
}

export function uriOf(path: string): string {
  return isOnDisk(path) ? pathToFileURL(path).href : path;
}

/** False for `untitled:Untitled-1`; a drive's letter is no scheme. */
export function isOnDisk(path: string): boolean {
  return !/^[A-Za-z][A-Za-z0-9+.-]+:/.test(path);
}
