/** What is shown when the mouse rests on something. */
import type { SourceFile } from '../source/index.js';
import type { Hover, QueryContext } from './types.js';

export interface HoverOptions {
  /** Only what concerns memory regions: for the feature level 'memory'. */
  readonly memoryOnly?: boolean;
}

/** Markdown about the thing at a place; undefined where there is nothing to say. */
export function hover(
  _context: QueryContext,
  _file: SourceFile,
  _offset: number,
  _options: HoverOptions = {},
): Hover | undefined {
  return undefined;
}
