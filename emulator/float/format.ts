/** The three formats of numbers, and their special values (Armv7-M ARM, A2.5). */
import { isZero, shiftLeft, shiftRight, wide, ZERO, type Wide } from './wide.js';

export interface Format {
  readonly bits: 16 | 32 | 64;
  readonly exponentBits: number;
  readonly fractionBits: number;
  /** Of the smallest normal number. */
  readonly minimumExponent: number;
}

export const HALF: Format = { bits: 16, exponentBits: 5, fractionBits: 10, minimumExponent: -14 };
export const SINGLE: Format = { bits: 32, exponentBits: 8, fractionBits: 23, minimumExponent: -126 };
export const DOUBLE: Format = { bits: 64, exponentBits: 11, fractionBits: 52, minimumExponent: -1022 };

export type Sign = 0 | 1;

export function maximumBiased({ exponentBits }: Format): number {
  return 2 ** exponentBits - 1;
}

/** A number of its fields; a fraction of one bit more carries into the exponent. */
export function pack(format: Format, sign: Sign, biased: number, fraction: Wide): Wide {
  const exponent = shiftLeft(wide(0, biased), format.fractionBits);
  const signBit = shiftLeft(wide(0, sign), format.bits - 1);
  return wide(signBit.high | exponent.high | fraction.high, signBit.low | exponent.low | fraction.low);
}

export interface FloatFields {
  readonly sign: Sign;
  readonly biased: number;
  readonly fraction: Wide;
}

export function fieldsOf(format: Format, { high, low }: Wide): FloatFields {
  const { fractionBits, bits } = format;
  const top = shiftRight(wide(high, low), fractionBits).low;
  const fraction = bits === 64 ? wide(high & 0xf_ffff, low) : wide(0, low & (2 ** fractionBits - 1));
  return {
    sign: ((bits === 64 ? high >>> 31 : low >>> (bits - 1)) & 1) as Sign,
    biased: top & maximumBiased(format),
    fraction,
  };
}

export function zero(format: Format, sign: Sign): Wide {
  return pack(format, sign, 0, ZERO);
}

export function infinity(format: Format, sign: Sign): Wide {
  return pack(format, sign, maximumBiased(format), ZERO);
}

export function largestNormal(format: Format, sign: Sign): Wide {
  const { fractionBits } = format;
  const ones = shiftRight(wide(0xffff_ffff, 0xffff_ffff), 64 - fractionBits);
  return pack(format, sign, maximumBiased(format) - 1, ones);
}

function quietBit({ fractionBits }: Format): Wide {
  return shiftLeft(wide(0, 1), fractionBits - 1);
}

export function defaultNaN(format: Format): Wide {
  return pack(format, 0, maximumBiased(format), quietBit(format));
}

/** A NaN as it is passed on: its payload, and quiet. */
export function quieted(format: Format, { high, low }: Wide): Wide {
  const quiet = quietBit(format);
  return wide(high | quiet.high, low | quiet.low);
}

/** Whether a NaN's fraction says that it signals. */
export function isSignalling(format: Format, fraction: Wide): boolean {
  return isZero(shiftRight(fraction, format.fractionBits - 1));
}

export function negate({ bits }: Format, { high, low }: Wide): Wide {
  return bits === 64 ? wide(high ^ 0x8000_0000, low) : wide(high, low ^ (2 ** (bits - 1)));
}
