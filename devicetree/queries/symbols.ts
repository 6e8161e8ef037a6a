/** The outline of a file, and nodes by name. */
import type { SourceFile } from '../source/index.js';
import type { DocumentSymbol, QueryContext, WorkspaceSymbol } from './types.js';

/** Nodes and properties of this file, nested as they are written, and the macros that it defines. */
export function documentSymbols(_context: QueryContext, _file: SourceFile): readonly DocumentSymbol[] {
  return [];
}

/** Nodes whose path or label, and macros whose name has the letters of the query in order, at most `most`. */
export function workspaceSymbols(_context: QueryContext, _query: string, _most = 200): readonly WorkspaceSymbol[] {
  return [];
}
