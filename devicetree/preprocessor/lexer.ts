/** Reads preprocessing tokens (C11 6.4, as gcc takes them in assembler-with-cpp: no digraphs, no trigraphs, lone quotes allowed). */
import type { SourceFile } from '../source/index.js';
import {
  blockCommentEnd,
  CHAR,
  CLASS,
  classOf,
  lineCommentEnd,
  lineEnd,
  nameEnd,
  numberEnd,
  pastSplices,
  spliceEnd,
  stringEnd,
  withoutSplices,
} from './characters.js';
import { FLAG, KIND, makeToken, TEXT_END, type Token } from './tokens.js';

/** Where reading stands. */
export interface Cursor {
  readonly file: SourceFile | undefined;
  readonly text: string;
  /** Moves past each token read. */
  pos: number;
  end: number;
  /** Set for every token: `FLAG.body` in a macro's body. */
  readonly baseFlags: number;
  /** `<name>` and `"name"` are names of files. */
  headers: boolean;
}

export function cursorOver(file: SourceFile | undefined, text: string, start: number, end: number): Cursor {
  return { file, text, pos: start, end, baseFlags: 0, headers: false };
}

/** What a token after a line's end has. */
const LINE_FLAGS = FLAG.lineStart;

/**
 * The next token, or TEXT_END. White space, comments and line ends before it become flags: `flags` are those to begin with, and
 * `lineFlags` are added to the first token of every further line.
 */
export function lexToken(cursor: Cursor, flags = 0, lineFlags = 0): Token {
  const { text } = cursor;
  let p = cursor.pos;
  let found = flags;
  while (p < cursor.end) {
    const code = text.charCodeAt(p);
    const kind = classOf(code);
    if (kind === CLASS.blank) {
      found |= FLAG.white;
      p++;
    } else if (kind === CLASS.line) {
      found = LINE_FLAGS | lineFlags;
      p = lineEnd(text, p);
    } else if (code === CHAR.backslash && spliceEnd(text, p) >= 0) {
      p = pastSplices(text, p);
    } else if (code === CHAR.slash) {
      const after = commentEnd(text, p);
      if (after < 0) return punctuator(cursor, p, found);
      found |= FLAG.white;
      p = after;
    } else {
      return tokenAt(cursor, p, kind, code, found);
    }
  }
  cursor.pos = cursor.end;
  return TEXT_END;
}

/** Past the comment that begins at `at`, or -1 if none does. */
export function commentEnd(text: string, at: number): number {
  const next = pastSplices(text, at + 1);
  const code = text.charCodeAt(next);
  if (code === CHAR.slash) return lineCommentEnd(text, next + 1);
  if (code !== CHAR.star) return -1;
  const end = blockCommentEnd(text, next + 1);
  return end < 0 ? ~end : end;
}

function tokenAt(cursor: Cursor, at: number, kind: number, code: number, flags: number): Token {
  const { text } = cursor;
  if (kind === CLASS.name) {
    if (code === 0x4c) {
      const next = pastSplices(text, at + 1);
      if (classOf(text.charCodeAt(next)) === CLASS.quote) return quoted(cursor, at, next, KIND.wide, flags);
    }
    return finish(cursor, KIND.name, flags, at, nameEnd(text, at));
  }
  if (kind === CLASS.digit) return finish(cursor, KIND.number, flags, at, numberEnd(text, at));
  if (kind === CLASS.quote) {
    return quoted(cursor, at, at, code === CHAR.quote ? KIND.string : KIND.character, flags);
  }
  if (code === CHAR.dot && classOf(text.charCodeAt(pastSplices(text, at + 1))) === CLASS.digit) {
    return finish(cursor, KIND.number, flags, at, numberEnd(text, at));
  }
  if (code === CHAR.less && cursor.headers) {
    const end = stringEnd(text, at + 1, CHAR.greater, false);
    if (end >= 0 && end <= cursor.end) return finish(cursor, KIND.header, flags, at, end);
  }
  return punctuator(cursor, at, flags);
}

function quoted(cursor: Cursor, at: number, quoteAt: number, kind: number, flags: number): Token {
  const end = stringEnd(cursor.text, quoteAt + 1, cursor.text.charCodeAt(quoteAt), !cursor.headers);
  return end < 0 ? finish(cursor, KIND.other, flags, at, ~end) : finish(cursor, kind, flags, at, end);
}

function finish(cursor: Cursor, kind: number, flags: number, start: number, end: number): Token {
  const last = Math.min(end, cursor.end);
  cursor.pos = last;
  const text = withoutSplices(cursor.text.slice(start, last));
  return makeToken(kind, text, flags | cursor.baseFlags, cursor.file, start, last);
}

/** Punctuators of more than one character, by their beginning. `..` is none, but the way to `...`. */
const LONGER: Readonly<Record<string, string>> = {
  '#': '#',
  '.': '.',
  '..': '.',
  '+': '+=',
  '-': '-=>',
  '*': '=',
  '/': '=',
  '%': '=',
  '^': '=',
  '&': '&=',
  '|': '|=',
  '=': '=',
  '!': '=',
  '<': '<=',
  '<<': '=',
  '>': '>=',
  '>>': '=',
};

const PUNCTUATORS = '{}[]()#;:?.+-*/%^&|~!=<>,@';

function punctuator(cursor: Cursor, at: number, flags: number): Token {
  const { text } = cursor;
  let spelling = text.charAt(at);
  if (!PUNCTUATORS.includes(spelling)) return finish(cursor, KIND.other, flags, at, at + 1);
  let end = at + 1;
  while (true) {
    const more = LONGER[spelling];
    if (more === undefined) break;
    const next = pastSplices(text, end);
    if (next >= cursor.end || !more.includes(text.charAt(next))) break;
    spelling += text.charAt(next);
    end = next + 1;
  }
  if (spelling === '..') {
    spelling = '.';
    end = at + 1;
  }
  cursor.pos = end;
  return makeToken(KIND.punctuator, spelling, flags | cursor.baseFlags, cursor.file, at, end);
}
