/** Numbers, strings and characters as they are written (dtc's lexer and data.c; dtlib's _unescape). */
import { C, hexValue, isDigit, isHex } from './characters.js';
import { complain, type Context } from './context.js';
import { Literal } from './nodes.js';

const SUFFIXES: ReadonlySet<string> = new Set(['', 'U', 'L', 'UL', 'LL', 'ULL']);
const BIGGEST = 0xffff_ffff_ffff_ffffn;

/** Takes the number that starts here; one that the tools refuse has no value. */
export function takeNumber(context: Context): Literal {
  const { scanner } = context;
  const { text, at: start } = scanner;
  const end = scanner.wordEnd(start);
  const digits = text.charCodeAt(start) === C.zero && (text.charCodeAt(start + 1) | 0x20) === 0x78 ? start + 2 : start;
  let at = digits;
  let value = 0;
  if (digits > start) {
    for (; at < end && isHex(text.charCodeAt(at)); at++) value = value * 16 + hexValue(text.charCodeAt(at));
  } else {
    const base = text.charCodeAt(start) === C.zero ? 8 : 10;
    for (; at < end && isDigit(text.charCodeAt(at)); at++) value = value * base + text.charCodeAt(at) - C.zero;
  }
  scanner.takeTo(end);
  const { source } = scanner.frame;
  const exact = at - digits <= 13 ? BigInt(value) : exactValue(text.slice(start, at));
  if (at > digits && at === end && isGoodNumber(text, start, at) && exact <= BIGGEST) {
    return new Literal(source, start, end, 'number', exact);
  }
  const problem = numberProblem(context, text, start, at, end, exact);
  if (problem === undefined) return new Literal(source, start, end, 'number', exact);
  const { code, message, capitals } = problem;
  const stretch = { source, start, end };
  const fix = { title: `Write ${capitals ?? ''}`, edits: [{ ...stretch, newText: capitals ?? '' }] };
  context.report.add(code, 'error', message, stretch, capitals === undefined ? undefined : fix);
  return new Literal(source, start, end, 'number', undefined);
}

/** Digits beyond what a double holds exactly. A leading 0 is octal, as in C. */
function exactValue(digits: string): bigint {
  if (/^0[xX]/.test(digits)) return BigInt(digits);
  if (digits.startsWith('0')) return /^[0-7]+$/.test(digits) ? BigInt(`0o${digits}`) : 0n;
  return BigInt(digits);
}

function isGoodNumber(text: string, start: number, end: number): boolean {
  if (text.charCodeAt(start) !== C.zero || (text.charCodeAt(start + 1) | 0x20) === 0x78) return true;
  for (let i = start + 1; i < end; i++) if (text.charCodeAt(i) > 0x37) return false;
  return true;
}

function numberProblem(
  { rules }: Context,
  text: string,
  start: number,
  at: number,
  end: number,
  value: bigint,
): { readonly code: string; readonly message: string; readonly capitals?: string } | undefined {
  const written = text.slice(start, end);
  const suffix = text.slice(at, end);
  if (!SUFFIXES.has(suffix)) {
    const code = 'dts-bad-number';
    if (at > start && SUFFIXES.has(suffix.toUpperCase())) {
      const message = `${written} is no number here: its suffix has to be in capitals.`;
      return { code, message, capitals: text.slice(start, at) + suffix.toUpperCase() };
    }
    return { code, message: `${written} is no number: decimal, octal (0…) and hexadecimal (0x…) are.` };
  }
  if (!isGoodNumber(text, start, at)) {
    return {
      code: 'dts-bad-number',
      message: `${written} is octal because of its leading 0, and has a digit above 7.`,
    };
  }
  if (at === start + 2 && /^0[xX]/.test(written)) {
    return { code: 'dts-bad-number', message: `${written} has no digits.` };
  }
  if (value > BIGGEST && rules.numbersOf64Bits) {
    return { code: 'dts-number-too-large', message: `${written} has more than 64 bits.` };
  }
  return undefined;
}

/** Takes the character literal that starts here. */
export function takeCharacter(context: Context): Literal {
  const { scanner } = context;
  const { text, at: start } = scanner;
  const lineEnd = scanner.lineEnd();
  let end = start + 1;
  while (end < lineEnd && text.charCodeAt(end) !== C.apostrophe) end += text.charCodeAt(end) === C.backslash ? 2 : 1;
  const closed = end < lineEnd;
  end = Math.min(end, lineEnd);
  const bytes = unescapeText(context, start + 1, end);
  scanner.takeTo(closed ? end + 1 : end);
  if (!closed || bytes.length !== 1) {
    const message = closed
      ? 'A character literal holds exactly one byte.'
      : "This character literal needs a closing '.";
    complain(context, 'dts-bad-character', message, start, scanner.at);
  }
  const value = closed && bytes.length === 1 ? BigInt(bytes.charCodeAt(0)) : undefined;
  return new Literal(scanner.frame.source, start, scanner.at, 'character', value);
}

/** The bytes that a stretch of a string or character literal stands for, each as one UTF-16 unit. */
export function unescapeText(context: Context, start: number, end: number): string {
  const { text } = context.scanner;
  let plain = true;
  for (let i = start; i < end && plain; i++) {
    const code = text.charCodeAt(i);
    plain = code !== C.backslash && code < 0x80;
  }
  if (plain) return text.slice(start, end);
  const parts: string[] = [];
  for (let i = start; i < end;) {
    const code = text.codePointAt(i)!;
    if (code === C.backslash && i + 1 < end) {
      const escape = readEscape(context, i, end);
      parts.push(escape.text);
      i = escape.end;
    } else {
      parts.push(code < 0x80 ? String.fromCharCode(code) : utf8(code));
      i += code > 0xffff ? 2 : 1;
    }
  }
  return parts.join('');
}

const SIMPLE: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['t', '\t'],
  ['n', '\n'],
  ['v', '\v'],
  ['f', '\f'],
  ['r', '\r'],
]);

function readEscape(context: Context, start: number, end: number): { text: string; end: number } {
  const { text } = context.scanner;
  const letter = text[start + 1]!;
  let at = start + 1;
  if (letter >= '0' && letter <= '7') {
    let value = 0;
    for (; at < end && at < start + 4 && isOctal(text.charCodeAt(at)); at++) {
      value = value * 8 + text.charCodeAt(at) - C.zero;
    }
    if (value > 255 && !context.rules.octalEscapeAbove255) {
      complain(context, 'dts-bad-escape', 'An octal escape stands for one byte: at most \\377.', start, at);
    }
    return { text: String.fromCharCode(value & 255), end: at };
  }
  if (letter === 'x') {
    let value = 0;
    for (at++; at < end && at < start + 4 && isHex(text.charCodeAt(at)); at++) {
      value = value * 16 + hexValue(text.charCodeAt(at));
    }
    if (at > start + 2) return { text: String.fromCharCode(value), end: at };
    if (context.rules.hexEscapeNeedsDigits) {
      complain(context, 'dts-bad-escape', 'A hexadecimal escape needs digits: \\x0a.', start, at);
    }
    return { text: 'x', end: at };
  }
  const simple = SIMPLE.get(letter);
  if (simple !== undefined) return { text: simple, end: start + 2 };
  const code = text.codePointAt(start + 1)!;
  return { text: code < 0x80 ? letter : utf8(code), end: start + (code > 0xffff ? 3 : 2) };
}

function isOctal(code: number): boolean {
  return code >= C.zero && code <= 0x37;
}

/** UTF-8 of one character beyond ASCII; half a surrogate pair becomes U+FFFD. */
function utf8(codePoint: number): string {
  const code = codePoint >= 0xd800 && codePoint < 0xe000 ? 0xfffd : codePoint;
  if (code < 0x800) return String.fromCharCode(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
  if (code < 0x1_0000) {
    return String.fromCharCode(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  }
  const low = String.fromCharCode(0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  return String.fromCharCode(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f)) + low;
}
