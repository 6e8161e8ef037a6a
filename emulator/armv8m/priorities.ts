/** The priority that code of either security state runs at (Armv8-M ARM, B3.13). */
import type { CpuState } from '../core/cpu-state.js';
import { EXCEPTION } from '../core/events.js';
import { THREAD_PRIORITY } from '../system/exception-table.js';
import { NON_SECURE_LIMIT, type SecureExceptionTable } from './exception-table.js';

export interface PrioritySources {
  readonly cpu: CpuState;
  readonly table: SecureExceptionTable;
}

/** Of the HardFault that is not above the NMI; that of the Secure one is -3 where BFHFNMINS is 1. */
export const HARD_FAULT_PRIORITY = -1;

/** What the masks of both states make of the priority (B3.13, ExecutionPriority). */
export function boostedPriority({ cpu, table }: PrioritySources, withPrimask: boolean): number {
  const ns = cpu.bank(false);
  const s = cpu.bank(true);
  const nonSecureTop = table.prioritiseSecure ? NON_SECURE_LIMIT : 0;
  let boosted = THREAD_PRIORITY;
  const boost = (priority: number): void => {
    boosted = Math.min(boosted, priority);
  };
  const basepri = (bank: { readonly basepri: number }): number => bank.basepri & table.priorityMask;
  if (basepri(ns) !== 0) boost(table.groupPriority(basepri(ns), false));
  if (basepri(s) !== 0) boost(table.groupPriority(basepri(s), true));
  if (withPrimask && ns.primask !== 0) boost(nonSecureTop);
  if (withPrimask && s.primask !== 0) boost(0);
  if (ns.faultmask !== 0) boost(!table.security || table.faultsNonSecure ? HARD_FAULT_PRIORITY : nonSecureTop);
  if (s.faultmask !== 0) boost(table.faultsNonSecure ? -3 : HARD_FAULT_PRIORITY);
  return boosted;
}

/** ExecutionPriority: from -3 to 256, lower is more urgent. */
export function executionPriority(sources: PrioritySources): number {
  return Math.min(sources.table.activePriority(), boostedPriority(sources, true));
}

/** IsReqExcPriNeg: HardFault or NMI of this state is active, or its FAULTMASK is set. */
export function negativePriority({ cpu, table }: PrioritySources, secure: boolean): boolean {
  if (cpu.bank(secure).faultmask !== 0) return true;
  if (table.isActive({ exception: EXCEPTION.HardFault, secure })) return true;
  return table.targetsSecure(EXCEPTION.NMI) === secure && table.isActive(table.vector(EXCEPTION.NMI, secure));
}
