/** What a run of the machine answers with: why it stopped, and what went wrong. Plain, frozen data. */
import type { Access, AccessFailure } from './access.js';

/** Exception numbers of Armv7-M (Armv7-M ARM, B1.5.2); 16 and up are external interrupts. */
export const EXCEPTION = {
  Reset: 1,
  NMI: 2,
  HardFault: 3,
  MemManage: 4,
  BusFault: 5,
  UsageFault: 6,
  /** Of Armv8-M Mainline with the Security Extension. */
  SecureFault: 7,
  SVCall: 11,
  DebugMonitor: 12,
  PendSV: 14,
  SysTick: 15,
} as const;

/** Every register that a program can see, at one moment. */
export interface RegisterSnapshot {
  /** R0 to R15: 13 the current stack pointer, 15 the address of the next instruction (of the culprit, in a fault). */
  readonly r: readonly number[];
  readonly xpsr: number;
  readonly msp: number;
  readonly psp: number;
  readonly control: number;
  readonly primask: number;
  readonly faultmask: number;
  readonly basepri: number;
  /** Of cores with an FPU: S0 to S31, as bits, and FPSCR. */
  readonly floats?: { readonly s: readonly number[]; readonly fpscr: number };
  /** Of Armv8-M: the limits of both stacks. */
  readonly limits?: { readonly msplim: number; readonly psplim: number };
  /** With the Security Extension: the state that the core is in, CONTROL.SFPA, and what the other state has banked. */
  readonly security?: {
    readonly secure: boolean;
    readonly sfpa: boolean;
    readonly other: BankedRegisters;
  };
}

/** The registers that each security state has (Armv8-M ARM, B3.3); CONTROL without FPCA. */
export interface BankedRegisters {
  readonly msp: number;
  readonly psp: number;
  readonly control: number;
  readonly primask: number;
  readonly faultmask: number;
  readonly basepri: number;
  readonly msplim: number;
  readonly psplim: number;
}

/** A status bit of CFSR or HFSR, by its name in the manual (Armv7-M ARM, B3.2.15 and B3.2.16). */
export type FaultBit =
  | 'IACCVIOL'
  | 'DACCVIOL'
  | 'MUNSTKERR'
  | 'MSTKERR'
  | 'MLSPERR'
  | 'IBUSERR'
  | 'PRECISERR'
  | 'IMPRECISERR'
  | 'UNSTKERR'
  | 'STKERR'
  | 'LSPERR'
  | 'UNDEFINSTR'
  | 'INVSTATE'
  | 'INVPC'
  | 'NOCP'
  | 'UNALIGNED'
  | 'DIVBYZERO'
  | 'STKOF'
  | 'VECTTBL'
  | 'FORCED'
  | 'DEBUGEVT'
  | SecureFaultBit;

/** A status bit of SFSR (Armv8-M ARM, D1.2.227); its LSPERR bears the register's name, because BFSR has one too. */
export type SecureFaultBit = 'INVEP' | 'INVIS' | 'INVER' | 'AUVIOL' | 'INVTRAN' | 'SFSR.LSPERR' | 'LSERR';

/** Why an exception became a HardFault or a lockup instead of being taken as itself. */
export type Escalation =
  | 'disabled' // its SHCSR enable bit is 0
  | 'priority' // its priority is not high enough to preempt
  | 'vectorRead' // its vector could not be read
  | 'negativePriority'; // it happened in HardFault, NMI or with FAULTMASK set: lockup

/** One fault as it happened. */
export interface Fault {
  /** The exception that was taken for it (HardFault after escalation); 0 if the core locked up instead. */
  readonly exception: number;
  /** The exception that it would have been. */
  readonly original: number;
  readonly escalation?: Escalation;
  /**
   * Status bits that this fault set and that were not set before (`newBits`), and all that it stands for (`bits`). On a core
   * without status registers `bits` tells the cause in the same names, and nothing is set.
   */
  readonly bits: readonly FaultBit[];
  readonly newBits: readonly FaultBit[];
  /** CFSR, HFSR, MMFAR and BFAR right after the fault; 0 on a core without them. */
  readonly cfsr: number;
  readonly hfsr: number;
  readonly mmfar: number;
  readonly bfar: number;
  /** SFSR and SFAR, and the security state that the exception is taken to, of a core with the Security Extension. */
  readonly sfsr?: number | undefined;
  readonly sfar?: number | undefined;
  readonly secure?: boolean;
  /** The access that failed, with the verdict; absent for faults that are not about memory. */
  readonly failure?: AccessFailure;
  /** Address of the instruction that did it: what exception entry stacks, or would have. */
  readonly pc: number;
  /** Before exception entry moved anything. */
  readonly before: RegisterSnapshot;
  /** The exception whose entry or return was under way, for stacking, unstacking and vector faults. */
  readonly during?: { readonly what: 'entry' | 'return'; readonly exception: number };
  /** Whether the frame on the stack is whole; false after MSTKERR and STKERR. */
  readonly stacked: boolean;
  /** The next fault that the entry to this one's exception met (stacking, vector read). */
  readonly derived?: Fault;
}

/** A write to a watched range, reported after the instruction that did it has retired. */
export interface WatchHit {
  readonly watchpointId: number;
  readonly access: Access;
  /** The instruction. */
  readonly pc: number;
}

/** What only a human or a test can mend; kept in order, never thrown. */
export interface MachineFinding {
  readonly code: string;
  readonly message: string;
  readonly pc: number;
  readonly retired: number;
}

/** Why `Machine.run` came back. `pc` is the next instruction; `retired` counts all instructions since reset. */
export type StopEvent = { readonly pc: number; readonly retired: number } & (
  | { readonly reason: 'budget' }
  | { readonly reason: 'breakpoint' }
  | { readonly reason: 'watchpoint'; readonly hit: WatchHit }
  /** A BKPT that is no semihosting call. The instruction has not been executed. */
  | { readonly reason: 'bkpt'; readonly immediate: number }
  /** After exception entry, before the handler's first instruction. */
  | { readonly reason: 'fault'; readonly fault: Fault }
  | { readonly reason: 'lockup'; readonly fault: Fault }
  /** Another exception was entered or left; only with `stopAtExceptions`. */
  | { readonly reason: 'exceptionEntry' | 'exceptionReturn'; readonly exception: number }
  /** Semihosting SYS_EXIT or SYS_EXIT_EXTENDED. */
  | { readonly reason: 'exit'; readonly status: number; readonly applicationExit: boolean }
  /** AIRCR.SYSRESETREQ or VECTRESET. */
  | { readonly reason: 'reset' }
  /** WFI or WFE with nothing that could ever wake the core. */
  | { readonly reason: 'sleeping' }
);
