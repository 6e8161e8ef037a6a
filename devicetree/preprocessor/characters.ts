/** Where the preprocessor's lexical elements end: names, numbers, strings, comments, spliced lines. All by position, no copies. */

/** Classes of characters; what is not in the table is `other`. */
export const CLASS = { other: 0, name: 1, digit: 2, blank: 3, line: 4, quote: 5 } as const;

export const CHAR = {
  lf: 0x0a,
  cr: 0x0d,
  hash: 0x23,
  quote: 0x22,
  apostrophe: 0x27,
  star: 0x2a,
  plus: 0x2b,
  minus: 0x2d,
  dot: 0x2e,
  slash: 0x2f,
  less: 0x3c,
  greater: 0x3e,
  backslash: 0x5c,
  bom: 0xfeff,
} as const;

export const classes = classTable();

function classTable(): Uint8Array {
  const table = new Uint8Array(128);
  for (let code = 0; code < 128; code++) {
    const char = String.fromCharCode(code);
    if (/[A-Za-z_]/.test(char)) table[code] = CLASS.name;
    else if (/[0-9]/.test(char)) table[code] = CLASS.digit;
    else if (/[\0 \t\v\f]/.test(char)) table[code] = CLASS.blank;
    else if (/[\r\n]/.test(char)) table[code] = CLASS.line;
    else if (/["']/.test(char)) table[code] = CLASS.quote;
  }
  return table;
}

/** The class of a UTF-16 unit; NaN, beyond the end of a text, is `other`. */
export function classOf(code: number): number {
  return code < 128 ? classes[code]! : CLASS.other;
}

export function isNamePart(code: number): boolean {
  const kind = classOf(code);
  return kind === CLASS.name || kind === CLASS.digit;
}

/**
 * Where the next line goes on if the backslash at `at` splices it to this one, else -1. As gcc, blanks may stand between the
 * backslash and the line's end.
 */
export function spliceEnd(text: string, at: number): number {
  let p = at + 1;
  while (classOf(text.charCodeAt(p)) === CLASS.blank) p++;
  return classOf(text.charCodeAt(p)) === CLASS.line ? lineEnd(text, p) : -1;
}

/** Past the line end (LF, CRLF or CR) at `at`. */
export function lineEnd(text: string, at: number): number {
  return text.charCodeAt(at) === CHAR.cr && text.charCodeAt(at + 1) === CHAR.lf ? at + 2 : at + 1;
}

/** The first position from `at` on that does not begin a splice. */
export function pastSplices(text: string, at: number): number {
  let p = at;
  while (text.charCodeAt(p) === CHAR.backslash) {
    const next = spliceEnd(text, p);
    if (next < 0) break;
    p = next;
  }
  return p;
}

/** The text of a token without the splices inside. */
export function withoutSplices(text: string): string {
  return text.includes('\\') ? text.replace(/\\[\0 \t\v\f]*(?:\r\n|\n|\r)/g, '') : text;
}

/** The end of the name that `at` stands in. */
export function nameEnd(text: string, at: number): number {
  let p = at;
  while (true) {
    const code = text.charCodeAt(p);
    if (isNamePart(code)) {
      p++;
      continue;
    }
    if (code !== CHAR.backslash) return p;
    const next = pastSplices(text, p);
    if (next === p || !isNamePart(text.charCodeAt(next))) return p;
    p = next;
  }
}

/** The end of the preprocessing number (C11 6.4.8) that `at` stands in: also `0x1e+5`. */
export function numberEnd(text: string, at: number): number {
  let p = at;
  let before = 0;
  while (true) {
    let next = p;
    let code = text.charCodeAt(next);
    if (code === CHAR.backslash) {
      next = pastSplices(text, p);
      code = text.charCodeAt(next);
    }
    if (!isNamePart(code) && code !== CHAR.dot && !isExponentSign(before, code)) return p;
    before = code;
    p = next + 1;
  }
}

function isExponentSign(before: number, code: number): boolean {
  if (code !== CHAR.plus && code !== CHAR.minus) return false;
  const lower = before | 0x20;
  return lower === 0x65 || lower === 0x70;
}

/**
 * Past the closing `quote` of a string whose inside begins at `at`; without one on the line, the complement (`~`) of the line's
 * end.
 */
export function stringEnd(text: string, at: number, quote: number, escapes: boolean): number {
  let p = at;
  while (p < text.length) {
    const code = text.charCodeAt(p);
    if (code === quote) return p + 1;
    if (code === CHAR.lf || code === CHAR.cr) break;
    if (code !== CHAR.backslash) {
      p++;
      continue;
    }
    const spliced = spliceEnd(text, p);
    if (spliced >= 0) {
      p = spliced;
      continue;
    }
    p = escapes ? pastSplices(text, p + 1) : p + 1;
    if (escapes && p < text.length && classOf(text.charCodeAt(p)) !== CLASS.line) p++;
  }
  return ~p;
}

/** Past the end of a block comment whose inside begins at `at`; without an end, the complement of the text's end. */
export function blockCommentEnd(text: string, at: number): number {
  const plain = text.indexOf('*/', at);
  const limit = plain < 0 ? text.length : plain;
  for (let p = at; p < limit; p++) {
    if (text.charCodeAt(p) !== CHAR.star || text.charCodeAt(p + 1) !== CHAR.backslash) continue;
    const next = pastSplices(text, p + 1);
    if (next > p + 1 && text.charCodeAt(next) === CHAR.slash) return next + 1;
  }
  return plain < 0 ? ~text.length : plain + 2;
}

/** The end of the line that a line comment fills. A splice takes the comment to the next line. */
export function lineCommentEnd(text: string, at: number): number {
  let p = at;
  while (p < text.length) {
    const code = text.charCodeAt(p);
    if (code === CHAR.lf || code === CHAR.cr) return p;
    const next = code === CHAR.backslash ? spliceEnd(text, p) : -1;
    p = next < 0 ? p + 1 : next;
  }
  return p;
}
