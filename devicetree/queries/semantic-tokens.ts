/** Colours that need to know what a name is. */
import type { SourceFile } from '../source/index.js';
import type { QueryContext } from './types.js';

/**
 * Tokens of a file, or of a part of it, in the integer encoding of the Language Server Protocol: per token the line relative to the
 * token before, the column (relative on the same line), the length in UTF-16 units, the index of its type and its modifiers' bits.
 */
export function semanticTokens(
  _context: QueryContext,
  _file: SourceFile,
  _range: { readonly start: number; readonly end: number } = { start: 0, end: Infinity },
): Uint32Array {
  return new Uint32Array(0);
}
