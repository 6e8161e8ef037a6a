/**
 * Exception entry and return of Armv8-M, with and without the Security Extension (Armv8-M ARM, DDI 0553, B3.18 to B3.26).
 * Where the manual leaves a choice, QEMU 7.2's is taken: faults of an entry that are overridden stay pending.
 */
import { HostError } from '../../base/index.js';
import type { AccessFailure, LoadResult } from '../core/access.js';
import type { CpuState } from '../core/cpu-state.js';
import { EXCEPTION, type Fault } from '../core/events.js';
import type { CoreMemory } from '../core/memory.js';
import type { Cause } from '../exceptions/causes.js';
import type {
  CoreExceptions,
  EntryOutcome,
  FaultOutcome,
  ResetOutcome,
  ReturnOutcome,
} from '../exceptions/core-exceptions.js';
import type { FaultLog } from '../exceptions/fault-log.js';
import { mpuOff } from '../mpu/check.js';
import { DFSR, SCR } from '../system/scb-registers.js';
import { causeEffect, failureEffect, secureEffect, usageEffect, type Effect } from './causes.js';
import type { SecureExceptionTable, Vector } from './exception-table.js';
import { SecureFaults } from './faults.js';
import * as F from './frame.js';
import { EXC_RETURN, stackWord, unstackWord, type FrameAccess } from './frame.js';
import { FloatRegisters, type SavedLazyFault } from './float-registers.js';
import { boostedPriority, executionPriority, HARD_FAULT_PRIORITY, negativePriority } from './priorities.js';
import { CCR } from './registers.js';
import type { SecureSystemControl } from './system-control.js';

export interface SecureExceptionsOptions {
  readonly cpu: CpuState;
  readonly memory: CoreMemory;
  readonly system: SecureSystemControl;
  clearExclusive(): void;
  /** Priority or security state has changed in the middle of an entry or return: rights hang on both. */
  stateChanged(): void;
  unpredictable(message: string): void;
}

interface SavedExceptions {
  readonly lockupPriority: number | undefined;
  readonly lazyFault: SavedLazyFault | undefined;
}

const LOCKUP_ADDRESS = 0xffff_fffe;
/** In the order of the frame; LR, the return address and xPSR follow. */
const FRAME_REGISTERS = [0, 1, 2, 3, 12] as const;
const CALLEE = [4, 5, 6, 7, 8, 9, 10, 11] as const;

export class SecureExceptions implements CoreExceptions {
  private readonly cpu: CpuState;
  private readonly memory: CoreMemory;
  private readonly system: SecureSystemControl;
  private readonly table: SecureExceptionTable;
  private readonly faults: SecureFaults;
  private readonly floatRegisters: FloatRegisters;
  private readonly options: SecureExceptionsOptions;
  private lockupPriority: number | undefined;

  constructor(options: SecureExceptionsOptions) {
    this.options = options;
    this.cpu = options.cpu;
    this.memory = options.memory;
    this.system = options.system;
    this.table = options.system.table;
    this.faults = new SecureFaults(options.cpu, options.system);
    const { cpu, memory, system } = options;
    this.floatRegisters = new FloatRegisters({
      ...{ cpu, memory, system },
      faults: this.faults,
      pendingToTake: () => this.pendingToTake(),
    });
  }

  get lockedUp(): boolean {
    return this.lockupPriority !== undefined;
  }

  leaveLockup(): void {
    this.lockupPriority = undefined;
  }

  executionPriority(): number {
    return executionPriority(this.faults);
  }

  negativePriority(secure = false): boolean {
    return negativePriority(this.faults, secure);
  }

  rightsKey(secure: boolean): number {
    const mpu = this.system.mpuOf(secure);
    const off = mpuOff(mpu, { negativePriority: this.negativePriority(secure) }) !== undefined;
    // What is written to an MPU that is off counts when it is switched on, which changes its version too.
    return off ? 2 * this.system.attributionVersion + 1 : 2 * (this.system.attributionVersion + mpu.version);
  }

  pendingToTake(): number | undefined {
    const best = this.table.highestPending();
    if (best === undefined) return undefined;
    const limit = this.lockupPriority ?? this.executionPriority();
    return this.table.preemption(best) < limit ? best.exception : undefined;
  }

  reset(): ResetOutcome {
    const { cpu, system } = this;
    this.lockupPriority = undefined;
    system.reset();
    this.options.clearExclusive();
    for (let n = 0; n < 13; n++) cpu.setReg(n, 0);
    cpu.ipsr = 0;
    cpu.secure = system.security;
    this.floatRegisters.reset();
    for (const secure of [false, true])
      Object.assign(cpu.bank(secure), {
        control: 0,
        primask: 0,
        faultmask: 0,
        basepri: 0,
        psp: 0,
        msp: 0,
        msplim: 0,
        psplim: 0,
      });
    cpu.xpsr = 0;
    cpu.lr = 0xffff_ffff;
    cpu.pc = 0;
    this.options.stateChanged();
    const log = this.faults.newLog();
    const stack = this.readVector({ exception: 0, secure: cpu.secure });
    const start = typeof stack === 'number' ? this.readVector({ exception: 1, secure: cpu.secure }) : stack;
    if (typeof stack !== 'number' || typeof start !== 'number') {
      const effect = failureEffect(start as AccessFailure, cpu.secure);
      this.faults.note(log, effect, effect.vector, 'vectorRead', undefined);
      return this.lockup(log, HARD_FAULT_PRIORITY);
    }
    cpu.msp = stack;
    cpu.pc = start;
    cpu.thumb = (start & 1) !== 0;
    return { kind: 'reset' };
  }

  enter(): EntryOutcome {
    if (this.pendingToTake() === undefined)
      throw new HostError('nothing-to-enter', 'Exception entry was asked for while no exception is to be taken.');
    if (this.lockedUp) {
      this.cpu.pc = LOCKUP_ADDRESS;
      this.cpu.itState = 0;
      this.lockupPriority = undefined;
    }
    return this.stackAndTake(this.entryLog());
  }

  private entryLog(): FaultLog {
    return this.floatRegisters.takeLog(this.table.highestPending()) ?? this.faults.newLog();
  }

  raise(cause: Cause): FaultOutcome {
    const { cpu } = this;
    if (cause.kind === 'lazyFault') {
      const log = this.floatRegisters.takeLog(undefined);
      return log === undefined ? this.stackAndTake(this.entryLog()) : this.lockup(log);
    }
    const log = this.faults.newLog();
    if (cause.kind === 'bkpt') this.system.scb.addDfsr(DFSR.fields.BKPT.mask);
    const taken = this.faults.pend(log, causeEffect(cause, cpu.secure));
    if (taken === undefined) return this.lockup(log);
    if (taken.exception === EXCEPTION.SVCall) {
      cpu.pc += 2;
      cpu.itState = advanceIt(cpu.itState);
    }
    return this.stackAndTake(log);
  }

  get floatsReady(): boolean {
    return this.floatRegisters.ready;
  }

  checkFloats(): Cause | undefined {
    return this.floatRegisters.check();
  }

  storeSecureFloats(address: number): Cause | undefined {
    return this.floatRegisters.storeSecure(address);
  }

  loadSecureFloats(address: number): Cause | undefined {
    return this.floatRegisters.loadSecure(address);
  }

  ignoresBusFault(failure: AccessFailure): boolean {
    const { kind } = failure.access;
    const { secure } = this.cpu;
    if (failure.kind !== 'bus' || (kind !== 'load' && kind !== 'store')) return false;
    if ((this.system.scb.ccrOf(secure) & CCR.fields.BFHFNMIGN.mask) === 0 || this.executionPriority() >= 0)
      return false;
    const effect = failureEffect(failure, secure);
    this.faults.setStatus(effect, effect.bits);
    return true;
  }

  /** The limit of the stack in use, where CCR.STKOFHFNMIGN does not lift it. */
  get stackLimit(): number {
    const { cpu } = this;
    if (cpu.stackLimit === 0) return 0;
    const lifted = (this.system.scb.ccrOf(cpu.secure) & CCR.fields.STKOFHFNMIGN.mask) !== 0;
    return lifted && this.negativePriority(cpu.secure) ? 0 : cpu.stackLimit;
  }

  // Return

  magicBranch(target: number): 'exceptionReturn' | 'functionReturn' | undefined {
    if (this.cpu.ipsr !== 0 && target >>> 24 === 0xff) return 'exceptionReturn';
    if (this.system.security && (target & ~1) >>> 0 === F.FNC_RETURN) return 'functionReturn';
    return undefined;
  }

  returnFrom(value: number): ReturnOutcome {
    const { cpu, table, system } = this;
    const { security, floats } = system;
    const log = this.faults.newLog();
    const from = cpu.ipsr;
    let excReturn = value;
    if ((excReturn & F.EXC_RETURN_ONES) >>> 0 !== F.EXC_RETURN_ONES)
      this.options.unpredictable('An exception return whose reserved bits are not ones is UNPREDICTABLE.');
    if (EXC_RETURN.FType.get(excReturn) === 0 && !cpu.hasFloats) {
      this.options.unpredictable('An exception return to a floating-point frame without an FPU is UNPREDICTABLE.');
      excReturn = EXC_RETURN.FType.set(excReturn, 1);
    }
    let secureFault = false;
    if (security && !cpu.secure && (EXC_RETURN.ES.get(excReturn) !== 0 || EXC_RETURN.DCRS.get(excReturn) === 0)) {
      secureFault = true;
      excReturn = EXC_RETURN.ES.set(excReturn, 0);
    }
    const fromSecure = security && EXC_RETURN.ES.get(excReturn) !== 0;
    if (from !== EXCEPTION.NMI && (!security || table.activePriority() >= 0)) cpu.bank(fromSecure).faultmask = 0;
    const wasActive = this.deactivate(from, fromSecure);
    this.options.stateChanged();
    const toHandler = EXC_RETURN.Mode.get(excReturn) === 0;
    const toSecure = security && EXC_RETURN.S.get(excReturn) !== 0;
    const reserved = (excReturn & F.EXC_RETURN_ZEROS) !== 0;
    const foreign =
      !security &&
      (EXC_RETURN.S.get(excReturn) !== 0 || EXC_RETURN.ES.get(excReturn) !== 0 || EXC_RETURN.DCRS.get(excReturn) === 0);
    const bank = cpu.bank(fromSecure);
    bank.control = EXC_RETURN.SPSEL.get(excReturn) !== 0 ? bank.control | 2 : bank.control & ~2;
    if (floats.clearOnReturn && cpu.floatContextActive) {
      if (floats.lazyActive(security)) return this.failReturn(log, secureEffect('LSERR'), from, excReturn);
      this.floatRegisters.clear(16);
    }
    if (secureFault) return this.failReturn(log, secureEffect('INVER'), from, excReturn);
    if (!wasActive || reserved || foreign)
      return this.failReturn(log, usageEffect('INVPC', cpu.secure), from, excReturn);
    if (this.pendingToTake() !== undefined) return this.take(log, excReturn, true);
    return this.unstack(log, excReturn, from, toHandler, toSecure);
  }

  /**
   * DeActivate; whether `exception` was active for the state that EXC_RETURN.ES names. At a negative priority the NMI or HardFault
   * that it comes from ends, whatever IPSR and EXC_RETURN say, so that nothing stays there for ever.
   */
  private deactivate(exception: number, secure: boolean): boolean {
    const { table } = this;
    const leaving = table.vector(exception, secure);
    const isIts = leaving.secure === secure;
    const wasActive = isIts && table.isActive(leaving);
    const negative = this.negativeVector();
    if (negative !== undefined) table.deactivate(negative);
    else if (isIts) table.deactivate(leaving);
    return wasActive;
  }

  /** The exception that makes the priority of what is active negative. */
  private negativeVector(): Vector | undefined {
    const { table } = this;
    switch (table.activePriority()) {
      case -1:
        return this.faults.hardFaultFor({ exception: EXCEPTION.HardFault, secure: false });
      case -2:
        return table.vector(EXCEPTION.NMI, false);
      case -3:
        return { exception: EXCEPTION.HardFault, secure: true };
      default:
        return undefined;
    }
  }

  /** PopStack, and back to what was interrupted. */
  private unstack(
    log: FaultLog,
    excReturn: number,
    from: number,
    toHandler: boolean,
    toSecure: boolean,
  ): ReturnOutcome {
    const { cpu, system } = this;
    const { floats, security } = system;
    const fail = (effect: Effect): ReturnOutcome => this.failReturn(log, effect, from, excReturn);
    cpu.secure = toSecure;
    this.options.stateChanged();
    const bank = cpu.bank(toSecure);
    const usesPsp = !toHandler && (bank.control & 2) !== 0;
    const stack = usesPsp ? 'psp' : 'msp';
    const access: FrameAccess = { secure: toSecure, privileged: toHandler || (bank.control & 1) === 0 };
    let frame = bank[stack];
    // Each register has its value as soon as it is popped: where a later pop fails, the fault's handler finds those.
    const hasCallee = toSecure && (EXC_RETURN.ES.get(excReturn) === 0 || EXC_RETURN.DCRS.get(excReturn) === 0);
    if (hasCallee) {
      const signature = unstackWord(this.memory, frame, access);
      if (typeof signature !== 'number') return fail(failureEffect(signature, toSecure));
      if (signature !== F.integritySignature(excReturn)) return fail(secureEffect('INVIS'));
      for (const n of CALLEE) {
        const word = unstackWord(this.memory, frame + F.FIRST_CALLEE_OFFSET + 4 * (n - 4), access);
        if (typeof word !== 'number') return fail(failureEffect(word, toSecure));
        cpu.setReg(n, word);
      }
      frame = (frame + F.CALLEE_BYTES) >>> 0;
    }
    const words: number[] = [];
    for (let n = 0; n < 8; n++) {
      const word = unstackWord(this.memory, frame + 4 * n, access);
      if (typeof word !== 'number') return fail(failureEffect(word, toSecure));
      const register = FRAME_REGISTERS[n];
      if (register !== undefined) cpu.setReg(register, word);
      words.push(word);
    }
    const [lr, pc, xpsr] = words.slice(FRAME_REGISTERS.length) as [number, number, number];
    if (toHandler !== ((xpsr & 0x1ff) !== 0)) {
      return fail(usageEffect('INVPC', toSecure));
    }
    const hasFloats = EXC_RETURN.FType.get(excReturn) === 0;
    const all = hasFloats && toSecure && floats.allSecure;
    if (hasFloats) {
      if (security && !toSecure && floats.lazyActive(true)) return fail(secureEffect('LSERR'));
      const trouble = this.floatRegisters.unstack(frame + F.FRAME_BYTES, access, all);
      if (trouble) return fail(trouble);
    }
    cpu.floatContextActive = hasFloats;
    const bytes = F.FRAME_BYTES + (hasFloats ? F.FLOAT_BYTES + (all ? F.MORE_FLOAT_BYTES : 0) : 0);
    const up = frame + bytes;
    bank[stack] = ((xpsr & F.REALIGNED) !== 0 ? up | 4 : up) >>> 0;
    cpu.lr = lr;
    cpu.pc = pc;
    cpu.xpsr = xpsr;
    if (toSecure) cpu.secureFloats = (xpsr & F.SFPA) !== 0;
    this.options.clearExclusive();
    system.eventRegister = true;
    this.options.stateChanged();
    const idle = !toHandler && this.table.activeCount === 0;
    const sleepOnExit = (system.scb.scrOf(cpu.secure) & SCR.fields.SLEEPONEXIT.mask) !== 0;
    return { kind: 'returned', from, to: cpu.ipsr, sleep: idle && sleepOnExit };
  }

  /** A return that fails: the fault is chained to it, on the frame that is there. */
  private failReturn(log: FaultLog, effect: Effect, from: number, excReturn: number): EntryOutcome {
    if (this.faults.pend(log, effect, { what: 'return', exception: from }) === undefined) return this.lockup(log);
    return this.take(log, excReturn, true);
  }

  // Sleep

  wakesFromWfi(): boolean {
    const best = this.table.highestPending();
    if (best === undefined) return false;
    return this.table.preemption(best) < Math.min(this.table.activePriority(), boostedPriority(this.faults, false));
  }

  waitForEvent(): boolean {
    const sleep = !this.wakesFromWfe();
    this.system.eventRegister = false;
    return sleep;
  }

  wakesFromWfe(): boolean {
    return this.system.eventRegister || this.pendingToTake() !== undefined;
  }

  sendEvent(): void {
    this.system.eventRegister = true;
  }

  save(): unknown {
    const { lockupPriority } = this;
    const saved: SavedExceptions = { lockupPriority, lazyFault: this.floatRegisters.save() };
    return saved;
  }

  restore(state: unknown): void {
    const { lockupPriority, lazyFault } = state as SavedExceptions;
    this.lockupPriority = lockupPriority;
    this.floatRegisters.restore(lazyFault);
  }

  // Entry

  /** ExceptionEntry: PushStack, then ExceptionTaken. */
  private stackAndTake(log: FaultLog): EntryOutcome {
    const { cpu } = this;
    const { secure } = cpu;
    const handler = cpu.ipsr !== 0;
    let excReturn = EXC_RETURN.DCRS.set(F.EXC_RETURN_ONES, 1);
    if (secure) excReturn = EXC_RETURN.S.set(excReturn, 1);
    if (!cpu.floatContextActive) excReturn = EXC_RETURN.FType.set(excReturn, 1);
    if (!handler) excReturn = EXC_RETURN.Mode.set(excReturn, 1);
    const entering = this.table.highestPending()!;
    const trouble = this.pushStack();
    if (trouble !== undefined) {
      log.stacked = false;
      const during = { what: 'entry', exception: entering.exception } as const;
      for (const effect of trouble) {
        if (this.faults.pend(log, effect, during) === undefined)
          return this.lockup(log, this.table.preemption(entering));
      }
    }
    return this.take(log, excReturn >>> 0, false, trouble !== undefined);
  }

  /** PushStack; what went wrong in it. */
  private pushStack(): readonly Effect[] | undefined {
    const { cpu, system } = this;
    const { floats } = system;
    const { secure } = cpu;
    const troubles: Effect[] = [];
    const access: FrameAccess = { secure, privileged: cpu.privileged };
    const active = cpu.floatContextActive;
    const extended = active && (secure || floats.nonSecureAllowed);
    const all = extended && secure && floats.allSecure;
    const bytes = F.FRAME_BYTES + (extended ? F.FLOAT_BYTES + (all ? F.MORE_FLOAT_BYTES : 0) : 0);
    const realigned = (cpu.sp & 4) !== 0;
    const frame = (cpu.sp - bytes - (realigned ? 4 : 0)) >>> 0;
    let xpsr = cpu.xpsr | (realigned ? F.REALIGNED : 0);
    if (secure && cpu.secureFloats) xpsr |= F.SFPA;
    const limit = this.stackLimit;
    const beyond = frame < limit;
    let whole = !beyond;
    if (beyond) {
      cpu.sp = limit;
      troubles.push(usageEffect('STKOF', secure));
    } else {
      const words = [cpu.reg(0), cpu.reg(1), cpu.reg(2), cpu.reg(3), cpu.reg(12), cpu.lr, cpu.pc, xpsr >>> 0];
      cpu.sp = frame;
      for (const [n, word] of words.entries()) {
        const failure = stackWord(this.memory, frame + 4 * n, word, access);
        if (failure === undefined) continue;
        troubles.push(failureEffect(failure, secure));
        whole = false;
        break;
      }
    }
    if (active) {
      const trouble = this.floatRegisters.stack((frame + F.FRAME_BYTES) >>> 0, access, all, whole, limit);
      if (trouble) troubles.push(trouble);
    }
    return troubles.length === 0 ? undefined : troubles;
  }

  /** ExceptionTaken, for the exception of the highest priority that is pending by now. */
  private take(log: FaultLog, value: number, tailChained: boolean, ignoresFaults = false): EntryOutcome {
    const { cpu, table, system } = this;
    const target = table.highestPending()!;
    let excReturn = tailChained ? (value | 0xff00_0000) >>> 0 : value;
    if (tailChained && !cpu.hasFloats) excReturn = EXC_RETURN.FType.set(excReturn, 1);
    const fromSecure = system.security && EXC_RETURN.S.get(excReturn) !== 0;
    let trouble: Effect | undefined;
    if (fromSecure) {
      // The callee's registers are on the stack already if a Non-secure exception was taken before this one.
      const stackedBefore = tailChained && EXC_RETURN.ES.get(excReturn) === 0;
      if (target.secure) {
        if (stackedBefore) excReturn = EXC_RETURN.DCRS.set(excReturn, 0);
      } else {
        if (EXC_RETURN.DCRS.get(excReturn) !== 0 && !stackedBefore) trouble = this.pushCallee(excReturn, tailChained);
        excReturn = EXC_RETURN.DCRS.set(excReturn, 1);
      }
    }
    excReturn = EXC_RETURN.ES.set(excReturn, target.secure ? 1 : 0);
    excReturn = EXC_RETURN.SPSEL.set(excReturn, (cpu.bank(target.secure).control & 2) !== 0 ? 1 : 0) >>> 0;
    if (system.security && !target.secure) this.hideRegisters(fromSecure);
    if (trouble !== undefined) {
      log.stacked = false;
      const during = { what: 'entry', exception: target.exception } as const;
      if (ignoresFaults) this.faults.setStatus(trouble, trouble.bits);
      else if (this.faults.pend(log, trouble, during) === undefined) return this.lockup(log, table.preemption(target));
      else return this.take(log, excReturn, true, true);
    }
    const vector = this.readVector(target);
    if (typeof vector !== 'number') {
      const terminal = this.failVector(log, target, vector);
      return terminal ?? this.take(log, excReturn, true, true);
    }
    table.activate(target);
    cpu.ipsr = target.exception;
    cpu.secure = target.secure;
    cpu.selectStack(false);
    cpu.floatContextActive = false;
    cpu.secureFloats = false;
    cpu.itState = 0;
    cpu.lr = excReturn;
    cpu.pc = vector;
    cpu.thumb = (vector & 1) !== 0;
    this.options.clearExclusive();
    system.eventRegister = true;
    this.options.stateChanged();
    const fault = log.finish(false);
    return { kind: 'entered', exception: target.exception, tailChained, ...(fault === undefined ? {} : { fault }) };
  }

  /** Registers of the code that was interrupted that Non-secure handlers must not see; UNKNOWN ones keep their values. */
  private hideRegisters(fromSecure: boolean): void {
    const { cpu } = this;
    for (const n of [0, 1, 2, 3, 12]) cpu.setReg(n, 0);
    if (fromSecure) for (const n of CALLEE) cpu.setReg(n, 0);
    cpu.apsr = 0;
    cpu.itState = 0;
  }

  /** PushCalleeStack: the signature and R4 to R11 below a Secure frame. */
  private pushCallee(excReturn: number, tailChained: boolean): Effect | undefined {
    const { cpu } = this;
    const bank = cpu.bank(true);
    const thread = EXC_RETURN.Mode.get(excReturn) !== 0;
    const usesPsp = tailChained ? thread && EXC_RETURN.SPSEL.get(excReturn) !== 0 : thread && (bank.control & 2) !== 0;
    const stack = usesPsp ? 'psp' : 'msp';
    const limit = usesPsp ? bank.psplim : bank.msplim;
    const access: FrameAccess = { secure: true, privileged: !thread || (bank.control & 1) === 0 };
    const frame = (bank[stack] - F.CALLEE_BYTES) >>> 0;
    if (frame < limit) {
      bank[stack] = limit;
      return usageEffect('STKOF', true);
    }
    bank[stack] = frame;
    let failure = stackWord(this.memory, frame, F.integritySignature(excReturn), access);
    for (const n of CALLEE)
      failure ??= stackWord(this.memory, frame + F.FIRST_CALLEE_OFFSET + 4 * (n - 4), cpu.reg(n), access);
    return failure && failureEffect(failure, true);
  }

  /**
   * A vector that cannot be read: a SecureFault or BusFault that becomes a HardFault, which goes first, or the core locks up
   * (Vector).
   */
  private failVector(log: FaultLog, target: Vector, failure: AccessFailure): EntryOutcome | undefined {
    const { table } = this;
    const during = { what: 'entry', exception: target.exception } as const;
    const { bits, ...effect } = failureEffect(failure, target.secure);
    const isSecure = failure.kind === 'security' || table.targetsSecure(EXCEPTION.BusFault);
    const hardFault = this.faults.hardFaultFor({ exception: EXCEPTION.HardFault, secure: isSecure });
    const terminal = table.preemption(target) <= table.priority(hardFault);
    const forced = { ...effect, bits: [...bits, 'FORCED'] } as const;
    this.faults.note(log, forced, terminal ? undefined : hardFault, 'vectorRead', during);
    if (terminal) return this.lockup(log, table.preemption(target));
    table.setPending(hardFault);
    return undefined;
  }

  /** Vectors are read as privileged code of the exception's state reads them. */
  private readVector({ exception, secure }: Vector): LoadResult {
    const address = (this.system.scb.vtorOf(secure) + 4 * exception) >>> 0;
    return this.memory.load({ kind: 'vector', address, sizeBytes: 4, privileged: true, exclusive: false, secure });
  }

  private lockup(log: FaultLog, entering = HARD_FAULT_PRIORITY): { readonly kind: 'lockup'; readonly fault: Fault } {
    this.lockupPriority = Math.min(HARD_FAULT_PRIORITY, entering, this.executionPriority());
    return { kind: 'lockup', fault: log.finish(true)! };
  }
}

/** ITAdvance over an ITSTATE byte. */
function advanceIt(itState: number): number {
  return (itState & 7) === 0 ? 0 : (itState & 0xe0) | ((itState << 1) & 0x1f);
}
