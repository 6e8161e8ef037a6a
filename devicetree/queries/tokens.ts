/**
 * The words of a file as they are written, whatever conditionals and macros make of them. Made once per version of a file, so that
 * colours, folds and completion hold in code that is left out and while a line is half typed.
 */
import type { SourceFile } from '../source/index.js';

/** What a token is, as far as its own text and what stands around it tell. */
export const TOKEN = {
  comment: 0,
  /** `#include`, `#define` …: from `#` to the end of the word. */
  directive: 1,
  /** What `#include` names, with quotes or angle brackets; for `/include/` too. */
  header: 2,
  /** The name in `#define`. */
  definedName: 3,
  string: 4,
  number: 5,
  /** A name in cells, in an expression or in a directive. */
  word: 6,
  /** With its colon left out. */
  label: 7,
  /** `&label`, `&{/path}`. */
  reference: 8,
  nodeName: 9,
  propertyName: 10,
  /** `/dts-v1/`, `/delete-node/`, `/bits/` … */
  keyword: 11,
  /** One character: `{ } < > ( ) [ ] ; = ,`. */
  mark: 12,
  /** `+`, `<<` … */
  operator: 13,
  /** Between `[` and `]`. */
  bytes: 14,
} as const;
export type TokenKind = (typeof TOKEN)[keyof typeof TOKEN];

export interface FileTokens {
  readonly count: number;
  readonly kinds: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** 1 for tokens of a preprocessor line. */
  readonly inDirective: Uint8Array;
}

const DIRECTIVES: ReadonlySet<string> = new Set(
  (
    'include include_next import define undef if ifdef ifndef elif elifdef elifndef else endif error warning pragma line ident ' +
    'sccs assert unassert'
  ).split(' '),
);
const KEYWORDS: ReadonlySet<string> = new Set([
  '/dts-v1/',
  '/plugin/',
  '/delete-node/',
  '/delete-property/',
  '/omit-if-no-ref/',
  '/memreserve/',
  '/include/',
  '/incbin/',
  '/bits/',
]);

/** Character classes: 1 a C word, 2 what names of nodes and properties have besides, 4 a digit, 8 white space, 16 a hexadecimal digit. */
const CLASS = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code);
  if (/\w/.test(character)) CLASS[code]! |= 1;
  if (/[,.+*#?@-]/.test(character)) CLASS[code]! |= 2;
  if (/[0-9]/.test(character)) CLASS[code]! |= 4;
  if (code <= 0x20) CLASS[code]! |= 8;
  if (/[0-9a-fA-F]/.test(character)) CLASS[code]! |= 16;
}
const WORD = 1;
const NAME = 1 | 2;
const DIGIT = 4;
const BLANK = 8;
const HEX = 16;

function is(code: number, classes: number): boolean {
  return code < 128 && (CLASS[code]! & classes) !== 0;
}

const tokensByFile = new WeakMap<SourceFile, FileTokens>();

/** The tokens of a file, in order, without white space. */
export function tokensOf(file: SourceFile): FileTokens {
  let tokens = tokensByFile.get(file);
  if (tokens === undefined) tokensByFile.set(file, (tokens = scan(file.text)));
  return tokens;
}

/** The index of the last token that starts at or before an offset; -1: none. */
export function tokenBefore({ starts, count }: FileTokens, offset: number): number {
  let low = -1;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

interface Scan {
  readonly text: string;
  at: number;
  count: number;
  kinds: Uint8Array;
  starts: Uint32Array;
  ends: Uint32Array;
  inDirective: Uint8Array;
  directive: 0 | 1;
  /** `<` … `>` of cells, and parentheses in them. */
  cells: boolean;
  parentheses: number;
  /** Behind `=` up to `;`. */
  value: boolean;
  /** Only white space since the line's start. */
  lineStart: boolean;
}

function scan(text: string): FileTokens {
  const room = Math.max(64, text.length >> 2);
  const state: Scan = {
    text,
    at: 0,
    count: 0,
    kinds: new Uint8Array(room),
    starts: new Uint32Array(room),
    ends: new Uint32Array(room),
    inDirective: new Uint8Array(room),
    directive: 0,
    cells: false,
    parentheses: 0,
    value: false,
    lineStart: true,
  };
  while (state.at < text.length) step(state);
  const { count, kinds, starts, ends, inDirective } = state;
  return {
    count,
    kinds: kinds.slice(0, count),
    starts: starts.slice(0, count),
    ends: ends.slice(0, count),
    inDirective: inDirective.slice(0, count),
  };
}

function add(state: Scan, kind: TokenKind, end: number): void {
  if (state.count === state.kinds.length) grow(state);
  const { count } = state;
  state.kinds[count] = kind;
  state.starts[count] = state.at;
  state.ends[count] = end;
  state.inDirective[count] = state.directive;
  state.count = count + 1;
  state.at = end;
  state.lineStart = false;
}

function grow(state: Scan): void {
  const room = state.kinds.length * 2;
  const kinds = new Uint8Array(room);
  const starts = new Uint32Array(room);
  const ends = new Uint32Array(room);
  const inDirective = new Uint8Array(room);
  kinds.set(state.kinds);
  starts.set(state.starts);
  ends.set(state.ends);
  inDirective.set(state.inDirective);
  Object.assign(state, { kinds, starts, ends, inDirective });
}

function step(state: Scan): void {
  const { text, at } = state;
  const code = text.charCodeAt(at);
  if (code === 0x0a || code === 0x0d) {
    state.at++;
    state.lineStart = true;
    state.directive = 0;
    return;
  }
  if (is(code, BLANK)) {
    state.at++;
    return;
  }
  if (code === 0x2f && takeSlash(state)) return;
  if (code === 0x5c) return takeBackslash(state);
  if (code === 0x22) return add(state, TOKEN.string, stringEnd(text, at, code));
  if (code === 0x27) return add(state, TOKEN.string, stringEnd(text, at, code));
  if (code === 0x23 && state.lineStart && takeDirective(state)) return;
  if (state.directive === 1) return takeInDirective(state, code);
  if (state.cells) return takeInCells(state, code);
  takeStatement(state, code);
}

/** A line that goes on, or a name with a backslash before it. */
function takeBackslash(state: Scan): void {
  const { text, at } = state;
  let next = at + 1;
  if (text.charCodeAt(next) === 0x0d) next++;
  state.at = text.charCodeAt(next) === 0x0a ? next + 1 : at + 1;
}

/** Comments and keywords between slashes. */
function takeSlash(state: Scan): boolean {
  const { text, at } = state;
  const next = text.charCodeAt(at + 1);
  if (next === 0x2a) {
    const end = text.indexOf('*/', at + 2);
    const { lineStart } = state;
    add(state, TOKEN.comment, end < 0 ? text.length : end + 2);
    state.lineStart = lineStart;
    return true;
  }
  if (next === 0x2f) {
    add(state, TOKEN.comment, lineEnd(text, at));
    return true;
  }
  if (state.directive === 1 || !is(next, WORD)) return false;
  let end = at + 1;
  while (is(text.charCodeAt(end), NAME)) end++;
  if (text.charCodeAt(end) !== 0x2f || !KEYWORDS.has(text.slice(at, end + 1))) return false;
  const isInclude = text.startsWith('/include/', at);
  add(state, TOKEN.keyword, end + 1);
  if (isInclude) takeHeader(state);
  return true;
}

/** The end of a line, where a backslash before the line feed does not end it. */
function lineEnd(text: string, from: number): number {
  let at = from;
  for (;;) {
    const end = text.indexOf('\n', at);
    if (end < 0) return text.length;
    const last = text.charCodeAt(end - 1) === 0x0d ? end - 2 : end - 1;
    if (text.charCodeAt(last) !== 0x5c) return text.charCodeAt(end - 1) === 0x0d ? end - 1 : end;
    at = end + 1;
  }
}

/** Behind the closing quote; a string of devicetree may run over lines. */
function stringEnd(text: string, start: number, quote: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) at++;
    else if (code === quote) return at + 1;
    // An apostrophe that nobody closes is no string over the rest of the file.
    else if (code === 0x0a && (quote === 0x27 || text.charCodeAt(at + 1) === 0x0a)) return at;
  }
  return text.length;
}

function takeDirective(state: Scan): boolean {
  const { text, at } = state;
  let start = at + 1;
  while (text.charCodeAt(start) === 0x20 || text.charCodeAt(start) === 0x09) start++;
  let end = start;
  while (is(text.charCodeAt(end), WORD)) end++;
  const word = text.slice(start, end);
  const after = text.charCodeAt(end);
  if (!DIRECTIVES.has(word) || (is(after, NAME) && after !== 0x2f)) return false;
  state.directive = 1;
  add(state, TOKEN.directive, end);
  if (word === 'include' || word === 'include_next' || word === 'import') takeHeader(state);
  else if (word === 'define' || word === 'undef') takeDefinedName(state);
  else if (word === 'error' || word === 'warning') state.at = lineEnd(text, end);
  return true;
}

function skipBlanks(state: Scan): void {
  while (state.text.charCodeAt(state.at) === 0x20 || state.text.charCodeAt(state.at) === 0x09) state.at++;
}

function takeHeader(state: Scan): void {
  skipBlanks(state);
  const { text, at } = state;
  const open = text.charCodeAt(at);
  if (open !== 0x22 && open !== 0x3c) return;
  const end = lineEnd(text, at);
  const close = text.indexOf(open === 0x22 ? '"' : '>', at + 1);
  add(state, TOKEN.header, close < 0 || close >= end ? end : close + 1);
}

function takeDefinedName(state: Scan): void {
  skipBlanks(state);
  let end = state.at;
  while (is(state.text.charCodeAt(end), WORD)) end++;
  if (end > state.at) add(state, TOKEN.definedName, end);
}

function takeInDirective(state: Scan, code: number): void {
  const { text, at } = state;
  if (is(code, DIGIT)) return add(state, TOKEN.number, wordEnd(text, at));
  if (is(code, WORD)) return add(state, TOKEN.word, wordEnd(text, at));
  add(state, code === 0x28 || code === 0x29 || code === 0x2c ? TOKEN.mark : TOKEN.operator, at + 1);
}

function wordEnd(text: string, start: number): number {
  let end = start + 1;
  while (is(text.charCodeAt(end), WORD)) end++;
  return end;
}

function nameEnd(text: string, start: number): number {
  let end = start + 1;
  while (is(text.charCodeAt(end), NAME)) end++;
  return end;
}

/** The next character that is not blank, on this line or a later one. */
function codeAfter(text: string, from: number): number {
  let at = from;
  while (is(text.charCodeAt(at), BLANK)) at++;
  return text.charCodeAt(at);
}

function takeInCells(state: Scan, code: number): void {
  const { text, at } = state;
  if (code === 0x28) state.parentheses++;
  else if (code === 0x29) state.parentheses = Math.max(0, state.parentheses - 1);
  else if (code === 0x3e && state.parentheses === 0) state.cells = false;
  else if (code === 0x3b || code === 0x7b || code === 0x7d) {
    // No cell has these: the `>` is missing.
    state.cells = false;
    state.value = false;
    state.parentheses = 0;
    return takeStatement(state, code);
  } else if (code === 0x26 && state.parentheses === 0) return takeReference(state);
  else if (is(code, DIGIT)) return add(state, TOKEN.number, wordEnd(text, at));
  else if (is(code, WORD)) {
    const end = wordEnd(text, at);
    const isLabel = text.charCodeAt(end) === 0x3a && state.parentheses === 0;
    return add(state, isLabel ? TOKEN.label : TOKEN.word, end);
  }
  const isMark = code === 0x28 || code === 0x29 || code === 0x2c || (code === 0x3e && !state.cells);
  add(state, isMark ? TOKEN.mark : TOKEN.operator, at + 1);
}

function takeReference(state: Scan): void {
  const { text, at } = state;
  if (text.charCodeAt(at + 1) === 0x7b) {
    let end = at + 2;
    while (is(text.charCodeAt(end), NAME) || text.charCodeAt(end) === 0x2f) end++;
    return add(state, TOKEN.reference, text.charCodeAt(end) === 0x7d ? end + 1 : end);
  }
  let end = at + 1;
  while (is(text.charCodeAt(end), WORD)) end++;
  add(state, TOKEN.reference, end);
}

function takeStatement(state: Scan, code: number): void {
  const { at } = state;
  if (code === 0x26) return takeReference(state);
  if (code === 0x3c && state.value) {
    state.cells = true;
    state.parentheses = 0;
  } else if (code === 0x3d) state.value = true;
  else if (code === 0x3b || code === 0x7b || code === 0x7d) state.value = false;
  else if (code === 0x5b && state.value) return takeBytes(state);
  else if (is(code, NAME) && code !== 0x2c) return takeName(state);
  add(state, TOKEN.mark, at + 1);
}

/** A name in a body, or a word in a value outside of cells (a macro). */
function takeName(state: Scan): void {
  const { text, at } = state;
  const word = wordEnd(text, at);
  if (is(text.charCodeAt(at), WORD)) {
    if (text.charCodeAt(word) === 0x3a) return add(state, TOKEN.label, word);
    if (state.value || text.charCodeAt(word) === 0x28) {
      return add(state, is(text.charCodeAt(at), DIGIT) ? TOKEN.number : TOKEN.word, word);
    }
  }
  const end = nameEnd(text, at);
  const after = codeAfter(text, end);
  add(state, after === 0x7b ? TOKEN.nodeName : TOKEN.propertyName, end);
}

function takeBytes(state: Scan): void {
  const { text } = state;
  add(state, TOKEN.mark, state.at + 1);
  while (is(text.charCodeAt(state.at), BLANK)) state.at++;
  let end = state.at;
  while (is(text.charCodeAt(end), HEX | BLANK)) end++;
  while (end > state.at && is(text.charCodeAt(end - 1), BLANK)) end--;
  if (end > state.at) add(state, TOKEN.bytes, end);
}
