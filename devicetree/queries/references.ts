/** Every place that means the thing at a place. */
import type { SourceFile } from '../source/index.js';
import type { QueryContext, ReferencePlace } from './types.js';

/** Over all files of the compilation, in the order of files and offsets, each place once. */
export function references(_context: QueryContext, _file: SourceFile, _offset: number): readonly ReferencePlace[] {
  return [];
}

/** Those of the same file. */
export function highlights(context: QueryContext, file: SourceFile, offset: number): readonly ReferencePlace[] {
  return references(context, file, offset).filter(({ range }) => range.file === file);
}
