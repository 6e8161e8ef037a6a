/** Files that the syntax itself names: `/include/` and `/incbin/`. */
import type { MappedText } from '../preprocessor/index.js';
import type { SourceFile } from '../source/index.js';

/** Looks for a name beside the file that asks, then in the include paths, as dtc does. */
export function findFile<T>(
  name: string,
  from: string,
  includePaths: readonly string[],
  read: (path: string) => T | undefined,
): T | undefined {
  if (isAbsolute(name)) return read(name);
  const slash = Math.max(from.lastIndexOf('/'), from.lastIndexOf('\\'));
  const beside = read(slash < 0 ? name : join(from.slice(0, slash), name));
  if (beside !== undefined) return beside;
  for (const folder of includePaths) {
    const found = read(join(folder, name));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A file as a text that nothing has changed. */
export function wholeText(file: SourceFile): MappedText {
  return { text: file.text, origin: (start, end) => ({ range: { file, start, end } }) };
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || path.startsWith('\\') || /^[A-Za-z]:/.test(path);
}

/** `a/b` and `../c` give `a/c`: one file has one name, however it was reached. */
function join(folder: string, name: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${name}`.split('/')) {
    if (part === '.' || (part === '' && parts.length > 0)) continue;
    const above = parts.at(-1);
    if (part === '..' && above !== undefined && above !== '..' && above !== '') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
