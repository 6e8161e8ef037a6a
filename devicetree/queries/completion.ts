/** What may be written at a place. */
import type { SourceFile } from '../source/index.js';
import type { Completions, QueryContext } from './types.js';

/** Sorted as an editor should show it. The letters already typed are not filtered by: editors do that better. */
export function completions(_context: QueryContext, _file: SourceFile, _offset: number): Completions {
  return { items: [], isIncomplete: false };
}

/** Characters after which an editor asks by itself. */
export const COMPLETION_TRIGGERS = ['&', '{', '/', '#', '<', '"', ' ', ',', '='] as const;
