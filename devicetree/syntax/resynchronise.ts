/**
 * Where reading goes on after something is wrong. Every rule is here and has a letter; the grammar asks and does as told.
 *
 * Text that is right never comes here, except for strings that run over a line's end (S1) and words among cells (V3).
 */
import { C, END, isLineEnd, isName, isSpace, labelEnd } from './characters.js';
import type { Lines } from './lines.js';

/** Rules that look ahead look no further, so that hostile text costs no more than its length. */
const FARTHEST = 512;
/** Those that come with a finding of their own may look further, because findings are counted. */
const LONGEST_VALUE = 16_384;

/** The text around a place where recovery decides. */
export interface Layout {
  readonly text: string;
  readonly lines: Lines;
}

// ---- S: a quote is missing -------------------------------------------------------------------------------------------------

/**
 * Where the string that opens at `open` ends: at its closing quote, or where its text ends for want of one.
 *
 * S1. A string over several lines is whole only where a comma, a semicolon or a parenthesis follows it (labels may stand
 *     between). A forgotten quote runs into the next string, and is followed by what that one holds.
 * S2. Else it ends on its own line, before the semicolon or comma that ends the line but for braces and comments.
 * S3. A string that ends in a comma, with a name right behind it, ran into the next one of a list: it ends before that comma.
 */
export function stringEnd(text: string, open: number): { readonly end: number; readonly closed: boolean } {
  let lineEnd = -1;
  let at = open + 1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === C.quote) break;
    if (code === C.backslash) at++;
    else if (isLineEnd(code) && lineEnd < 0) lineEnd = at;
  }
  if (at >= text.length) return { end: endOnLine(text, open, lineEnd < 0 ? text.length : lineEnd), closed: false };
  if (lineEnd >= 0) {
    return followsString(text, at + 1)
      ? { end: at, closed: true }
      : { end: endOnLine(text, open, lineEnd), closed: false };
  }
  const follower = at + 1 < text.length ? text.charCodeAt(at + 1) : END;
  if (isName(follower) && follower !== C.comma) {
    const comma = lastNonBlank(text, open, at);
    if (text.charCodeAt(comma) === C.comma) return { end: comma, closed: false };
  }
  return { end: at, closed: true };
}

function followsString(text: string, from: number): boolean {
  const code = text.charCodeAt(afterLabels(text, afterBlanks(text, from)));
  return code === C.semicolon || code === C.comma || code === C.parenClose;
}

/** Before the first of the commas, semicolons, braces, blanks and comments that end the line; else behind its last character. */
function endOnLine(text: string, open: number, lineEnd: number): number {
  let ending = -1;
  for (let at = open + 1; at < lineEnd; at++) {
    const code = text.charCodeAt(at);
    if (code === C.semicolon || code === C.comma) ending = ending < 0 ? at : ending;
    else if (code === C.slash && ending >= 0 && isCommentMark(text.charCodeAt(at + 1))) break;
    else if (code !== C.braceClose && !isSpace(code)) ending = -1;
  }
  return ending >= 0 ? ending : lastNonBlank(text, open, lineEnd) + 1;
}

function isCommentMark(code: number): boolean {
  return code === C.slash || code === C.star;
}

/** The last offset before `end` and not before `from` that holds no blank. */
function lastNonBlank(text: string, from: number, end: number): number {
  let at = end - 1;
  while (at > from && isSpace(text.charCodeAt(at))) at--;
  return at;
}

/**
 * S4. Where a value is due and something else stands, a quote on the same line that is followed by a comma, a semicolon or the
 *     line's end closes a string whose opening quote is missing. Answers with the offset of that quote, or -1.
 */
export function unopenedStringEnd(text: string, from: number): number {
  const limit = Math.min(text.length, from + FARTHEST);
  for (let at = from; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (isLineEnd(code) || code === C.semicolon || code === C.braceOpen || code === C.braceClose || code === C.less)
      return -1;
    if (code === C.backslash) at++;
    if (code !== C.quote) continue;
    let next = at + 1;
    while (next < text.length && isSpace(text.charCodeAt(next)) && !isLineEnd(text.charCodeAt(next))) next++;
    const follower = next < text.length ? text.charCodeAt(next) : C.lf;
    return follower === C.comma || follower === C.semicolon || isLineEnd(follower) ? at : -1;
  }
  return -1;
}

/**
 * S5. A file name that lacks one of its quotes ends with the line, or with the other quote. Answers with the name's range, or
 *     undefined where nothing like a name stands on the line.
 */
export function includedName(
  text: string,
  from: number,
  lineEnd: number,
): { start: number; end: number; closed: boolean } | undefined {
  const opened = text.charCodeAt(from) === C.quote;
  const start = opened ? from + 1 : from;
  let end = start;
  while (end < lineEnd && text.charCodeAt(end) !== C.quote) end++;
  const closed = end < lineEnd;
  if (!closed) end = lastNonBlank(text, start, lineEnd) + 1;
  return opened || closed ? { start, end, closed: opened && closed } : undefined;
}

// ---- V: values -------------------------------------------------------------------------------------------------------------

/** V1. Cells or bytes lack their opening bracket where their closing one comes before anything that ends a value. */
export function closesBeforeEnd(text: string, from: number, closer: number): boolean {
  return closes(text, from, closer, false);
}

/** V2. A comma among cells is one too many if the cells still close behind it; else the bracket before the comma is missing. */
export function isStrayComma(text: string, comma: number, closer: number): boolean {
  return closes(text, comma + 1, closer, true);
}

function closes(text: string, from: number, closer: number, withCommas: boolean): boolean {
  const limit = Math.min(text.length, from + LONGEST_VALUE);
  let depth = 0;
  for (let at = from; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === C.parenOpen) depth++;
    else if (code === C.parenClose) depth--;
    else if (code === C.slash && isCommentMark(text.charCodeAt(at + 1))) at = commentEnd(text, at, limit);
    else if (code === C.semicolon || code === C.braceOpen || code === C.braceClose || code === C.quote) return false;
    else if (depth > 0) continue;
    else if (code === closer) return true;
    else if (code === C.less || code === C.squareOpen || code === C.equals || (code === C.comma && !withCommas))
      return false;
  }
  return false;
}

/** The last character of the comment that starts at `at`. */
function commentEnd(text: string, at: number, limit: number): number {
  const isLine = text.charCodeAt(at + 1) === C.slash;
  let end = at + 2;
  while (end < limit && !(isLine ? isLineEnd(text.charCodeAt(end)) : text.startsWith('*/', end))) end++;
  return isLine ? end : end + 1;
}

/** V3. Labels, a name and then `=` or `{` begin a new property or node, wherever they stand. */
export function startsItem(text: string, from: number): boolean {
  const limit = from + FARTHEST;
  let at = afterLabels(text, from);
  const isReference = text.charCodeAt(at) === C.and;
  if (isReference) at++;
  let end = at;
  while (end < limit && isName(text.charCodeAt(end))) end++;
  if (end === at) return false;
  const next = afterBlanks(text, end);
  const code = text.charCodeAt(next);
  return code === C.braceOpen || (code === C.equals && !isReference && text.charCodeAt(next + 1) !== C.equals);
}

function afterLabels(text: string, from: number): number {
  const limit = from + FARTHEST;
  let at = from;
  for (let end = labelEnd(text, at); end >= 0 && at < limit; end = labelEnd(text, at)) at = afterBlanks(text, end + 1);
  return at;
}

function afterBlanks(text: string, from: number): number {
  const limit = Math.min(text.length, from + FARTHEST);
  let at = from;
  while (at < limit && isSpace(text.charCodeAt(at))) at++;
  return at;
}

// ---- N: something is missing behind a name ---------------------------------------------------------------------------------

/** What a name was meant to be, where neither `{` nor `=` nor `;` follows it. */
export type Meant = 'node' | 'property' | 'value';

/**
 * N1. A value behind the name: `=` is missing.
 * N2. On a new line, `}` under the name closes a node whose `{` is missing; elsewhere it closes the node around.
 * N3. On a new line, a deeper indentation shows a node's body; else the name was a property without its semicolon.
 * N4. On the same line, more `}` than `{` close a one-line node, unless the node around opened on that line too.
 */
export function meantBehindName({ text, lines }: Layout, name: number, next: number, around: number): Meant {
  const code = next < text.length ? text.charCodeAt(next) : END;
  if (code === C.less || code === C.quote || code === C.squareOpen) return 'value';
  const indentation = lines.indentation(name);
  if (!lines.sameLine(name, next)) {
    if (code === END) return 'property';
    if (code === C.braceClose) {
      const closesName = lines.indentation(next) === indentation;
      return closesName && (around < 0 || indentation > lines.indentation(around)) ? 'node' : 'property';
    }
    return lines.indentation(next) > indentation ? 'node' : 'property';
  }
  if (code === C.and) return 'value';
  const isInside = around >= 0 && lines.sameLine(around, name);
  return !isInside && closesOnLine(text, next) ? 'node' : 'property';
}

function closesOnLine(text: string, from: number): boolean {
  let depth = 0;
  const limit = Math.min(text.length, from + FARTHEST);
  for (let at = from; at < limit && !isLineEnd(text.charCodeAt(at)); at++) {
    const code = text.charCodeAt(at);
    if (code === C.braceOpen) depth++;
    else if (code === C.braceClose && --depth < 0) return true;
  }
  return false;
}

// ---- B: braces do not match ------------------------------------------------------------------------------------------------

/** A brace as the parser took it: also one that is only thought, behind a name (N) or at a lonely semicolon. */
export interface Brace {
  readonly opens: boolean;
  /** Where the node's head begins, or where `}` stands. */
  readonly at: number;
  readonly firstOnLine: boolean;
}

/** What is wrong with the braces of one statement: heads of nodes that nothing closes, and `}` that close nothing. */
export interface BracePlan {
  readonly unclosed: ReadonlySet<number>;
  readonly surplus: ReadonlySet<number>;
}

/**
 * B1. `}` closes the innermost open node whose line is indented as its own; the nodes inside of that one are unclosed.
 * B2. `}` in the middle of a line closes the innermost node.
 * B3. `}` that no open node is indented like closes the innermost one, or nothing where the statement had ended too early.
 * B4. What is open at the end is unclosed.
 *
 * No more than `most` of the innermost nodes are looked at for one brace.
 */
export function planBraces(braces: readonly Brace[], lines: Lines, endedEarly: boolean, most: number): BracePlan {
  const unclosed = new Set<number>();
  const surplus = new Set<number>();
  const open: number[] = [];
  for (const { opens, at, firstOnLine } of braces) {
    if (opens) {
      open.push(at);
      continue;
    }
    const indentation = lines.indentation(at);
    let match = open.length - 1;
    if (firstOnLine) {
      const outermost = Math.max(0, open.length - most);
      while (match >= outermost && lines.indentation(open[match]!) !== indentation) match--;
      if (match < outermost) match = endedEarly ? -1 : open.length - 1;
    }
    if (match < 0) {
      surplus.add(at);
      continue;
    }
    for (const left of open.splice(match).slice(1)) unclosed.add(left);
  }
  for (const left of open) unclosed.add(left);
  return { unclosed, surplus };
}

/**
 * B5. A node that nothing closes ends before the first line that is indented no deeper than its own. At the left edge that counts
 *     only if its first line was deeper: else the text is not indented at all.
 */
export function endsByIndentation(lines: Lines, head: number, firstItem: number, at: number): boolean {
  const indentation = lines.indentation(head);
  return lines.indentation(at) <= indentation && (indentation > 0 || lines.indentation(firstItem) > 0);
}

/**
 * B6. A semicolon where a node or property is due: first on its line, it is what `};` left over of the open node that is
 *     indented alike, or of the innermost one if it stands left of that one's body. Behind something else on the line it belongs
 *     to a node that opened on that line, or is one too many.
 *
 * `heads` are the open nodes of this text, outermost first, `firstItem` is where the innermost one's body begins; answers with an
 * index, or -1.
 */
export function closedBySemicolon(layout: Layout, heads: readonly number[], firstItem: number, at: number): number {
  const { text, lines } = layout;
  let before = at - 1;
  while (before >= 0 && isSpace(text.charCodeAt(before)) && !isLineEnd(text.charCodeAt(before))) before--;
  const innermost = heads.length - 1;
  if (before < 0 || isLineEnd(text.charCodeAt(before))) {
    const indentation = lines.indentation(at);
    const alike = heads.findLastIndex((head) => lines.indentation(head) === indentation);
    return alike < 0 && firstItem >= 0 && indentation < lines.indentation(firstItem) ? innermost : alike;
  }
  const isApart = before < at - 1;
  return innermost >= 0 && (isApart || lines.sameLine(heads[innermost]!, at)) ? innermost : -1;
}
