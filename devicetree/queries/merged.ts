/** The merged tree as devicetree source. */
import type { QueryContext } from './types.js';

/** The whole tree after the preprocessor and all merging, with labels, and values as they were written last. */
export function mergedSource(_context: QueryContext): string {
  return '';
}
