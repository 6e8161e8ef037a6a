/** The end of statements, and ways over what has no place where it stands. */
import { C, END, isLineEnd } from './characters.js';
import { complain, complainMissing, type Context } from './context.js';
import { startsItem } from './resynchronise.js';

/** A semicolon is looked for no further behind something unexpected. */
const LONGEST_GARBAGE = 512;

/** The semicolon that ends what was read; or a finding, and what else stands on the line is passed over. */
export function takeSemicolon(context: Context): void {
  const { scanner } = context;
  const code = scanner.skip();
  if (code === C.semicolon) {
    scanner.take();
    return;
  }
  const { text, at, lineBroken } = scanner;
  const isGarbage = !lineBroken && code !== END && code !== C.braceClose && code !== C.slash && !startsItem(text, at);
  if (isGarbage && passToSemicolon(context)) return;
  complainMissing(context, 'dts-expected-semicolon', 'A semicolon is missing here.', ';');
}

/** Passes over what has no meaning before a semicolon on the same line; false, and nothing passed, where there is none. */
function passToSemicolon(context: Context): boolean {
  const { scanner } = context;
  const { text, at } = scanner;
  const limit = at + LONGEST_GARBAGE;
  let end = at;
  for (; end < limit && isWithinLine(text, end) && text.charCodeAt(end) !== C.semicolon; end++) {
    const code = text.charCodeAt(end);
    if (code === C.braceOpen || code === C.braceClose) return false;
  }
  if (end === limit || !isWithinLine(text, end)) return false;
  complain(context, 'dts-unexpected', 'This has no place here; a comma or a semicolon is due.', at, end);
  scanner.takeTo(end + 1);
  return true;
}

/** Passes over what nothing can be made of, up to something that could begin anew. */
export function passGarbage(context: Context): void {
  const { scanner } = context;
  const { text, at } = scanner;
  let end = at + 1;
  // A line may be the whole file: only as far as is taken may be looked at.
  while (isWithinLine(text, end) && !isBrace(text.charCodeAt(end)) && text.charCodeAt(end - 1) !== C.semicolon) end++;
  complain(context, 'dts-unexpected', 'This is neither a property nor a node.', at, end);
  scanner.takeTo(end);
}

function isWithinLine(text: string, at: number): boolean {
  return at < text.length && !isLineEnd(text.charCodeAt(at));
}

function isBrace(code: number): boolean {
  return code === C.braceOpen || code === C.braceClose;
}

/** Passes over the rest of a line, with the semicolon that ends it. */
export function passLine(context: Context): void {
  const { scanner } = context;
  const { text } = scanner;
  let end = scanner.at;
  while (isWithinLine(text, end) && text.charCodeAt(end) !== C.semicolon && !isBrace(text.charCodeAt(end))) end++;
  if (text.charCodeAt(end) === C.semicolon) scanner.takeTo(end + 1);
  else scanner.at = end;
}

export function takeUnknownDirective(context: Context, directive: string): void {
  const { scanner } = context;
  const { at } = scanner;
  if (directive.length < 2) {
    passGarbage(context);
    return;
  }
  const message =
    directive === '/include/'
      ? 'A file name in quotes has to follow /include/.'
      : `${directive} is not known, or has no place here.`;
  complain(context, 'dts-unknown-directive', message, at, at + directive.length);
  scanner.take(directive.length);
  passLine(context);
}
