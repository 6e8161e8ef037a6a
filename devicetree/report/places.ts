/** Paths and places as reports print them: relative to a folder where they lie in it, lines and columns from 1. */
import { lineColumn, type SourceRange } from '../source/index.js';

/** A place in a file, lines and columns from 1; columns count UTF-16 units; the end is exclusive. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A file's path with `/`, without `base` where it lies in that folder. */
export function displayPath(path: string, base: string | undefined): string {
  const plain = path.replaceAll('\\', '/');
  if (base === undefined) return plain;
  const folder = base.replaceAll('\\', '/').replace(/\/*$/, '/');
  return folder !== '/' && plain.startsWith(folder) ? plain.slice(folder.length) : plain;
}

export function placeOf({ file, start, end }: SourceRange, base: string | undefined): Place {
  const from = lineColumn(file, start);
  const to = lineColumn(file, Math.max(start, end));
  return {
    file: displayPath(file.path, base),
    line: from.line + 1,
    column: from.column + 1,
    endLine: to.line + 1,
    endColumn: to.column + 1,
  };
}
