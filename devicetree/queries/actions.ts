/** What can be done about findings. */
import type { SourceFile } from '../source/index.js';
import type { CodeAction, QueryContext } from './types.js';

/** Fixes of the findings that touch a range, the same over the file and the context, and comments that silence them. */
export function codeActions(
  _context: QueryContext,
  _file: SourceFile,
  _range: { readonly start: number; readonly end: number },
): readonly CodeAction[] {
  return [];
}

/** One action that makes every preferred fix with a kind in the file, for saving; none where there is nothing to mend. */
export function fixAllActions(_context: QueryContext, _file: SourceFile): readonly CodeAction[] {
  return [];
}
