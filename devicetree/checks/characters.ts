/** Which characters names are made of (Devicetree Specification v0.4, tables 2.1 and 2.2). */

const LETTERS_AND_DIGITS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

export const NODE_NAME = new Set(`${LETTERS_AND_DIGITS},._+-@`);
export const PROPERTY_NAME = new Set(`${LETTERS_AND_DIGITS},._+*#?-`);
/** What both are recommended to be made of. */
export const STRICT = new Set(`${LETTERS_AND_DIGITS},-`);
export const ALIAS = new Set('abcdefghijklmnopqrstuvwxyz0123456789-');

/** Where the first character stands that is not of the set; the length where there is none. */
export function span(text: string, characters: ReadonlySet<string>, start = 0): number {
  let at = start;
  while (at < text.length && characters.has(text[at]!)) at++;
  return at;
}
