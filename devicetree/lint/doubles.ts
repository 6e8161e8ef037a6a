/** Of two checks that see the same mistake at the same place, the one that says more: its findings stand, the other's go. */
import type { DevicetreeFinding } from '../source/index.js';
import { rangeIndex } from './range-index.js';

/** By the code that says more, those that say the same less exactly. Bindings know what a property is for; dtc does not. */
const SAYS_MORE: Readonly<Record<string, RegExp>> = {
  'binding-specifier': /^dtc-.+-property$/,
  'binding-specifier-short': /^dtc-.+-property$/,
  'binding-specifier-stray': /^dtc-.+-property$/,
  'binding-interrupts': /^dtc-interrupts(-extended)?-property$/,
  'binding-value-type':
    /^(dtc-.+-(property|format|is-string|is-string-list|is-cell)|binding-(status|enum|const|specifier(-short|-stray)?))$/,
};

export function withoutDoubles(findings: readonly DevicetreeFinding[]): readonly DevicetreeFinding[] {
  const strong = findings.filter(({ code }) => Object.hasOwn(SAYS_MORE, code));
  if (strong.length === 0) return findings;
  const index = rangeIndex(strong.map(({ code, range }) => [range, SAYS_MORE[code]!] as const));
  return findings.filter(({ code, range }) => !index.some(range, (weaker) => weaker.test(code)));
}
