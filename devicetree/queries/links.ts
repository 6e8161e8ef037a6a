/** Names of files that an editor can open. */
import type { SourceFile } from '../source/index.js';
import type { DocumentLink, QueryContext } from './types.js';

/** Includes, `/incbin/`, and compatible strings that have a binding. */
export function documentLinks(_context: QueryContext, _file: SourceFile): readonly DocumentLink[] {
  return [];
}
