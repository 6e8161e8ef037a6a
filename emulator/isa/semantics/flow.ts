/** Branches, hints, and the operations that leave to the core (Armv7-M ARM, A4.3, A4.9 and B5.2). */
import type { Builder, SystemOperation } from '../builder.js';
import type { OperandName, Operands } from '../operands.js';

type Op<K extends OperandName> = Pick<Operands, K>;

export const B = (m: Builder, i: Op<'target'>): void => m.branch(i.target);
export const Bcond = (m: Builder, i: Op<'cond' | 'target'>): void => m.branchIf(m.condition(i.cond), i.target);

export const CBZ = (m: Builder, i: Op<'n' | 'nonzero' | 'target'>): void => {
  const zero = m.equal(m.reg(i.n), 0);
  m.branchIf(i.nonzero ? m.xor(zero, 1) : zero, i.target);
};

export const BL = (m: Builder, i: Op<'target'>): void => {
  m.setReg(m.lr, m.or(m.next, 1));
  m.branch(i.target);
};

export const BLX = (m: Builder, i: Op<'m'>): void => {
  const target = m.reg(i.m);
  m.setReg(m.lr, m.or(m.next, 1));
  m.callExchange(target);
};

export const BX = (m: Builder, i: Op<'m'>): void => m.branchExchange(m.reg(i.m));

/** TBB and TBH: the table's entries count halfwords from the following instruction. */
export const tableBranch =
  (size: 1 | 2) =>
  (m: Builder, i: Op<'n' | 'm'>): void => {
    const index = m.reg(i.m);
    const entry = m.load(m.add(m.reg(i.n), size === 2 ? m.lsl(index, 1) : index), size);
    m.branchWrite(m.add(m.reg(m.pc), m.lsl(entry, 1)));
  };

/** IT does nothing by itself: the decoder has given each of the next instructions its condition. */
export const NOP = (_m: Builder, _i: object): void => undefined;

/** What belongs to the core: it reads the operands itself. */
export const system =
  (operation: SystemOperation) =>
  (m: Builder, _i: object): void =>
    m.system(operation);
