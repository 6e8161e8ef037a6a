/** Numbers, characters and strings as C writes them, with the types that C gives them on 32-bit Arm. */
import { encodeUtf8 } from '../../base/index.js';
import type { CType } from '../types/c-type.js';
import type { TypedValue } from '../values/index.js';
import { integerValue, scalarValue } from '../values/scalar.js';
import { arrayOf } from '../values/type-shape.js';
import * as types from './base-types.js';
import { ExpressionError } from './context.js';
import type { Token } from './tokens.js';

const INTEGER = /^(0[xX][0-9a-fA-F]+|0[bB][01]+|0[0-7]*|[1-9][0-9]*)([uU]?(?:ll|LL|[lL])?|(?:ll|LL|[lL])[uU])$/;
const DECIMAL_FLOAT = /^((?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)([fFlL]?)$/;
const HEX_FLOAT = /^0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?[0-9]+)([fFlL]?)$/;

interface Candidate {
  readonly type: CType;
  readonly bits: bigint;
  readonly unsigned: boolean;
  readonly longs: number;
}

/** C11 6.4.4.1, in the order in which they are tried. */
const CANDIDATES: readonly Candidate[] = [
  { type: types.INT, bits: 31n, unsigned: false, longs: 0 },
  { type: types.UNSIGNED_INT, bits: 32n, unsigned: true, longs: 0 },
  { type: types.LONG, bits: 31n, unsigned: false, longs: 1 },
  { type: types.UNSIGNED_LONG, bits: 32n, unsigned: true, longs: 1 },
  { type: types.LONG_LONG, bits: 63n, unsigned: false, longs: 2 },
  { type: types.UNSIGNED_LONG_LONG, bits: 64n, unsigned: true, longs: 2 },
];

function integerLiteral(digits: string, suffix: string, column: number): TypedValue {
  const octal = /^0[0-7]+$/.test(digits);
  const value = BigInt(octal ? '0o' + digits.slice(1) : digits);
  const wantsUnsigned = /u/i.test(suffix);
  const longs = suffix.replace(/u/i, '').length;
  const decimal = !digits.startsWith('0');
  const fits = CANDIDATES.find(
    (candidate) =>
      candidate.longs >= longs &&
      value >> candidate.bits === 0n &&
      // A decimal without `u` stays signed until nothing signed is left.
      (candidate.unsigned ? wantsUnsigned || !decimal || candidate.bits === 64n : !wantsUnsigned),
  );
  if (fits === undefined) throw new ExpressionError('Numeric constant too large.', column);
  return integerValue(fits.type, value);
}

function floatType(suffix: string): CType {
  if (/f/i.test(suffix)) return types.FLOAT;
  return /l/i.test(suffix) ? types.LONG_DOUBLE : types.DOUBLE;
}

/** The value of a number token. Throws ExpressionError. */
export function numberLiteral(token: Token): TypedValue {
  const text = token.text.replaceAll("'", '');
  const integer = INTEGER.exec(text);
  if (integer !== null) return integerLiteral(integer[1]!, integer[2]!, token.column);
  const hex = HEX_FLOAT.exec(text);
  if (hex !== null && hex[1]! + hex[2]! !== '') {
    const value = Number('0x' + hex[1]! + hex[2]!) * 2 ** (Number(hex[3]!) - 4 * hex[2]!.length);
    return scalarValue(floatType(hex[4]!), { kind: 'float', value });
  }
  const decimal = DECIMAL_FLOAT.exec(text);
  if (decimal !== null && /[.eE]/.test(decimal[1]!)) {
    return scalarValue(floatType(decimal[2]!), { kind: 'float', value: Number(decimal[1]!) });
  }
  throw new ExpressionError(`Invalid number "${token.text}".`, token.column);
}

const ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  e: 27,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
};

/** Code points of what stands between quotes; `byte` marks those that an escape gave, which are not encoded again. */
function codePoints(body: string): { code: number; byte: boolean }[] {
  const result: { code: number; byte: boolean }[] = [];
  const pattern = /\\x([0-9a-fA-F]+)|\\u([0-9a-fA-F]{4})|\\([0-7]{1,3})|\\([^])|([^])/gu;
  for (const [, hex, unicode, octal, escape, plain] of body.matchAll(pattern)) {
    if (hex !== undefined) result.push({ code: parseInt(hex.slice(-8), 16), byte: true });
    else if (unicode !== undefined) result.push({ code: parseInt(unicode, 16), byte: false });
    else if (octal !== undefined) result.push({ code: parseInt(octal, 8), byte: true });
    else if (escape !== undefined) result.push({ code: ESCAPES[escape] ?? escape.codePointAt(0)!, byte: false });
    else if (plain !== undefined) result.push({ code: plain.codePointAt(0)!, byte: false });
  }
  return result;
}

function wideType(prefix: string): CType | undefined {
  if (prefix === 'u') return types.CHAR16;
  return prefix === 'U' || prefix === 'L' ? types.CHAR32 : undefined;
}

/** The value of `'a'`, which GDB gives type char. */
export function characterLiteral(token: Token): TypedValue {
  const quote = token.text.indexOf("'");
  const [first] = codePoints(token.text.slice(quote + 1, -1));
  const type = wideType(token.text.slice(0, quote)) ?? types.CHAR;
  return integerValue(type, first?.code ?? 0);
}

/** The value of adjacent strings: an array of char with its NUL, standing nowhere in memory. */
export function stringLiteral(tokens: readonly Token[]): TypedValue {
  const bytes: number[] = [];
  for (const token of tokens) {
    const quote = token.text.indexOf('"');
    if (wideType(token.text.slice(0, quote)) !== undefined) {
      throw new ExpressionError('Wide strings are not supported in expressions.', token.column);
    }
    for (const { code, byte } of codePoints(token.text.slice(quote + 1, -1))) {
      if (byte) bytes.push(code & 0xff);
      else bytes.push(...encodeUtf8(String.fromCodePoint(code)));
    }
  }
  bytes.push(0);
  return { type: arrayOf(types.CHAR, bytes.length), location: { kind: 'bytes', bytes: Uint8Array.from(bytes) } };
}
