/** Files that the syntax itself names: `/include/` and `/incbin/`. */

/** Looks for a name beside the file that asks, then in the include paths, as dtc does. */
export function findFile<T>(
  name: string,
  from: string,
  includePaths: readonly string[],
  read: (path: string) => T | undefined,
): T | undefined {
  if (isAbsolute(name)) return read(name);
  const slash = Math.max(from.lastIndexOf('/'), from.lastIndexOf('\\'));
  const beside = readIn(slash < 0 ? '' : from.slice(0, slash + 1), name, read);
  if (beside !== undefined) return beside;
  for (const folder of includePaths) {
    const found = readIn(folder, name, read);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Without `..` first, so that one file has one name; where a symbolic link leads elsewhere, as it is written. */
function readIn<T>(folder: string, name: string, read: (path: string) => T | undefined): T | undefined {
  const path = folder === '' || folder.endsWith('/') || folder.endsWith('\\') ? folder + name : `${folder}/${name}`;
  const straight = straightPath(path);
  return read(straight) ?? (straight === path ? undefined : read(path));
}

function isAbsolute(path: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:[/\\])/.test(path);
}

/** `a/b/../c` as `a/c`. */
function straightPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '.' || (part === '' && parts.length > 0)) continue;
    const above = parts.at(-1);
    if (part === '..' && above !== undefined && above !== '..' && above !== '') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
