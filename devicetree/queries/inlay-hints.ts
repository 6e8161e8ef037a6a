/** Small texts between the source's: what expressions are worth, what cells mean. */
import type { SourceFile } from '../source/index.js';
import type { InlayHint, QueryContext } from './types.js';

/** Hints of a part of a file, by offset. */
export function inlayHints(
  _context: QueryContext,
  _file: SourceFile,
  _range: { readonly start: number; readonly end: number } = { start: 0, end: Infinity },
): readonly InlayHint[] {
  return [];
}
