/**
 * Encoding patterns as text, the way the manual draws them: fixed bits as 0 and 1, each field as a run of one letter.
 * A letter that appears more than once is one field whose bits are collected from left to right.
 */

export type Fields = Record<string, number>;

export interface PatternShape {
  readonly text: string;
  readonly sizeBytes: 2 | 4;
  /** Each field's width in bits. */
  readonly widths: Readonly<Record<string, number>>;
  /** The fixed bits, as a number. */
  readonly fixed: number;
  /** For each field's bits, the lowest first, the value that the bit has in the encoding. */
  readonly places: readonly (readonly [letter: string, values: readonly number[]])[];
}

/** Throws an Error if the text is not 16 or 32 bits of 0, 1 and letters; blanks and bars only group. */
export function patternShape(pattern: string): PatternShape {
  const text = pattern.replace(/[ |]/g, '');
  if ((text.length !== 16 && text.length !== 32) || /[^01A-Za-z]/.test(text)) {
    throw new Error(`not an encoding pattern of 16 or 32 bits: ${pattern}`);
  }
  const widths: Record<string, number> = {};
  for (const letter of text.replace(/[01]/g, '')) widths[letter] = (widths[letter] ?? 0) + 1;
  const places = Object.keys(widths).map((letter): [string, number[]] => {
    const values = [...text.matchAll(new RegExp(letter, 'g'))].map(({ index }) => 2 ** (text.length - 1 - index));
    return [letter, values.reverse()];
  });
  const fixed = parseInt(text.replace(/[^1]/g, '0'), 2);
  return { text, sizeBytes: text.length === 16 ? 2 : 4, widths, fixed, places };
}

/** The halfwords of an instruction; a field that is missing counts as 0. */
export function encode(shape: PatternShape, fields: Fields): readonly number[] {
  let value = shape.fixed;
  for (const [letter, values] of shape.places) {
    const field = fields[letter] ?? 0;
    values.forEach((place, bit) => (value += (field >>> bit) & 1 ? place : 0));
  }
  return shape.sizeBytes === 2 ? [value] : [Math.floor(value / 0x1_0000), value % 0x1_0000];
}

/** The fields of an instruction that fits the pattern, or undefined if its fixed bits differ. */
export function matchPattern(shape: PatternShape, halfwords: readonly number[]): Fields | undefined {
  if (halfwords.length * 2 !== shape.sizeBytes) return undefined;
  const bits = halfwords.map((half) => half.toString(2).padStart(16, '0')).join('');
  const fields: Fields = {};
  for (let i = 0; i < bits.length; i++) {
    const letter = shape.text[i]!;
    const bit = bits[i] === '1' ? 1 : 0;
    if (letter === '0' || letter === '1') {
      if (letter !== bits[i]) return undefined;
    } else {
      fields[letter] = (fields[letter] ?? 0) * 2 + bit;
    }
  }
  return fields;
}
