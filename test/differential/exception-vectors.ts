/** Which vector a cell changes: that of the exception that its source leads to. */
import type { Cell, Source, Trigger } from './exception-cells.js';

export const EXCEPTION_OF: Readonly<Record<Trigger, number>> = {
  NMI: 2,
  HardFault: 3,
  MemManage: 4,
  BusFault: 5,
  UsageFault: 6,
  SVCall: 11,
  PendSV: 14,
  interrupt: 16,
};

const VECTOR_OF: Readonly<Partial<Record<Source, Trigger>>> = {
  SVC: 'SVCall',
  'pend PendSV': 'PendSV',
  'pend NMI': 'NMI',
  'pend interrupt': 'interrupt',
  undefined: 'UsageFault',
  'load denied': 'MemManage',
  'fetch from nothing': 'BusFault',
};

const isConfigurable = (exception: number): boolean =>
  exception >= EXCEPTION_OF.MemManage && exception <= EXCEPTION_OF.UsageFault;

/** The exception's number; HardFault's for what has none of its own, or one that is not enabled. */
export function vectorNumber({ source, enabled }: Cell): number {
  const own = EXCEPTION_OF[VECTOR_OF[source] ?? 'HardFault'];
  return isConfigurable(own) && enabled === 'none enabled' ? EXCEPTION_OF.HardFault : own;
}
