/** Notes each use of a macro, for hover and for going to its definition. */
import type { SourceFile, SourceRange } from '../source/index.js';
import type { Expander, Macro } from './expansion.js';
import { FLAG, tokenRange, type Token } from './tokens.js';
import type { MacroUse } from './types.js';

/** Notes the use of a macro that expands to mere text, at its name in the text. Undefined if there were too many. */
export function enterFlat(
  x: Expander,
  macro: Macro,
  file: SourceFile,
  start: number,
  end: number,
): MacroUse | undefined {
  const { limits } = x;
  if (limits.expansions <= 0 || limits.tokens < 0) return undefined;
  limits.expansions--;
  limits.tokens--;
  const range = { file, start, end };
  const use: MacroUse = { macro: macro.definition, nameRange: range, range };
  x.uses.push(use);
  x.outermostUse = use;
  return use;
}

/** `close`: the `)` of an invocation. `parent`: the use whose expansion has the name. */
export function addUse(
  x: Expander,
  macro: Macro,
  name: Token,
  close: Token | undefined,
  parent: MacroUse | undefined,
): MacroUse | undefined {
  const outermost = x.outermost ?? tokenRange(name);
  const nameRange = tokenRange(name) ?? outermost;
  if (nameRange === undefined || outermost === undefined) return parent;
  const range = rangeOfUse(name, close, nameRange, outermost, parent);
  const { definition } = macro;
  const use: MacroUse =
    parent === undefined ? { macro: definition, nameRange, range } : { macro: definition, nameRange, range, parent };
  x.uses.push(use);
  if (parent === undefined) x.outermostUse = use;
  return use;
}

/** A nested use that is written in full in the text, as an argument, has its own range; others have the outermost's. */
function rangeOfUse(
  name: Token,
  close: Token | undefined,
  nameRange: SourceRange,
  outermost: SourceRange,
  parent: MacroUse | undefined,
): SourceRange {
  if (parent === undefined) return outermost;
  if (((name.flags | (close?.flags ?? 0)) & FLAG.body) !== 0) return outermost;
  if (close === undefined) return nameRange;
  if (close.file !== name.file || close.end <= name.start) return outermost;
  return { file: nameRange.file, start: name.start, end: close.end };
}
