/** Characters and strings as GDB prints them: escapes in octal, long runs as `'\000' <repeats 13 times>`. */
import { decodeUtf8 } from '../../base/index.js';

/** A run longer than this is written once with its count (GDB's `print repeats`). */
export const REPEATS = 10;

const NAMED: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
};

function octal(byte: number): string {
  return '\\' + byte.toString(8).padStart(3, '0');
}

/** One code unit between `quote`s, without them. */
function unitText(code: number, quote: string): string {
  const named = NAMED[code];
  if (named !== undefined) return named;
  const character = code <= 0x10_ffff ? String.fromCodePoint(code) : '';
  if (character === quote || character === '\\') return '\\' + character;
  if (code >= 0x20 && code < 0x7f) return character;
  return code > 0xff && !(code >= 0xd800 && code < 0xe000) && character !== '' ? character : octal(code);
}

/** `'A'`, `'\n'`, `'\310'`: a character of one byte. */
export function characterText(code: number): string {
  return `'${unitText(code, "'")}'`;
}

/** `u'x'` and `U'y'`. */
export function wideCharacterText(code: number, sizeBytes: number): string {
  return `${sizeBytes === 2 ? 'u' : 'U'}'${unitText(code, "'")}'`;
}

/** The length of the well-formed UTF-8 sequence of more than one byte at `i`, or 0. */
function sequenceLength(bytes: Uint8Array, i: number): number {
  const lead = bytes[i]!;
  const length =
    lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  if (length === 0 || i + length > bytes.length) return 0;
  return decodeUtf8(bytes.subarray(i, i + length)).includes('\ufffd') ? 0 : length;
}

/** What stands between quotes for each character of the bytes, in string and in character quotes. */
function units(bytes: Uint8Array): { inString: string; alone: string }[] {
  const result: { inString: string; alone: string }[] = [];
  let i = 0;
  while (i < bytes.length) {
    const length = sequenceLength(bytes, i);
    const text = length === 0 ? undefined : decodeUtf8(bytes.subarray(i, i + length));
    result.push({ inString: text ?? unitText(bytes[i]!, '"'), alone: text ?? unitText(bytes[i]!, "'") });
    i += Math.max(length, 1);
  }
  return result;
}

/** Bytes as a C string: `"ab", '\000' <repeats 12 times>, "c"`. */
export function stringText(bytes: Uint8Array): string {
  const all = units(bytes);
  const parts: string[] = [];
  let open = '';
  for (let i = 0; i < all.length;) {
    const unit = all[i]!;
    let end = i + 1;
    while (end < all.length && all[end]!.inString === unit.inString) end++;
    if (end - i > REPEATS) {
      if (open !== '') parts.push(`"${open}"`);
      open = '';
      parts.push(`'${unit.alone}' <repeats ${end - i} times>`);
    } else {
      open += unit.inString.repeat(end - i);
    }
    i = end;
  }
  if (open !== '' || parts.length === 0) parts.push(`"${open}"`);
  return parts.join(', ');
}
