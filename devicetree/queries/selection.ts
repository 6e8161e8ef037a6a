/** How a selection grows step by step. */
import type { SourceFile, SourceRange } from '../source/index.js';
import { contains } from './element.js';
import { entryAt, syntaxIndex } from './syntax-index.js';
import { tokenBefore, tokensOf } from './tokens.js';
import type { QueryContext } from './types.js';

/** From the word at the offset outwards to the file, each range around the one before. */
export function selectionRanges(
  { compilation }: QueryContext,
  file: SourceFile,
  offset: number,
): readonly SourceRange[] {
  const found: SourceRange[] = [];
  const add = ({ start, end }: { readonly start: number; readonly end: number }): void => {
    const last = found.at(-1);
    if (last === undefined || (start <= last.start && end >= last.end && (start < last.start || end > last.end))) {
      found.push({ file, start, end });
    }
  };
  const tokens = tokensOf(file);
  const token = tokenBefore(tokens, offset);
  if (token >= 0 && tokens.ends[token]! >= offset) add({ start: tokens.starts[token]!, end: tokens.ends[token]! });
  for (let entry = entryAt(syntaxIndex(compilation).file(file), offset); entry !== undefined; entry = entry.outer) {
    const { syntax } = entry;
    if (syntax.kind === 'property') {
      const value = syntax.values?.find(({ range }) => contains(range, file, offset));
      if (value?.kind === 'cells') {
        const cell = value.cells.find(({ range }) => contains(range, file, offset));
        if (cell !== undefined) add(cell.range);
      }
      if (value !== undefined) add(value.range);
    } else if (syntax.kind === 'node' && contains(syntax.bodyRange, file, offset)) {
      add({ start: syntax.bodyRange.start + 1, end: Math.max(syntax.bodyRange.start + 1, syntax.bodyRange.end - 1) });
      add(syntax.bodyRange);
    }
    add(entry);
  }
  add({ start: 0, end: file.text.length });
  return found;
}
