/** Conversions between formats, integers and fixed-point numbers, and rounding to integers (Armv7-M ARM, A2.5). */
import { defaultNaN, fieldsOf, infinity, maximumBiased, pack, zero, type Format, type Sign } from './format.js';
import { FPSCR, type FloatStatus, type Rounding } from './fpscr.js';
import { integerPart, round, roundsUp } from './round.js';
import { isNaNKind, LEADING, normalized, processNaN, unpack } from './unpack.js';
import { add, isZero, shiftLeft, shiftRight, wide, type Wide } from './wide.js';

/** An integer or a fixed-point number in a register. */
export interface Fixed {
  readonly bits: 16 | 32;
  readonly signed: boolean;
  /** Bits behind the point; 0 for an integer. */
  readonly fraction: number;
}

/** FPToFixed: what does not fit is the nearest that does, and invalid; a NaN is 0. Sign-extended to 32 bits if signed. */
export function toFixed(
  format: Format,
  x: Wide,
  { bits, signed, fraction }: Fixed,
  rounding: Rounding,
  status: FloatStatus,
): number {
  const value = unpack(format, x, status);
  if (value.kind === 'zero') return 0;
  if (isNaNKind(value)) {
    status.raise(FPSCR.IOC);
    return 0;
  }
  const largest = signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1;
  const smallest = signed ? -(2 ** (bits - 1)) : 0;
  const saturated = (): number => {
    status.raise(FPSCR.IOC);
    return value.sign === 1 ? smallest : largest;
  };
  if (value.kind !== 'finite' || value.exponent + fraction > bits) return saturated();
  const scaled = { ...value, exponent: value.exponent + fraction };
  const { integer, remainder } = integerPart(scaled);
  const up = roundsUp(rounding, value.sign, (integer.low & 1) === 1, remainder) ? 1 : 0;
  const magnitude = integer.high * 2 ** 32 + integer.low + up;
  const result = value.sign === 1 ? -magnitude : magnitude;
  if (result > largest || result < smallest) return saturated();
  if (remainder !== 'none') status.raise(FPSCR.IXC);
  return result >>> 0;
}

/** FixedToFP: `x` is a word, of which the lowest bits count. */
export function fromFixed(
  format: Format,
  x: number,
  { bits, signed, fraction }: Fixed,
  rounding: Rounding,
  status: FloatStatus,
): Wide {
  const shift = 32 - bits;
  const value = signed ? (x << shift) >> shift : (x << shift) >>> shift;
  if (value === 0) return zero(format, 0);
  const sign: Sign = value < 0 ? 1 : 0;
  return round(format, normalized(sign, LEADING - fraction, wide(0, Math.abs(value))), status, rounding);
}

/** FPRoundInt. `exact` says whether a fraction that is lost is inexact (VRINTX). */
export function roundToIntegral(
  format: Format,
  x: Wide,
  rounding: Rounding,
  exact: boolean,
  status: FloatStatus,
): Wide {
  const value = unpack(format, x, status);
  if (isNaNKind(value)) return processNaN(format, value, x, status);
  if (value.kind !== 'finite') return value.kind === 'zero' ? zero(format, value.sign) : x;
  if (value.exponent >= format.fractionBits) return x;
  const { integer, remainder } = integerPart(value);
  if (remainder === 'none') return x;
  if (exact) status.raise(FPSCR.IXC);
  const up = roundsUp(rounding, value.sign, (integer.low & 1) === 1, remainder);
  const rounded = up ? add(integer, wide(0, 1)) : integer;
  if (isZero(rounded)) return zero(format, value.sign);
  return round(format, normalized(value.sign, LEADING, rounded), status);
}

/** FPConvert between two formats; a NaN keeps the upper bits of its payload, as far as it has a NaN to become. */
export function convert(from: Format, to: Format, x: Wide, status: FloatStatus): Wide {
  const value = unpack(from, x, status);
  const noSpecials = to.bits === 16 && status.alternativeHalf;
  switch (value.kind) {
    case 'quietNaN':
    case 'signallingNaN':
      if (value.kind === 'signallingNaN' || noSpecials) status.raise(FPSCR.IOC);
      if (noSpecials) return zero(to, value.sign);
      return status.defaultNaN ? defaultNaN(to) : convertedNaN(from, to, x);
    case 'infinity':
      if (!noSpecials) return infinity(to, value.sign);
      status.raise(FPSCR.IOC);
      return wide(0, (value.sign << 15) | 0x7fff);
    case 'zero':
      return zero(to, value.sign);
    case 'finite':
      return round(to, value, status);
  }
}

function convertedNaN(from: Format, to: Format, x: Wide): Wide {
  const { sign, fraction } = fieldsOf(from, x);
  const wider = to.fractionBits - from.fractionBits;
  const moved = wider >= 0 ? shiftLeft(fraction, wider) : shiftRight(fraction, -wider);
  const quiet = shiftLeft(wide(0, 1), to.fractionBits - 1);
  return pack(to, sign, maximumBiased(to), wide(moved.high | quiet.high, moved.low | quiet.low));
}
