/** The innermost thing at a place, through includes and macros. */
import type { SourceFile } from '../source/index.js';
import type { Element, QueryContext } from './types.js';

/** The innermost thing at an offset of a file; undefined in white space, comments and code that conditionals leave out. */
export function elementAt(_context: QueryContext, _file: SourceFile, _offset: number): Element | undefined {
  return undefined;
}
