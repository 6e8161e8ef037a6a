/** Where small pieces of the text end, without taking them. */
import { C, isName, isWord, isWordStart } from './characters.js';

/** `/name/` at an offset; empty for a `/` alone. */
export function directiveAt(text: string, at: number): string {
  let end = at + 1;
  while (end < at + 24 && isName(text.charCodeAt(end)) && text.charCodeAt(end) !== C.comma) end++;
  return end > at + 1 && text.charCodeAt(end) === C.slash ? text.slice(at, end + 1) : '';
}

/** Behind the reference that starts at `at` with `&`; `at` itself where there is none. */
export function referenceEnd(text: string, at: number): number {
  if (isWordStart(text.charCodeAt(at + 1))) {
    let end = at + 2;
    while (isWord(text.charCodeAt(end))) end++;
    return end;
  }
  if (text.charCodeAt(at + 1) !== C.braceOpen) return at;
  const end = pathEnd(text, at + 2);
  return text.charCodeAt(end) === C.braceClose ? end + 1 : end;
}

/** The end of the path's characters from `at` on. */
export function pathEnd(text: string, at: number): number {
  let end = at;
  while (isName(text.charCodeAt(end)) || text.charCodeAt(end) === C.slash) end++;
  return end;
}
