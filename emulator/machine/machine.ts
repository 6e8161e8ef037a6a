/**
 * A whole machine: core, memories, devices, time. `run` executes and answers with the reason why it stopped; everything else
 * looks at the machine or changes it between runs. Deterministic: the same program, board and inputs give the same state at
 * every count of retired instructions, however the run is sliced.
 */
import type { Access, AccessFailure, AccessSize, LoadResult, Verdict } from '../core/access.js';
import type { Fault, MachineFinding, StopEvent, WatchHit } from '../core/events.js';
import type { CpuState } from '../core/cpu-state.js';
import { isaParts, PROFILES } from '../core/profiles.js';
import type { RegisterSnapshot } from '../core/events.js';
import { Armv8m, isArmv8m } from '../armv8m/armv8m.js';
import type { Cause } from '../exceptions/causes.js';
import type { CoreExceptions, EntryOutcome, ReturnOutcome } from '../exceptions/core-exceptions.js';
import { Exceptions } from '../exceptions/exceptions.js';
import { snapshotRegisters } from '../exceptions/snapshot.js';
import { INTERPRETER } from '../interpreter/generated/interpreter-image.js';
import { CODE_TABLES, codeKind, CONTROL, RIGHT, type CodeKind } from '../interpreter/layout.js';
import { recordConcrete } from '../interpreter/shapes.js';
import { instructionSet, type Instruction, type InstructionSet } from '../isa/decode.js';
import { advanceIT } from '../isa/it-block.js';
import { check } from '../mpu/check.js';
import { rightsIntervals } from '../mpu/intervals.js';
import { securedRightsIntervals } from '../security/intervals.js';
import { offView } from '../mpu/off-view.js';
import type { MpuContext } from '../mpu/check.js';
import type { MpuView } from '../mpu/view.js';
import type { Peripheral } from '../peripherals/peripheral.js';
import { createPeripherals } from '../peripherals/registry.js';
import { Semihosting } from '../semihosting/semihosting.js';
import { CCR } from '../system/scb-registers.js';
import type { CoreSystem, SystemHost } from '../system/core-system.js';
import { SystemControl } from '../system/system-control.js';
import { breakpointInstruction } from './breakpoint-instruction.js';
import { Bus } from './bus.js';
import { CodeCache } from './code-cache.js';
import { Engine, type Slice } from './engine.js';
import { GuestMemory } from './guest-memory.js';
import { hashMachine } from './hash.js';
import type { MachineOptions } from './options.js';
import type { MachineParts } from './parts.js';
import { rareInstruction } from './rare-instruction.js';
import { unpredictableText } from './unpredictable-text.js';
import { RightsTable, type WatchedRange } from './rights-table.js';
import { restoreMachine, saveMachine, type MachineState } from './state.js';
import { systemOperation, type ExclusiveMonitor, type SystemOutcome } from './system-operations.js';
import { Time } from './time.js';
import { Units } from '../translator/units.js';

/** A range whose accesses stop the run after the instruction that did them. */
export interface Watchpoint extends WatchedRange {
  readonly id: number;
}

/** One slice at most: the budget is a signed word. */
const LONGEST_SLICE = 500_000;
const MAX_FINDINGS = 1000;

const NO_STATE = {} as const;
const SECURE = { secure: true } as const;
const NON_SECURE = { secure: false } as const;

/** An activation of an address. */
interface Place {
  readonly pc: number;
  readonly ipsr: number;
  readonly sp: number;
}

type Ending = StopEvent extends infer E ? (E extends StopEvent ? Omit<E, 'pc' | 'retired'> : never) : never;

export class Machine implements MachineParts {
  readonly options: MachineOptions;
  /** The encodings that its core has. */
  readonly instructionSet: InstructionSet;
  readonly memory: GuestMemory;
  readonly cpu: CpuState;
  readonly system: CoreSystem;
  readonly exceptions: CoreExceptions;
  /** What Armv8-M has beside: two security states, stack limits. Undefined on other cores. */
  readonly armv8m: Armv8m | undefined;
  readonly peripherals: readonly Peripheral[];
  readonly time: Time;
  readonly semihosting: Semihosting | undefined;
  readonly monitor: ExclusiveMonitor = { address: undefined };
  /** What the run did that the architecture leaves open or that looks like a mistake; each kind and place once. */
  readonly findings: MachineFinding[] = [];
  /** Stops also at exceptions that are no faults. */
  stopAtExceptions = false;
  sleeping: 'wfi' | 'wfe' | undefined;
  private readonly bus: Bus;
  private readonly rights: RightsTable;
  private readonly code: CodeCache;
  private readonly engine: Engine;
  private readonly units: Units | undefined;
  /** What the rights of Non-secure and of Secure code were last made for. */
  private readonly rightsKeys: [number, number] = [-1, -1];
  private watchpoints: readonly Watchpoint[] = [];
  private hit: WatchHit | undefined;
  private resetAsked = false;
  passedBkpt: number | undefined;
  /** Where the run began, if it has not come past it yet. */
  private passing: Place | undefined;
  private readonly found = new Set<string>();
  readonly input: number[] = [];

  constructor(options: MachineOptions) {
    this.options = options;
    const { board } = options;
    this.instructionSet = instructionSet(isaParts(board.cpu.core, board.cpu));
    this.memory = new GuestMemory(board);
    this.cpu = this.memory.cpu;
    // First, because every other part asks it for the time.
    this.engine = new Engine(this.memory, {
      load: (address, size, unprivileged) => this.load(address, size, unprivileged),
      store: (address, size, value, unprivileged) => this.store(address, size, value, unprivileged),
      floatCheck: () => this.floatCheck(),
    });
    this.time = new Time(
      () => this.peripherals,
      () => this.system.timers,
    );
    this.code = new CodeCache(this.memory, {
      instructionSet: this.instructionSet,
      fetch: (address) => this.fetch(address),
      markCode: (granule) => this.rights.markCode(granule),
      unmarkCode: (start, end) => this.rights.fill(start, end),
      hostOf: (address) => this.memory.locate(address)?.host,
      handlers: INTERPRETER.handlers,
    });
    this.rights = new RightsTable(this.memory, {
      granules: (start, end) => this.code.granules(start, end),
      executeChanged: (start, end) => this.code.invalidate(start, end),
    });
    const host: SystemHost = {
      now: () => this.now,
      pendingChanged: () => this.engine.yieldSoon(),
      rescheduled: () => this.rescheduled(),
      resetRequested: () => {
        this.resetAsked = true;
        this.engine.yieldSoon();
      },
      finding: (code, message) => this.report(code, message),
    };
    this.armv8m = isArmv8m(board.cpu.core)
      ? new Armv8m({ cpu: this.cpu, description: board.cpu, host, mpuOff: options.mpu === 'off' })
      : undefined;
    const system = this.armv8m?.system ?? new SystemControl({ cpu: this.cpu, description: board.cpu, host });
    this.system = system;
    this.peripherals = createPeripherals(board.peripherals, {
      now: () => this.now,
      setInterrupt: (line, level) => this.system.setInterrupt(line, level),
      rescheduled: () => this.rescheduled(),
      setCallable: (bits) => {
        this.armv8m?.system.idau.setCallable(bits);
        this.engine.yieldSoon();
      },
      output: (device, byte) => options.output?.(device, Uint8Array.of(byte)),
      clockHz: board.cpu.clockHz,
    });
    this.bus = new Bus({
      board,
      memory: this.memory,
      rights: this.rights,
      system: this.system,
      peripherals: this.peripherals,
      mpuOf: (secure) => this.mpuOf(secure),
      context: (secure) => ({ negativePriority: this.exceptions.negativePriority(secure) }),
      attribution: this.armv8m?.attribution,
      codeWritten: (start, end) => {
        this.code.invalidate(start, end);
        this.engine.yieldSoon();
      },
      accessed: (access) => this.accessed(access),
    });
    const clearExclusive = (): void => {
      this.monitor.address = undefined;
    };
    const unpredictable = (message: string): void => this.report('unpredictable', message);
    const changed = (): void => this.refreshRights();
    this.exceptions =
      system instanceof SystemControl
        ? new Exceptions({
            cpu: this.cpu,
            memory: this.bus,
            system,
            clearExclusive,
            priorityChanged: changed,
            unpredictable,
          })
        : this.armv8m!.connect({ memory: this.bus, clearExclusive, stateChanged: changed, unpredictable });
    this.semihosting =
      options.semihosting &&
      new Semihosting(
        {
          now: () => this.now,
          clockHz: board.cpu.clockHz,
          output: (stream, bytes) => options.output?.(`semihosting:${stream}`, bytes),
          input: () => this.input.shift(),
          stackBase: () => (this.bus.peekWord(board.cpu.initialVtor) ?? 0) & ~3,
        },
        options.semihosting,
      );
    if (options.execution === 'units')
      this.units = new Units({
        instructionAt: (pc, itState) => this.code.instructionAt(pc, itState),
        instantiate: (module) => this.engine.instantiate(module),
      });
    this.refreshRights();
  }

  /** Instructions executed since the machine was made or restored. */
  get retired(): number {
    return this.time.retired + this.engine.executedSoFar;
  }

  /** Virtual time, exact even within an access. */
  private get now(): number {
    return this.time.now + this.engine.executedSoFar;
  }

  private rescheduled(): void {
    this.time.reschedule();
    this.engine.yieldSoon();
  }

  // What users of the machine do between runs

  /** Power-on reset: SP and PC come from the vector table, so load the program first. Memory stays as it is. */
  reset(): StopEvent | undefined {
    this.resetAsked = false;
    this.sleeping = undefined;
    this.passedBkpt = undefined;
    for (const device of this.peripherals) device.reset();
    const outcome = this.exceptions.reset();
    this.time.reschedule();
    this.refreshRights();
    return outcome.kind === 'lockup' ? this.ended({ reason: 'lockup', fault: outcome.fault }) : undefined;
  }

  registers(): RegisterSnapshot {
    return snapshotRegisters(this.cpu);
  }

  /** As a debugger reads: no checks, no side effects. Stops short where nothing answers; empty if nothing does at `address`. */
  readMemory(address: number, length: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, 2 ** 32 - address)));
    for (let i = 0; i < bytes.length; i++) {
      const byte = this.bus.peek(address + i);
      if (byte === undefined) return bytes.slice(0, i);
      bytes[i] = byte;
    }
    return bytes;
  }

  /**
   * As a debugger writes: past the MPU, and into ROM. Aligned words and halfwords where possible, because devices care.
   * The number of bytes written; less than all where nothing answers.
   */
  writeMemory(address: number, bytes: Uint8Array): number {
    let i = 0;
    while (i < bytes.length) {
      const at = address + i;
      const left = bytes.length - i;
      const size = at % 4 === 0 && left >= 4 ? 4 : at % 2 === 0 && left >= 2 ? 2 : 1;
      let value = 0;
      for (let k = size - 1; k >= 0; k--) value = (value << 8) | bytes[i + k]!;
      if (!this.bus.poke(at, size, value >>> 0)) return i;
      i += size;
    }
    this.refreshRights();
    return i;
  }

  /** What the MPU would say of an access now. */
  explain(access: Access): Verdict {
    const secure = access.secure === true;
    return check(this.mpuOf(secure), access, { negativePriority: this.exceptions.negativePriority(secure) });
  }

  /** The regions that decide, whether the MPU is on or not. */
  get mpuView(): MpuView {
    return this.mpuOf(this.cpu.secure);
  }

  /** The MPU over code of one security state; without the Security Extension there is one. */
  mpuOf(secure: boolean): MpuView {
    const mpu = this.armv8m?.system.mpuOf(secure) ?? this.system.mpu;
    return this.options.mpu === 'off' ? offView(mpu) : mpu;
  }

  /** Which code runs now. */
  private get codeKind(): CodeKind {
    return codeKind(this.cpu.privileged, this.cpu.secure);
  }

  setBreakpoints(addresses: ReadonlySet<number>): void {
    const changed = [...addresses, ...this.code.breakpoints];
    this.code.breakpoints = addresses;
    for (const address of changed) this.code.invalidate(address, address + 2);
  }

  setWatchpoints(watchpoints: readonly Watchpoint[]): void {
    this.watchpoints = watchpoints;
    this.rights.watch(watchpoints);
  }

  /** Bytes typed into the console: a device by name, or semihosting's standard input (`semihosting:stdin`). */
  receive(channel: string, bytes: Uint8Array): void {
    if (channel === 'semihosting:stdin') this.input.push(...bytes);
    else for (const byte of bytes) this.peripherals.find(({ name }) => name === channel)?.receive?.(byte);
  }

  save(): MachineState {
    return saveMachine(this);
  }

  restore(state: MachineState): void {
    this.code.clear();
    restoreMachine(this, state);
    this.rights.refill();
    this.passing = undefined;
    this.rightsKeys.fill(-1);
    this.time.reschedule();
    this.refreshRights();
  }

  /** A digest of everything that decides how the run goes on. Equal states, equal digests. */
  stateHash(): string {
    return hashMachine(this);
  }

  // Running

  /** Executes at most `count` instructions. A breakpoint at the first of them is passed over. */
  run(count: number): StopEvent {
    const limit = this.time.retired + count;
    this.passing = this.place();
    for (;;) {
      const event = this.isPassed() ? this.passBreakpoint(limit) : this.runUntil(limit);
      // A breakpoint that an interrupt came before is passed over when the handler has come back to it.
      const goesOn =
        event.reason === 'breakpoint' ? this.isPassed() : event.reason === 'budget' && event.retired < limit;
      if (!goesOn) return event;
    }
  }

  /** Where execution stands: an address, in one activation of it. */
  private place(): Place {
    return { pc: this.cpu.pc, ipsr: this.cpu.ipsr, sp: this.cpu.sp };
  }

  /** Whether a breakpoint is here that the run began at. */
  private isPassed(): boolean {
    const { pc, ipsr, sp } = this.place();
    const { passing } = this;
    return passing?.pc === pc && passing.ipsr === ipsr && passing.sp === sp && this.code.breakpoints.has(pc);
  }

  /** One instruction without the breakpoint that stands on it. */
  private passBreakpoint(limit: number): StopEvent {
    const { pc } = this.cpu;
    const all = this.code.breakpoints;
    this.code.breakpoints = new Set([...all].filter((address) => address !== pc));
    this.code.invalidate(pc, pc + 2);
    const { ipsr } = this.cpu;
    const event = this.runUntil(Math.min(limit, this.time.retired + 1));
    this.code.breakpoints = all;
    this.code.invalidate(pc, pc + 2);
    if (this.cpu.ipsr === ipsr || this.cpu.pc === pc) this.passing = undefined;
    return event;
  }

  private runUntil(limit: number): StopEvent {
    for (;;) {
      const ending = this.betweenInstructions(limit) ?? this.slice(limit);
      if (ending) return this.ended(ending);
    }
  }

  private ended(ending: Ending): StopEvent {
    return Object.freeze({ ...ending, pc: this.cpu.pc, retired: this.time.retired });
  }

  /** Devices, exceptions, sleep; then whether the run is over. */
  private betweenInstructions(limit: number): Ending | undefined {
    const hit = this.takeHit();
    if (hit) return hit;
    if (this.resetAsked) return this.performReset();
    this.time.fire();
    if (this.sleeping) {
      const stays = this.sleep();
      if (stays) return stays;
    }
    if (this.exceptions.pendingToTake() !== undefined) {
      return this.entered(this.exceptions.enter()) ?? this.betweenInstructions(limit);
    }
    this.refreshRights();
    return this.time.retired >= limit ? { reason: 'budget' } : undefined;
  }

  private takeHit(): Ending | undefined {
    const { hit } = this;
    if (!hit) return undefined;
    this.hit = undefined;
    this.refreshRights();
    return { reason: 'watchpoint', hit };
  }

  private performReset(): Ending {
    const locked = this.reset();
    return locked?.reason === 'lockup' ? { reason: 'lockup', fault: locked.fault } : { reason: 'reset' };
  }

  /** Passes the time until something wakes the core; an ending if nothing ever will. */
  private sleep(): Ending | undefined {
    for (;;) {
      const awake = this.sleeping === 'wfe' ? this.exceptions.wakesFromWfe() : this.exceptions.wakesFromWfi();
      if (awake) {
        this.sleeping = undefined;
        return undefined;
      }
      if (!this.time.skip()) return { reason: 'sleeping' };
      this.time.fire();
    }
  }

  private slice(limit: number): Ending | undefined {
    const { cpu, time } = this;
    this.exceptions.leaveLockup();
    if (!cpu.thumb) return this.raised(this.notThumb());
    const untilEvent = Math.max(1, time.nextEvent - time.now);
    const budget = Math.min(limit - time.retired, untilEvent, LONGEST_SLICE);
    const slice = this.unitSlice(budget) ?? this.interpreterSlice(budget);
    time.retired += slice.executed;
    return this.left(slice);
  }

  /**
   * EPSR.T is 0. Armv7-M leaves open whether a fetch that fails comes first; with Secure memory ahead it does, so that nothing
   * but SG tells of what is there (Armv8-M ARM, FetchInstr).
   */
  private notThumb(): Cause {
    const failure = this.armv8m === undefined ? undefined : this.fetch(this.cpu.pc);
    return typeof failure === 'object' ? { kind: 'access', failure } : { kind: 'usage', bit: 'INVSTATE' };
  }

  private interpreterSlice(budget: number): Slice {
    const { cpu } = this;
    this.code.makeRoom();
    this.code.place(cpu.pc, cpu.itState, this.codeKind);
    const slice = this.engine.run(budget);
    const branched = slice.leave === 'exchange' || slice.leave === 'exchangeCall' || slice.leave === 'lookup';
    cpu.itState = branched ? 0 : this.code.itStateAt(slice.cursor);
    return slice;
  }

  private unitSlice(budget: number): Slice | undefined {
    const { cpu } = this;
    const unit = this.code.breakpoints.size === 0 ? this.units?.at(cpu.pc, cpu.itState) : undefined;
    return unit && unit.instructions <= budget ? this.engine.run(budget, unit.run) : undefined;
  }

  private left(slice: Slice): Ending | undefined {
    switch (slice.leave) {
      case 'budget':
      case 'lookup':
        return undefined;
      case 'decode':
        return this.decode(slice);
      case 'breakpoint':
        return { reason: 'breakpoint' };
      case 'fault':
        return this.raised(slice.cause!);
      case 'exchange':
      case 'exchangeCall':
        return this.exchange(this.cpu.rawPC, slice.leave === 'exchangeCall', slice.pc);
      case 'system':
        return this.systemInstruction(slice);
    }
  }

  private decode(slice: Slice): Ending | undefined {
    const decoded = this.code.decodeAt(slice.cursor, slice.pc, this.codeKind);
    if (decoded === undefined) this.reportInstruction(slice.pc, this.code.itStateAt(slice.cursor));
    else if ('kind' in decoded) return this.fetchFailed(decoded);
    else if (decoded.unpredictable) this.reportInstruction(slice.pc, this.code.itStateAt(slice.cursor));
    return undefined;
  }

  /** BXWritePC and BLXWritePC (A2.3.1) for an address that is not plain Thumb code. The branch has retired. */
  private exchange(target: number, call: boolean, branch: number): Ending | undefined {
    const { cpu } = this;
    const magic = call ? undefined : this.exceptions.magicBranch(target);
    if (magic !== undefined) {
      cpu.pc = branch;
      if (magic === 'exceptionReturn') return this.returned(this.exceptions.returnFrom(target));
      const cause = this.armv8m!.functionReturn();
      if (cause) {
        // PendReturnOperation has made it the address of the next instruction.
        cpu.pc = target & ~1;
        return this.raised(cause);
      }
      this.refreshRights();
      return undefined;
    }
    cpu.thumb = (target & 1) !== 0;
    cpu.pc = target;
    return undefined;
  }

  private systemInstruction({ cursor }: Slice): Ending | undefined {
    const instruction = this.code.decodedAt(cursor) ?? this.code.instructionAt(this.cpu.pc, this.cpu.itState);
    if (instruction === undefined) return this.raised({ kind: 'usage', bit: 'UNDEFINSTR' });
    if ('kind' in instruction) return this.fetchFailed(instruction);
    const recorded = recordConcrete(instruction);
    if (recorded.flow?.kind !== 'system') return this.evaluateRare(instruction);
    const { operation } = recorded.flow;
    switch (operation) {
      case 'UDF':
        return this.raised({ kind: 'usage', bit: 'UNDEFINSTR' });
      case 'NOCP':
        if (!this.hasFloatSpace(instruction)) return this.raised({ kind: 'usage', bit: 'NOCP' });
        this.reportInstruction(instruction.pc, this.cpu.itState);
        return this.raised({ kind: 'usage', bit: 'UNDEFINSTR' });
      case 'SVC':
        this.time.retired++;
        return this.raised({ kind: 'svc' });
      case 'BKPT':
        return this.breakpointInstruction(instruction);
      default: {
        const outcome = systemOperation(operation, instruction, {
          cpu: this.cpu,
          exceptions: this.exceptions,
          memory: this.bus,
          monitor: this.monitor,
          priorityMask: this.system.priorityMask,
          core: PROFILES[this.options.board.cpu.core],
          armv8m: this.armv8m,
          absent: (register) => this.reportAbsent(register),
        });
        if (typeof outcome === 'object') return this.systemOutcome(instruction, outcome);
        this.completed(instruction);
        if (outcome === 'sleepWfi') this.sleeping = 'wfi';
        if (outcome === 'sleepWfe') this.sleeping = 'wfe';
        return undefined;
      }
    }
  }

  /** Whether a word of the coprocessor space is one that the FPU, which the code may use, does not define (A6.3). */
  private hasFloatSpace({ operands }: Instruction): boolean {
    const coprocessor = operands.code ?? 0;
    return (coprocessor === 10 || coprocessor === 11) && this.system.permitsFloats(this.cpu.privileged);
  }

  /** What a system operation did that is not simply done: it failed, or it went elsewhere. */
  private systemOutcome(instruction: Instruction, outcome: Exclude<SystemOutcome, string>): Ending | undefined {
    switch (outcome.kind) {
      case 'raised':
        return this.raised(outcome.cause);
      case 'branched':
        this.time.retired++;
        this.refreshRights();
        return undefined;
      case 'exchange':
        this.time.retired++;
        return this.exchange(outcome.target, false, instruction.pc);
      default:
        return this.raised({ kind: 'access', failure: outcome });
    }
  }

  /** The instruction could not be fetched; Non-secure code may have come to an SG instruction, its door to Secure state. */
  private fetchFailed(failure: AccessFailure): Ending | undefined {
    if (failure.kind === 'security' && failure.callable) {
      const entry = this.armv8m!.secureGateway(this.cpu.pc);
      if (entry === undefined) {
        this.time.retired++;
        this.refreshRights();
        return undefined;
      }
      if (entry !== 'notSG') return this.raised({ kind: 'access', failure: entry });
    }
    return this.raised({ kind: 'access', failure });
  }

  private floatCheck(): Cause | undefined {
    const cause = this.exceptions.checkFloats();
    if (cause === undefined) this.refreshFloats();
    return cause;
  }

  /** Whether floating-point instructions have nothing to ask. */
  private refreshFloats(): void {
    this.memory.setControl(CONTROL.floatReady, this.exceptions.floatsReady ? 1 : 0);
  }

  /** The instruction has been carried out here: it retires, and PC and ITSTATE move on. */
  private completed(instruction: Instruction): void {
    this.time.retired++;
    this.cpu.pc = instruction.pc + instruction.length;
    this.cpu.itState = advanceIT(this.cpu.itState);
  }

  private breakpointInstruction(instruction: Instruction): Ending | undefined {
    const { cpu, bus, semihosting, options, passedBkpt } = this;
    const stops = options.bkpt === 'stop';
    const outcome = breakpointInstruction(instruction, { cpu, bus, semihosting, stops, passed: passedBkpt });
    switch (outcome.kind) {
      case 'called':
        this.completed(instruction);
        return undefined;
      case 'exit': {
        const { status, applicationExit } = outcome;
        this.completed(instruction);
        return { reason: 'exit', status, applicationExit };
      }
      case 'stop':
        this.passedBkpt = instruction.pc;
        return { reason: 'bkpt', immediate: outcome.immediate };
      case 'passed':
        this.passedBkpt = undefined;
        this.completed(instruction);
        return undefined;
      case 'debugEvent':
        return this.raised({ kind: 'bkpt' });
    }
  }

  private evaluateRare(instruction: Instruction): Ending | undefined {
    const memory = {
      load: (address: number, size: AccessSize, unprivileged: boolean) => this.load(address, size, unprivileged),
      store: (address: number, size: AccessSize, value: number, unprivileged: boolean) =>
        this.store(address, size, value, unprivileged),
      divideTrap: (this.system.scb.ccr & CCR.fields.DIV_0_TRP.mask) !== 0,
      stackLimit: this.armv8m?.stackLimit ?? 0,
    };
    const outcome = rareInstruction(instruction, this.cpu, memory, () => this.floatCheck());
    if (outcome.kind === 'raised') return this.raised(outcome.cause);
    this.completed(instruction);
    if (outcome.kind === 'exchange') return this.exchange(outcome.target, outcome.call, instruction.pc);
    this.cpu.pc = outcome.next;
    return undefined;
  }

  private raised(cause: Cause): Ending | undefined {
    return this.entered(this.exceptions.raise(cause));
  }

  private entered(outcome: EntryOutcome): Ending | undefined {
    this.refreshRights();
    if (outcome.kind === 'lockup') return { reason: 'lockup', fault: outcome.fault };
    if (outcome.fault) return { reason: 'fault', fault: outcome.fault };
    return this.stopAtExceptions ? { reason: 'exceptionEntry', exception: outcome.exception } : undefined;
  }

  private returned(outcome: ReturnOutcome): Ending | undefined {
    if (outcome.kind !== 'returned') return this.entered(outcome);
    this.refreshRights();
    if (outcome.sleep) this.sleeping = 'wfi';
    return this.stopAtExceptions ? { reason: 'exceptionReturn', exception: outcome.from } : undefined;
  }

  // Accesses

  private fetch(address: number): number | AccessFailure {
    const { privileged } = this.cpu;
    return this.bus.load({ kind: 'fetch', address, sizeBytes: 2, privileged, exclusive: false, ...this.state });
  }

  /** The security state of accesses, on a core that has two. */
  private get state(): { readonly secure?: boolean } {
    return this.armv8m === undefined ? NO_STATE : this.cpu.secure ? SECURE : NON_SECURE;
  }

  private load(address: number, sizeBytes: AccessSize, unprivileged: boolean): LoadResult {
    const privileged = this.cpu.privileged && !unprivileged;
    const value = this.bus.load({ kind: 'load', address, sizeBytes, privileged, exclusive: false, ...this.state });
    return typeof value !== 'number' && this.exceptions.ignoresBusFault(value) ? 0 : value;
  }

  private store(
    address: number,
    sizeBytes: AccessSize,
    value: number,
    unprivileged: boolean,
  ): AccessFailure | undefined {
    const privileged = this.cpu.privileged && !unprivileged;
    const access = { kind: 'store', address, sizeBytes, privileged, exclusive: false, ...this.state } as const;
    const failure = this.bus.store(access, value);
    // Anything may depend on a write to the PPB: rights, pending exceptions, masks.
    if (address >= 0xe000_0000) this.engine.yieldSoon();
    return failure && this.exceptions.ignoresBusFault(failure) ? undefined : failure;
  }

  private accessed(access: Access): void {
    if (this.watchpoints.length === 0 || access.kind === 'fetch' || access.kind === 'vector') return;
    const writes = access.kind === 'store' || access.kind === 'stack' || access.kind === 'lazyStack';
    const watchpoint = this.watchpoints.find(
      ({ start, end, read, write }) =>
        access.address < end && access.address + access.sizeBytes > start && (writes ? write : read),
    );
    if (!watchpoint || this.hit) return;
    this.hit = { watchpointId: watchpoint.id, access, pc: this.currentPC };
    this.engine.yieldSoon();
  }

  /** Address of the instruction at hand. */
  private get currentPC(): number {
    if (!this.engine.busy) return this.cpu.pc;
    return ((this.memory.control(CONTROL.cursor) >>> 3) + this.memory.control(CONTROL.delta)) >>> 0;
  }

  /** Brings the rights table and the masks up to what MPU, priority and privilege say now. Cheap if nothing changed. */
  private refreshRights(): void {
    this.updateRights(false);
    if (this.armv8m?.attribution !== undefined) this.updateRights(true);
    const { codeKind: kind, memory } = this;
    const unprivileged = codeKind(false, this.cpu.secure);
    memory.setControl(CONTROL.readMask, RIGHT.read[kind]);
    memory.setControl(CONTROL.writeMask, RIGHT.write[kind]);
    memory.setControl(CONTROL.unprivilegedReadMask, RIGHT.read[unprivileged]);
    memory.setControl(CONTROL.unprivilegedWriteMask, RIGHT.write[unprivileged]);
    memory.setControl(CONTROL.codeTable, CODE_TABLES[kind]);
    memory.setControl(CONTROL.stackLimit, this.armv8m?.stackLimit ?? 0);
    this.refreshFloats();
    this.memory.setControl(CONTROL.divideTrap, (this.system.scb.ccr & CCR.fields.DIV_0_TRP.mask) !== 0 ? 1 : 0);
  }

  private updateRights(secure: boolean): void {
    const key = this.exceptions.rightsKey(secure);
    const state = secure ? 1 : 0;
    if (key === this.rightsKeys[state]) return;
    this.rightsKeys[state] = key;
    const context: MpuContext = { negativePriority: this.exceptions.negativePriority(secure) };
    const mpu = this.mpuOf(secure);
    const reach = this.armv8m?.reach(secure);
    this.rights.update(
      reach === undefined ? rightsIntervals(mpu, context) : securedRightsIntervals(mpu, reach, context),
      secure,
    );
  }

  private reportAbsent(register: string): void {
    const { title } = PROFILES[this.options.board.cpu.core];
    this.report(
      'special-register-absent',
      `A ${title} has no ${register}: UNPREDICTABLE. Here it reads as zero, and writes do nothing.`,
    );
  }

  /** Says why an instruction is UNPREDICTABLE, and what becomes of it here; nothing of one that is UNDEFINED anyway. */
  private reportInstruction(pc: number, itState: number): void {
    const text = unpredictableText(this.readMemory(pc, 4), { pc, itState }, this.instructionSet);
    if (text !== undefined) this.report('unpredictable', text, pc);
  }

  private report(code: string, message: string, pc = this.currentPC): void {
    const key = `${code}:${pc}`;
    if (this.found.has(key) || this.findings.length >= MAX_FINDINGS) return;
    this.found.add(key);
    this.findings.push(Object.freeze({ code, message, pc, retired: this.retired }));
  }
}

/** For exhaustive switches over what a fault led to. */
export function faultOf(event: StopEvent): Fault | undefined {
  return event.reason === 'fault' || event.reason === 'lockup' ? event.fault : undefined;
}
