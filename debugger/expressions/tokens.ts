/** Cuts the text of an expression into tokens. */
import { ExpressionError } from './context.js';

export type TokenKind =
  | 'identifier'
  | 'number'
  | 'character'
  | 'string'
  /** `'file.c'` or `'a name'`: the text is what stands between the quotes. */
  | 'quotedName'
  | 'register'
  | 'operator'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** From 0. */
  readonly column: number;
}

/** Longer expressions are refused, which also bounds the depth of everything that follows. */
const MAX_LENGTH = 8192;
const MAX_TOKENS = 1000;

const SPACE = /[ \t\r\n\f\v]+/y;
/** As debuggers spell it, a namespace without a name is one too. */
const IDENTIFIER = /[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*|\(anonymous namespace\)(?=\s*::)/y;
/** As C's preprocessor takes numbers, with C++14's digit separators; what they mean is decided later. */
const NUMBER = /\.?[0-9](?:[eEpP][+-]|'(?=[0-9A-Za-z])|[\w.])*/y;
const REGISTER = /\$[A-Za-z_]\w*/y;
const QUOTED = /(?:u8|[uUL])?'((?:[^'\\]|\\[^])*)'/y;
const STRING = /(?:u8|[uUL])?"((?:[^"\\]|\\[^])*)"/y;
const OPERATOR = /<<=|>>=|->\*|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||::|[-+*/%&|^]=|[-+*/%&|^~!<>=?:,.()[\]{}@]/y;
const SCOPE_FOLLOWS = /[ \t]*::/y;

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Whether `'…'` is one character: a letter, an escape, or a code point. */
function isCharacter(body: string): boolean {
  return /^(?:[^\\]|\\(?:x[0-9a-fA-F]+|u[0-9a-fA-F]{4}|[0-7]{1,3}|[^]))$/u.test(body);
}

function quotedToken(text: string, column: number): Token | undefined {
  const whole = matchAt(QUOTED, text, column);
  if (whole === undefined) return undefined;
  const body = whole.slice(whole.indexOf("'") + 1, -1);
  const plain = whole.startsWith("'");
  const scoped = plain && matchAt(SCOPE_FOLLOWS, text, column + whole.length) !== undefined;
  if (!scoped && isCharacter(body)) return { kind: 'character', text: whole, column };
  if (body === '' || !plain) throw new ExpressionError('Empty or overlong character constant.', column);
  return { kind: 'quotedName', text: whole, column };
}

function tokenAt(text: string, column: number): Token {
  const quoted = quotedToken(text, column);
  if (quoted !== undefined) return quoted;
  const string = matchAt(STRING, text, column);
  if (string !== undefined) return { kind: 'string', text: string, column };
  const first = text[column]!;
  if (first === "'") throw new ExpressionError('Unmatched single quote.', column);
  if (first === '"') throw new ExpressionError('Unterminated string in expression.', column);
  const kinds: readonly (readonly [TokenKind, RegExp])[] = [
    ['identifier', IDENTIFIER],
    ['number', NUMBER],
    ['register', REGISTER],
    ['operator', OPERATOR],
  ];
  for (const [kind, pattern] of kinds) {
    const found = matchAt(pattern, text, column);
    if (found !== undefined) return { kind, text: found, column };
  }
  throw new ExpressionError(
    `Invalid character '${String.fromCodePoint(text.codePointAt(column)!)}' in expression.`,
    column,
  );
}

/** All tokens, the last of kind `end`. Throws ExpressionError. */
export function tokenize(text: string): readonly Token[] {
  if (text.length > MAX_LENGTH) throw new ExpressionError('The expression is too long.', MAX_LENGTH);
  const tokens: Token[] = [];
  let column = 0;
  while (true) {
    column += matchAt(SPACE, text, column)?.length ?? 0;
    if (column >= text.length) break;
    if (tokens.length >= MAX_TOKENS) throw new ExpressionError('The expression is too long.', column);
    const token = tokenAt(text, column);
    tokens.push(token);
    column += token.text.length;
  }
  tokens.push({ kind: 'end', text: '', column: text.length });
  return tokens;
}
