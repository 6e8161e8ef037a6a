/**
 * One encoding of the manuals' indexes, written down from the manuals and not from emulator/isa: what is missing there shows
 * as a hole in docs/encoding-coverage.md.
 */
import { clauseMatcher, fieldsOf, parsePattern, type Fields, type Pattern } from '../../emulator/isa/pattern.js';

/** As `IsaPart` of emulator/core/profiles.ts has them, but an opinion of its own. */
export type Part =
  'base' | 'extended' | 'main' | 'dsp' | 'fp' | 'fp5' | 'fpDouble' | 'v8' | 'v8main' | 'security' | 'securityMain';

export interface Encoding {
  /** As the manuals' indexes have it (titles.ts). */
  readonly title: string;
  /** `T1`, and where one encoding has two precisions `T1 .F64`. */
  readonly encoding: string;
  /** As the manual draws it: bits, letters, and `(0)` or `(1)` where a bit should be so. */
  readonly pattern: string;
  readonly part: Part;
  /** Words that the manual gives to another encoding, or calls UNDEFINED or UNPREDICTABLE as a whole. */
  readonly not: readonly string[];
  /** Words of it that are UNPREDICTABLE or hang on another extension, so that nothing follows from how they decode. */
  readonly aside: readonly string[];
  /** Title whose row does the same, where our rows draw the line elsewhere. */
  readonly rowOf?: string;
}

export interface EncodingOptions {
  readonly part?: Part;
  readonly not?: readonly string[];
  readonly aside?: readonly string[];
  readonly rowOf?: string;
}

/** Title, encoding, pattern. */
export type EncodingLine = readonly [title: string, encoding: string, pattern: string, options?: EncodingOptions];

export function encodings(part: Part, lines: readonly EncodingLine[]): readonly Encoding[] {
  return lines.map(([title, encoding, pattern, options = {}]) => ({
    title,
    encoding,
    pattern,
    part,
    not: [],
    aside: [],
    ...options,
  }));
}

const SHOULD_BE = /\(([01])\)/g;

/** Its words with all should-be bits as they should be. */
export function strictPattern({ pattern }: Encoding): Pattern {
  return parsePattern(pattern.replace(SHOULD_BE, '$1'));
}

/** Whether a word is of the encoding, whatever its should-be bits are. */
export function matcher({ pattern, not }: Encoding): (word: number, bits: 16 | 32) => boolean {
  const loose = parsePattern(pattern.replace(SHOULD_BE, '_'));
  const excluded = clauseMatcher(not);
  return (word, bits) =>
    bits === loose.bits && (word & loose.mask) >>> 0 === loose.value && !excluded(fieldsOf(loose, word));
}

/** Whether fields of the strict pattern make a word that surely is the encoding and does what its section says. */
export function isPlain({ not, aside }: Encoding): (fields: Fields) => boolean {
  const excluded = clauseMatcher([...not, ...aside]);
  return (fields) => !excluded(fields);
}
