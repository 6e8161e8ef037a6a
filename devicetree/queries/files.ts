/** The files of a compilation by path. */
import type { Compilation } from '../compilation/index.js';
import type { SourceFile } from '../source/index.js';
import type { QueryContext } from './types.js';

const filesOf = new WeakMap<Compilation, ReadonlyMap<string, SourceFile>>();

/** The version of a file that the compilation read; undefined for a file that it did not read. All queries take this object. */
export function fileOf({ compilation }: QueryContext, path: string): SourceFile | undefined {
  let files = filesOf.get(compilation);
  if (files === undefined) {
    files = new Map(compilation.files.map((file) => [file.path, file]));
    filesOf.set(compilation, files);
  }
  return files.get(path);
}
