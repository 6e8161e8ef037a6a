/** Numbers and characters of `#if` as values. */

/** 64 bits, signed or not. */
export interface Value {
  readonly bits: bigint;
  readonly unsigned: boolean;
}

export interface Problem {
  readonly problem: string;
}

const NUMBER =
  /^(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|(0[0-7]*)|([1-9][0-9]*))((?:[uU](?:l|L|ll|LL)?|(?:l|L|ll|LL)[uU]?)?)$/;

/** An integer as C writes it. One that needs the 64th bit is unsigned; beyond 64 bits the low ones count, and gcc leaves them signed. */
export function readNumber(text: string): Value | Problem {
  const match = NUMBER.exec(text);
  if (match === null) return { problem: numberProblem(text) };
  const [, hexadecimal, binary, octal, decimal = '', suffix = ''] = match;
  const full = BigInt(
    hexadecimal !== undefined
      ? `0x${hexadecimal}`
      : binary !== undefined
        ? `0b${binary}`
        : octal !== undefined
          ? `0o${octal}`
          : decimal,
  );
  const bits = BigInt.asUintN(64, full);
  const unsigned = /[uU]/.test(suffix) || (bits === full && bits >= 1n << 63n);
  return { bits: unsigned ? bits : BigInt.asIntN(64, full), unsigned };
}

function numberProblem(text: string): string {
  if (/^0[0-7]*[89]/.test(text) && /^\d+$/.test(text)) return `${text} has a digit that octal numbers do not have.`;
  if (/[.]/.test(text) || /^\d+[eE]/.test(text)) return `${text} is no integer.`;
  return `${text} has a suffix that integers do not have.`;
}

const ESCAPES: Readonly<Record<string, number>> = { n: 10, t: 9, a: 7, b: 8, f: 12, r: 13, v: 11, e: 27, E: 27 };

/** A character constant: one signed char, or several as the bytes of an int, as gcc has it. */
export function readCharacter(text: string): Value | Problem {
  const wide = text.startsWith('L');
  const inside = wide ? text.slice(2, -1) : text.slice(1, -1);
  if (text.endsWith('"')) return { problem: 'A string cannot stand in an expression of the preprocessor.' };
  if (inside === '') return { problem: 'The character constant is empty.' };
  const units = characterUnits(inside, wide);
  if (wide) return signed(units.at(-1)!, 32);
  if (units.length === 1) return signed(units[0]!, 8);
  let bits = 0n;
  for (const unit of units) bits = (bits << 8n) | (unit & 0xffn);
  return signed(bits, 32);
}

/** What a string literal's inside stands for, as gcc reads the name in `#line`. */
export function readString(inside: string): string {
  const bytes = characterUnits(inside, true).map((unit) => String.fromCodePoint(Number(unit) % 0x11_0000));
  return bytes.join('');
}

function signed(bits: bigint, width: number): Value {
  return { bits: BigInt.asIntN(width, bits), unsigned: false };
}

function characterUnits(inside: string, wide: boolean): bigint[] {
  const units: bigint[] = [];
  for (const [piece] of inside.matchAll(/\\(?:x[0-9a-fA-F]+|[0-7]{1,3}|.)|[^\\]|\\/gsu)) {
    const escaped = piece.length > 1 && piece.startsWith('\\') ? piece.slice(1) : undefined;
    if (escaped === undefined) units.push(...(wide ? [BigInt(piece.codePointAt(0)!)] : utf8(piece.codePointAt(0)!)));
    else if (/^x./.test(escaped)) units.push(BigInt(`0x${escaped.slice(1)}`));
    else if (/^[0-7]/.test(escaped)) units.push(BigInt(`0o${escaped}`));
    else units.push(BigInt(ESCAPES[escaped] ?? escaped.codePointAt(0)!));
  }
  return units;
}

function utf8(code: number): bigint[] {
  if (code < 0x80) return [BigInt(code)];
  const bytes: number[] = [];
  let rest = code;
  const count = code < 0x800 ? 1 : code < 0x1_0000 ? 2 : 3;
  for (let i = 0; i < count; i++, rest >>>= 6) bytes.unshift(0x80 | (rest & 0x3f));
  bytes.unshift(((0xf00 >> count) & 0xff) | rest);
  return bytes.map(BigInt);
}
