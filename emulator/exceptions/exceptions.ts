/**
 * Exception entry and return, faults and their escalation, sleep and wake-up (Armv7-M ARM, B1.5; Armv6-M ARM, B1.5). Order of
 * effects as in the manual's pseudocode; where the manual leaves a choice, QEMU 7.2's is taken.
 */
import { HostError } from '../../base/index.js';
import type { AccessFailure } from '../core/access.js';
import type { CpuState } from '../core/cpu-state.js';
import type { Escalation, Fault, FaultBit } from '../core/events.js';
import { EXCEPTION } from '../core/events.js';
import type { CoreMemory } from '../core/memory.js';
import { THREAD_PRIORITY } from '../system/exception-table.js';
import type { ExceptionTable } from '../system/exception-table.js';
import type { FloatContext } from '../system/float-control.js';
import { CCR, DFSR, SCR } from '../system/scb-registers.js';
import type { SystemControl } from '../system/system-control.js';
import type { CoreExceptions, EntryOutcome, FaultOutcome, ResetOutcome, ReturnOutcome } from './core-exceptions.js';
import type { Cause, Effect } from './causes.js';
import { causeEffect, failureEffect, setAddresses, setStatus, usageEffect } from './causes.js';
import type { SavedFaultLog } from './fault-log.js';
import { FaultLog } from './fault-log.js';
import type { ReturnTarget } from './frame.js';
import {
  excReturnOf,
  forgetFloats,
  FRAME_BYTES,
  popFrame,
  pushFrame,
  readFloats,
  readFrame,
  returnTarget,
  storeFloats,
  takeFloats,
} from './frame.js';
import { snapshotRegisters } from './snapshot.js';

export interface ExceptionsOptions {
  readonly cpu: CpuState;
  readonly memory: CoreMemory;
  readonly system: SystemControl;
  /** Clears the local exclusive monitor (ClearExclusiveLocal). */
  clearExclusive(): void;
  /**
   * The execution priority has changed in the middle of a return: the frame is about to be read with the rights of the code
   * that is returned to. Whoever keeps a table of rights brings it up to date here (see `rightsKey`).
   */
  priorityChanged?(): void;
  /** The program did what the architecture leaves open. */
  unpredictable?(message: string): void;
}

/** What a locked up core fetches from, and what an NMI that preempts it returns to. */
const LOCKUP_ADDRESS = 0xffff_fffe;
const HARD_FAULT_PRIORITY = -1;

/** The return address among the words of a frame (B1.5.6). */
const FRAME_PC = 6;

const ODD_RETURN =
  'The return address in the frame has bit 0 set, which is UNPREDICTABLE (Armv7-M ARM, B1.5.8). Here the bit is ignored: clear it where the frame is made.';
const UNFIT_RETURN =
  'An exception return that does not fit what is active is UNPREDICTABLE (Armv6-M ARM, B1.5.8). Here it is a HardFault.';
const UNFIT_FRAME =
  'A frame whose xPSR does not fit the mode that is returned to is UNPREDICTABLE (Armv6-M ARM, B1.5.8). Here it is a HardFault.';

interface SavedExceptions {
  readonly lockupPriority: number | undefined;
  readonly lazyFault?: { readonly log: SavedFaultLog; readonly exception: number };
}

export class Exceptions implements CoreExceptions {
  private readonly cpu: CpuState;
  private readonly memory: CoreMemory;
  private readonly system: SystemControl;
  private readonly table: ExceptionTable;
  private readonly clearExclusive: () => void;
  private readonly priorityChanged: () => void;
  private readonly unpredictable: (message: string) => void;
  /** The priority of a lockup: -1 in HardFault, with FAULTMASK or out of reset, -2 in NMI. */
  private lockupPriority: number | undefined;
  /** A fault of lazy state preservation that is pending: told when its exception is entered. */
  private lazyFault: { readonly log: FaultLog; readonly exception: number } | undefined;

  constructor(options: ExceptionsOptions) {
    this.cpu = options.cpu;
    this.memory = options.memory;
    this.system = options.system;
    this.table = options.system.exceptions;
    this.clearExclusive = (): void => options.clearExclusive();
    this.priorityChanged = (): void => options.priorityChanged?.();
    this.unpredictable = (message): void => options.unpredictable?.(message);
  }

  /** Whether the core is in lockup. A reset, a debugger, and at priority -1 an NMI end it (B1.5.15). */
  get lockedUp(): boolean {
    return this.lockupPriority !== undefined;
  }

  /** A debugger lets the core go on: it executes the instruction at PC, and locks up again if that faults again. */
  leaveLockup(): void {
    this.lockupPriority = undefined;
  }

  /** ExecutionPriority of B1.5.4: from -3 to 256, lower is more urgent. */
  executionPriority(): number {
    return Math.min(this.table.activePriority(), this.boostedPriority(true));
  }

  /** What HFNMIENA asks (`MpuContext`): HardFault or NMI is active, or FAULTMASK is set. */
  negativePriority(): boolean {
    return this.executionPriority() < 0;
  }

  /**
   * A number that differs whenever the rights that the MPU grants may differ; compare it after anything that may touch the MPU
   * or the execution priority (an access to the PPB, MSR, CPS, entry, return). Privilege is not in it: rights tables hold both.
   */
  rightsKey(): number {
    const { mpu } = this.system;
    const off = mpu.enabled && !mpu.hfnmiena && this.negativePriority();
    return mpu.version * 2 + (off ? 1 : 0);
  }

  /** The exception that preempts what runs now, if any. Cheap; several may be pending. */
  pendingToTake(): number | undefined {
    const best = this.table.highestPending();
    if (best === 0) return undefined;
    if (this.lockupPriority !== undefined) return this.table.priority(best) < this.lockupPriority ? best : undefined;
    return this.preempts(best, this.executionPriority()) ? best : undefined;
  }

  /** TakeReset (B1.5.5): registers, the whole system half, SP and PC from the vector table. Memory stays as it is. */
  reset(): ResetOutcome {
    const { cpu } = this;
    this.lockupPriority = undefined;
    this.lazyFault = undefined;
    this.system.reset();
    this.clearExclusive();
    // Registers are unknown out of reset; zero keeps runs deterministic.
    for (let n = 0; n < 13; n++) cpu.setReg(n, 0);
    for (let n = 0; n < 32; n++) cpu.setFloat(n, 0);
    cpu.fpscr = 0;
    cpu.selectStack(false);
    cpu.control = 0;
    cpu.primask = 0;
    cpu.faultmask = 0;
    cpu.basepri = 0;
    cpu.xpsr = 0;
    cpu.psp = 0;
    cpu.msp = 0;
    cpu.lr = 0xffff_ffff;
    cpu.pc = 0;
    const log = new FaultLog(this.system.scb, snapshotRegisters(cpu));
    const stack = this.readVector(0);
    const start = typeof stack === 'number' ? this.readVector(EXCEPTION.Reset) : stack;
    if (typeof stack !== 'number' || typeof start !== 'number') {
      // B1.5.15: the core locks up at the priority of HardFault.
      this.note(log, EXCEPTION.Reset, failureEffect(start as AccessFailure), 'vectorRead', EXCEPTION.Reset);
      return this.lockup(log, HARD_FAULT_PRIORITY);
    }
    cpu.msp = stack;
    cpu.pc = start;
    cpu.thumb = (start & 1) !== 0;
    return { kind: 'reset' };
  }

  /** Exception entry for `pendingToTake()`, between two instructions; PC is the address to return to. */
  enter(): EntryOutcome {
    if (this.pendingToTake() === undefined) {
      throw new HostError('nothing-to-enter', 'Exception entry was asked for while no exception is to be taken.');
    }
    if (this.lockedUp) {
      this.cpu.pc = LOCKUP_ADDRESS;
      this.cpu.itState = 0;
      this.lockupPriority = undefined;
    }
    return this.stackAndTake(this.entryLog(), this.cpu.privileged, excReturnOf(this.cpu));
  }

  /** The log of an entry: that of the lazy fault whose exception it is, or an empty one. */
  private entryLog(): FaultLog {
    const { lazyFault } = this;
    if (lazyFault?.exception !== this.table.highestPending())
      return new FaultLog(this.system.scb, snapshotRegisters(this.cpu));
    this.lazyFault = undefined;
    return lazyFault.log;
  }

  /**
   * The instruction at PC raises a synchronous exception. PC and ITSTATE are still those of the instruction, and nothing of it
   * has taken effect; for SVC, PC and ITSTATE move on here.
   */
  raise(cause: Cause): FaultOutcome {
    const { cpu } = this;
    if (cause.kind === 'lazyFault') return this.raiseLazyFault();
    if (cause.kind === 'secureFault') throw new HostError('no-security', 'A SecureFault on a core without it.');
    const log = new FaultLog(this.system.scb, snapshotRegisters(cpu));
    if (cause.kind === 'bkpt') this.system.scb.addDfsr(DFSR.fields.BKPT.mask);
    const taken = this.pend(log, causeEffect(cause));
    if (taken === undefined) return this.lockup(log);
    if (taken === EXCEPTION.SVCall) {
      // ReturnAddress (B1.5.6): SVCall returns behind the instruction; escalated to HardFault, to it.
      cpu.pc += 2;
      cpu.itState = advanceIt(cpu.itState);
    }
    return this.stackAndTake(log, cpu.privileged, excReturnOf(cpu));
  }

  private raiseLazyFault(): FaultOutcome {
    const { exception } = this.lazyFault!;
    if (exception !== 0) return this.stackAndTake(this.entryLog(), this.cpu.privileged, excReturnOf(this.cpu));
    const { log } = this.lazyFault!;
    this.lazyFault = undefined;
    return this.lockup(log);
  }

  /** Whether `checkFloats` would find nothing to do. */
  get floatsReady(): boolean {
    const { cpu } = this;
    const { floats } = this.system;
    if (!cpu.hasFloats || !floats.permits(cpu.privileged) || floats.lazyActive) return false;
    return cpu.floatContextActive || !floats.automatic;
  }

  /**
   * ExecuteFPCheck (B1.5.7), ahead of every floating-point instruction: access, the registers that belong to a frame, and a
   * new context. The cause if the instruction does not happen.
   */
  checkFloats(): Cause | undefined {
    const { cpu } = this;
    const { floats } = this.system;
    if (!floats.permits(cpu.privileged)) return { kind: 'usage', bit: 'NOCP' };
    if (floats.lazyActive && !this.preserveFloats()) return { kind: 'lazyFault' };
    if (floats.automatic && !cpu.floatContextActive) {
      cpu.fpscr = floats.fpdscr;
      cpu.floatContextActive = true;
    }
    return undefined;
  }

  /**
   * PreserveFPState (B1.5.7): stores the registers into the frame that was made for them, with the rights of its code. If that
   * faults, FPCCR says how the fault escalates, and the priority now whether it is taken before the instruction (false; the
   * registers stay to be stored) or left pending (they are lost).
   */
  private preserveFloats(): boolean {
    const { cpu } = this;
    const { floats } = this.system;
    const { context } = floats;
    const { address, privileged, hardFault } = context;
    const access = { kind: 'lazyStack', privileged, negativePriority: !hardFault } as const;
    const failure = storeFloats(cpu, this.memory, address, access);
    if (failure !== undefined) {
      this.pendLazily(failureEffect(failure), context);
      if (this.lazyFault?.exception === 0 || this.pendingToTake() !== undefined) return false;
    }
    floats.settle();
    return true;
  }

  private pendLazily(effect: Effect, { hardFault, memManage, busFault }: FloatContext): void {
    const { table } = this;
    const log = new FaultLog(this.system.scb, snapshotRegisters(this.cpu));
    const ready = effect.exception === EXCEPTION.MemManage ? memManage : busFault;
    const exception = ready ? effect.exception : hardFault ? EXCEPTION.HardFault : 0;
    const escalation = ready
      ? undefined
      : exception === 0
        ? 'negativePriority'
        : table.isEnabled(effect.exception)
          ? 'priority'
          : 'disabled';
    this.note(log, effect.exception, effect, escalation, exception);
    if (exception !== 0) table.setPending(exception);
    this.lazyFault = { log, exception };
  }

  /**
   * Whether the BusFault of a load or store is ignored: CCR.BFHFNMIGN at negative priority (B3.2.8). If so, the status
   * registers tell of it and the instruction goes on: a load gives 0, a store is dropped.
   */
  ignoresBusFault(failure: AccessFailure): boolean {
    const { kind } = failure.access;
    if (failure.kind !== 'bus' || (kind !== 'load' && kind !== 'store')) return false;
    if (!this.configured(CCR.fields.BFHFNMIGN) || !this.negativePriority()) return false;
    const effect = failureEffect(failure);
    setStatus(this.system.scb, effect.bits);
    setAddresses(this.system.scb, effect);
    return true;
  }

  magicBranch(target: number): 'exceptionReturn' | undefined {
    return this.cpu.ipsr !== 0 && target >>> 28 === 0xf ? 'exceptionReturn' : undefined;
  }

  /**
   * ExceptionReturn (B1.5.8), for a branch to `excReturn` (0xFxxx_xxxx) in Handler mode. PC is still the address of the
   * instruction that branched.
   */
  returnFrom(excReturn: number): ReturnOutcome {
    const { cpu, table } = this;
    const log = new FaultLog(this.system.scb, snapshotRegisters(cpu));
    const from = cpu.ipsr;
    const target = returnTarget(excReturn);
    const base = table.activeCount === 1 || this.configured(CCR.fields.NONBASETHRDENA);
    const valid =
      table.isActive(from) && target !== undefined && (target.handler || base) && (!target.floats || cpu.hasFloats);
    this.deactivate(from);
    if (!valid) return this.refuseReturn(log, from, excReturn);
    // Tail-chaining: what would preempt the code that is returned to is taken on the frame that is already there.
    if (this.pendingToTake() !== undefined) return this.take(log, excReturn, true);
    const privileged = target.handler || (cpu.control & 1) === 0;
    const address = target.psp ? cpu.psp : cpu.msp;
    const frame = readFrame(this.memory, address, privileged);
    if ('access' in frame) return this.failReturn(log, failureEffect(frame), from, excReturn);
    if (target.floats) {
      const trouble = this.unstackFloats(address + FRAME_BYTES, privileged);
      if (trouble) return this.failReturn(log, trouble, from, excReturn);
    }
    if ((frame[FRAME_PC]! & 1) !== 0) this.unpredictable(ODD_RETURN);
    popFrame(cpu, frame, target, this.configured(CCR.fields.STKALIGN));
    if (target.handler !== (cpu.ipsr !== 0)) return this.undoReturn(log, target, from, excReturn);
    this.clearExclusive();
    this.system.eventRegister = true;
    const idle = !target.handler && table.activeCount === 0;
    return {
      kind: 'returned',
      from,
      to: cpu.ipsr,
      sleep: idle && (this.system.scb.scr & SCR.fields.SLEEPONEXIT.mask) !== 0,
    };
  }

  /** Whether something pending ends WFI: it would preempt if PRIMASK were 0 (B1.5.19). */
  wakesFromWfi(): boolean {
    const best = this.table.highestPending();
    return best !== 0 && this.preempts(best, Math.min(this.table.activePriority(), this.boostedPriority(false)));
  }

  /** WFE: takes the event if there is one; `true` means sleep until `wakesFromWfe` (B1.5.18). */
  waitForEvent(): boolean {
    const sleep = !this.wakesFromWfe();
    this.system.eventRegister = false;
    return sleep;
  }

  wakesFromWfe(): boolean {
    return this.system.eventRegister || this.pendingToTake() !== undefined;
  }

  /** SEV. */
  sendEvent(): void {
    this.system.eventRegister = true;
  }

  save(): unknown {
    const { lockupPriority, lazyFault } = this;
    const saved: SavedExceptions = {
      lockupPriority,
      ...(lazyFault && { lazyFault: { log: lazyFault.log.save(), exception: lazyFault.exception } }),
    };
    return saved;
  }

  restore(state: unknown): void {
    const { lockupPriority, lazyFault } = state as SavedExceptions;
    this.lockupPriority = lockupPriority;
    this.lazyFault = lazyFault && {
      log: FaultLog.restored(this.system.scb, lazyFault.log),
      exception: lazyFault.exception,
    };
  }

  /** CFSR and HFSR tell of faults, and MMFAR and BFAR of their addresses. */
  private get hasStatus(): boolean {
    return this.system.architecture.configurableFaults;
  }

  /** The exception that an effect asks for. Where faults cannot be configured, they and debug events are HardFaults. */
  private exceptionOf({ exception }: Effect): number {
    return this.hasStatus || exception === EXCEPTION.SVCall ? exception : EXCEPTION.HardFault;
  }

  private configured(field: { readonly mask: number }): boolean {
    return (this.system.scb.ccr & field.mask) !== 0;
  }

  /** What BASEPRI, PRIMASK and FAULTMASK alone make of the priority. */
  private boostedPriority(withPrimask: boolean): number {
    const { cpu, table } = this;
    if (cpu.faultmask !== 0) return -1;
    if (withPrimask && cpu.primask !== 0) return 0;
    const basepri = cpu.basepri & table.priorityMask;
    return basepri === 0 ? THREAD_PRIORITY : table.groupPriority(basepri);
  }

  private preempts(exception: number, running: number): boolean {
    return this.table.groupPriority(this.table.priority(exception)) < running;
  }

  /** DeActivate: any return but NMI's clears FAULTMASK, a failing one too. */
  private deactivate(exception: number): void {
    this.table.deactivate(exception);
    if (exception !== EXCEPTION.NMI) this.cpu.faultmask = 0;
    this.priorityChanged();
  }

  /** Puts a fault with its status into the log. */
  private note(
    log: FaultLog,
    original: number,
    effect: Effect,
    escalation: Escalation | undefined,
    exception: number,
    during?: Fault['during'],
  ): void {
    const { scb } = this.system;
    const forced = escalation === 'disabled' || escalation === 'priority';
    let bits: readonly FaultBit[] = forced ? [...effect.bits, effect.escalated] : effect.bits;
    let newBits: readonly FaultBit[] = [];
    if (this.hasStatus) {
      newBits = setStatus(scb, bits);
      setAddresses(scb, effect);
    } else bits = effect.exception === EXCEPTION.DebugMonitor ? [effect.escalated] : effect.bits;
    log.add({ original, exception, escalation, bits, newBits, failure: effect.failure, during });
  }

  /**
   * Makes a synchronous exception pending, escalated to HardFault if it is disabled or cannot preempt what runs (B1.5.4).
   * Returns the exception that is pending for it, or undefined where the core locks up. The faults of an entry under way are
   * measured against the priority before that entry, as DerivedLateArrival does.
   */
  private pend(log: FaultLog, effect: Effect, during?: Fault['during']): number | undefined {
    const { table } = this;
    const running = this.executionPriority();
    const original = this.exceptionOf(effect);
    let exception = original;
    let escalation: Escalation | undefined;
    if (!this.preempts(exception, running)) escalation = 'priority';
    else if (!table.isEnabled(exception)) escalation = 'disabled';
    if (escalation !== undefined) {
      if (running < 0) {
        this.note(log, original, effect, 'negativePriority', 0, during);
        return undefined;
      }
      exception = EXCEPTION.HardFault;
    }
    // SVCall and DebugMonitor taken as themselves are no faults.
    if (escalation !== undefined || effect.bits.length > 0 || exception === EXCEPTION.HardFault)
      this.note(log, original, effect, escalation, exception, during);
    table.setPending(exception);
    return exception;
  }

  /** The floating-point registers of a frame; those that were never stored are still there. */
  private unstackFloats(address: number, privileged: boolean): Effect | undefined {
    const { floats } = this.system;
    if (floats.lazyActive) {
      floats.settle();
      return undefined;
    }
    if (!floats.permits(privileged)) return usageEffect('NOCP');
    const words = readFloats(this.memory, address, privileged);
    if ('access' in words) return failureEffect(words);
    takeFloats(this.cpu, words);
    return undefined;
  }

  /** Their part of PushStack: stored at once, or left for later with all that a fault would have to know then. */
  private stackFloats(address: number, privileged: boolean): Effect | undefined {
    const { cpu } = this;
    const { floats } = this.system;
    if (!floats.lazy) {
      if (!floats.permits(privileged)) return usageEffect('NOCP');
      const failure = storeFloats(cpu, this.memory, address, { kind: 'stack', privileged });
      forgetFloats(cpu);
      return failure && failureEffect(failure);
    }
    const running = this.executionPriority();
    const ready = (exception: number): boolean => this.table.isEnabled(exception) && this.preempts(exception, running);
    floats.defer({
      address,
      privileged,
      thread: cpu.ipsr === 0,
      hardFault: running > HARD_FAULT_PRIORITY,
      busFault: ready(EXCEPTION.BusFault),
      memManage: ready(EXCEPTION.MemManage),
      debugMonitor: ready(EXCEPTION.DebugMonitor),
    });
    return undefined;
  }

  /** ExceptionEntry: PushStack, then ExceptionTaken. */
  private stackAndTake(log: FaultLog, privileged: boolean, excReturn: number): EntryOutcome {
    const { cpu } = this;
    const entering = this.table.highestPending();
    const failure = pushFrame(cpu, this.memory, this.configured(CCR.fields.STKALIGN), privileged);
    let trouble = failure && failureEffect(failure);
    if (cpu.floatContextActive) {
      if (trouble === undefined || this.system.floats.lazy)
        trouble = this.stackFloats(cpu.sp + FRAME_BYTES, privileged) ?? trouble;
      else forgetFloats(cpu);
    }
    if (trouble !== undefined) {
      log.stacked = false;
      if (this.pend(log, trouble, { what: 'entry', exception: entering }) === undefined)
        return this.lockup(log, this.table.priority(entering));
    }
    return this.take(log, excReturn, false);
  }

  /**
   * ExceptionTaken for the exception of the highest priority that is pending by now: the one that entry began with, a late
   * arrival, or a fault of the entry itself (B1.5.11). A vector that cannot be read leads to HardFault; if that was
   * HardFault's or NMI's own, to lockup.
   */
  private take(log: FaultLog, excReturn: number, tailChained: boolean): EntryOutcome {
    const { cpu, table } = this;
    let exception = table.highestPending();
    cpu.lr = excReturn;
    let vector = this.readVector(exception);
    if (typeof vector !== 'number') {
      const terminal = table.priority(exception) < 0;
      const during = { what: 'entry', exception } as const;
      this.note(log, exception, failureEffect(vector), 'vectorRead', terminal ? 0 : EXCEPTION.HardFault, during);
      if (terminal) return this.lockup(log, table.priority(exception));
      // The exception stays pending, and HardFault goes first.
      table.setPending(EXCEPTION.HardFault);
      exception = EXCEPTION.HardFault;
      vector = this.readVector(exception);
      if (typeof vector !== 'number') {
        this.note(log, exception, failureEffect(vector), 'vectorRead', 0, { what: 'entry', exception });
        return this.lockup(log, HARD_FAULT_PRIORITY);
      }
    }
    cpu.pc = vector;
    cpu.ipsr = exception;
    cpu.thumb = (vector & 1) !== 0;
    cpu.itState = 0;
    cpu.floatContextActive = false;
    cpu.selectStack(false);
    table.activate(exception);
    this.clearExclusive();
    this.system.eventRegister = true;
    const fault = log.finish(false);
    return { kind: 'entered', exception, tailChained, ...(fault === undefined ? {} : { fault }) };
  }

  /**
   * EXC_RETURN does not fit what is active: INVPC. Armv6-M calls it UNPREDICTABLE (Armv6-M ARM, B1.5.8); a HardFault is the
   * choice taken, as in QEMU 7.2.
   */
  private refuseReturn(log: FaultLog, from: number, excReturn: number): EntryOutcome {
    if (!this.hasStatus) this.unpredictable(UNFIT_RETURN);
    return this.failReturn(log, usageEffect('INVPC'), from, excReturn);
  }

  /** A return that fails before anything was unstacked: the fault is chained to it, and the old frame stays (B1.5.8). */
  private failReturn(log: FaultLog, effect: Effect, from: number, excReturn: number): EntryOutcome {
    if (this.pend(log, effect, { what: 'return', exception: from }) === undefined) return this.lockup(log);
    return this.take(log, excReturn, true);
  }

  /**
   * The xPSR that was read back does not fit EXC_RETURN: INVPC, with the frame pushed again where it came from. Armv6-M calls it
   * UNPREDICTABLE, too.
   */
  private undoReturn(log: FaultLog, target: ReturnTarget, from: number, excReturn: number): EntryOutcome {
    if (!this.hasStatus) this.unpredictable(UNFIT_FRAME);
    if (this.pend(log, usageEffect('INVPC'), { what: 'return', exception: from }) === undefined)
      return this.lockup(log);
    return this.stackAndTake(log, target.handler || (this.cpu.control & 1) === 0, excReturn);
  }

  /** Vector reads are privileged and never ask the MPU (B3.5.3). */
  private readVector(exception: number): number | AccessFailure {
    const address = (this.system.scb.vtor + 4 * exception) >>> 0;
    return this.memory.load({ kind: 'vector', address, sizeBytes: 4, privileged: true, exclusive: false });
  }

  /**
   * Lockup (B1.5.15), at the priority of what runs or at that of an entry that failed, whichever is more urgent. PC stays at
   * the culprit, so that it can be seen, where the architecture would show LOCKUP_ADDRESS; SP and LR are as far as entry got.
   */
  private lockup(log: FaultLog, entering = HARD_FAULT_PRIORITY): { readonly kind: 'lockup'; readonly fault: Fault } {
    this.lockupPriority = Math.min(HARD_FAULT_PRIORITY, entering, this.executionPriority());
    return { kind: 'lockup', fault: log.finish(true)! };
  }
}

/** ITAdvance (A7.3.3) over an ITSTATE byte. */
function advanceIt(itState: number): number {
  return (itState & 7) === 0 ? 0 : (itState & 0xe0) | ((itState << 1) & 0x1f);
}
