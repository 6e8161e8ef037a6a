/** Preprocessing tokens, and when two of them need a space between them in the output (as gcc decides it). */
import type { SourceFile, SourceRange } from '../source/index.js';

export const KIND = {
  name: 0,
  number: 1,
  string: 2,
  /** `L"…"` and `L'…'`. */
  wide: 3,
  character: 4,
  punctuator: 5,
  /** A character that belongs to nothing else, or a quote without its partner with the rest of its line. */
  other: 6,
  /** `<name>` after #include. */
  header: 7,
  /** No token: whether white space goes here follows from `source`. */
  padding: 8,
  /** The end of a text, of a directive, of an argument. */
  end: 9,
  /** In a macro's body: the parameter number `parameter`. */
  parameter: 10,
} as const;

export const FLAG = {
  /** White space stands before the token. */
  white: 1,
  /** `##` follows. */
  pasteLeft: 2,
  /** `#` stands before the parameter. */
  stringify: 4,
  /** A macro's name that was met inside its own expansion stays as it is for good. */
  noExpand: 8,
  /** The first of its line. */
  lineStart: 16,
  /** Written in a macro's body, not in running text. */
  body: 32,
} as const;

export interface Token {
  readonly kind: number;
  readonly text: string;
  readonly flags: number;
  readonly file: SourceFile | undefined;
  readonly start: number;
  readonly end: number;
  readonly parameter: number;
  /** For padding: the token whose white space it stands for. */
  readonly source: Token | undefined;
  /** Made once when it is asked for: a body's tokens are used over and over. */
  range: SourceRange | undefined;
}

export function makeToken(
  kind: number,
  text: string,
  flags: number,
  file: SourceFile | undefined,
  start: number,
  end: number,
): Token {
  return { kind, text, flags, file, start, end, parameter: -1, source: undefined, range: undefined };
}

export function withFlags(token: Token, flags: number): Token {
  const { kind, text, file, start, end, parameter, source, range } = token;
  return { kind, text, flags, file, start, end, parameter, source, range };
}

/** A place for white space that depends on the tokens around it. */
export const AVOID_PASTE: Token = makeToken(KIND.padding, '', 0, undefined, 0, 0);

/** The end of an argument. */
export const ARGUMENT_END: Token = makeToken(KIND.end, '', 0, undefined, 0, 0);

/** The end of what may be read just now: a file, a directive. */
export const TEXT_END: Token = makeToken(KIND.end, '', 0, undefined, 0, 0);

/** A place that has white space if `source` has. */
export function paddingOf(source: Token): Token {
  const { padding: kind } = KIND;
  return { kind, text: '', flags: 0, file: undefined, start: 0, end: 0, parameter: -1, source, range: undefined };
}

export function isPunctuator(token: Token, text: string): boolean {
  return token.kind === KIND.punctuator && token.text === text;
}

export function tokenRange(token: Token): SourceRange | undefined {
  const { file, start, end } = token;
  return file === undefined ? undefined : (token.range ??= { file, start, end });
}

/**
 * Which of two paddings decides, as gcc's printer, stringification and search for `(` have it: a later one without a source only
 * takes over from one whose source has no white space.
 */
export function decidingPadding(known: Token | undefined, padding: Token): Token | undefined {
  if (known === undefined || ((known.flags & FLAG.white) === 0 && padding.source === undefined)) return padding.source;
  return known;
}

const PASTES_WITH_EQUALS = new Set(['=', '!', '>', '<', '+', '-', '*', '/', '%', '&', '|', '^', '>>', '<<']);

/** The first characters of punctuators that would change the meaning of the punctuator before them. */
const PASTES_WITH: Readonly<Record<string, string>> = {
  '>': '>',
  '<': '<%:',
  '+': '+',
  '-': '->',
  '/': '/*',
  '%': ':>',
  '&': '&',
  '|': '|',
  ':': ':>',
  '->': '*',
  '.': '.%',
  '#': '#%',
  '<=': '>',
};

/** Whether a space has to keep `left` and `right` apart. Errs towards a space, exactly as gcc does. */
export function wouldPaste(left: Token, right: Token): boolean {
  const first = right.kind === KIND.punctuator ? right.text.charAt(0) : '';
  switch (left.kind) {
    case KIND.punctuator:
      if (first === '=' && PASTES_WITH_EQUALS.has(left.text)) return true;
      if (left.text === '.' && right.kind === KIND.number) return true;
      return first !== '' && (PASTES_WITH[left.text]?.includes(first) ?? false);
    case KIND.name:
      if (right.kind === KIND.number) return /^\w+$/.test(right.text);
      return right.kind === KIND.name || right.kind === KIND.character || right.kind === KIND.string;
    case KIND.number:
      if (right.kind === KIND.number || right.kind === KIND.name || right.kind === KIND.character) return true;
      return first === '.' || first === '+' || first === '-';
    case KIND.other:
      return left.text.startsWith('\\') && right.kind === KIND.name;
    default:
      return false;
  }
}
