/** Multiplication and division (Armv7-M ARM, A4.4.3 and A4.4.6). */
import type { Builder } from '../builder.js';
import type { OperandName, Operands } from '../operands.js';
import { addWide, multiplyWide } from './wide.js';

type Op<K extends OperandName> = Pick<Operands, K>;

export const MUL = (m: Builder, i: Op<'d' | 'n' | 'm' | 'S'>): void => {
  const result = m.mul(m.reg(i.n), m.reg(i.m));
  m.setReg(i.d, result);
  if (i.S) m.setNZC(result, null);
};

export const MLA = (m: Builder, i: Op<'d' | 'n' | 'm' | 'a'>): void =>
  m.setReg(i.d, m.add(m.reg(i.a), m.mul(m.reg(i.n), m.reg(i.m))));

export const MLS = (m: Builder, i: Op<'d' | 'n' | 'm' | 'a'>): void =>
  m.setReg(i.d, m.sub(m.reg(i.a), m.mul(m.reg(i.n), m.reg(i.m))));

export const multiplyLong =
  (signed: boolean) =>
  (m: Builder, i: Op<'lo' | 'hi' | 'n' | 'm'>): void => {
    const { lo, hi } = multiplyWide(m, m.reg(i.n), m.reg(i.m), signed);
    m.setReg(i.lo, lo);
    m.setReg(i.hi, hi);
  };

export const multiplyAccumulateLong =
  (signed: boolean) =>
  (m: Builder, i: Op<'lo' | 'hi' | 'n' | 'm'>): void => {
    const product = multiplyWide(m, m.reg(i.n), m.reg(i.m), signed);
    const { lo, hi } = addWide(m, { lo: m.reg(i.lo), hi: m.reg(i.hi) }, product);
    m.setReg(i.lo, lo);
    m.setReg(i.hi, hi);
  };

export const UDIV = (m: Builder, i: Op<'d' | 'n' | 'm'>): void => {
  m.divisionTraps(m.reg(i.m));
  m.setReg(i.d, m.udiv(m.reg(i.n), m.reg(i.m)));
};

export const SDIV = (m: Builder, i: Op<'d' | 'n' | 'm'>): void => {
  m.divisionTraps(m.reg(i.m));
  m.setReg(i.d, m.sdiv(m.reg(i.n), m.reg(i.m)));
};
