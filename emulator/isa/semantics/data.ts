/** Data processing: arithmetic, logic, moves and shifts, as the manual's Operation sections say it (A7.7). */
import type { Builder, Sum, Value } from '../builder.js';
import type { OperandName, Operands } from '../operands.js';

type Op<K extends OperandName> = Pick<Operands, K>;
type ShiftedOperand = Op<'m' | 'shift' | 'amount'>;
type ExpandedOperand = Op<'imm' | 'rotated'>;

const shifted = (m: Builder, i: ShiftedOperand) => m.shift(m.reg(i.m), i.shift, i.amount);
/** ThumbExpandImm_C: a rotated constant gives its top bit as the carry. */
const expanded = (m: Builder, i: ExpandedOperand) => ({ value: i.imm, carry: i.rotated ? m.lsr(i.imm, 31) : null });

/** Arithmetic: the flags come from AddWithCarry. */
export type Arithmetic = (m: Builder, n: Value, second: Value) => Sum;
export const ADD: Arithmetic = (m, n, x) => m.addWithCarry(n, x, 0);
export const ADC: Arithmetic = (m, n, x) => m.addWithCarry(n, x, m.carry);
export const SUB: Arithmetic = (m, n, x) => m.addWithCarry(n, m.not(x), 1);
export const SBC: Arithmetic = (m, n, x) => m.addWithCarry(n, m.not(x), m.carry);
export const RSB: Arithmetic = (m, n, x) => m.addWithCarry(x, m.not(n), 1);

export const arithmeticRegister =
  (op: Arithmetic) =>
  (m: Builder, i: Op<'d' | 'n' | 'S'> & ShiftedOperand): void => {
    const sum = op(m, m.reg(i.n), shifted(m, i).value);
    m.withinStack(i.d, sum.value);
    m.setReg(i.d, sum.value);
    if (i.S) m.setFlags(sum);
  };

export const arithmeticImmediate =
  (op: Arithmetic) =>
  (m: Builder, i: Op<'d' | 'n' | 'imm' | 'S'>): void => {
    const sum = op(m, m.reg(i.n), i.imm);
    m.withinStack(i.d, sum.value);
    m.setReg(i.d, sum.value);
    if (i.S) m.setFlags(sum);
  };

export const compareRegister =
  (op: Arithmetic) =>
  (m: Builder, i: Op<'n'> & ShiftedOperand): void =>
    m.setFlags(op(m, m.reg(i.n), shifted(m, i).value));

export const compareImmediate =
  (op: Arithmetic) =>
  (m: Builder, i: Op<'n' | 'imm'>): void =>
    m.setFlags(op(m, m.reg(i.n), i.imm));

/** Logic: C comes from the shifter, V does not change. */
export type Logic = (m: Builder, n: Value, second: Value) => Value;
export const AND: Logic = (m, n, x) => m.and(n, x);
export const ORR: Logic = (m, n, x) => m.or(n, x);
export const EOR: Logic = (m, n, x) => m.xor(n, x);
export const BIC: Logic = (m, n, x) => m.and(n, m.not(x));
export const ORN: Logic = (m, n, x) => m.or(n, m.not(x));

export const logicRegister =
  (op: Logic) =>
  (m: Builder, i: Op<'d' | 'n' | 'S'> & ShiftedOperand): void => {
    const { value, carry } = shifted(m, i);
    const result = op(m, m.reg(i.n), value);
    m.setReg(i.d, result);
    if (i.S) m.setNZC(result, carry);
  };

export const logicImmediate =
  (op: Logic) =>
  (m: Builder, i: Op<'d' | 'n' | 'S'> & ExpandedOperand): void => {
    const { value, carry } = expanded(m, i);
    const result = op(m, m.reg(i.n), value);
    m.setReg(i.d, result);
    if (i.S) m.setNZC(result, carry);
  };

export const testRegister =
  (op: Logic) =>
  (m: Builder, i: Op<'n'> & ShiftedOperand): void => {
    const { value, carry } = shifted(m, i);
    m.setNZC(op(m, m.reg(i.n), value), carry);
  };

export const testImmediate =
  (op: Logic) =>
  (m: Builder, i: Op<'n'> & ExpandedOperand): void => {
    const { value, carry } = expanded(m, i);
    m.setNZC(op(m, m.reg(i.n), value), carry);
  };

/** MOV and MVN. */
type Unary = (m: Builder, x: Value) => Value;
export const MOV: Unary = (_m, x) => x;
export const MVN: Unary = (m, x) => m.not(x);

export const moveRegister =
  (op: Unary) =>
  (m: Builder, i: Op<'d' | 'S'> & ShiftedOperand): void => {
    const { value, carry } = shifted(m, i);
    const result = op(m, value);
    m.withinStack(i.d, result);
    m.setReg(i.d, result);
    if (i.S) m.setNZC(result, carry);
  };

export const moveImmediate =
  (op: Unary) =>
  (m: Builder, i: Op<'d' | 'S'> & ExpandedOperand): void => {
    const { value, carry } = expanded(m, i);
    const result = op(m, value);
    m.setReg(i.d, result);
    if (i.S) m.setNZC(result, carry);
  };

export const MOVW = (m: Builder, i: Op<'d' | 'imm'>): void => m.setReg(i.d, i.imm);
/** `imm` stands in the upper half already. */
export const MOVT = (m: Builder, i: Op<'d' | 'imm'>): void => m.setReg(i.d, m.or(m.and(m.reg(i.d), 0xffff), i.imm));
export const ADR = (m: Builder, i: Op<'d' | 'target'>): void => m.setReg(i.d, i.target);

export const shiftByRegister = (m: Builder, i: Op<'d' | 'n' | 'm' | 'registerShift' | 'S'>): void => {
  const { value, carry } = m.shiftByRegister(m.reg(i.n), i.registerShift, m.reg(i.m));
  m.setReg(i.d, value);
  if (i.S) m.setNZC(value, carry);
};

/** ADD and MOV that write the PC: ALUWritePC, which is BranchWritePC in Thumb state. */
export const addToPC = (m: Builder, i: Op<'n' | 'm'>): void => m.branchWrite(m.add(m.reg(i.n), m.reg(i.m)));
export const moveToPC = (m: Builder, i: Op<'m'>): void => m.branchWrite(m.reg(i.m));
