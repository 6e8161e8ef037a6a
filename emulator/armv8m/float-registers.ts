/**
 * Floating-point registers between their owners (Armv8-M ARM, B3.18 to B3.26): stored into frames at once or lazily, read back, given
 * to and taken from the other security state.
 */
import type { AccessFailure } from '../core/access.js';
import type { CpuState } from '../core/cpu-state.js';
import { EXCEPTION, type Escalation } from '../core/events.js';
import type { CoreMemory } from '../core/memory.js';
import type { Cause } from '../exceptions/causes.js';
import { FaultLog, type SavedFaultLog } from '../exceptions/fault-log.js';
import { failureEffect, secureEffect, usageEffect, type Effect } from './causes.js';
import type { Vector } from './exception-table.js';
import type { SecureFaults } from './faults.js';
import type { SecureFloatContext } from './float-control.js';
import { floatOffset, FPSCR_OFFSET, unstackWord, type FrameAccess } from './frame.js';
import { executionPriority, HARD_FAULT_PRIORITY } from './priorities.js';
import type { SecureSystemControl } from './system-control.js';

export interface FloatRegistersOptions {
  readonly cpu: CpuState;
  readonly memory: CoreMemory;
  readonly system: SecureSystemControl;
  readonly faults: SecureFaults;
  /** The exception that preempts what runs now, if any. */
  pendingToTake(): number | undefined;
}

/** A fault of lazy state preservation that is pending: told when its exception is entered; without a vector, a lockup. */
export interface LazyFault {
  readonly log: FaultLog;
  readonly vector: Vector | undefined;
}

export interface SavedLazyFault {
  readonly log: SavedFaultLog;
  readonly vector: Vector | undefined;
}

export class FloatRegisters {
  private readonly cpu: CpuState;
  private readonly memory: CoreMemory;
  private readonly system: SecureSystemControl;
  private readonly faults: SecureFaults;
  private readonly options: FloatRegistersOptions;
  private lazyFault: LazyFault | undefined;

  constructor(options: FloatRegistersOptions) {
    this.options = options;
    this.cpu = options.cpu;
    this.memory = options.memory;
    this.system = options.system;
    this.faults = options.faults;
  }

  reset(): void {
    this.lazyFault = undefined;
    for (let n = 0; n < 32; n++) this.cpu.setFloat(n, 0);
    this.cpu.fpscr = 0;
    this.cpu.floatContextActive = false;
    this.cpu.secureFloats = false;
  }

  save(): SavedLazyFault | undefined {
    return this.lazyFault && { log: this.lazyFault.log.save(), vector: this.lazyFault.vector };
  }

  restore(saved: SavedLazyFault | undefined): void {
    this.lazyFault = saved && {
      log: FaultLog.restored(this.system.scb.status(this.cpu.secure), saved.log),
      vector: saved.vector,
    };
  }

  /** The log of the lazy fault that leads to `vector`, or to a lockup: it is told of now. */
  takeLog(vector: Vector | undefined): FaultLog | undefined {
    const { lazyFault } = this;
    const isIts = lazyFault?.vector?.exception === vector?.exception && lazyFault?.vector?.secure === vector?.secure;
    if (lazyFault === undefined || !isIts) return undefined;
    this.lazyFault = undefined;
    return lazyFault.log;
  }

  // Instructions

  /** Whether a floating-point instruction has nothing to ask (`check`). */
  get ready(): boolean {
    const { cpu, system } = this;
    const { floats } = system;
    const { secure } = cpu;
    if (!cpu.hasFloats || !system.permitsFloats(cpu.privileged) || floats.lazyActive(floats.owner)) return false;
    if (system.security && floats.owner !== secure) return false;
    return !floats.automatic(secure) || (cpu.floatContextActive && (!secure || cpu.secureFloats));
  }

  /** ExecuteFPCheck: what stands ahead of every floating-point instruction; what goes wrong in it. */
  check(): Cause | undefined {
    const { cpu, system } = this;
    const { floats } = system;
    const { secure } = cpu;
    if (!floats.permits(cpu.privileged, secure)) return { kind: 'usage', bit: 'NOCP' };
    if (!secure && !floats.nonSecureAllowed) return { kind: 'usage', bit: 'NOCP', secure: true };
    if (floats.lazyActive(floats.owner) && !this.preserve()) return { kind: 'lazyFault' };
    floats.owner = secure;
    if (floats.automatic(secure) && (!cpu.floatContextActive || (secure && !cpu.secureFloats))) {
      cpu.fpscr = floats.fpdscr(secure);
      cpu.floatContextActive = true;
      if (secure) cpu.secureFloats = true;
    }
    return undefined;
  }

  /** PreserveFPState: stores the registers where the frame of their owner has room for them. */
  private preserve(): boolean {
    const { floats } = this.system;
    const { context } = floats;
    const { secure, privileged, address, limitViolated } = context;
    let trouble: Effect | undefined;
    if (!floats.permits(privileged, secure)) trouble = usageEffect('NOCP', secure);
    else if (!secure && !floats.nonSecureAllowed) trouble = usageEffect('NOCP', true);
    else if (!limitViolated) {
      const access = { kind: 'lazyStack', privileged, secure, negativePriority: !context.hardFault } as const;
      const failure = this.store(address, access, secure && floats.allSecure);
      trouble = failure && failureEffect(failure, secure);
    }
    if (trouble !== undefined) {
      this.pendLazily(trouble, context);
      if (this.lazyFault?.vector === undefined || this.options.pendingToTake() !== undefined) return false;
    }
    floats.settle(secure);
    if (secure && floats.allSecure) this.clear(32);
    return true;
  }

  private pendLazily(effect: Effect, context: SecureFloatContext): void {
    const { faults } = this;
    const ready = {
      [EXCEPTION.MemManage]: context.memManage,
      [EXCEPTION.BusFault]: context.busFault,
      [EXCEPTION.UsageFault]: context.usageFault[effect.vector.secure ? 'secure' : 'nonSecure'],
      [EXCEPTION.SecureFault]: context.secureFault,
    }[effect.vector.exception];
    const log = faults.newLog();
    let { vector }: { vector: Vector | undefined } = effect;
    let escalation: Escalation | undefined;
    if (ready !== true) {
      escalation = context.hardFault
        ? faults.table.isEnabled(effect.vector)
          ? 'priority'
          : 'disabled'
        : 'negativePriority';
      vector = context.hardFault ? faults.hardFaultFor(effect.vector) : undefined;
    }
    faults.note(log, effect, vector, escalation, undefined);
    if (vector !== undefined) faults.table.setPending(vector);
    this.lazyFault = { log, vector };
  }

  private store(
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
    return put(address + FPSCR_OFFSET, cpu.fpscr);
  }

  clear(count: 16 | 32): void {
    for (let n = 0; n < count; n++) this.cpu.setFloat(n, 0);
    this.cpu.fpscr = 0;
  }

  /** VLSTM's part beyond the check whether there is anything to do. */
  storeSecure(address: number): Cause | undefined {
    const { cpu, system } = this;
    const { floats } = system;
    if (!floats.permits(cpu.privileged, true)) return { kind: 'usage', bit: 'NOCP' };
    if (floats.lazyActive(floats.owner)) return { kind: 'secureFault', bit: 'LSERR' };
    if ((address & 7) !== 0) return this.unaligned('store', address);
    if (floats.lazy) this.defer(address, { secure: true, privileged: cpu.privileged }, false);
    else {
      const access = { kind: 'store', secure: true, privileged: cpu.privileged } as const;
      const failure = this.store(address, access, floats.allSecure);
      if (failure) return { kind: 'access', failure };
      if (floats.allSecure) this.clear(32);
    }
    cpu.floatContextActive = false;
    return undefined;
  }

  /** VLLDM's. */
  loadSecure(address: number): Cause | undefined {
    const { cpu, system } = this;
    const { floats } = system;
    if (!floats.permits(cpu.privileged, true)) return { kind: 'usage', bit: 'NOCP' };
    if (floats.lazyActive(true)) floats.settle(true);
    else {
      if ((address & 7) !== 0) return this.unaligned('load', address);
      const words: number[] = [];
      const offsets = Array.from({ length: floats.allSecure ? 32 : 16 }, (_, n) => floatOffset(n));
      for (const offset of [...offsets, FPSCR_OFFSET]) {
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

  // Frames

  /** PushStack's part; what goes wrong in it. `whole`: the words of the frame have been stored. */
  stack(address: number, access: FrameAccess, all: boolean, whole: boolean, limit: number): Effect | undefined {
    const { floats, security } = this.system;
    const { secure, privileged } = access;
    if (security && floats.lazyActive(floats.owner)) return secureEffect('LSERR');
    if (!secure && !floats.nonSecureAllowed) return usageEffect('NOCP', true);
    if (!floats.lazy) {
      if (!floats.permits(privileged, secure)) return whole ? usageEffect('NOCP', secure) : undefined;
      const failure = whole ? this.store(address, { kind: 'stack', ...access }, all) : undefined;
      this.clear(all ? 32 : 16);
      return failure && failureEffect(failure, secure);
    }
    this.defer(address, access, address < limit);
    return undefined;
  }

  /** UpdateFPCCR: the registers are stored when somebody needs them, with all that a fault would have to know then. */
  private defer(address: number, { secure, privileged }: FrameAccess, limitViolated: boolean): void {
    const { faults, system } = this;
    const { table } = faults;
    const running = executionPriority(faults);
    const ready = (exception: number, state = secure): boolean => {
      const vector = table.vector(exception, state);
      return table.isEnabled(vector) && table.preemption(vector) < running;
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

  /** PopStack's part; what goes wrong in it. */
  unstack(address: number, access: FrameAccess, all: boolean): Effect | undefined {
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
      const word = unstackWord(this.memory, address + floatOffset(n), access);
      if (typeof word !== 'number') {
        this.clear(all ? 32 : 16);
        return failureEffect(word, secure);
      }
      cpu.setFloat(n, word);
    }
    const fpscr = unstackWord(this.memory, address + FPSCR_OFFSET, access);
    if (typeof fpscr !== 'number') {
      this.clear(all ? 32 : 16);
      return failureEffect(fpscr, secure);
    }
    cpu.fpscr = fpscr;
    return undefined;
  }
}
