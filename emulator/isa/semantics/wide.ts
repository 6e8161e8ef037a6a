/** Numbers of 64 bits as pairs of words: what long multiplications and their accumulations are written with. */
import type { Builder, Value, Word } from '../builder.js';

export interface Wide {
  readonly hi: Word;
  readonly lo: Word;
}

/** A signed word. */
export const widen = (m: Builder, x: Value): Wide => ({ hi: m.asr(x, 31), lo: x });

export const addWide = (m: Builder, x: Wide, y: Wide): Wide => {
  const lo = m.add(x.lo, y.lo);
  return { lo, hi: m.add(m.add(x.hi, y.hi), m.lessUnsigned(lo, y.lo)) };
};

export const subtractWide = (m: Builder, x: Wide, y: Wide): Wide => ({
  lo: m.sub(x.lo, y.lo),
  hi: m.sub(m.sub(x.hi, y.hi), m.lessUnsigned(x.lo, y.lo)),
});

export const multiplyWide = (m: Builder, x: Word, y: Word, signed: boolean): Wide => ({
  lo: m.mul(x, y),
  hi: m.mulHigh(x, y, signed),
});

/** Whether a signed number needs more than 32 bits, 0 or 1. */
export const exceedsWord = (m: Builder, x: Wide): Value => m.xor(m.equal(x.hi, m.asr(x.lo, 31)), 1);
