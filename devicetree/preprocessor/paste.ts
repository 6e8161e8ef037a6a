/** The operator `##` (C11 6.10.3.3). */
import { cursorOver, lexToken } from './lexer.js';
import { FLAG, isPunctuator, TEXT_END, type Token } from './tokens.js';

/** One token out of two; undefined if they do not make one, which assembler may do without a remark. */
export function pasteTokens(left: Token, right: Token): Token | undefined {
  const space = isPunctuator(left, '/') && !isPunctuator(right, '=') ? ' ' : '';
  const text = `${left.text}${space}${right.text}`;
  if (text.length > LONGEST_PASTE) return undefined;
  const cursor = cursorOver(undefined, text, 0, text.length);
  const token = lexToken(cursor);
  if (cursor.pos !== text.length || token === TEXT_END) return undefined;
  const { file, start, end } = left;
  return { ...token, file, start, end, flags: left.flags & (FLAG.white | FLAG.body) };
}

/** Pasting over and over must not make strings of any length. */
const LONGEST_PASTE = 1 << 20;
