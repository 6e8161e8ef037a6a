/** Bit fields, extension, byte order, saturation (Armv7-M ARM, A4.4.4, A4.4.5 and A4.4.8). */
import type { Builder, Value, Word } from '../builder.js';
import type { OperandName, Operands } from '../operands.js';

type Op<K extends OperandName> = Pick<Operands, K>;

export const extend =
  (width: 8 | 16, signed: boolean) =>
  (m: Builder, i: Op<'d' | 'm' | 'rotation'>): void => {
    const rotated = m.ror(m.reg(i.m), i.rotation);
    m.setReg(i.d, signed ? m.signExtend(rotated, width) : m.and(rotated, width === 8 ? 0xff : 0xffff));
  };

/** SBFX and UBFX: the field goes to the top (`left`) and comes back down (`right`). */
export const bitField =
  (signed: boolean) =>
  (m: Builder, i: Op<'d' | 'n' | 'left' | 'right'>): void => {
    const top = m.lsl(m.reg(i.n), i.left);
    m.setReg(i.d, signed ? m.asr(top, i.right) : m.lsr(top, i.right));
  };

/** `mask` covers the field in place. */
export const BFI = (m: Builder, i: Op<'d' | 'n' | 'lsb' | 'mask'>): void =>
  m.setReg(i.d, m.or(m.and(m.reg(i.d), m.not(i.mask)), m.and(m.lsl(m.reg(i.n), i.lsb), i.mask)));

export const BFC = (m: Builder, i: Op<'d' | 'mask'>): void => m.setReg(i.d, m.and(m.reg(i.d), m.not(i.mask)));

export const CLZ = (m: Builder, i: Op<'d' | 'm'>): void => m.setReg(i.d, m.clz(m.reg(i.m)));

export const REV = (m: Builder, i: Op<'d' | 'm'>): void => {
  const x = m.reg(i.m);
  m.setReg(i.d, m.or(m.and(m.ror(x, 24), 0x00ff_00ff), m.and(m.ror(x, 8), 0xff00_ff00)));
};

export const REV16 = (m: Builder, i: Op<'d' | 'm'>): void => {
  const x = m.reg(i.m);
  m.setReg(i.d, m.or(m.and(m.lsr(x, 8), 0x00ff_00ff), m.and(m.lsl(x, 8), 0xff00_ff00)));
};

export const REVSH = (m: Builder, i: Op<'d' | 'm'>): void => {
  const x = m.reg(i.m);
  m.setReg(i.d, m.or(m.lsl(m.signExtend(x, 8), 8), m.and(m.lsr(x, 8), 0xff)));
};

/** Swaps ever larger neighbours: bits, pairs, nibbles, then bytes. */
export const RBIT = (m: Builder, i: Op<'d' | 'm'>): void => {
  let x = m.reg(i.m);
  for (const [by, low] of [
    [1, 0x5555_5555],
    [2, 0x3333_3333],
    [4, 0x0f0f_0f0f],
    [8, 0x00ff_00ff],
  ] as const)
    x = m.or(m.and(m.lsr(x, by), low), m.lsl(m.and(x, low), by));
  m.setReg(i.d, m.ror(x, 16));
};

/** SignedSat() and UnsignedSat() (A2.2.1): `upper` is the highest value, the lowest is its complement, or 0. */
export function saturated(m: Builder, x: Value, upper: Word, signed: boolean): { value: Value; hit: Value } {
  const lower = signed ? m.not(upper) : 0;
  const below = m.lessSigned(x, lower);
  const above = m.lessSigned(upper, x);
  return { value: m.select(below, lower, m.select(above, upper, x)), hit: m.or(below, above) };
}

/** SSAT and USAT: `imm` is the upper bound. Q records that a bound was hit. */
export const saturate =
  (signed: boolean) =>
  (m: Builder, i: Op<'d' | 'm' | 'shift' | 'amount' | 'imm'>): void => {
    const { value, hit } = saturated(m, m.shift(m.reg(i.m), i.shift, i.amount).value, i.imm, signed);
    m.setReg(i.d, value);
    m.setSaturated(hit);
  };
