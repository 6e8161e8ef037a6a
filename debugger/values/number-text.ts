/** Numbers as GDB prints them: %g with 9 or 17 digits, and hexadecimal, octal, binary and decimal on request. */
import { integerFrom, wrapInteger } from './scalar.js';

/**
 * How to show scalars. `natural` follows the type; `decimal` reads every integer as signed and `unsigned` as unsigned, as
 * GDB's /d and /u do; `padded` is hexadecimal with leading zeros.
 */
export type Format =
  'natural' | 'hex' | 'padded' | 'decimal' | 'unsigned' | 'octal' | 'binary' | 'character' | 'address';

function trimZeros(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
}

/** C's `%.{digits}g`. */
function generalText(value: number, digits: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', exponentText = '0'] = value.toExponential(digits - 1).split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= digits) {
    const magnitude = Math.abs(exponent).toString().padStart(2, '0');
    return `${trimZeros(mantissa)}e${exponent < 0 ? '-' : '+'}${magnitude}`;
  }
  return trimZeros(value.toFixed(digits - 1 - exponent));
}

/** The float or double in `bytes` (4 or 8, little-endian): enough digits to tell it from its neighbours. */
export function floatText(value: number, bytes: Uint8Array): string {
  const single = bytes.length === 4;
  if (Number.isNaN(value)) {
    const raw = integerFrom(bytes);
    const mantissaBits = single ? 23n : 52n;
    const sign = raw >> BigInt(bytes.length * 8 - 1) === 1n ? '-' : '';
    return `${sign}nan(0x${(raw & ((1n << mantissaBits) - 1n)).toString(16)})`;
  }
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return generalText(value, single ? 9 : 17);
}

/** An integer of `sizeBytes` in one of the radix formats. */
export function radixText(value: bigint, sizeBytes: number, format: Exclude<Format, 'natural' | 'character'>): string {
  const raw = wrapInteger(value, sizeBytes, false);
  switch (format) {
    case 'hex':
    case 'address':
      return '0x' + raw.toString(16);
    case 'padded':
      return '0x' + raw.toString(16).padStart(sizeBytes * 2, '0');
    case 'decimal':
      return wrapInteger(value, sizeBytes, true).toString();
    case 'unsigned':
      return raw.toString();
    case 'octal':
      return raw === 0n ? '0' : '0' + raw.toString(8);
    case 'binary':
      return '0b' + raw.toString(2);
  }
}
