/** Loads and stores (Armv7-M ARM, A4.6 and A4.7). */
import type { Builder, Value } from '../builder.js';
import type { OperandName, Operands } from '../operands.js';

type Op<K extends OperandName> = Pick<Operands, K>;
type Size = 1 | 2 | 4;
export interface LoadKind {
  readonly size: Size;
  readonly signed: boolean;
  readonly unprivileged?: boolean;
}

/** Where a load or store goes, and what it leaves in the base register. */
const immediateAddress = (m: Builder, i: Op<'n' | 'offset' | 'index'>): Value => {
  const base = m.reg(i.n);
  const indexed = m.add(base, i.offset);
  if (i.index !== 'offset') {
    m.withinStack(i.n, m.select(m.lessUnsigned(base, indexed), base, indexed));
    m.setReg(i.n, indexed);
  }
  return i.index === 'post' ? base : indexed;
};

const registerAddress = (m: Builder, i: Op<'n' | 'm' | 'amount'>): Value =>
  m.add(m.reg(i.n), m.lsl(m.reg(i.m), i.amount));

const loaded = (m: Builder, i: Op<'t' | 'toPC'>, data: Value): void => {
  if (i.toPC) m.branchExchange(data);
  else m.setReg(i.t, data);
};

export const loadImmediate =
  (kind: LoadKind) =>
  (m: Builder, i: Op<'t' | 'n' | 'offset' | 'index' | 'toPC'>): void =>
    loaded(m, i, m.load(immediateAddress(m, i), kind.size, kind));

export const loadRegister =
  (kind: LoadKind) =>
  (m: Builder, i: Op<'t' | 'n' | 'm' | 'amount' | 'toPC'>): void =>
    loaded(m, i, m.load(registerAddress(m, i), kind.size, kind));

export const loadLiteral =
  (kind: LoadKind) =>
  (m: Builder, i: Op<'t' | 'target' | 'toPC'>): void =>
    loaded(m, i, m.load(i.target, kind.size, kind));

export const storeImmediate =
  (size: Size, unprivileged = false) =>
  (m: Builder, i: Op<'t' | 'n' | 'offset' | 'index'>): void =>
    m.store(immediateAddress(m, i), size, m.reg(i.t), { unprivileged });

export const storeRegister =
  (size: Size) =>
  (m: Builder, i: Op<'t' | 'n' | 'm' | 'amount'>): void =>
    m.store(registerAddress(m, i), size, m.reg(i.t));

export const LDRD = (m: Builder, i: Op<'t' | 't2' | 'n' | 'offset' | 'index'>): void => {
  const address = immediateAddress(m, i);
  m.aligned(address, 4);
  m.setReg(i.t, m.load(address, 4));
  m.setReg(i.t2, m.load(m.add(address, 4), 4));
};

export const LDRD_literal = (m: Builder, i: Op<'t' | 't2' | 'target'>): void => {
  m.aligned(i.target, 4);
  m.setReg(i.t, m.load(i.target, 4));
  m.setReg(i.t2, m.load(m.add(i.target, 4), 4));
};

export const STRD = (m: Builder, i: Op<'t' | 't2' | 'n' | 'offset' | 'index'>): void => {
  const address = immediateAddress(m, i);
  m.aligned(address, 4);
  m.store(address, 4, m.reg(i.t));
  m.store(m.add(address, 4), 4, m.reg(i.t2));
};

/** LDM and STM: increment after, or decrement before. */
type Direction = 'IA' | 'DB';
const listAddress = (m: Builder, i: Op<'n' | 'bytes' | 'wback'>, direction: Direction): Value => {
  const base = m.reg(i.n);
  const start = direction === 'IA' ? base : m.sub(base, i.bytes);
  if (i.wback) {
    m.withinStack(i.n, start);
    m.setReg(i.n, direction === 'IA' ? m.add(base, i.bytes) : start);
  }
  return start;
};

export const loadMultiple =
  (direction: Direction) =>
  (m: Builder, i: Op<'n' | 'list' | 'bytes' | 'wback' | 'toPC'>): void => {
    m.loadList(listAddress(m, i, direction), i.list, i.bytes);
    if (i.toPC) m.branchLoaded();
  };

export const storeMultiple =
  (direction: Direction) =>
  (m: Builder, i: Op<'n' | 'list' | 'bytes' | 'wback'>): void =>
    m.storeList(listAddress(m, i, direction), i.list, i.bytes);

/** LDA and STL: one access whose order with others is kept, as it always is here; never unaligned. */
export const loadAcquire =
  (size: Size) =>
  (m: Builder, i: Op<'t' | 'n'>): void => {
    const address = m.reg(i.n);
    if (size > 1) m.aligned(address, size as 2 | 4);
    m.setReg(i.t, m.load(address, size));
  };

export const storeRelease =
  (size: Size) =>
  (m: Builder, i: Op<'t' | 'n'>): void => {
    const address = m.reg(i.n);
    if (size > 1) m.aligned(address, size as 2 | 4);
    m.store(address, size, m.reg(i.t));
  };
