/** Unsigned integers of 64 and 128 bits as 32-bit words: what significands are computed with. */

export interface Wide {
  readonly high: number;
  readonly low: number;
}

export function wide(high: number, low: number): Wide {
  return { high: high >>> 0, low: low >>> 0 };
}

export const ZERO = wide(0, 0);

export function isZero({ high, low }: Wide): boolean {
  return (high | low) === 0;
}

export function add(x: Wide, y: Wide): Wide {
  const low = x.low + y.low;
  return wide(x.high + y.high + (low > 0xffff_ffff ? 1 : 0), low);
}

/** Modulo 2^64. */
export function subtract(x: Wide, y: Wide): Wide {
  return wide(x.high - y.high - (x.low < y.low ? 1 : 0), x.low - y.low);
}

export function lessThan(x: Wide, y: Wide): boolean {
  return x.high < y.high || (x.high === y.high && x.low < y.low);
}

export function equal(x: Wide, y: Wide): boolean {
  return x.high === y.high && x.low === y.low;
}

/** By 0 or more; 64 and more shift everything out. */
export function shiftLeft({ high, low }: Wide, by: number): Wide {
  if (by === 0) return { high, low };
  if (by >= 64) return ZERO;
  if (by >= 32) return wide(low << (by - 32), 0);
  return wide((high << by) | (low >>> (32 - by)), low << by);
}

/** By 0 or more; 64 and more shift everything out. */
export function shiftRight({ high, low }: Wide, by: number): Wide {
  if (by === 0) return { high, low };
  if (by >= 64) return ZERO;
  if (by >= 32) return wide(0, high >>> (by - 32));
  return wide(high >>> by, (low >>> by) | (high << (32 - by)));
}

/** The lowest `count` bits, 0 to 64. */
export function lowBits({ high, low }: Wide, count: number): Wide {
  if (count >= 64) return { high, low };
  if (count >= 32) return wide(high & (2 ** (count - 32) - 1), low);
  return wide(0, low & (2 ** count - 1));
}

/** Shifts to the right; bit 0 of the result also says that anything but zeros was shifted out. */
export function shiftRightSticky(x: Wide, by: number): Wide {
  const shifted = shiftRight(x, by);
  return isZero(lowBits(x, by)) ? shifted : wide(shifted.high, shifted.low | 1);
}

export function leadingZeros({ high, low }: Wide): number {
  return high === 0 ? 32 + Math.clz32(low) : Math.clz32(high);
}

/** The product of two words. */
function multiplyWords(x: number, y: number): Wide {
  const [xh, xl, yh, yl] = [x >>> 16, x & 0xffff, y >>> 16, y & 0xffff];
  const middle = xh * yl + ((xl * yl) >>> 16);
  const middle2 = xl * yh + (middle & 0xffff);
  return wide(xh * yh + (middle - (middle & 0xffff)) / 0x1_0000 + Math.floor(middle2 / 0x1_0000), Math.imul(x, y));
}

/** 128 bits. */
export interface Quad {
  readonly high: Wide;
  readonly low: Wide;
}

export function multiply(x: Wide, y: Wide): Quad {
  const low = multiplyWords(x.low, y.low);
  const cross1 = multiplyWords(x.high, y.low);
  const cross2 = multiplyWords(x.low, y.high);
  const high = multiplyWords(x.high, y.high);
  const middle = cross1.low + cross2.low + low.high;
  const carried = cross1.high + cross2.high + Math.floor(middle / 2 ** 32);
  return {
    high: add(high, { high: Math.floor(carried / 2 ** 32), low: carried >>> 0 }),
    low: wide(middle, low.low),
  };
}

export function addQuads(x: Quad, y: Quad): Quad {
  const low = add(x.low, y.low);
  const sum = add(x.high, y.high);
  return { high: lessThan(low, x.low) ? add(sum, wide(0, 1)) : sum, low };
}

/** Modulo 2^128. */
export function subtractQuads(x: Quad, y: Quad): Quad {
  const difference = subtract(x.high, y.high);
  return {
    high: lessThan(x.low, y.low) ? subtract(difference, wide(0, 1)) : difference,
    low: subtract(x.low, y.low),
  };
}

export function quadLessThan(x: Quad, y: Quad): boolean {
  return lessThan(x.high, y.high) || (equal(x.high, y.high) && lessThan(x.low, y.low));
}

/** As `shiftRightSticky`. */
export function shiftQuadRightSticky({ high, low }: Quad, by: number): Quad {
  if (by === 0) return { high, low };
  if (by >= 64) {
    const lost = isZero(low) ? 0 : 1;
    const shifted = shiftRightSticky(high, by - 64);
    return { high: ZERO, low: wide(shifted.high, shifted.low | lost) };
  }
  const kept = shiftRight(low, by);
  const come = shiftLeft(high, 64 - by);
  const lost = isZero(lowBits(low, by)) ? 0 : 1;
  return { high: shiftRight(high, by), low: wide(kept.high | come.high, kept.low | come.low | lost) };
}

export function shiftQuadLeft({ high, low }: Quad, by: number): Quad {
  if (by === 0) return { high, low };
  if (by >= 64) return { high: shiftLeft(low, by - 64), low: ZERO };
  const kept = shiftLeft(high, by);
  const come = shiftRight(low, 64 - by);
  return { high: wide(kept.high | come.high, kept.low | come.low), low: shiftLeft(low, by) };
}

export function quadLeadingZeros({ high, low }: Quad): number {
  return isZero(high) ? 64 + leadingZeros(low) : leadingZeros(high);
}
