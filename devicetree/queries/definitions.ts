/** Where the thing at a place is defined. */
import type { SourceFile } from '../source/index.js';
import type { Definitions, QueryContext } from './types.js';

/** All places that define what stands at the offset, the one that counts first. */
export function definitions(_context: QueryContext, _file: SourceFile, _offset: number): Definitions | undefined {
  return undefined;
}
