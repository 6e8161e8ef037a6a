/**
 * Follows Mbed OS's locks while a program runs: watchpoints on the counters and on the MPU's registers, whose hits the user
 * never sees. What was learnt is an immutable state that goes with snapshots of the machine.
 */
import type { Finding } from '../../base/index.js';
import type { MpuView, RegisterSnapshot, StopEvent, Watchpoint } from '../../emulator/index.js';
import type { CallFrame, LockView, ReadBytes, SourceResolver } from '../faults/index.js';
import { lineText } from '../faults/index.js';
import { MPU_REGISTER_RANGE } from '../mpu/index.js';
import { COUNTER_BYTES, LOCK_IDS, LOCK_TITLES, type LockCounter, type LockCounters, type LockId } from './counters.js';
import {
  applyLockEvent,
  disagreementText,
  initialLocks,
  isScopedLock,
  type HistoryEntry,
  type LockEvent,
  type LockHolder,
  type LocksState,
} from './history.js';
import { enableBits, hasDriverLayout, mpuOn, protectionOf, type Protection } from './protection.js';

/** The parts of a machine that the tracker looks at. `Machine` fits. */
export interface TrackedMachine {
  readonly mpuView: MpuView;
  readonly retired: number;
  registers(): RegisterSnapshot;
  readMemory(address: number, length: number): Uint8Array;
}

export interface LockTrackerOptions {
  readonly machine: TrackedMachine;
  readonly counters: LockCounters;
  readonly source: SourceResolver;
  /** The tracker's watchpoints have this id and the next two; they must not be anybody else's. */
  readonly firstWatchpointId?: number;
}

/** One lock for views. */
export interface LockReport {
  readonly id: LockId;
  readonly title: string;
  /** False where the linker dropped the counter because nobody calls the lock: the numbers mean nothing then. */
  readonly linked: boolean;
  readonly count: number;
  readonly peak: number;
  readonly address?: number;
  readonly symbol?: string;
  /** Whether the regions that this lock switches are enabled now. */
  readonly protectionOn: boolean;
  readonly holders: readonly LockHolder[];
  readonly unnamedHolders: number;
  readonly history: readonly HistoryEntry[];
  readonly dropped: number;
  readonly findings: readonly (Finding & { readonly callSites?: readonly CallFrame[]; readonly retired?: number })[];
}

export interface LocksReport {
  readonly present: boolean;
  readonly note?: string;
  /** RAM execution first, then ROM write; empty if not present. */
  readonly locks: readonly LockReport[];
}

/** What the tracker's watchpoints are numbered from if nobody says otherwise. */
export const FIRST_LOCK_WATCHPOINT = 0x4000_0000;

const MANAGER = /(^|::)mbed_mpu_manager_(un)?lock_(ram_execution|rom_write)$/;
const DRIVER = /(^|::)mbed_mpu_(init|free|enable_(rom_wn|ram_xn))$/;
const INIT = /(^|::)mbed_mpu_init$/;
const CALL_NAMES: Readonly<Record<LockId, string>> = { ramExecution: 'ram_execution', romWrite: 'rom_write' };

/** A function's name without parameters, clones' suffixes and template text. */
function baseName(frame: CallFrame | undefined): string {
  return (frame?.function ?? '').replace(/[(.[ ].*$/, '');
}

function readCount(read: ReadBytes, counter: LockCounter | undefined): number {
  if (counter === undefined) return 0;
  const bytes = read(counter.address, COUNTER_BYTES);
  return bytes.length < COUNTER_BYTES ? 0 : bytes[0]! | (bytes[1]! << 8);
}

export class LockTracker {
  readonly counters: LockCounters;
  readonly watchpoints: readonly Watchpoint[];
  private readonly machine: TrackedMachine;
  private readonly source: SourceResolver;
  private locks: LocksState;
  private bits: Protection;
  private on: boolean;

  constructor(options: LockTrackerOptions) {
    const { machine, counters, source, firstWatchpointId = FIRST_LOCK_WATCHPOINT } = options;
    this.machine = machine;
    this.counters = counters;
    this.source = source;
    this.watchpoints = counters.present ? watchpointsOf(counters, firstWatchpointId) : [];
    this.locks = this.fresh();
    this.bits = enableBits(machine.mpuView);
    this.on = mpuOn(machine.mpuView);
  }

  private fresh(): LocksState {
    return initialLocks(this.counts(), mpuOn(this.machine.mpuView));
  }

  private counts(): Readonly<Record<LockId, number>> {
    const read: ReadBytes = (address, length) => this.machine.readMemory(address, length);
    return {
      ramExecution: readCount(read, this.counters.ramExecution),
      romWrite: readCount(read, this.counters.romWrite),
    };
  }

  /** What is known up to here: immutable, so keep it with a snapshot of the machine. */
  save(): LocksState {
    return this.locks;
  }

  /** After the machine has been restored to the snapshot that `state` was kept with. */
  restore(state: LocksState): void {
    this.locks = state;
    this.bits = enableBits(this.machine.mpuView);
    this.on = mpuOn(this.machine.mpuView);
  }

  /** After a reset: everything is forgotten, and memory still holds what it held. */
  reset(): void {
    this.restore(this.fresh());
  }

  /** After the debugger wrote memory: a counter that changed is noted as written. */
  memoryWritten(): void {
    this.compareCounts(this.machine.registers().r[15]!, 'debugger');
  }

  /** Whether a stop is a hit of the tracker's own watchpoints, which the user did not ask for. */
  isOwn(event: StopEvent): boolean {
    return event.reason === 'watchpoint' && this.watchpoints.some(({ id }) => id === event.hit.watchpointId);
  }

  /**
   * Must see every stop of the machine. True if the stop was for the tracker alone and the run should go on; `runTracked` does
   * that.
   */
  observe(event: StopEvent): boolean {
    if (event.reason === 'reset') this.reset();
    if (event.reason !== 'watchpoint') return false;
    this.compareCounts(event.hit.pc, 'program');
    this.compareMpu(event.hit.pc);
    return this.isOwn(event);
  }

  /** Frames at the instruction that wrote: it has retired, and PC is at the next one. */
  private framesAt(pc: number): { readonly frames: readonly CallFrame[]; readonly registers: RegisterSnapshot } {
    const registers = this.machine.registers();
    return { frames: this.source.frames({ ...registers, r: registers.r.with(15, pc) }), registers };
  }

  private apply(event: LockEvent): void {
    this.locks = applyLockEvent(this.locks, event);
  }

  private compareCounts(pc: number, by: 'program' | 'debugger'): void {
    const counts = this.counts();
    for (const lock of LOCK_IDS) {
      const before = this.locks[lock].count;
      const after = counts[lock];
      if (before === after) continue;
      if (by === 'program' && this.isStartup(lock, before, after)) {
        this.locks = { ...this.locks, [lock]: { ...this.locks[lock], count: after, peak: after } };
        continue;
      }
      this.countChanged(lock, before, after, pc, by);
    }
  }

  /** Before the first call since reset, only the start-up code writes the counter: it clears what memory held. */
  private isStartup(lock: LockId, before: number, after: number): boolean {
    return this.locks[lock].calls === 0 && (after === 0 || step(before, after) === 'set');
  }

  private countChanged(lock: LockId, before: number, after: number, pc: number, by: 'program' | 'debugger'): void {
    const { frames, registers } = this.framesAt(pc);
    const kind = by === 'debugger' ? 'set' : step(before, after);
    const callSites = frames.filter((frame) => !MANAGER.test(baseName(frame)));
    const plain = kind === 'set' ? 'a write' : `mbed_mpu_manager_${kind}_${CALL_NAMES[lock]}`;
    const how = callSites[0] !== undefined && isScopedLock(callSites[0]) ? scopedName(callSites[0]) : plain;
    const { mpuView, retired } = this.machine;
    const protection = this.locks.initialized && hasDriverLayout(mpuView) ? protectionOf(mpuView) : undefined;
    this.apply({ kind, lock, before, after, how, protection, retired, pc, callSites, registers });
  }

  private compareMpu(pc: number): void {
    const { mpuView, retired } = this.machine;
    const bits = enableBits(mpuView);
    const on = mpuOn(mpuView);
    const was = { bits: this.bits, on: this.on };
    if (on === was.on && LOCK_IDS.every((id) => bits[id] === was.bits[id])) return;
    this.bits = bits;
    this.on = on;
    const { frames, registers } = this.framesAt(pc);
    const inInit = frames.some((frame) => INIT.test(baseName(frame)));
    const callSites = frames.filter((frame) => !MANAGER.test(baseName(frame)) && !DRIVER.test(baseName(frame)));
    const moment = { retired, pc, callSites, registers };
    if (on && !was.on) this.apply({ kind: 'initialize', ...moment });
    else if (!on && was.on && !inInit) this.apply({ kind: 'free', ...moment });
    const how = frames.map(baseName).find((name) => DRIVER.test(name) && !INIT.test(name));
    if (inInit || how === undefined) return;
    const byManager = frames.some((frame) => MANAGER.test(baseName(frame)));
    for (const lock of LOCK_IDS) {
      const enabled = bits[lock];
      if (enabled !== was.bits[lock]) this.apply({ kind: 'toggle', lock, enabled, how, byManager, ...moment });
    }
  }

  /** Whether the machine stands within a lock call or within init, where count and regions differ for a moment. */
  private isInTransition(): boolean {
    const frames = this.source.frames(this.machine.registers());
    return frames.some((frame) => MANAGER.test(baseName(frame)) || DRIVER.test(baseName(frame)));
  }

  /** Everything for views, with the cross-check of counts and regions as they are now. */
  report(): LocksReport {
    if (!this.counters.present)
      return { present: false, note: "This program does not contain Mbed OS's MPU lock manager.", locks: [] };
    const settled = !this.isInTransition();
    const locks = LOCK_IDS.map((id) => this.lockReport(id, settled));
    const linked = locks.some((lock) => lock.linked);
    const note = !linked
      ? 'The program has the MPU driver, but nobody calls the lock manager: both counters are not linked.'
      : this.locks.everInitialized
        ? undefined
        : 'mbed_mpu_init has not run yet.';
    return { present: true, locks, ...(note === undefined ? {} : { note }) };
  }

  private lockReport(id: LockId, settled: boolean): LockReport {
    const counter = this.counters[id];
    const { mpuView } = this.machine;
    const { count, peak, holders, unnamedHolders, history, dropped, findings } = this.locks[id];
    const protectionOn = protectionOf(mpuView)[id];
    const checkable = counter !== undefined && settled && this.locks.initialized && hasDriverLayout(mpuView);
    const disagreement = checkable ? disagreementText(id, count, protectionOn) : undefined;
    const now: readonly Finding[] =
      disagreement === undefined ? [] : [{ code: 'locks-disagree-now', severity: 'error', message: disagreement }];
    return {
      id,
      title: LOCK_TITLES[id],
      linked: counter !== undefined,
      ...(counter === undefined ? {} : { address: counter.address, symbol: counter.symbol }),
      count,
      peak,
      protectionOn,
      holders,
      unnamedHolders,
      history,
      dropped,
      findings: [...now, ...findings],
    };
  }

  /** What a fault report asks; undefined for a program without the lock manager. */
  lockViews(): { readonly romWrite: LockView; readonly ramExecution: LockView } | undefined {
    if (!this.counters.present) return undefined;
    const protection = protectionOf(this.machine.mpuView);
    const view = (id: LockId): LockView => ({
      linked: this.counters[id] !== undefined,
      count: this.locks[id].count,
      protectionOn: protection[id],
      holders: this.locks[id].holders.map(holderText),
    });
    return { romWrite: view('romWrite'), ramExecution: view('ramExecution') };
  }
}

/** `transfer, leak.cpp:9`. */
export function holderText(holder: LockHolder): string {
  const site = holder.callSites.find((frame) => !isScopedLock(frame));
  const name = site?.function ?? holder.how;
  return site?.source === undefined ? name : `${name}, ${lineText(site.source)}`;
}

function scopedName(frame: CallFrame): string {
  const name = (frame.function ?? '').replace(/\(.*$/, '');
  return name.slice(name.lastIndexOf(':') + 1).replace('~', '');
}

function step(before: number, after: number): 'lock' | 'unlock' | 'set' {
  const difference = (after - before) & 0xffff;
  return difference === 1 ? 'lock' : difference === 0xffff ? 'unlock' : 'set';
}

function watchpointsOf(counters: LockCounters, firstId: number): readonly Watchpoint[] {
  const counted = LOCK_IDS.flatMap((id, n) => {
    const counter = counters[id];
    if (counter === undefined) return [];
    return [
      { id: firstId + n, start: counter.address, end: counter.address + COUNTER_BYTES, read: false, write: true },
    ];
  });
  return [...counted, { id: firstId + LOCK_IDS.length, ...MPU_REGISTER_RANGE, read: false, write: true }];
}
