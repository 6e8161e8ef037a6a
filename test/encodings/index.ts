/** The index of all encodings, and which of them a word is. */
import { fieldsOf } from '../../emulator/isa/pattern.js';
import { ARMV8M } from './armv8m.js';
import { CONTROL, COPROCESSOR } from './control.js';
import { DATA } from './data.js';
import { DSP } from './dsp.js';
import { isPlain, matcher, strictPattern, type Encoding } from './encoding.js';
import { FLOAT } from './float.js';
import { MEMORY } from './memory.js';
import { NARROW } from './narrow.js';

/** Groups of encodings as the page shows them. */
export const GROUPS: readonly { readonly title: string; readonly encodings: readonly Encoding[] }[] = [
  { title: '16-bit encodings', encodings: NARROW },
  { title: '32-bit data processing', encodings: DATA },
  { title: '32-bit loads and stores', encodings: MEMORY },
  { title: '32-bit branches and system instructions', encodings: CONTROL },
  { title: 'DSP extension', encodings: DSP },
  { title: 'Floating-point extension', encodings: FLOAT },
  { title: 'Armv8-M', encodings: ARMV8M },
  { title: 'Coprocessor instructions', encodings: COPROCESSOR },
];

export const ENCODINGS: readonly Encoding[] = GROUPS.flatMap(({ encodings }) => encodings);

interface Candidate {
  readonly encoding: Encoding;
  readonly bits: 16 | 32;
  /** Bits 15 to 8 of a halfword, or 31 to 24, that the pattern fixes, and their values. */
  readonly top: { readonly mask: number; readonly value: number };
  readonly isPlain: (word: number) => boolean;
  readonly isLoose: (word: number, bits: 16 | 32) => boolean;
}

const CANDIDATES: readonly Candidate[] = ENCODINGS.map((encoding) => {
  const strict = strictPattern(encoding);
  const plain = isPlain(encoding);
  const shift = strict.bits - 8;
  return {
    encoding,
    bits: strict.bits,
    top: { mask: strict.mask >>> shift, value: strict.value >>> shift },
    isPlain: (word) => (word & strict.mask) >>> 0 === strict.value && plain(fieldsOf(strict, word)),
    isLoose: matcher(encoding),
  };
});

const known = new Map<number, Encoding | undefined>();

/** The encoding that a word is, first by all its bits, then whatever its should-be bits are. */
export function encodingOf(word: number, bits: 16 | 32): Encoding | undefined {
  if (!known.has(word)) {
    const top = word >>> (bits - 8);
    const near = CANDIDATES.filter((one) => one.bits === bits && (top & one.top.mask) === one.top.value);
    const one = near.find(({ isPlain }) => isPlain(word)) ?? CANDIDATES.find(({ isLoose }) => isLoose(word, bits));
    known.set(word, one?.encoding);
  }
  return known.get(word);
}
