/** From bits to values: FPUnpack and the pseudocode's rules about NaNs (Armv7-M ARM, A2.5). */
import { defaultNaN, fieldsOf, isSignalling, maximumBiased, quieted, type Format, type Sign } from './format.js';
import { FPSCR, type FloatStatus } from './fpscr.js';
import { isZero, leadingZeros, shiftLeft, wide, type Wide } from './wide.js';

/** Where the leading one of a finite number's significand stands; the bits below are its fraction. */
export const LEADING = 62;

/** A number that is neither zero nor infinite: (-1)^sign * significand / 2^LEADING * 2^exponent. */
export interface Finite {
  readonly kind: 'finite';
  readonly sign: Sign;
  readonly exponent: number;
  readonly significand: Wide;
}

export type Unpacked =
  | Finite
  | { readonly kind: 'zero' | 'infinity'; readonly sign: Sign }
  | { readonly kind: 'quietNaN' | 'signallingNaN'; readonly sign: Sign };

/** Moves the leading one to its place; `exponent` is that of bit `LEADING` of what is given. */
export function normalized(sign: Sign, exponent: number, significand: Wide): Finite {
  const by = leadingZeros(significand) - (63 - LEADING);
  return { kind: 'finite', sign, exponent: exponent - by, significand: shiftLeft(significand, by) };
}

/** FPUnpack: denormals of single and double precision are zeros with FPSCR.FZ, which raises Input Denormal. */
export function unpack(format: Format, bits: Wide, status: FloatStatus): Unpacked {
  const { sign, biased, fraction } = fieldsOf(format, bits);
  const { fractionBits, minimumExponent } = format;
  if (biased === 0) {
    if (isZero(fraction)) return { kind: 'zero', sign };
    if (format.bits !== 16 && status.flushToZero) {
      status.raise(FPSCR.IDC);
      return { kind: 'zero', sign };
    }
    return normalized(sign, minimumExponent, shiftLeft(fraction, LEADING - fractionBits));
  }
  if (biased === maximumBiased(format) && !(format.bits === 16 && status.alternativeHalf)) {
    if (isZero(fraction)) return { kind: 'infinity', sign };
    return { kind: isSignalling(format, fraction) ? 'signallingNaN' : 'quietNaN', sign };
  }
  const rest = shiftLeft(fraction, LEADING - fractionBits);
  return {
    kind: 'finite',
    sign,
    exponent: biased - 1 + minimumExponent,
    significand: wide(rest.high | (1 << (LEADING - 32)), rest.low),
  };
}

export function isNaNKind({ kind }: Unpacked): boolean {
  return kind === 'quietNaN' || kind === 'signallingNaN';
}

/** FPProcessNaN: a signalling NaN raises Invalid Operation and becomes quiet; with FPSCR.DN there is but one NaN. */
export function processNaN(format: Format, operand: Unpacked, bits: Wide, status: FloatStatus): Wide {
  if (operand.kind === 'signallingNaN') status.raise(FPSCR.IOC);
  return status.defaultNaN ? defaultNaN(format) : quieted(format, bits);
}

/** FPProcessNaNs and FPProcessNaNs3: the first signalling NaN, else the first quiet one; undefined if there is none. */
export function processNaNs(
  format: Format,
  operands: readonly { readonly value: Unpacked; readonly bits: Wide }[],
  status: FloatStatus,
): Wide | undefined {
  for (const kind of ['signallingNaN', 'quietNaN'] as const)
    for (const { value, bits } of operands) if (value.kind === kind) return processNaN(format, value, bits, status);
  return undefined;
}

/** The result of an operation that is invalid by itself, such as infinity less infinity. */
export function invalid(format: Format, status: FloatStatus): Wide {
  status.raise(FPSCR.IOC);
  return defaultNaN(format);
}
