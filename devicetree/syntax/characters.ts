/** Character classes of devicetree source (Devicetree Specification v0.4, 2.2 and chapter 6; dtc's lexer). */

/** What lies behind the last character of a text. */
export const END = -1;

/** Bits of a class: what a character may be part of. */
export const CLASS = {
  /** Node and property names: letters, digits and `,._+*#?@-`. */
  name: 1,
  /** Labels and macro names: letters, digits and `_`. */
  word: 2,
  digit: 4,
  hex: 8,
  /** C's isspace. */
  space: 16,
} as const;

const CLASSES = makeClasses();

function makeClasses(): Uint8Array {
  const table = new Uint8Array(128);
  const mark = (characters: string, bits: number): void => {
    for (let i = 0; i < characters.length; i++) {
      const code = characters.charCodeAt(i);
      table[code] = table[code]! | bits;
    }
  };
  mark('0123456789', CLASS.name | CLASS.word | CLASS.digit | CLASS.hex);
  mark('abcdefABCDEF', CLASS.name | CLASS.word | CLASS.hex);
  mark('ghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ', CLASS.name | CLASS.word);
  mark('_', CLASS.name | CLASS.word);
  mark(',.+*#?@-', CLASS.name);
  mark(' \t\n\v\f\r', CLASS.space);
  return table;
}

/** The class bits of a character code; 0 for `END` and for everything outside of ASCII. */
export function classOf(code: number): number {
  return code >= 0 && code < 128 ? CLASSES[code]! : 0;
}

export function isName(code: number): boolean {
  return (classOf(code) & CLASS.name) !== 0;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function isWord(code: number): boolean {
  return (classOf(code) & CLASS.word) !== 0;
}

/** A letter or `_`: how a label or a macro's name begins. */
export function isWordStart(code: number): boolean {
  return (classOf(code) & (CLASS.word | CLASS.digit)) === CLASS.word;
}

export function isHex(code: number): boolean {
  return (classOf(code) & CLASS.hex) !== 0;
}

/** The value of a hexadecimal digit. */
export function hexValue(code: number): number {
  return code <= 0x39 ? code - 0x30 : (code | 0x20) - 0x61 + 10;
}

export function isSpace(code: number): boolean {
  return (classOf(code) & CLASS.space) !== 0;
}

export function isLineEnd(code: number): boolean {
  return code === C.lf || code === C.cr;
}

/** Codes by name, so that the grammar reads. */
export const C = {
  tab: 0x09,
  lf: 0x0a,
  cr: 0x0d,
  space: 0x20,
  not: 0x21,
  quote: 0x22,
  hash: 0x23,
  percent: 0x25,
  and: 0x26,
  apostrophe: 0x27,
  parenOpen: 0x28,
  parenClose: 0x29,
  star: 0x2a,
  plus: 0x2b,
  comma: 0x2c,
  minus: 0x2d,
  slash: 0x2f,
  zero: 0x30,
  colon: 0x3a,
  semicolon: 0x3b,
  less: 0x3c,
  equals: 0x3d,
  greater: 0x3e,
  question: 0x3f,
  squareOpen: 0x5b,
  backslash: 0x5c,
  squareClose: 0x5d,
  caret: 0x5e,
  braceOpen: 0x7b,
  or: 0x7c,
  braceClose: 0x7d,
  tilde: 0x7e,
} as const;

/** The end of the label that starts at `at`, its colon not included; -1 where there is none. */
export function labelEnd(text: string, at: number): number {
  if (at >= text.length || !isWordStart(text.charCodeAt(at))) return -1;
  let end = at + 1;
  while (end < text.length && isWord(text.charCodeAt(end))) end++;
  return end < text.length && text.charCodeAt(end) === C.colon ? end : -1;
}
