/** What a machine asks of its exceptions, whichever architecture's they are. */
import type { AccessFailure } from '../core/access.js';
import type { Fault } from '../core/events.js';
import type { Cause } from './causes.js';

/** The core is in a handler now, or locked up. `fault` is the first of those that led there; `derived` in it has the next. */
export type EntryOutcome =
  | {
      readonly kind: 'entered';
      readonly exception: number;
      /** Nothing was unstacked and stacked in between. */
      readonly tailChained: boolean;
      readonly fault?: Fault;
    }
  | { readonly kind: 'lockup'; readonly fault: Fault };

export type ReturnOutcome =
  | EntryOutcome
  | {
      readonly kind: 'returned';
      readonly from: number;
      /** The exception that goes on, 0 for Thread mode. */
      readonly to: number;
      /** SLEEPONEXIT: go to sleep as WFI does before the next instruction. */
      readonly sleep: boolean;
    };

export type FaultOutcome = EntryOutcome;
export type ResetOutcome = { readonly kind: 'reset' } | { readonly kind: 'lockup'; readonly fault: Fault };

export interface CoreExceptions {
  /** Whether the core is in lockup. A reset, a debugger, and at priority -1 an NMI end it (B1.5.15). */
  readonly lockedUp: boolean;
  /** A debugger lets the core go on: it executes the instruction at PC, and locks up again if that faults again. */
  leaveLockup(): void;
  /** From -4 to 256, lower is more urgent. */
  executionPriority(): number;
  /** What HFNMIENA asks (`MpuContext`) for the MPU of a security state. */
  negativePriority(secure?: boolean): boolean;
  /**
   * A number that differs whenever the rights that MPU and SAU grant to code of a security state may differ; compare it after
   * anything that may touch them or the execution priority (an access to the PPB, MSR, CPS, entry, return).
   */
  rightsKey(secure: boolean): number;
  /** The number of the exception that preempts what runs now, if any. Cheap; several may be pending. */
  pendingToTake(): number | undefined;
  /** TakeReset: registers, the whole system half, SP and PC from the vector table. Memory stays as it is. */
  reset(): ResetOutcome;
  /** Exception entry for `pendingToTake()`, between two instructions; PC is the address to return to. */
  enter(): EntryOutcome;
  /**
   * The instruction at PC raises a synchronous exception. PC and ITSTATE are still those of the instruction, and nothing of it
   * has taken effect; for SVC, PC and ITSTATE move on here.
   */
  raise(cause: Cause): FaultOutcome;
  /** Whether `checkFloats` would find nothing to do. */
  readonly floatsReady: boolean;
  /** ExecuteFPCheck, ahead of every floating-point instruction; the cause if the instruction does not happen. */
  checkFloats(): Cause | undefined;
  /** Whether the BusFault of a load or store is ignored: CCR.BFHFNMIGN at negative priority. */
  ignoresBusFault(failure: AccessFailure): boolean;
  /**
   * What a branch to this address means beside going there: the start of an exception return or, from Secure state, of a
   * function return; undefined if it is a plain address.
   */
  magicBranch(target: number): 'exceptionReturn' | 'functionReturn' | undefined;
  /** ExceptionReturn, for a branch to `excReturn`. PC is still the address of the instruction that branched. */
  returnFrom(excReturn: number): ReturnOutcome;
  /** Whether something pending ends WFI: it would preempt if PRIMASK were 0. */
  wakesFromWfi(): boolean;
  /** WFE: takes the event if there is one; `true` means sleep until `wakesFromWfe`. */
  waitForEvent(): boolean;
  wakesFromWfe(): boolean;
  /** SEV. */
  sendEvent(): void;
  save(): unknown;
  restore(state: unknown): void;
}
