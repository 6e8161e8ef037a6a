/**
 * Which 32-bit patterns a sweep asks about: every first halfword, words of every encoding and of every row, and their
 * neighbours, which a row would hold if one bit of its pattern were wrong. Same seed, same patterns.
 */
import { ROWS } from '../../emulator/index.js';
import { strictPattern } from '../encodings/encoding.js';
import { ENCODINGS } from '../encodings/index.js';
import { seededRandom, type Random } from '../model/random.js';
import { widePatterns } from './decode-sweep.js';

/** Shares of a chunk; the rest are neighbours. */
const BY_FIRST_HALFWORD = 0.4;
const BY_PATTERN = 0.3;
const FIRST_HALFWORDS = 0x1800;
const LEAST = 0xe800_0000;

interface Stratum {
  readonly mask: number;
  readonly value: number;
  /** Bits that the pattern fixes, one by one. */
  readonly fixed: readonly number[];
}

const STRATA: readonly Stratum[] = [...ROWS.map(({ pattern }) => pattern), ...ENCODINGS.map(strictPattern)]
  .filter(({ bits }) => bits === 32)
  .map(({ mask, value }) => {
    const bits = Array.from({ length: 32 }, (_, bit) => (1 << bit) >>> 0);
    return { mask, value, fixed: bits.filter((bit) => (mask & bit) !== 0) };
  });

/** Free bits: random, mostly zeros, mostly ones. */
function freeBits(random: Random): number {
  switch (random.below(4)) {
    case 0:
      return random.word() & random.word() & random.word();
    case 1:
      return random.word() | random.word() | random.word();
    default:
      return random.word();
  }
}

function drawn({ mask, value }: Stratum, random: Random): number {
  return ((freeBits(random) & ~mask) | value) >>> 0;
}

/** A word of the stratum with one of its fixed bits wrong, and sometimes a second one. */
function neighbour(stratum: Stratum, random: Random): number {
  for (;;) {
    const flips = random.pick(stratum.fixed) ^ (random.chance(25) ? random.pick(stratum.fixed) : 0);
    const word = (drawn(stratum, random) ^ flips) >>> 0;
    if (word >= LEAST) return word;
  }
}

/** At least `count` patterns, first halfword on top. */
export function encodingPatterns(seed: number, count: number): Uint32Array {
  const random = seededRandom(seed);
  const even = widePatterns(seed, Math.ceil((count * BY_FIRST_HALFWORD) / (FIRST_HALFWORDS * 0.83)));
  const ofPatterns = Math.floor(count * BY_PATTERN);
  const neighbours = Math.max(0, count - even.length - ofPatterns);
  const patterns = new Uint32Array(even.length + ofPatterns + neighbours);
  patterns.set(even);
  let at = even.length;
  for (let i = 0; i < ofPatterns; i++) patterns[at++] = drawn(STRATA[i % STRATA.length]!, random);
  for (let i = 0; i < neighbours; i++) patterns[at++] = neighbour(STRATA[i % STRATA.length]!, random);
  return patterns;
}
