/** From values to bits: FPRound (Armv7-M ARM, A2.5), and the same rule for integers. */
import { infinity, largestNormal, maximumBiased, pack, zero, type Format, type Sign } from './format.js';
import { FPSCR, type FloatStatus, type Rounding } from './fpscr.js';
import { LEADING, type Finite } from './unpack.js';
import { add, isZero, lowBits, shiftLeft, shiftRight, shiftRightSticky, wide, type Wide } from './wide.js';

/** What is lost by rounding down, as a part of the last place: nothing, less than a half, a half, more. */
export type Remainder = 'none' | 'below' | 'half' | 'above';

/** The value of the `count` lowest bits, in units of the bit above them. */
function remainderOf(x: Wide, count: number): Remainder {
  const rest = lowBits(x, count);
  if (isZero(rest)) return 'none';
  const half = shiftLeft(wide(0, 1), count - 1);
  if (rest.high === half.high && rest.low === half.low) return 'half';
  return isZero(shiftRight(rest, count - 1)) ? 'below' : 'above';
}

export function roundsUp(rounding: Rounding, sign: Sign, odd: boolean, remainder: Remainder): boolean {
  switch (rounding) {
    case 'nearest':
      return remainder === 'above' || (remainder === 'half' && odd);
    case 'away':
      return remainder === 'above' || remainder === 'half';
    case 'up':
      return remainder !== 'none' && sign === 0;
    case 'down':
      return remainder !== 'none' && sign === 1;
    case 'zero':
      return false;
  }
}

/** Whether what is too large becomes infinite, and not the largest number. */
function overflowsToInfinity(rounding: Rounding, sign: Sign): boolean {
  return rounding === 'up' ? sign === 0 : rounding === 'down' ? sign === 1 : rounding !== 'zero';
}

/** The magnitude of a number as an integer of up to 64 bits, and what is lost; only for exponents below 63. */
export function integerPart({ exponent, significand }: Finite): {
  readonly integer: Wide;
  readonly remainder: Remainder;
} {
  if (exponent >= LEADING) return { integer: shiftLeft(significand, exponent - LEADING), remainder: 'none' };
  const drop = LEADING - exponent;
  // Two bits tell what there is to know of what lies below them.
  const near = drop > 64 ? shiftRightSticky(significand, drop - 64) : significand;
  const count = Math.min(drop, 64);
  return { integer: shiftRight(near, count), remainder: remainderOf(near, count) };
}

/** FPRound: the nearest number by `rounding`. Tininess is detected before rounding. */
export function round(
  format: Format,
  { sign, exponent, significand }: Omit<Finite, 'kind'>,
  status: FloatStatus,
  rounding: Rounding = status.rounding,
): Wide {
  const { minimumExponent, fractionBits } = format;
  const tiny = exponent < minimumExponent;
  if (tiny && status.flushToZero && format.bits !== 16) {
    status.raise(FPSCR.UFC);
    return zero(format, sign);
  }
  const aligned = tiny ? shiftRightSticky(significand, minimumExponent - exponent) : significand;
  const drop = LEADING - fractionBits;
  const truncated = shiftRight(aligned, drop);
  const remainder = remainderOf(aligned, drop);
  if (tiny && remainder !== 'none') status.raise(FPSCR.UFC);
  const up = roundsUp(rounding, sign, (truncated.low & 1) === 1, remainder);
  const mantissa = up ? add(truncated, wide(0, 1)) : truncated;
  // The leading one, and a carry beyond it, count the exponent up.
  const carry = shiftRight(mantissa, fractionBits).low;
  const biased = (tiny ? 0 : exponent - minimumExponent) + carry;
  const fraction = lowBits(carry === 2 ? shiftRight(mantissa, 1) : mantissa, fractionBits);
  if (format.bits === 16 && status.alternativeHalf) {
    if (biased > maximumBiased(format)) {
      status.raise(FPSCR.IOC);
      return wide(0, (sign << 15) | 0x7fff);
    }
  } else if (biased >= maximumBiased(format)) {
    status.raise(FPSCR.OFC | FPSCR.IXC);
    return overflowsToInfinity(rounding, sign) ? infinity(format, sign) : largestNormal(format, sign);
  }
  if (remainder !== 'none') status.raise(FPSCR.IXC);
  return pack(format, sign, biased, fraction);
}
