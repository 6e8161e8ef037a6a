/** Which characters names are made of (Devicetree Specification v0.4, tables 2.1 and 2.2). */

const LETTERS_AND_DIGITS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** A set of ASCII characters, by code. */
export type Characters = Uint8Array;

export const NODE_NAME = characters(`${LETTERS_AND_DIGITS},._+-@`);
export const PROPERTY_NAME = characters(`${LETTERS_AND_DIGITS},._+*#?-`);
/** What both are recommended to be made of. */
export const STRICT = characters(`${LETTERS_AND_DIGITS},-`);
export const ALIAS = characters('abcdefghijklmnopqrstuvwxyz0123456789-');

function characters(text: string): Characters {
  const set = new Uint8Array(128);
  for (let i = 0; i < text.length; i++) set[text.charCodeAt(i)] = 1;
  return set;
}

/** Where the first character stands that is not of the set; the length where there is none. */
export function span(text: string, set: Characters, start = 0): number {
  let at = start;
  while (at < text.length && set[text.charCodeAt(at)] === 1) at++;
  return at;
}
