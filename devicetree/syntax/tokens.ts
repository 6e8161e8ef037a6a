/** The tokens of devicetree source, for colours and for what is typed unfinished; the parser itself needs none. */
import type { MappedText } from '../preprocessor/index.js';
import { C, END, isDigit, isHex, isName, isWordStart, labelEnd } from './characters.js';
import { directiveAt, referenceEnd } from './pieces.js';
import { Report } from './report.js';
import { startsItem, stringEnd } from './resynchronise.js';
import { Scanner } from './scanner.js';
import type { DtsToken, DtsTokenKind } from './tree.js';

/** What a word is depends on what stands before it (dtc's start conditions). */
type Place = 'names' | 'values' | 'bytes';

const AFTER_DIRECTIVE: Readonly<Record<string, Place>> = {
  '/delete-node/': 'names',
  '/delete-property/': 'names',
  '/omit-if-no-ref/': 'names',
  '/memreserve/': 'values',
  '/bits/': 'values',
  '/incbin/': 'values',
};
const AFTER_PUNCTUATION: Readonly<Record<string, Place>> = {
  '{': 'names',
  ';': 'names',
  '}': 'names',
  '[': 'bytes',
  ']': 'values',
  '=': 'values',
  '<': 'values',
};
const PAIRS: ReadonlySet<string> = new Set(['<<', '>>', '<=', '>=', '==', '!=', '&&', '||']);

/**
 * All tokens of a text, the last of kind `end`. With `raw`, lines of preprocessor directives are passed over. Includes are not
 * followed.
 */
export function tokens(source: MappedText, raw = false): readonly DtsToken[] {
  const none = { reader: undefined, includePaths: [], includeDepth: 0, includedCharacters: 0 };
  const scanner = new Scanner(source, { ...none, raw, report: new Report() });
  const found: DtsToken[] = [];
  let place: Place = 'names';
  for (;;) {
    const code = scanner.skip();
    const start = scanner.at;
    if (place !== 'names' && scanner.lineBroken && startsItem(scanner.text, start)) place = 'names';
    const [kind, end] = tokenAt(scanner, code, place);
    const text = scanner.text.slice(start, end);
    found.push({ kind, text, start, end, source });
    if (kind === 'end') return found;
    scanner.takeTo(end);
    place = placeAfter(place, kind, text);
  }
}

function placeAfter(place: Place, kind: DtsTokenKind, text: string): Place {
  if (kind === 'directive') return AFTER_DIRECTIVE[text] ?? place;
  if (kind === 'name') return 'values';
  // Between brackets nothing else is meant by a brace or an angle bracket.
  return kind === 'punctuation' ? (AFTER_PUNCTUATION[text] ?? place) : place;
}

function tokenAt(scanner: Scanner, code: number, place: Place): readonly [DtsTokenKind, number] {
  const { text, at } = scanner;
  if (code === END) return ['end', at];
  const label = labelEnd(text, at);
  if (label >= 0) return ['label', label];
  if (code === C.quote) {
    const { end, closed } = stringEnd(text, at);
    return ['string', closed ? end + 1 : end];
  }
  if (code === C.and) {
    const end = referenceEnd(text, at);
    if (end > at) return ['reference', end];
  }
  const directive = code === C.slash ? directiveAt(text, at) : '';
  if (directive !== '') return ['directive', at + directive.length];
  if (place === 'names' && (isName(code) || code === C.backslash))
    return ['name', Math.max(scanner.nameEnd(at + 1), at + 1)];
  if (place === 'bytes' && (isHex(code) || isWordStart(code))) return ['bytes', scanner.wordEnd(at)];
  if (isDigit(code)) return ['number', scanner.wordEnd(at)];
  if (isWordStart(code)) return ['name', scanner.wordEnd(at)];
  if (code === C.apostrophe) return ['character', characterEnd(scanner)];
  return ['punctuation', at + (PAIRS.has(text.slice(at, at + 2)) ? 2 : 1)];
}

function characterEnd(scanner: Scanner): number {
  const { text, at } = scanner;
  const lineEnd = scanner.lineEnd();
  let end = at + 1;
  while (end < lineEnd && text.charCodeAt(end) !== C.apostrophe) end += text.charCodeAt(end) === C.backslash ? 2 : 1;
  return Math.min(end + 1, lineEnd);
}
