/** Multiplications of halfwords, of pairs of them, and of fractions (Armv7-M ARM, A4.4.3: the DSP extension). */
import type { Builder, Value } from '../builder.js';
import type { OperandName, Operands } from '../operands.js';
import { lane } from './parallel.js';
import { addWide, exceedsWord, multiplyWide, subtractWide, widen, type Wide } from './wide.js';

type Op<K extends OperandName> = Pick<Operands, K>;
type Pair = Op<'n' | 'm'>;

const half = (m: Builder, x: Value, top: boolean): Value => lane(m, x, top ? 1 : 0, 16, true);

/** Sets Rd to the low word of an exact sum; Q records that it is not all of it. */
function setWord(m: Builder, d: Operands['d'], sum: Wide): void {
  m.setReg(d, sum.lo);
  m.setSaturated(exceedsWord(m, sum));
}

const long = (m: Builder, i: Op<'lo' | 'hi'>): Wide => ({ hi: m.reg(i.hi), lo: m.reg(i.lo) });

function setLong(m: Builder, i: Op<'lo' | 'hi'>, { hi, lo }: Wide): void {
  m.setReg(i.lo, lo);
  m.setReg(i.hi, hi);
}

/** One half of each register. */
const ofHalves = (m: Builder, i: Pair & Op<'topN' | 'topM'>): Value =>
  m.mul(half(m, m.reg(i.n), i.topN), half(m, m.reg(i.m), i.topM));

export const SMUL = (m: Builder, i: Op<'d' | 'topN' | 'topM'> & Pair): void => m.setReg(i.d, ofHalves(m, i));

export const SMLA = (m: Builder, i: Op<'d' | 'a' | 'topN' | 'topM'> & Pair): void =>
  setWord(m, i.d, addWide(m, widen(m, ofHalves(m, i)), widen(m, m.reg(i.a))));

export const SMLALHalves = (m: Builder, i: Op<'lo' | 'hi' | 'topN' | 'topM'> & Pair): void =>
  setLong(m, i, addWide(m, long(m, i), widen(m, ofHalves(m, i))));

/** The upper 32 of the 48 bits of a word times a half: the half stands at the top of its word. */
const wordByHalf = (m: Builder, i: Pair & Op<'topM'>): Value => {
  const x = m.reg(i.m);
  return m.mulHigh(m.reg(i.n), i.topM ? m.and(x, 0xffff_0000) : m.lsl(x, 16), true);
};

export const SMULW = (m: Builder, i: Op<'d' | 'topM'> & Pair): void => m.setReg(i.d, wordByHalf(m, i));

export const SMLAW = (m: Builder, i: Op<'d' | 'a' | 'topM'> & Pair): void =>
  setWord(m, i.d, addWide(m, widen(m, wordByHalf(m, i)), widen(m, m.reg(i.a))));

/** The products of both pairs of halves, exactly: their sum may need 33 bits. */
const dual =
  (combine: typeof addWide) =>
  (m: Builder, i: Pair & Op<'swap'>): Wide => {
    const [x, y] = [m.reg(i.n), m.reg(i.m)];
    const products = [false, true].map((top) => widen(m, m.mul(half(m, x, top), half(m, y, top !== i.swap))));
    return combine(m, products[0]!, products[1]!);
  };
const sumOfProducts = dual(addWide);
const differenceOfProducts = dual(subtractWide);

export const SMUAD = (m: Builder, i: Op<'d' | 'swap'> & Pair): void => setWord(m, i.d, sumOfProducts(m, i));
/** The difference always fits. */
export const SMUSD = (m: Builder, i: Op<'d' | 'swap'> & Pair): void => m.setReg(i.d, differenceOfProducts(m, i).lo);

const accumulate =
  (products: (m: Builder, i: Pair & Op<'swap'>) => Wide) =>
  (m: Builder, i: Op<'d' | 'a' | 'swap'> & Pair): void =>
    setWord(m, i.d, addWide(m, products(m, i), widen(m, m.reg(i.a))));
export const SMLAD = accumulate(sumOfProducts);
export const SMLSD = accumulate(differenceOfProducts);

const accumulateLong =
  (products: (m: Builder, i: Pair & Op<'swap'>) => Wide) =>
  (m: Builder, i: Op<'lo' | 'hi' | 'swap'> & Pair): void =>
    setLong(m, i, addWide(m, long(m, i), products(m, i)));
export const SMLALD = accumulateLong(sumOfProducts);
export const SMLSLD = accumulateLong(differenceOfProducts);

/** The upper word of a sum; half a unit is added to round. */
function setMostSignificant(m: Builder, i: Op<'d' | 'round'>, sum: Wide): void {
  m.setReg(i.d, i.round ? m.add(sum.hi, m.lsr(sum.lo, 31)) : sum.hi);
}

const product = (m: Builder, i: Pair): Wide => multiplyWide(m, m.reg(i.n), m.reg(i.m), true);
/** Ra as the upper word. */
const above = (m: Builder, i: Op<'a'>): Wide => ({ hi: m.reg(i.a), lo: 0 });

export const SMMUL = (m: Builder, i: Op<'d' | 'round'> & Pair): void => setMostSignificant(m, i, product(m, i));
export const SMMLA = (m: Builder, i: Op<'d' | 'a' | 'round'> & Pair): void =>
  setMostSignificant(m, i, addWide(m, above(m, i), product(m, i)));
export const SMMLS = (m: Builder, i: Op<'d' | 'a' | 'round'> & Pair): void =>
  setMostSignificant(m, i, subtractWide(m, above(m, i), product(m, i)));

/** RdHi + RdLo + Rn * Rm, all unsigned: it always fits. */
export const UMAAL = (m: Builder, i: Op<'lo' | 'hi'> & Pair): void => {
  const once = addWide(m, multiplyWide(m, m.reg(i.n), m.reg(i.m), false), { hi: 0, lo: m.reg(i.lo) });
  setLong(m, i, addWide(m, once, { hi: 0, lo: m.reg(i.hi) }));
};
