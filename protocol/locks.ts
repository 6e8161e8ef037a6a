/** Mbed OS's MPU lock manager: who holds the RAM-execution and the ROM-write lock, and how the counts came to be. */
import type { CallSite, FindingBody, MemoryReference } from './common.js';

export type LockId = 'ramExecution' | 'romWrite';

/** One moment of a lock's life. */
export interface LockEventBody {
  /** `initialize` and `free` are mbed_mpu_init and mbed_mpu_free: they touch the protection, not the count. */
  readonly kind: 'lock' | 'unlock' | 'initialize' | 'free';
  /** The counter before and after; equal for `initialize` and `free`. */
  readonly before: number;
  readonly after: number;
  /** Instructions retired since reset: the emulator's clock. */
  readonly retired: number;
  /** Who called, innermost first; the lock function itself is left out. Empty if unwinding failed. */
  readonly callSites: readonly CallSite[];
}

/** A lock call that no unlock call has answered yet. */
export interface LockHolderBody {
  /** `ScopedRamExecutionLock`, or the plain function that was called. */
  readonly how: string;
  readonly retired: number;
  readonly callSites: readonly CallSite[];
}

export interface LockBody {
  readonly id: LockId;
  /** `RAM execution` or `ROM write`. */
  readonly title: string;
  /** False where the linker dropped the counter because nobody calls the lock: then the numbers are 0 and mean nothing. */
  readonly linked: boolean;
  /** The counter now, 0 to 65535. */
  readonly count: number;
  /** The highest count since reset. */
  readonly peak: number;
  /** Where the counter lives, and its symbol. Absent when not linked. */
  readonly address?: MemoryReference;
  readonly symbol?: string;
  /** Whether the regions that this lock switches are enabled now, read from the MPU itself. */
  readonly protectionOn: boolean;
  /** Oldest first. May be shorter than `count`: the program may have written the counter by other means. */
  readonly holders: readonly LockHolderBody[];
  /** Oldest first; the adapter keeps the last 1,000. */
  readonly history: readonly LockEventBody[];
  /** Events that the limit dropped. */
  readonly dropped: number;
  /** E.g. that count and ENABLE bits disagree, an unlock without a lock, a counter that wrapped. */
  readonly findings: readonly FindingBody[];
}

export interface LocksBody {
  /** False for a program without Mbed OS's MPU manager: then `locks` is empty. */
  readonly present: boolean;
  /** Why there is nothing to see, or that mbed_mpu_init has not run yet. One sentence. */
  readonly note?: string;
  /** RAM execution first, then ROM write. */
  readonly locks: readonly LockBody[];
}
