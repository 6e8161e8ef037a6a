/** Awareness of Mbed OS: who holds the MPU's locks, and whether counts and regions agree. */
export {
  COUNTER_NAMES,
  findLockCounters,
  LOCK_IDS,
  LOCK_TITLES,
  type GlobalVariables,
  type LockCounter,
  type LockCounters,
  type LockId,
} from './counters.js';
export {
  applyLockEvent,
  HISTORY_LIMIT,
  HOLDER_LIMIT,
  initialLocks,
  lockFindings,
  type HistoryEntry,
  type LockEvent,
  type LockFinding,
  type LockHolder,
  type LocksState,
  type LockState,
} from './history.js';
export { hasDriverLayout, protectionOf, type Protection } from './protection.js';
export {
  FIRST_LOCK_WATCHPOINT,
  holderText,
  LockTracker,
  type LockReport,
  type LocksReport,
  type LockTrackerOptions,
  type TrackedMachine,
} from './tracker.js';
export { runTracked, type RunnableMachine, type RunObserver } from './run.js';
