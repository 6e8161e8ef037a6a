/** Renames labels and macros over all files. */
import type { SourceFile } from '../source/index.js';
import type { QueryContext, RenameTarget, Renaming } from './types.js';

/** Whether the thing at a place can be renamed, and what an editor shows to type over. Undefined: nothing with a name is there. */
export function prepareRename(_context: QueryContext, _file: SourceFile, _offset: number): RenameTarget | undefined {
  return undefined;
}

/** The edits that give it another name, or a sentence that says why not. */
export function rename(_context: QueryContext, _file: SourceFile, _offset: number, _newName: string): Renaming {
  return { kind: 'refused', message: 'Nothing here has a name that can be changed.' };
}
