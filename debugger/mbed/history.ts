/**
 * The locks' life as a fold over events: counts, peaks, holders, history, findings. Pure and immutable, so a state can be kept
 * with a snapshot of the machine and put back with it.
 */
import type { Finding } from '../../base/index.js';
import type { RegisterSnapshot } from '../../emulator/index.js';
import type { CallFrame } from '../faults/index.js';
import { LOCK_IDS, LOCK_TITLES, type LockId } from './counters.js';
import type { Protection } from './protection.js';

interface Moment {
  /** Instructions since reset. */
  readonly retired: number;
  /** The instruction that wrote. */
  readonly pc: number;
  /** Who called, innermost first; the manager's and the driver's own functions are left out. */
  readonly callSites: readonly CallFrame[];
  readonly registers: RegisterSnapshot;
}

export type LockEvent = Moment &
  (
    | {
        /** `set`: the counter changed by other means than one lock or unlock. */
        readonly kind: 'lock' | 'unlock' | 'set';
        readonly lock: LockId;
        readonly before: number;
        readonly after: number;
        /** `ScopedRamExecutionLock`, or the plain function. */
        readonly how: string;
        /** The regions right after the write; undefined while their layout is not the driver's. */
        readonly protection: Protection | undefined;
      }
    /** mbed_mpu_init and mbed_mpu_free have done their work. */
    | { readonly kind: 'initialize' | 'free' }
    /** ENABLE bits were switched by `how`, not by init. */
    | {
        readonly kind: 'toggle';
        readonly lock: LockId;
        readonly enabled: boolean;
        readonly how: string;
        readonly byManager: boolean;
      }
  );

export type CounterEvent = Extract<LockEvent, { kind: 'lock' | 'unlock' | 'set' }>;

/** A lock call that no unlock call has answered yet. */
export interface LockHolder {
  readonly how: string;
  readonly retired: number;
  readonly pc: number;
  readonly callSites: readonly CallFrame[];
}

/** One row of a lock's history; `before` and `after` are equal where the counter was not touched. */
export interface HistoryEntry {
  readonly kind: 'lock' | 'unlock' | 'set' | 'initialize' | 'free';
  readonly before: number;
  readonly after: number;
  readonly retired: number;
  readonly pc: number;
  readonly callSites: readonly CallFrame[];
}

export interface LockFinding extends Finding {
  readonly lock: LockId;
  readonly retired: number;
  readonly pc: number;
  readonly callSites: readonly CallFrame[];
}

export interface LockState {
  readonly count: number;
  readonly peak: number;
  /** Oldest first. */
  readonly holders: readonly LockHolder[];
  /** Holders beyond the limit, which are counted only. */
  readonly unnamedHolders: number;
  /** Oldest first, the last HISTORY_LIMIT. */
  readonly history: readonly HistoryEntry[];
  readonly dropped: number;
  readonly findings: readonly LockFinding[];
  /** Lock and unlock calls since reset. */
  readonly calls: number;
  /** The manager has switched the protection off, and the count has not been written since. */
  readonly switchedAlone: boolean;
}

export interface LocksState extends Readonly<Record<LockId, LockState>> {
  /** Whether mbed_mpu_init has run and mbed_mpu_free has not. */
  readonly initialized: boolean;
  /** Whether mbed_mpu_init has run at all. */
  readonly everInitialized: boolean;
}

export const HISTORY_LIMIT = 1000;
export const HOLDER_LIMIT = 1000;
const FINDING_LIMIT = 50;

const EMPTY: LockState = {
  count: 0,
  peak: 0,
  holders: [],
  unnamedHolders: 0,
  history: [],
  dropped: 0,
  findings: [],
  calls: 0,
  switchedAlone: false,
};

/** The state at reset, or when a debugger attaches: counts as memory has them, and whether the MPU is on already. */
export function initialLocks(counts: Readonly<Record<LockId, number>>, initialized: boolean): LocksState {
  const of = (id: LockId): LockState => ({ ...EMPTY, count: counts[id], peak: counts[id] });
  return { ramExecution: of('ramExecution'), romWrite: of('romWrite'), initialized, everInitialized: initialized };
}

/** Puts one event on top. */
export function applyLockEvent(state: LocksState, event: LockEvent): LocksState {
  switch (event.kind) {
    case 'initialize':
    case 'free':
      return driverEvent(state, event, event.kind);
    case 'toggle':
      return withLock(state, event.lock, (lock) => switched(lock, event, state.everInitialized));
    case 'lock':
    case 'unlock':
    case 'set':
      return withLock(state, event.lock, (lock) => counted(lock, event, state.everInitialized));
  }
}

function withLock(state: LocksState, id: LockId, change: (lock: LockState) => LockState): LocksState {
  return { ...state, [id]: change(state[id]) };
}

function driverEvent(state: LocksState, event: Moment, kind: 'initialize' | 'free'): LocksState {
  const next = (id: LockId): LockState => {
    const lock = state[id];
    const { count } = lock;
    const logged = remembered(lock, { ...momentOf(event), kind, before: count, after: count });
    return kind === 'initialize' && count > 0 ? found(logged, initUnderLock(event, id, count)) : logged;
  };
  const initialized = kind === 'initialize';
  return {
    ramExecution: next('ramExecution'),
    romWrite: next('romWrite'),
    initialized,
    everInitialized: state.everInitialized || initialized,
  };
}

/**
 * A lock call switches the protection off before it writes the count, an unlock call on after it. Off and on again without a
 * write between means that the compiler has proved that nobody reads the count in between, and left the writes out.
 */
function switched(lock: LockState, event: Extract<LockEvent, { kind: 'toggle' }>, everInitialized: boolean): LockState {
  if (!everInitialized) return found(lock, beforeInit(event, event.lock));
  if (!event.byManager) return lock;
  const noted = event.enabled && lock.switchedAlone ? found(lock, countLeftOut(event)) : lock;
  return { ...noted, switchedAlone: !event.enabled };
}

function momentOf({ retired, pc, callSites }: Moment): Omit<HistoryEntry, 'kind' | 'before' | 'after'> {
  return { retired, pc, callSites };
}

function remembered(lock: LockState, entry: HistoryEntry): LockState {
  const excess = lock.history.length + 1 - HISTORY_LIMIT;
  const kept = excess > 0 ? lock.history.slice(excess) : lock.history;
  return { ...lock, history: [...kept, entry], dropped: lock.dropped + Math.max(0, excess) };
}

function counted(lock: LockState, event: CounterEvent, everInitialized: boolean): LockState {
  const { kind, before, after } = event;
  let next = remembered(lock, { ...momentOf(event), kind, before, after });
  next = { ...next, count: after, peak: Math.max(lock.peak, after), switchedAlone: false };
  if (kind === 'set')
    return found(
      { ...next, holders: after === 0 ? [] : next.holders, unnamedHolders: after === 0 ? 0 : next.unnamedHolders },
      setOtherwise(event),
    );
  next = { ...(kind === 'lock' ? taken(next, event) : given(next, event)), calls: next.calls + 1 };
  for (const finding of countFindings(event, everInitialized)) next = found(next, finding);
  return next;
}

function taken(lock: LockState, { how, retired, pc, callSites }: CounterEvent): LockState {
  if (lock.holders.length >= HOLDER_LIMIT) return { ...lock, unnamedHolders: lock.unnamedHolders + 1 };
  return { ...lock, holders: [...lock.holders, { how, retired, pc, callSites }] };
}

function given(lock: LockState, event: CounterEvent): LockState {
  if (lock.unnamedHolders > 0) return { ...lock, unnamedHolders: lock.unnamedHolders - 1 };
  const index = releasedBy(lock.holders, event.callSites);
  return index === -1 ? lock : { ...lock, holders: lock.holders.filter((_, n) => n !== index) };
}

const SCOPED = /(^|::)~?Scoped(RamExecution|RomWrite)Lock$/;

/** Whether a frame is a constructor or destructor of the RAII classes. */
export function isScopedLock(frame: CallFrame): boolean {
  return frame.function !== undefined && SCOPED.test(frame.function.replace(/\(.*$/, ''));
}

/** The frame that wanted the lock: the first that is not the RAII class itself. */
function owner(callSites: readonly CallFrame[]): CallFrame | undefined {
  return callSites.find((frame) => !isScopedLock(frame));
}

/**
 * Which holder an unlock call answers: the latest of the same activation of the same function (as RAII objects do it), else the
 * latest of the same function, else the latest.
 */
function releasedBy(holders: readonly LockHolder[], callSites: readonly CallFrame[]): number {
  const releasing = owner(callSites);
  const name = releasing?.function;
  const latest = (fits: (frame: CallFrame | undefined) => boolean): number =>
    holders.findLastIndex((holder) => fits(owner(holder.callSites)));
  if (releasing !== undefined && name !== undefined) {
    const same = latest((frame) => frame?.function === name && frame.cfa !== undefined && frame.cfa === releasing.cfa);
    if (same !== -1) return same;
    const sameFunction = latest((frame) => frame?.function === name);
    if (sameFunction !== -1) return sameFunction;
  }
  return holders.length - 1;
}

// Findings

function found(lock: LockState, finding: LockFinding): LockState {
  const known = lock.findings.some(({ code, pc }) => code === finding.code && pc === finding.pc);
  if (known || lock.findings.length >= FINDING_LIMIT) return lock;
  return { ...lock, findings: [...lock.findings, finding] };
}

function finding(
  event: Moment,
  lock: LockId,
  code: string,
  severity: Finding['severity'],
  message: string,
): LockFinding {
  return { code, severity, message, lock, ...momentOf(event) };
}

function titleOf(id: LockId): string {
  return `${LOCK_TITLES[id]} lock`;
}

/** What the protection is that a lock switches off. */
const PROTECTIONS: Readonly<Record<LockId, string>> = {
  ramExecution: 'execute-never for RAM',
  romWrite: 'write protection of ROM',
};

function beforeInit(event: Moment & { readonly how: string }, lock: LockId): LockFinding {
  const message = `${event.how} ran before mbed_mpu_init: that is undefined, and init will set the regions anew.`;
  return finding(event, lock, 'locks-before-init', 'warning', message);
}

function initUnderLock(event: Moment, lock: LockId, count: number): LockFinding {
  const message =
    `mbed_mpu_init ran while the ${titleOf(lock)} was held (count ${count}): ${PROTECTIONS[lock]} is on again, and further ` +
    'locks do not switch it off until the count has been 0.';
  return finding(event, lock, 'locks-init-under-lock', 'error', message);
}

function countLeftOut(event: Extract<LockEvent, { kind: 'toggle' }>): LockFinding {
  const message =
    `The ${titleOf(event.lock)} was taken and given back without its count being written: the compiler has left the count out ` +
    'there, so count, peak and history miss such calls.';
  return finding(event, event.lock, 'locks-count-left-out', 'information', message);
}

function setOtherwise(event: CounterEvent): LockFinding {
  const message = `The count of the ${titleOf(event.lock)} went from ${event.before} to ${event.after} without a lock or unlock call.`;
  return finding(event, event.lock, 'locks-count-written', 'warning', message);
}

function countFindings(event: CounterEvent, everInitialized: boolean): readonly LockFinding[] {
  const { kind, lock, before, after } = event;
  const findings: LockFinding[] = [];
  if (!everInitialized) findings.push(beforeInit(event, lock));
  if (kind === 'unlock' && before === 0) {
    const message = `The ${titleOf(lock)} was unlocked without being held: the count wrapped from 0 to 65535.`;
    findings.push(finding(event, lock, 'locks-unlock-below-zero', 'error', message));
  }
  if (kind === 'lock' && after === 0) {
    const message = `The count of the ${titleOf(lock)} wrapped from 65535 to 0: the next lock and unlock switch ${PROTECTIONS[lock]} as if nobody held it.`;
    findings.push(finding(event, lock, 'locks-overflow', 'error', message));
  }
  const disagreement = everInitialized ? disagreementOf(event) : undefined;
  if (disagreement !== undefined) findings.push(disagreement);
  return findings;
}

/** The sentence for a count that the regions do not match; undefined if they do. */
export function disagreementText(lock: LockId, count: number, protectionOn: boolean): string | undefined {
  if (protectionOn === (count === 0)) return undefined;
  const state = protectionOn ? 'on although the lock is held' : 'off although nobody holds the lock';
  return `Count and MPU disagree: the count of the ${titleOf(lock)} is ${count}, and ${PROTECTIONS[lock]} is ${state}.`;
}

/**
 * At a lock call the regions have been switched before the count is written; at an unlock call they are switched after it, so
 * there a count of 0 is compared as it was before.
 */
function disagreementOf(event: CounterEvent): LockFinding | undefined {
  const { kind, lock, before, after, protection } = event;
  if (protection === undefined) return undefined;
  const count = kind === 'unlock' && after === 0 ? before : after;
  const text = disagreementText(lock, count, protection[lock]);
  return text === undefined ? undefined : finding(event, lock, 'locks-disagree-with-enable', 'error', text);
}

/** All findings, oldest first. */
export function lockFindings(state: LocksState): readonly LockFinding[] {
  return LOCK_IDS.flatMap((id) => state[id].findings).sort((a, b) => a.retired - b.retired);
}
