/** Addition, multiplication, division, square root and fused multiply-add, rounded once (Armv7-M ARM, A2.5). */
import { infinity, negate, zero, type Format, type Sign } from './format.js';
import { FPSCR, type FloatStatus } from './fpscr.js';
import { round } from './round.js';
import { invalid, LEADING, normalized, processNaNs, unpack, type Finite, type Unpacked } from './unpack.js';
import {
  add as addWide,
  addQuads,
  equal,
  isZero,
  lessThan,
  multiply as multiplyWide,
  quadLeadingZeros,
  quadLessThan,
  shiftLeft,
  shiftQuadLeft,
  shiftQuadRightSticky,
  shiftRightSticky,
  subtract,
  subtractQuads,
  wide,
  ZERO,
  type Quad,
  type Wide,
} from './wide.js';

const opposite = (sign: Sign): Sign => (1 - sign) as Sign;
const product = (x: Sign, y: Sign): Sign => (x ^ y) as Sign;

/** The sign of an exact zero that is the sum of two numbers of opposite signs. */
const zeroSign = (status: FloatStatus): Sign => (status.rounding === 'down' ? 1 : 0);

/** FPAdd, and with `negative` FPSub. */
export function addition(format: Format, x: Wide, y: Wide, status: FloatStatus, negative = false): Wide {
  const a = unpack(format, x, status);
  const b = unpack(format, y, status);
  const nan = processNaNs(
    format,
    [
      { value: a, bits: x },
      { value: b, bits: y },
    ],
    status,
  );
  return nan ?? sum(format, a, negative ? { ...b, sign: opposite(b.sign) } : b, status);
}

function sum(format: Format, a: Unpacked, b: Unpacked, status: FloatStatus): Wide {
  if (a.kind === 'infinity' || b.kind === 'infinity') {
    if (a.kind === b.kind && a.sign !== b.sign) return invalid(format, status);
    return infinity(format, a.kind === 'infinity' ? a.sign : b.sign);
  }
  if (a.kind === 'zero' && b.kind === 'zero') return zero(format, a.sign === b.sign ? a.sign : zeroSign(status));
  if (a.kind !== 'finite') return round(format, b as Finite, status);
  if (b.kind !== 'finite') return round(format, a, status);
  const [large, small] =
    b.exponent > a.exponent || (b.exponent === a.exponent && lessThan(a.significand, b.significand)) ? [b, a] : [a, b];
  const aligned = shiftRightSticky(small.significand, large.exponent - small.exponent);
  if (a.sign === b.sign) {
    // The sum may carry into bit 63: one place down keeps it below.
    const carried = shiftRightSticky(addWide(large.significand, aligned), 1);
    return round(format, normalized(large.sign, large.exponent + 1, carried), status);
  }
  const difference = subtract(large.significand, aligned);
  if (isZero(difference)) return zero(format, zeroSign(status));
  return round(format, normalized(large.sign, large.exponent, difference), status);
}

/** FPMul. */
export function multiplication(format: Format, x: Wide, y: Wide, status: FloatStatus): Wide {
  const a = unpack(format, x, status);
  const b = unpack(format, y, status);
  const nan = processNaNs(
    format,
    [
      { value: a, bits: x },
      { value: b, bits: y },
    ],
    status,
  );
  if (nan) return nan;
  const sign = product(a.sign, b.sign);
  if (a.kind === 'infinity' || b.kind === 'infinity')
    return a.kind === 'zero' || b.kind === 'zero' ? invalid(format, status) : infinity(format, sign);
  if (a.kind !== 'finite' || b.kind !== 'finite') return zero(format, sign);
  const { high, low } = multiplyWide(a.significand, b.significand);
  const top = wide(high.high, high.low | (isZero(low) ? 0 : 1));
  // Bit 124 of the product is the first or second place: bit 60 of its upper half.
  return round(format, normalized(sign, a.exponent + b.exponent + 2, top), status);
}

/** FPDiv. */
export function division(format: Format, x: Wide, y: Wide, status: FloatStatus): Wide {
  const a = unpack(format, x, status);
  const b = unpack(format, y, status);
  const nan = processNaNs(
    format,
    [
      { value: a, bits: x },
      { value: b, bits: y },
    ],
    status,
  );
  if (nan) return nan;
  const sign = product(a.sign, b.sign);
  if (a.kind === b.kind && a.kind !== 'finite') return invalid(format, status);
  if (a.kind === 'infinity') return infinity(format, sign);
  if (b.kind === 'zero') {
    status.raise(FPSCR.DZC);
    return infinity(format, sign);
  }
  if (a.kind !== 'finite' || b.kind !== 'finite') return zero(format, sign);
  return round(format, normalized(sign, a.exponent - b.exponent, quotient(a.significand, b.significand)), status);
}

/** x / y * 2^LEADING for significands, and in bit 0 whether there is a rest: schoolbook division, bit by bit. */
function quotient(x: Wide, y: Wide): Wide {
  let rest = x;
  let bits = ZERO;
  for (let i = 0; i <= LEADING; i++) {
    bits = shiftLeft(bits, 1);
    if (!lessThan(rest, y)) {
      rest = subtract(rest, y);
      bits = wide(bits.high, bits.low | 1);
    }
    rest = shiftLeft(rest, 1);
  }
  return wide(bits.high, bits.low | (isZero(rest) ? 0 : 1));
}

/** FPSqrt. */
export function squareRoot(format: Format, x: Wide, status: FloatStatus): Wide {
  const a = unpack(format, x, status);
  const nan = processNaNs(format, [{ value: a, bits: x }], status);
  if (nan) return nan;
  if (a.kind === 'zero') return zero(format, a.sign);
  if (a.sign === 1) return invalid(format, status);
  if (a.kind !== 'finite') return infinity(format, 0);
  const odd = a.exponent & 1;
  const exponent = (a.exponent - odd) / 2;
  return round(format, { sign: 0, exponent, significand: root(a.significand, odd === 1) }, status);
}

/** The significand of the square root, sticky; `odd` doubles what it is taken of. Digit by digit, from the top. */
function root(significand: Wide, odd: boolean): Wide {
  // The radicand has its point behind bit 124 (odd: 125), so that the root has its own behind bit 62.
  let radicand: Quad = shiftQuadLeft({ high: ZERO, low: significand }, odd ? LEADING + 1 : LEADING);
  let result: Quad = { high: ZERO, low: ZERO };
  for (let bit = LEADING; bit >= 0; bit--) {
    // The rest is the radicand less result^2: take 2 * result * 2^bit + 2^(2 * bit) off where it fits.
    const trial = addQuads(shiftQuadLeft(result, bit + 1), shiftQuadLeft({ high: ZERO, low: wide(0, 1) }, 2 * bit));
    if (quadLessThan(radicand, trial)) continue;
    radicand = subtractQuads(radicand, trial);
    result = { high: ZERO, low: addWide(result.low, shiftLeft(wide(0, 1), bit)) };
  }
  const { low } = result;
  const exact = isZero(radicand.high) && isZero(radicand.low);
  return wide(low.high, low.low | (exact ? 0 : 1));
}

/** FPMulAdd: addend + x * y with one rounding. */
export function multiplyAdd(format: Format, addend: Wide, x: Wide, y: Wide, status: FloatStatus): Wide {
  const c = unpack(format, addend, status);
  const a = unpack(format, x, status);
  const b = unpack(format, y, status);
  const nan = processNaNs(
    format,
    [
      { value: c, bits: addend },
      { value: a, bits: x },
      { value: b, bits: y },
    ],
    status,
  );
  const undefinedProduct = (a.kind === 'infinity' && b.kind === 'zero') || (a.kind === 'zero' && b.kind === 'infinity');
  if (undefinedProduct && (nan === undefined || c.kind === 'quietNaN')) return invalid(format, status);
  if (nan) return nan;
  const sign = product(a.sign, b.sign);
  if (a.kind === 'infinity' || b.kind === 'infinity') {
    return c.kind === 'infinity' && c.sign !== sign ? invalid(format, status) : infinity(format, sign);
  }
  if (c.kind === 'infinity') return infinity(format, c.sign);
  if (a.kind !== 'finite' || b.kind !== 'finite') {
    if (c.kind === 'finite') return round(format, c, status);
    return zero(format, c.sign === sign ? sign : zeroSign(status));
  }
  const exact: WideFinite = {
    sign,
    exponent: a.exponent + b.exponent,
    significand: multiplyWide(a.significand, b.significand),
  };
  if (c.kind !== 'finite') return roundQuad(format, exact, status);
  return sumOfQuads(
    format,
    exact,
    { sign: c.sign, exponent: c.exponent, significand: shiftQuadLeft({ high: ZERO, low: c.significand }, LEADING) },
    status,
  );
}

/** A number with a significand of 128 bits, whose one stands at bit 124 or above. */
interface WideFinite {
  readonly sign: Sign;
  readonly exponent: number;
  readonly significand: Quad;
}
const WIDE_LEADING = 2 * LEADING;

function roundQuad(format: Format, { sign, exponent, significand }: WideFinite, status: FloatStatus): Wide {
  const by = quadLeadingZeros(significand);
  const { high, low } = shiftQuadLeft(significand, by);
  const top = shiftRightSticky(wide(high.high, high.low | (isZero(low) ? 0 : 1)), 63 - LEADING);
  return round(format, { sign, exponent: exponent - by + (127 - WIDE_LEADING), significand: top }, status);
}

function sumOfQuads(format: Format, a: WideFinite, b: WideFinite, status: FloatStatus): Wide {
  const largerB = b.exponent > a.exponent || (b.exponent === a.exponent && quadLessThan(a.significand, b.significand));
  const [large, small] = largerB ? [b, a] : [a, b];
  const { sign, exponent } = large;
  const aligned = shiftQuadRightSticky(small.significand, large.exponent - small.exponent);
  if (a.sign === b.sign)
    return roundQuad(format, { sign, exponent, significand: addQuads(large.significand, aligned) }, status);
  // A product may have its one a place higher than its exponent says, so the order is not certain before alignment.
  const swapped = quadLessThan(large.significand, aligned);
  const difference = swapped ? subtractQuads(aligned, large.significand) : subtractQuads(large.significand, aligned);
  if (isZero(difference.high) && isZero(difference.low)) return zero(format, zeroSign(status));
  return roundQuad(format, { sign: swapped ? small.sign : sign, exponent, significand: difference }, status);
}

/** The bits of -x: FPNeg, for NaNs too. */
export const negation = negate;

/** FPMaxNum and FPMinNum: a quiet NaN loses against a number (Armv7-M ARM, A7.7.237). */
export function extremum(format: Format, x: Wide, y: Wide, status: FloatStatus, maximum: boolean): Wide {
  const a = unpack(format, x, status);
  const b = unpack(format, y, status);
  if (a.kind === 'quietNaN' && b.kind !== 'quietNaN' && b.kind !== 'signallingNaN') return flushed(format, b, y);
  if (b.kind === 'quietNaN' && a.kind !== 'quietNaN' && a.kind !== 'signallingNaN') return flushed(format, a, x);
  const nan = processNaNs(
    format,
    [
      { value: a, bits: x },
      { value: b, bits: y },
    ],
    status,
  );
  if (nan) return nan;
  return isLess(a, b) === maximum ? flushed(format, b, y) : flushed(format, a, x);
}

function flushed(format: Format, value: Unpacked, bits: Wide): Wide {
  return value.kind === 'zero' ? zero(format, value.sign) : bits;
}

/** Whether a < b, with -0 below +0; neither is a NaN. */
function isLess(a: Unpacked, b: Unpacked): boolean {
  if (a.sign !== b.sign) return a.sign === 1;
  const order = compareMagnitudes(a, b);
  return a.sign === 0 ? order < 0 : order > 0;
}

const RANK = { zero: 0, finite: 1, infinity: 2, quietNaN: 3, signallingNaN: 3 } as const;

function compareMagnitudes(a: Unpacked, b: Unpacked): number {
  if (a.kind !== 'finite' || b.kind !== 'finite') return RANK[a.kind] - RANK[b.kind];
  if (a.exponent !== b.exponent) return a.exponent - b.exponent;
  if (equal(a.significand, b.significand)) return 0;
  return lessThan(a.significand, b.significand) ? -1 : 1;
}

/** FPCompare: N Z C V in bits 31 to 28. `signals` says whether a quiet NaN is invalid too (VCMPE). */
export function comparison(format: Format, x: Wide, y: Wide, status: FloatStatus, signals: boolean): number {
  const a = unpack(format, x, status);
  const b = unpack(format, y, status);
  const kinds = [a.kind, b.kind];
  if (kinds.includes('signallingNaN') || kinds.includes('quietNaN')) {
    if (signals || kinds.includes('signallingNaN')) status.raise(FPSCR.IOC);
    return (FPSCR.C | FPSCR.V) >>> 0;
  }
  const order = compareMagnitudes(a, b);
  if (order === 0 && (a.kind === 'zero' || a.sign === b.sign)) return (FPSCR.Z | FPSCR.C) >>> 0;
  return isLess(a, b) ? FPSCR.N : FPSCR.C;
}
