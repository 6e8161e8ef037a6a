/** What an editor can fold: nodes, values over several lines, conditionals, comments, includes. */
import type { SourceFile } from '../source/index.js';
import type { Folding } from './types.js';

/** From the text alone, so that it holds while the source is incomplete. Sorted by line. */
export function foldings(_file: SourceFile): readonly Folding[] {
  return [];
}
