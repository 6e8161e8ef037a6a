/** References: `&label`, `&{/path}`, `&{label/path}` (dtc's DT_LABEL_REF and DT_PATH_REF). */
import { C, END, isName, isWordStart, labelEnd } from './characters.js';
import { complain, complainMissing, type Context } from './context.js';
import { argumentsEnd, complainUnknown, startsPrimary } from './expressions.js';
import { Reference } from './nodes.js';
import { pathEnd } from './pieces.js';
import type { Scanner } from './scanner.js';

/** Whether a reference stands at the `&` here, and not an operator; also a path whose `{` is missing. */
export function startsReference(scanner: Scanner): boolean {
  const next = scanner.code(1);
  return isWordStart(next) || next === C.braceOpen || (next === C.slash && isName(scanner.code(2)));
}

/** Takes the reference whose `&` stands here. */
export function takeReference(context: Context): Reference {
  const { scanner } = context;
  const { text, at: start, frame } = scanner;
  if (!isWordStart(scanner.code(1))) return takePath(context);
  const wordEnd = scanner.wordEnd(start + 1);
  const call = text.charCodeAt(wordEnd) === C.parenOpen ? argumentsEnd(text, wordEnd) : -1;
  if (call >= 0) complainUnknown(context, text.slice(start + 1, wordEnd), start + 1, wordEnd);
  const end = call < 0 ? wordEnd : call;
  scanner.takeTo(end);
  return new Reference(frame.source, start, end, 'label', text.slice(start + 1, end));
}

function takePath(context: Context): Reference {
  const { scanner } = context;
  const { text, at: start, frame } = scanner;
  const opened = scanner.code(1) === C.braceOpen;
  const from = opened ? start + 2 : start + 1;
  if (!opened) {
    scanner.takeTo(from);
    complainMissing(context, 'dts-bad-reference', 'A path in a reference stands in braces: &{/path}.', '{');
  }
  const end = pathEnd(text, from);
  const target = text.slice(from, end);
  const closed = text.charCodeAt(end) === C.braceClose;
  scanner.takeTo(closed ? end + 1 : end);
  if (!closed) complainMissing(context, 'dts-bad-reference', 'A path in a reference ends with }.', '}');
  else if (opened) checkPath(context, target, start, end + 1);
  return new Reference(frame.source, start, scanner.lastEnd, 'path', target);
}

function checkPath(context: Context, path: string, start: number, end: number): void {
  if (path.startsWith('/')) return;
  const slash = path.indexOf('/');
  const label = slash < 0 ? path : path.slice(0, slash);
  if (context.rules.pathBelowLabel && labelEnd(`${label}:`, 0) === label.length) return;
  const message = context.rules.pathBelowLabel
    ? 'A path in a reference begins with / or with a label.'
    : 'A path in a reference begins with /.';
  complain(context, 'dts-bad-reference', message, start, end);
}

/** Whether the `&` here has nothing behind it on its line, as while one types. */
export function isBareAnd(scanner: Scanner): boolean {
  const { text, at } = scanner;
  if (startsReference(scanner) || scanner.code(1) === C.and) return false;
  let next = at + 1;
  while (text.charCodeAt(next) === C.space || text.charCodeAt(next) === C.tab) next++;
  return !startsPrimary(next < text.length ? text.charCodeAt(next) : END);
}

/** Takes an `&` with nothing behind it. */
export function takeBareAnd(context: Context): void {
  const { scanner } = context;
  complain(context, 'dts-bad-reference', 'A label or a path has to follow &.', scanner.at, scanner.at + 1);
  scanner.take();
}
