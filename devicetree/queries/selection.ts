/** How a selection grows step by step. */
import type { SourceFile, SourceRange } from '../source/index.js';
import type { QueryContext } from './types.js';

/** From the word at the offset outwards to the file, each range around the one before. */
export function selectionRanges(_context: QueryContext, _file: SourceFile, _offset: number): readonly SourceRange[] {
  return [];
}
