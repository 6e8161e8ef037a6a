/** Arithmetic on the halfwords and bytes of a word, saturating too (Armv7-M ARM, A4.4.5, A4.4.7 and A4.4.8: the DSP extension). */
import type { Builder, Value, Word } from '../builder.js';
import type { OperandName, Operands } from '../operands.js';
import { saturated } from './bits.js';

type Op<K extends OperandName> = Pick<Operands, K>;

/** Bits of a lane. */
type Width = 8 | 16;

const LOW_HALF = 0xffff;
const HIGH_HALF = 0xffff_0000;

const maskOf = (width: Width): number => 2 ** width - 1;

/** Lane `index` of x as a number, 0 the lowest. */
export function lane(m: Builder, x: Value, index: number, width: Width, signed: boolean): Value {
  const low = m.lsr(x, index * width);
  return signed ? m.signExtend(low, width) : m.and(low, maskOf(width));
}

/** The low bits of each value side by side, the first lowest. */
function join(m: Builder, lanes: readonly Value[], width: Width): Value {
  return lanes
    .map((value, index) => m.lsl(m.and(value, maskOf(width)), index * width))
    .reduce((word, part) => m.or(word, part));
}

/** What becomes of a lane's exact sum or difference: the prefixes S, Q, SH, U, UQ and UH. */
export interface LaneMode {
  readonly signed: boolean;
  readonly then: 'setGE' | 'saturate' | 'halve';
}

/** How lanes meet: with the like lane of Rm, or with the other halfword (ASX, SAX); added or subtracted, lowest first. */
export interface LanePairs {
  readonly width: Width;
  readonly exchange: boolean;
  readonly operations: readonly ('add' | 'sub')[];
}

/** ADD16 to SUB8 with any prefix: exact results of all lanes, then what the mode makes of them. */
export const addSubtract =
  ({ signed, then }: LaneMode, { width, exchange, operations }: LanePairs) =>
  (m: Builder, i: Op<'d' | 'n' | 'm'>): void => {
    const [x, y] = [m.reg(i.n), m.reg(i.m)];
    const exact = operations.map((operation, index) =>
      m[operation](lane(m, x, index, width, signed), lane(m, y, exchange ? 1 - index : index, width, signed)),
    );
    const upper = 2 ** (signed ? width - 1 : width) - 1;
    const result = (value: Value): Value => {
      if (then === 'saturate') return saturated(m, value, upper, signed).value;
      return then === 'halve' ? m.asr(value, 1) : value;
    };
    m.setReg(i.d, join(m, exact.map(result), width));
    if (then !== 'setGE') return;
    const good = exact.map((value, index) => {
      const carries = !signed && operations[index] === 'add';
      return carries ? m.lessSigned(maskOf(width), value) : m.xor(m.lessSigned(value, 0), 1);
    });
    m.setGE(geBits(m, good, width));
  };

/** GE[3:0]: a bit for each byte, so halfwords have two (A2.3.2). */
function geBits(m: Builder, lanes: readonly Value[], width: Width): Value {
  const perLane = width / 8;
  return lanes
    .map((good, index) => m.lsl(m.mul(good, 2 ** perLane - 1), index * perLane))
    .reduce((bits, part) => m.or(bits, part));
}

/** SEL: each byte from Rn where its GE bit is set, else from Rm. The bits are spread to bytes by a multiplication. */
export const SEL = (m: Builder, i: Op<'d' | 'n' | 'm'>): void => {
  const ones = m.and(m.mul(m.ge, 0x0020_4081), 0x0101_0101);
  const mask = m.mul(ones, 0xff);
  m.setReg(i.d, m.or(m.and(m.reg(i.n), mask), m.and(m.reg(i.m), m.not(mask))));
};

/** The sum and the absolute differences of all bytes. */
const addDifferences = (m: Builder, i: Op<'n' | 'm'>, sum: Word): Word =>
  [0, 1, 2, 3].reduce((total, index) => {
    const difference = m.sub(lane(m, m.reg(i.n), index, 8, false), lane(m, m.reg(i.m), index, 8, false));
    return m.add(m.select(m.lessSigned(difference, 0), m.sub(0, difference), difference), total);
  }, sum);

export const USAD8 = (m: Builder, i: Op<'d' | 'n' | 'm'>): void => m.setReg(i.d, addDifferences(m, i, 0));
export const USADA8 = (m: Builder, i: Op<'d' | 'n' | 'm' | 'a'>): void =>
  m.setReg(i.d, addDifferences(m, i, m.reg(i.a)));

/** SSAT16 and USAT16: `imm` is the upper bound. Q records that one of the halves hit a bound. */
export const saturate16 =
  (signed: boolean) =>
  (m: Builder, i: Op<'d' | 'n' | 'imm'>): void => {
    const halves = [0, 1].map((index) => saturated(m, lane(m, m.reg(i.n), index, 16, true), i.imm, signed));
    const values = halves.map(({ value }) => value);
    m.setReg(i.d, join(m, values, 16));
    m.setSaturated(halves.map(({ hit }) => hit).reduce((any, hit) => m.or(any, hit)));
  };

/** x + y or x - y, saturated to 32 bits. */
function saturating(m: Builder, operation: 'add' | 'sub', x: Value, y: Value): { value: Value; hit: Value } {
  const result = m[operation](x, y);
  // It overflows if the result's sign is not that of x, though y pulls no other way.
  const pull = operation === 'add' ? m.xor(result, y) : m.xor(x, y);
  const hit = m.lsr(m.and(m.xor(result, x), pull), 31);
  return { value: m.select(hit, m.xor(m.asr(x, 31), 0x7fff_ffff), result), hit };
}

/** QADD and QSUB; QDADD and QDSUB double Rn first, saturating. Q records either saturation. */
export const saturatingArithmetic =
  (operation: 'add' | 'sub', doubled: boolean) =>
  (m: Builder, i: Op<'d' | 'n' | 'm'>): void => {
    const n = m.reg(i.n);
    const twice = doubled ? saturating(m, 'add', n, n) : undefined;
    const { value, hit } = saturating(m, operation, m.reg(i.m), twice?.value ?? n);
    m.setReg(i.d, value);
    m.setSaturated(twice ? m.or(twice.hit, hit) : hit);
  };

/** PKHBT and PKHTB: a half of Rn, and the other half of Rm shifted. ASR makes it PKHTB, which keeps Rn's upper half. */
export const pack = (m: Builder, i: Op<'d' | 'n' | 'm' | 'shift' | 'amount'>): void => {
  const tbform = i.shift === 'ASR' || i.shift === 'ASR32';
  const [ofN, ofM] = tbform ? [HIGH_HALF, LOW_HALF] : [LOW_HALF, HIGH_HALF];
  const x = m.shift(m.reg(i.m), i.shift, i.amount).value;
  m.setReg(i.d, m.or(m.and(m.reg(i.n), ofN), m.and(x, ofM)));
};

const rotated = (m: Builder, i: Op<'m' | 'rotation'>): Value => m.ror(m.reg(i.m), i.rotation);

/** SXTAB, SXTAH, UXTAB, UXTAH. */
export const extendAndAdd =
  (width: Width, signed: boolean) =>
  (m: Builder, i: Op<'d' | 'n' | 'm' | 'rotation'>): void =>
    m.setReg(i.d, m.add(m.reg(i.n), lane(m, rotated(m, i), 0, width, signed)));

/** The lower byte of each half of Rm, rotated, as a number. */
const bytesOfHalves = (m: Builder, i: Op<'m' | 'rotation'>, signed: boolean): readonly Value[] => {
  const x = rotated(m, i);
  return [0, 2].map((index) => lane(m, x, index, 8, signed));
};

/** SXTB16 and UXTB16. */
export const extend16 =
  (signed: boolean) =>
  (m: Builder, i: Op<'d' | 'm' | 'rotation'>): void =>
    m.setReg(i.d, join(m, bytesOfHalves(m, i, signed), 16));

/** SXTAB16 and UXTAB16: the halves are added on their own. */
export const extend16AndAdd =
  (signed: boolean) =>
  (m: Builder, i: Op<'d' | 'n' | 'm' | 'rotation'>): void => {
    const sums = bytesOfHalves(m, i, signed).map((byte, index) => m.add(lane(m, m.reg(i.n), index, 16, false), byte));
    m.setReg(i.d, join(m, sums, 16));
  };
