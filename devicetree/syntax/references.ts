/** References: `&label`, `&{/path}`, `&{label/path}` (dtc's DT_LABEL_REF and DT_PATH_REF). */
import { C, isName, isWordStart } from './characters.js';
import { complain, complainMissing, type Context } from './context.js';
import { Reference } from './nodes.js';
import { labelEnd, type Scanner } from './scanner.js';

/** Whether a reference stands at the `&` here, and not an operator. */
export function startsReference(scanner: Scanner): boolean {
  const next = scanner.code(1);
  return isWordStart(next) || next === C.braceOpen;
}

/** Takes the reference whose `&` stands here. */
export function takeReference(context: Context): Reference {
  const { scanner } = context;
  const { text, at: start, frame } = scanner;
  if (scanner.code(1) !== C.braceOpen) {
    const end = scanner.wordEnd(start + 1);
    scanner.takeTo(end);
    return new Reference(frame.source, start, end, 'label', text.slice(start + 1, end));
  }
  let end = start + 2;
  while (end < text.length && (isName(text.charCodeAt(end)) || text.charCodeAt(end) === C.slash)) end++;
  const target = text.slice(start + 2, end);
  const closed = text.charCodeAt(end) === C.braceClose;
  scanner.takeTo(closed ? end + 1 : end);
  if (!closed) complainMissing(context, 'dts-bad-reference', 'A path in a reference ends with }.', '}');
  else checkPath(context, target, start, end + 1);
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
