/**
 * Exception entry and return of Armv8-M, with and without the Security Extension (Armv8-M ARM, DDI 0553, B3.18 to B3.26).
 * Where the manual leaves a choice, QEMU 7.2's is taken: faults of an entry that are overridden stay pending.
 */
import { HostError } from '../../base/index.js';
import type { AccessFailure, LoadResult } from '../core/access.js';
import type { CpuState } from '../core/cpu-state.js';
import { EXCEPTION, type Escalation, type Fault, type FaultBit } from '../core/events.js';
import type { CoreMemory } from '../core/memory.js';
import type { Cause } from '../exceptions/causes.js';
import type {
  CoreExceptions,
  EntryOutcome,
  FaultOutcome,
  ResetOutcome,
  ReturnOutcome,
} from '../exceptions/core-exceptions.js';
import { FaultLog, type SavedFaultLog } from '../exceptions/fault-log.js';
import { snapshotRegisters } from '../exceptions/snapshot.js';
import { mpuOff } from '../mpu/check.js';
import { THREAD_PRIORITY } from '../system/exception-table.js';
import { DFSR, SCR } from '../system/scb-registers.js';
import { causeEffect, failureEffect, secureEffect, usageEffect, type Effect } from './causes.js';
import { NON_SECURE_LIMIT, type SecureExceptionTable, type Vector } from './exception-table.js';
import type { SecureFloatContext } from './float-control.js';
import * as F from './frame.js';
import { EXC_RETURN } from './frame.js';
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

/** How memory is reached while a frame is made or read. */
interface FrameAccess {
  readonly privileged: boolean;
  readonly secure: boolean;
}

interface SavedExceptions {
  readonly lockupPriority: number | undefined;
  readonly lazyFault: { readonly log: SavedFaultLog; readonly vector: Vector | undefined } | undefined;
}

const LOCKUP_ADDRESS = 0xffff_fffe;
const HARD_FAULT_PRIORITY = -1;
/** In the order of the frame; LR, the return address and xPSR follow. */
const FRAME_REGISTERS = [0, 1, 2, 3, 12] as const;
const CALLEE = [4, 5, 6, 7, 8, 9, 10, 11] as const;

export class SecureExceptions implements CoreExceptions {
  private readonly cpu: CpuState;
  private readonly memory: CoreMemory;
  private readonly system: SecureSystemControl;
  private readonly table: SecureExceptionTable;
  private readonly options: SecureExceptionsOptions;
  private lockupPriority: number | undefined;
  /** A fault of lazy state preservation that is pending: told when its exception is entered; without a vector, a lockup. */
  private lazyFault: { readonly log: FaultLog; readonly vector: Vector | undefined } | undefined;

  constructor(options: SecureExceptionsOptions) {
    this.options = options;
    this.cpu = options.cpu;
    this.memory = options.memory;
    this.system = options.system;
    this.table = options.system.table;
  }

  get lockedUp(): boolean {
    return this.lockupPriority !== undefined;
  }

  leaveLockup(): void {
    this.lockupPriority = undefined;
  }

  executionPriority(): number {
    return Math.min(this.table.activePriority(), this.boostedPriority(true));
  }

  /** IsReqExcPriNeg: HardFault or NMI of this state is active, or its FAULTMASK is set. */
  negativePriority(secure = false): boolean {
    const { table } = this;
    if (this.cpu.bank(secure).faultmask !== 0) return true;
    if (table.isActive({ exception: EXCEPTION.HardFault, secure })) return true;
    return table.targetsSecure(EXCEPTION.NMI) === secure && table.isActive(table.vector(EXCEPTION.NMI, secure));
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
    this.lazyFault = undefined;
    system.reset();
    this.options.clearExclusive();
    for (let n = 0; n < 13; n++) cpu.setReg(n, 0);
    for (let n = 0; n < 32; n++) cpu.setFloat(n, 0);
    cpu.fpscr = 0;
    cpu.ipsr = 0;
    cpu.secure = system.security;
    cpu.secureFloats = false;
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
    cpu.floatContextActive = false;
    cpu.xpsr = 0;
    cpu.lr = 0xffff_ffff;
    cpu.pc = 0;
    this.options.stateChanged();
    const log = this.newLog();
    const stack = this.readVector({ exception: 0, secure: cpu.secure });
    const start = typeof stack === 'number' ? this.readVector({ exception: 1, secure: cpu.secure }) : stack;
    if (typeof stack !== 'number' || typeof start !== 'number') {
      const effect = failureEffect(start as AccessFailure, cpu.secure);
      this.note(log, effect, effect.vector, 'vectorRead', undefined);
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
    const { lazyFault } = this;
    const best = this.table.highestPending();
    const isIt = lazyFault?.vector?.exception === best?.exception && lazyFault?.vector?.secure === best?.secure;
    if (lazyFault === undefined || !isIt) return this.newLog();
    this.lazyFault = undefined;
    return lazyFault.log;
  }

  raise(cause: Cause): FaultOutcome {
    const { cpu } = this;
    if (cause.kind === 'lazyFault') return this.raiseLazyFault();
    const log = this.newLog();
    if (cause.kind === 'bkpt') this.system.scb.addDfsr(DFSR.fields.BKPT.mask);
    const taken = this.pend(log, causeEffect(cause, cpu.secure));
    if (taken === undefined) return this.lockup(log);
    if (taken.exception === EXCEPTION.SVCall) {
      cpu.pc += 2;
      cpu.itState = advanceIt(cpu.itState);
    }
    return this.stackAndTake(log);
  }

  private raiseLazyFault(): FaultOutcome {
    const { log, vector } = this.lazyFault!;
    if (vector !== undefined) return this.stackAndTake(this.entryLog());
    this.lazyFault = undefined;
    return this.lockup(log);
  }

  // The floating-point extension

  get floatsReady(): boolean {
    const { cpu, system } = this;
    const { floats } = system;
    const { secure } = cpu;
    if (!cpu.hasFloats || !system.permitsFloats(cpu.privileged) || floats.lazyActive(floats.owner)) return false;
    if (system.security && floats.owner !== secure) return false;
    return !floats.automatic(secure) || (cpu.floatContextActive && (!secure || cpu.secureFloats));
  }

  checkFloats(): Cause | undefined {
    const { cpu, system } = this;
    const { floats } = system;
    const { secure } = cpu;
    if (!floats.permits(cpu.privileged, secure)) return { kind: 'usage', bit: 'NOCP' };
    if (!secure && !floats.nonSecureAllowed) return { kind: 'usage', bit: 'NOCP', secure: true };
    if (floats.lazyActive(floats.owner) && !this.preserveFloats()) return { kind: 'lazyFault' };
    floats.owner = secure;
    if (floats.automatic(secure) && (!cpu.floatContextActive || (secure && !cpu.secureFloats))) {
      cpu.fpscr = floats.fpdscr(secure);
      cpu.floatContextActive = true;
      if (secure) cpu.secureFloats = true;
    }
    return undefined;
  }

  /** PreserveFPState: stores the registers where the frame of their owner has room for them. */
  private preserveFloats(): boolean {
    const { floats } = this.system;
    const { context } = floats;
    const { secure, privileged, address, limitViolated } = context;
    let trouble: Effect | undefined;
    if (!floats.permits(privileged, secure)) trouble = usageEffect('NOCP', secure);
    else if (!secure && !floats.nonSecureAllowed) trouble = usageEffect('NOCP', true);
    else if (!limitViolated) {
      const access = { kind: 'lazyStack', privileged, secure, negativePriority: !context.hardFault } as const;
      const failure = this.storeFloats(address, access, secure && floats.allSecure);
      trouble = failure && failureEffect(failure, secure);
    }
    if (trouble !== undefined) {
      this.pendLazily(trouble, context);
      if (this.lazyFault?.vector === undefined || this.pendingToTake() !== undefined) return false;
    }
    floats.settle(secure);
    if (secure && floats.allSecure) this.clearFloats(32);
    return true;
  }

  private pendLazily(effect: Effect, context: SecureFloatContext): void {
    const { table } = this;
    const ready = {
      [EXCEPTION.MemManage]: context.memManage,
      [EXCEPTION.BusFault]: context.busFault,
      [EXCEPTION.UsageFault]: context.usageFault[effect.vector.secure ? 'secure' : 'nonSecure'],
      [EXCEPTION.SecureFault]: context.secureFault,
    }[effect.vector.exception];
    const log = this.newLog();
    let { vector }: { vector: Vector | undefined } = effect;
    let escalation: Escalation | undefined;
    if (ready !== true) {
      escalation = context.hardFault ? (table.isEnabled(effect.vector) ? 'priority' : 'disabled') : 'negativePriority';
      vector = context.hardFault ? this.hardFaultFor(effect.vector) : undefined;
    }
    this.note(log, effect, vector, escalation, undefined);
    if (vector !== undefined) table.setPending(vector);
    this.lazyFault = { log, vector };
  }

  private storeFloats(
    address: number,
    access: FrameAccess & { readonly kind: 'stack' | 'lazyStack' | 'store'; readonly negativePriority?: boolean },
    all: boolean,
  ): AccessFailure | undefined {
    const { cpu, memory } = this;
    const put = (at: number, value: number): AccessFailure | undefined =>
      memory.store({ ...access, address: at >>> 0, sizeBytes: 4, exclusive: false }, value);
    for (let n = 0; n < (all ? 32 : 16); n++) {
      const failure = put(address + floatOffset(n), cpu.float(n));
      if (failure) return failure;
    }
    return put(address + F.FPSCR_OFFSET, cpu.fpscr);
  }

  private clearFloats(count: 16 | 32): void {
    for (let n = 0; n < count; n++) this.cpu.setFloat(n, 0);
    this.cpu.fpscr = 0;
  }

  /** VLSTM's part beyond the check whether there is anything to do. */
  storeSecureFloats(address: number): Cause | undefined {
    const { cpu, system } = this;
    const { floats } = system;
    if (!floats.permits(cpu.privileged, true)) return { kind: 'usage', bit: 'NOCP' };
    if (floats.lazyActive(floats.owner)) return { kind: 'secureFault', bit: 'LSERR' };
    if ((address & 7) !== 0) return this.unaligned('store', address);
    if (floats.lazy) this.deferFloats(address, { secure: true, privileged: cpu.privileged }, false);
    else {
      const access = { kind: 'store', secure: true, privileged: cpu.privileged } as const;
      const failure = this.storeFloats(address, access, floats.allSecure);
      if (failure) return { kind: 'access', failure };
      if (floats.allSecure) this.clearFloats(32);
    }
    cpu.floatContextActive = false;
    return undefined;
  }

  /** VLLDM's. */
  loadSecureFloats(address: number): Cause | undefined {
    const { cpu, system } = this;
    const { floats } = system;
    if (!floats.permits(cpu.privileged, true)) return { kind: 'usage', bit: 'NOCP' };
    if (floats.lazyActive(true)) floats.settle(true);
    else {
      if ((address & 7) !== 0) return this.unaligned('load', address);
      const words: number[] = [];
      const offsets = Array.from({ length: floats.allSecure ? 32 : 16 }, (_, n) => floatOffset(n));
      for (const offset of [...offsets, F.FPSCR_OFFSET]) {
        const at = (address + offset) >>> 0;
        const access = { kind: 'load', address: at, sizeBytes: 4, exclusive: false, secure: true } as const;
        const word = this.memory.load({ ...access, privileged: cpu.privileged });
        if (typeof word !== 'number') return { kind: 'access', failure: word };
        words.push(word);
      }
      words.slice(0, -1).forEach((word, n) => cpu.setFloat(n, word));
      cpu.fpscr = words.at(-1)!;
    }
    cpu.floatContextActive = true;
    return undefined;
  }

  private unaligned(kind: 'load' | 'store', address: number): Cause {
    const { privileged, secure } = this.cpu;
    const access = { kind, address, sizeBytes: 4, privileged, exclusive: false, secure } as const;
    return { kind: 'access', failure: { kind: 'unaligned', access } };
  }

  ignoresBusFault(failure: AccessFailure): boolean {
    const { kind } = failure.access;
    const { secure } = this.cpu;
    if (failure.kind !== 'bus' || (kind !== 'load' && kind !== 'store')) return false;
    if ((this.system.scb.ccrOf(secure) & CCR.fields.BFHFNMIGN.mask) === 0 || this.executionPriority() >= 0)
      return false;
    const effect = failureEffect(failure, secure);
    this.setStatus(effect, effect.bits);
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
    const log = this.newLog();
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
      this.clearFloats(16);
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
        return this.hardFaultFor({ exception: EXCEPTION.HardFault, secure: false });
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
      const signature = this.unstackWord(frame, access);
      if (typeof signature !== 'number') return fail(failureEffect(signature, toSecure));
      if (signature !== F.integritySignature(excReturn)) return fail(secureEffect('INVIS'));
      for (const n of CALLEE) {
        const word = this.unstackWord(frame + F.FIRST_CALLEE_OFFSET + 4 * (n - 4), access);
        if (typeof word !== 'number') return fail(failureEffect(word, toSecure));
        cpu.setReg(n, word);
      }
      frame = (frame + F.CALLEE_BYTES) >>> 0;
    }
    const words: number[] = [];
    for (let n = 0; n < 8; n++) {
      const word = this.unstackWord(frame + 4 * n, access);
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
      const trouble = this.unstackFloats(frame + F.FRAME_BYTES, access, all);
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

  private unstackWord(address: number, access: FrameAccess): LoadResult {
    return this.memory.load({ kind: 'unstack', address: address >>> 0, sizeBytes: 4, exclusive: false, ...access });
  }

  private unstackFloats(address: number, access: FrameAccess, all: boolean): Effect | undefined {
    const { cpu } = this;
    const { floats } = this.system;
    const { secure, privileged } = access;
    if (floats.lazyActive(secure)) {
      floats.settle(secure);
      return undefined;
    }
    if (!floats.permits(privileged, secure)) return usageEffect('NOCP', secure);
    if (!secure && !floats.nonSecureAllowed) return usageEffect('INVPC', true);
    for (let n = 0; n < (all ? 32 : 16); n++) {
      const word = this.unstackWord(address + floatOffset(n), access);
      if (typeof word !== 'number') {
        this.clearFloats(all ? 32 : 16);
        return failureEffect(word, secure);
      }
      cpu.setFloat(n, word);
    }
    const fpscr = this.unstackWord(address + F.FPSCR_OFFSET, access);
    if (typeof fpscr !== 'number') {
      this.clearFloats(all ? 32 : 16);
      return failureEffect(fpscr, secure);
    }
    cpu.fpscr = fpscr;
    return undefined;
  }

  /** A return that fails: the fault is chained to it, on the frame that is there. */
  private failReturn(log: FaultLog, effect: Effect, from: number, excReturn: number): EntryOutcome {
    if (this.pend(log, effect, { what: 'return', exception: from }) === undefined) return this.lockup(log);
    return this.take(log, excReturn, true);
  }

  // Sleep

  wakesFromWfi(): boolean {
    const best = this.table.highestPending();
    if (best === undefined) return false;
    return this.table.preemption(best) < Math.min(this.table.activePriority(), this.boostedPriority(false));
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
    const { lockupPriority, lazyFault } = this;
    const saved: SavedExceptions = {
      lockupPriority,
      lazyFault: lazyFault && { log: lazyFault.log.save(), vector: lazyFault.vector },
    };
    return saved;
  }

  restore(state: unknown): void {
    const { lockupPriority, lazyFault } = state as SavedExceptions;
    this.lockupPriority = lockupPriority;
    this.lazyFault = lazyFault && {
      log: FaultLog.restored(this.system.scb.status(this.cpu.secure), lazyFault.log),
      vector: lazyFault.vector,
    };
  }

  // Priorities

  /** What the masks of both states make of the priority (B3.13, ExecutionPriority). */
  private boostedPriority(withPrimask: boolean): number {
    const { cpu, table } = this;
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

  private preempts(vector: Vector, running: number): boolean {
    return this.table.preemption(vector) < running;
  }

  // Faults

  private newLog(): FaultLog {
    const { cpu } = this;
    return new FaultLog(this.system.scb.status(cpu.secure), snapshotRegisters(cpu));
  }

  /** The HardFault that a fault escalates to: that of its state where BFHFNMINS is 1, else the Secure one. */
  private hardFaultFor({ secure }: Vector): Vector {
    const { table } = this;
    return { exception: EXCEPTION.HardFault, secure: table.security && (secure || !table.faultsNonSecure) };
  }

  private setStatus({ vector, mmfar, bfar, sfar }: Effect, bits: readonly FaultBit[]): readonly FaultBit[] {
    const { scb, architecture } = this.system;
    if (!architecture.configurableFaults) return [];
    const fresh = scb.addStatus(vector.secure, bits);
    if (mmfar !== undefined) scb.setMmfar(vector.secure, mmfar);
    if (bfar !== undefined) scb.setBfar(bfar);
    if (sfar !== undefined) scb.setSfar(sfar);
    return fresh;
  }

  /** Puts a fault with its status into the log. */
  private note(
    log: FaultLog,
    effect: Effect,
    taken: Vector | undefined,
    escalation: Escalation | undefined,
    during: Fault['during'] | undefined,
  ): void {
    const forced = escalation === 'disabled' || escalation === 'priority';
    const bits: readonly FaultBit[] = forced ? [...effect.bits, effect.escalated] : effect.bits;
    const newBits = this.setStatus(effect, bits);
    const { architecture, scb, security } = this.system;
    const original = architecture.configurableFaults || effect.vector.exception === EXCEPTION.SVCall;
    log.add({
      original: original ? effect.vector.exception : EXCEPTION.HardFault,
      exception: taken?.exception ?? 0,
      escalation,
      bits: architecture.configurableFaults ? bits : effect.bits,
      newBits,
      failure: effect.failure,
      during,
      status: architecture.configurableFaults ? scb.status(effect.vector.secure) : undefined,
      secure: security ? (taken ?? effect.vector).secure : undefined,
    });
  }

  /** The vector that an effect asks for: on Baseline all faults are HardFaults. */
  private vectorOf(effect: Effect): Vector {
    const { exception, secure } = effect.vector;
    if (this.system.architecture.configurableFaults || exception === EXCEPTION.SVCall) {
      if (exception === EXCEPTION.BusFault || exception === EXCEPTION.DebugMonitor)
        return this.table.vector(exception, secure);
      return effect.vector;
    }
    return this.hardFaultFor(effect.vector);
  }

  /**
   * Makes a synchronous exception pending, escalated to HardFault if it is disabled or cannot preempt what runs; undefined
   * where the core locks up.
   */
  private pend(log: FaultLog, effect: Effect, during?: Fault['during']): Vector | undefined {
    const { table } = this;
    const running = this.executionPriority();
    let vector = this.vectorOf(effect);
    let escalation: Escalation | undefined;
    if (!this.preempts(vector, running)) escalation = 'priority';
    else if (!table.isEnabled(vector) || this.monitorRefuses(effect.vector)) escalation = 'disabled';
    if (escalation !== undefined) {
      const hardFault = this.hardFaultFor(effect.vector.exception === EXCEPTION.DebugMonitor ? effect.vector : vector);
      if (running <= table.priority(hardFault)) {
        this.note(log, effect, undefined, 'negativePriority', during);
        return undefined;
      }
      vector = hardFault;
    }
    if (escalation !== undefined || effect.bits.length > 0 || vector.exception === EXCEPTION.HardFault)
      this.note(log, effect, vector, escalation, during);
    table.setPending(vector);
    return vector;
  }

  /** CanPendMonitorOnEvent: Secure code is debugged only by a DebugMonitor that targets Secure state (B10.2). */
  private monitorRefuses({ exception, secure }: Vector): boolean {
    return exception === EXCEPTION.DebugMonitor && this.system.security && secure && !this.table.monitorSecure;
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
        if (this.pend(log, effect, during) === undefined) return this.lockup(log, this.table.preemption(entering));
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
        const failure = this.stackWord(frame + 4 * n, word, access);
        if (failure === undefined) continue;
        troubles.push(failureEffect(failure, secure));
        whole = false;
        break;
      }
    }
    if (active) {
      const trouble = this.stackFloats((frame + F.FRAME_BYTES) >>> 0, access, all, whole, limit);
      if (trouble) troubles.push(trouble);
    }
    return troubles.length === 0 ? undefined : troubles;
  }

  private stackWord(address: number, word: number, access: FrameAccess): AccessFailure | undefined {
    return this.memory.store(
      { kind: 'stack', address: address >>> 0, sizeBytes: 4, exclusive: false, ...access },
      word,
    );
  }

  private stackFloats(
    address: number,
    access: FrameAccess,
    all: boolean,
    whole: boolean,
    limit: number,
  ): Effect | undefined {
    const { floats, security } = this.system;
    const { secure, privileged } = access;
    if (security && floats.lazyActive(floats.owner)) return secureEffect('LSERR');
    if (!secure && !floats.nonSecureAllowed) return usageEffect('NOCP', true);
    if (!floats.lazy) {
      if (!floats.permits(privileged, secure)) return whole ? usageEffect('NOCP', secure) : undefined;
      const failure = whole ? this.storeFloats(address, { kind: 'stack', ...access }, all) : undefined;
      this.clearFloats(all ? 32 : 16);
      return failure && failureEffect(failure, secure);
    }
    this.deferFloats(address, access, address < limit);
    return undefined;
  }

  /** UpdateFPCCR: the registers are stored when somebody needs them, with all that a fault would have to know then. */
  private deferFloats(address: number, { secure, privileged }: FrameAccess, limitViolated: boolean): void {
    const { table, system } = this;
    const running = this.executionPriority();
    const ready = (exception: number, state = secure): boolean => {
      const vector = table.vector(exception, state);
      return table.isEnabled(vector) && this.preempts(vector, running);
    };
    system.floats.defer({
      secure,
      address,
      privileged,
      thread: this.cpu.ipsr === 0,
      limitViolated,
      hardFault: running > HARD_FAULT_PRIORITY,
      busFault: ready(EXCEPTION.BusFault),
      memManage: ready(EXCEPTION.MemManage),
      usageFault: { secure: ready(EXCEPTION.UsageFault, true), nonSecure: ready(EXCEPTION.UsageFault, false) },
      secureFault: system.security && ready(EXCEPTION.SecureFault),
      debugMonitor: ready(EXCEPTION.DebugMonitor),
    });
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
      if (ignoresFaults) this.setStatus(trouble, trouble.bits);
      else if (this.pend(log, trouble, during) === undefined) return this.lockup(log, table.preemption(target));
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
    let failure = this.stackWord(frame, F.integritySignature(excReturn), access);
    for (const n of CALLEE) failure ??= this.stackWord(frame + F.FIRST_CALLEE_OFFSET + 4 * (n - 4), cpu.reg(n), access);
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
    const hardFault = this.hardFaultFor({ exception: EXCEPTION.HardFault, secure: isSecure });
    const terminal = table.preemption(target) <= table.priority(hardFault);
    const forced = { ...effect, bits: [...bits, 'FORCED'] } as const;
    this.note(log, forced, terminal ? undefined : hardFault, 'vectorRead', during);
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

/** Where the floating-point part of a frame has S0 to S31; FPSCR and a reserved word stand between. */
function floatOffset(n: number): number {
  return 4 * n + (n >= 16 ? 8 : 0);
}

/** ITAdvance over an ITSTATE byte. */
function advanceIt(itState: number): number {
  return (itState & 7) === 0 ? 0 : (itState & 0xe0) | ((itState << 1) & 0x1f);
}
