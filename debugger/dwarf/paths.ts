/** Paths of source files as compilers write them: POSIX or Windows, absolute or relative to other parts. */

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || path.startsWith('\\') || /^[A-Za-z]:[\\/]/.test(path);
}

/** Compilation directory, include directory and name as one path, `.` and `..` resolved. Windows separators stay. */
export function joinPath(...parts: readonly string[]): string {
  let joined = '';
  for (const part of parts) {
    if (part === '') continue;
    const separator = joined === '' || /[\\/]$/.test(joined) ? '' : /^[A-Za-z]:\\/.test(joined) ? '\\' : '/';
    joined = isAbsolute(part) ? part : joined + separator + part;
  }
  return normalize(joined);
}

function normalize(path: string): string {
  const isWindows = /^[A-Za-z]:/.test(path) || path.startsWith('\\\\');
  const parts = path.split(isWindows ? /[\\/]/ : /\//);
  const kept: string[] = [];
  parts.forEach((part, i) => {
    const last = kept.at(-1);
    if (part === '.' || (part === '' && i > 0 && i < parts.length)) return;
    if (part === '..' && last !== undefined && last !== '..' && last !== '' && !last.endsWith(':')) kept.pop();
    else if (!(part === '..' && last === '')) kept.push(part);
  });
  return kept.join(isWindows && path.includes('\\') ? '\\' : '/') || (path.startsWith('/') ? '/' : '');
}

const components = (path: string): string[] => path.split(/[\\/]/).filter((part) => part !== '' && part !== '.');

/**
 * Which of `known` is meant by `wanted`: the same path, or else those that share the longest tail of whole names. The
 * machine that built the firmware may keep the sources elsewhere, so a shared file name is enough.
 */
export function matchingPaths(known: Iterable<string>, wanted: string): string[] {
  const all = [...known];
  const target = normalize(wanted);
  if (all.includes(target)) return [target];
  const tail = components(target).reverse();
  let best = 1;
  let found: string[] = [];
  for (const path of all) {
    const shared = sharedTail(components(path).reverse(), tail);
    if (shared < best) continue;
    if (shared > best) found = [];
    best = shared;
    found.push(path);
  }
  return found;
}

function sharedTail(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count]!.toLowerCase() === b[count]!.toLowerCase()) count++;
  return count;
}
