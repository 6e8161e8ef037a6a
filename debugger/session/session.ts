/**
 * A debug session: one program on one machine, run in slices and looked at in between. Synchronous, without timers and
 * without input or output of its own; a face drives it and speaks the protocol.
 */
import { hex32, UserError, type Finding } from '../../base/index.js';
import type { Fault, Machine } from '../../emulator/index.js';
import type {
  ExplainAccessBody,
  FaultCausesBody,
  LocksBody,
  MemoryMapBody,
  MpuRegionsBody,
} from '../../protocol/index.js';
import type { SourcePlace } from '../dwarf/index.js';
import { sourceResolver } from '../faults/index.js';
import { findLockCounters, LockTracker } from '../mbed/index.js';
import { RegionWriters } from '../mpu/index.js';
import { createMachine, type PreparedLaunch } from '../launch/index.js';
import type {
  BreakpointStatus,
  DataBreakpointInfo,
  DataBreakpointRequest,
  ExceptionFilter,
  ExceptionFilterRequest,
  FunctionBreakpointRequest,
  InstructionBreakpointRequest,
  SourceBreakpointRequest,
} from './breakpoint-types.js';
import { Breakpoints } from './breakpoints.js';
import type {
  DisassembledLine,
  EvaluateContext,
  EvaluateResult,
  MemoryRead,
  SessionScope,
  SessionSource,
  SessionVariable,
  SetResult,
  StackTrace,
  VariablesQuery,
} from './data-types.js';
import { Disassembler } from './disassembly.js';
import { ExceptionFilters } from './exception-filters.js';
import type { SessionHost, SessionOptions } from './host.js';
import { Inspector } from './inspector.js';
import { placedFinding } from './placed-finding.js';
import { Program } from './program.js';
import { Runner } from './runner.js';
import { SourcePaths } from './source-paths.js';
import { Stepper } from './stepper.js';
import type { ResumeIntent, SessionStop } from './stops.js';
import * as views from './views.js';

/** What a start of the program brings with it; a restart makes all of it anew. */
interface Run {
  readonly machine: Machine;
  readonly tracker: LockTracker;
  readonly writers: RegionWriters;
  readonly runner: Runner;
  readonly disassembler: Disassembler;
  /** Findings of the machine that the user has been told. */
  told: number;
}

/**
 * Unless said otherwise, methods throw a UserError with one sentence for what the user asked and cannot have (an expression
 * that does not parse, a frame that is gone) and nothing else. Everything may be asked between slices too, while the program
 * counts as running: it then sees the machine between two instructions.
 */
export class DebugSession {
  readonly launch: PreparedLaunch;
  private readonly host: SessionHost;
  private readonly options: SessionOptions;
  private readonly program: Program;
  private readonly paths: SourcePaths;
  private readonly breakpoints: Breakpoints;
  private readonly filters = new ExceptionFilters();
  private readonly inspector: Inspector;
  private run: Run;
  private stop: SessionStop | undefined;
  private over = false;

  /** Loads the program and leaves it before the first instruction of its reset handler. */
  constructor(launch: PreparedLaunch, host: SessionHost, options: SessionOptions = {}) {
    this.launch = launch;
    this.host = host;
    this.options = options;
    this.program = new Program(launch.elf, launch.images);
    this.paths = new SourcePaths(host, options);
    this.breakpoints = new Breakpoints(this.program, this.paths);
    for (const finding of launch.findings) host.message?.(categoryOf(finding), finding.message, finding);
    this.run = this.start();
    this.inspector = new Inspector({
      program: this.program,
      machine: () => this.run.machine,
      hidden: () => this.run.runner.hidden,
      unstacked: () => this.unstackedFault(),
      atFault: () => this.stop?.fault !== undefined,
      source: (place) => this.source(place),
      disassembler: () => this.run.disassembler,
      locks: () => this.locks(),
      devicetree: options.devicetree,
      written: () => this.memoryWritten(),
    });
    this.stop = this.run.runner.stopNow('entry', '');
  }

  /** The machine; another one after `restart`. */
  get machine(): Machine {
    return this.run.machine;
  }

  /** Why the program stands; undefined while it runs. First with the reason `entry`. */
  get stopped(): SessionStop | undefined {
    return this.stop;
  }

  /** True after the program exited or `terminate`: `resume` is refused until `restart`. */
  get ended(): boolean {
    return this.over;
  }

  /** Instructions executed since the start. */
  get retired(): number {
    return this.machine.retired;
  }

  // Running

  private start(): Run {
    const { host, options, program, breakpoints, filters } = this;
    const semihosting = options.semihosting?.();
    const machine = createMachine(this.launch, {
      bkpt: 'stop',
      output: (channel, bytes) => host.output?.(channel, bytes),
      ...(options.mpu === undefined ? {} : { mpu: options.mpu }),
      ...(semihosting === undefined ? {} : { semihosting }),
    });
    const { symbols } = program.elf;
    const readMemory = (address: number, length: number): Uint8Array => machine.readMemory(address, length);
    const source = sourceResolver({ symbols, readMemory, debug: program.debug });
    const tracker = new LockTracker({ machine, counters: findLockCounters(symbols, program.debug), source });
    const writers = new RegionWriters({ machine, source });
    const runner = new Runner({
      machine,
      program,
      followers: [tracker, writers],
      breakpoints,
      filters,
      host,
      frame: () => this.inspector.innermost(),
      faultTitle: (fault) => views.faultTitle(fault, this.viewParts(fault)),
      placeText: (pc) => this.placeText(pc),
    });
    const disassembler = new Disassembler(machine, program, (place) => this.source(place));
    return { machine, tracker, writers, runner, disassembler, told: 0 };
  }

  /** Sets the program going; `slice` does it. References to frames and variables end here. */
  resume(intent: ResumeIntent): void {
    if (this.over) throw new UserError('program-ended', 'The program has ended: restart it to run it again.');
    const { runner, machine } = this.run;
    const granularity = 'granularity' in intent ? (intent.granularity ?? 'line') : 'line';
    const isStep = intent.kind === 'over' || intent.kind === 'into' || intent.kind === 'out';
    const step = isStep ? new Stepper(machine, this.program, intent.kind, granularity, runner.hidden) : undefined;
    const outcome = step?.begin() ?? (isStep ? undefined : 'go');
    if (outcome === undefined) {
      throw new UserError('outermost-frame', 'There is no caller to step out to: this is the outermost frame.');
    }
    const isFirst = this.stop?.reason === 'entry' && machine.retired === 0;
    this.stop = undefined;
    this.inspector.forget();
    runner.go(step, intent.kind === 'runTo' ? intent.addresses : [], !isFirst);
    if (outcome === 'stop') this.pending = step?.hidden;
  }

  /** A step that was over before it began: the next slice says so. */
  private pending: number | undefined;

  /** Executes at most so many instructions; why the program stopped, or undefined if it would go on. */
  slice(maxInstructions: number): SessionStop | undefined {
    if (this.stop !== undefined) return this.stop;
    const { runner } = this.run;
    if (this.pending !== undefined) {
      runner.hidden = this.pending;
      this.pending = undefined;
      this.stop = runner.stopNow('step', '');
      return this.stop;
    }
    this.inspector.forget();
    this.stop = runner.slice(maxInstructions);
    this.inspector.forget();
    this.tellFindings();
    if (this.stop?.reason === 'exited') this.over = true;
    return this.stop;
  }

  /** Stops between two slices. `reason` is `pause` unless the program stands already. */
  pause(text = ''): SessionStop {
    this.pending = undefined;
    this.stop ??= this.run.runner.stopNow('pause', text);
    return this.stop;
  }

  /** Loads the program again and resets; breakpoints stay. The new stop has the reason `entry`. */
  restart(): SessionStop {
    this.inspector.forget();
    this.pending = undefined;
    this.over = false;
    this.run = this.start();
    this.breakpoints.restarted(this.run.machine);
    this.stop = this.run.runner.stopNow('entry', '');
    return this.stop;
  }

  /** Ends the program; it can still be looked at. */
  terminate(): void {
    this.over = true;
    this.pause();
  }

  /** Bytes typed into the console: to a device by name, or `semihosting:stdin`; the board's console if absent. */
  receive(bytes: Uint8Array, channel: string = this.launch.board.console): void {
    this.machine.receive(channel, bytes);
  }

  /** Where to stop for a function as `runTo` wants it: past its prologue. Empty where there is no such function. */
  addressesOfFunction(name: string): readonly number[] {
    return this.program.addressesOfFunction(name);
  }

  private tellFindings(): void {
    const { findings } = this.machine;
    for (const told of findings.slice(this.run.told)) {
      const finding = placedFinding(told, this.machine, this.program, (place) => this.source(place));
      this.host.message?.('warning', `${finding.where}: ${finding.message}`, finding);
    }
    this.run.told = findings.length;
  }

  /** `main.c:12`, or the address where no line is known. */
  private placeText(pc: number): string {
    const place = this.program.debug.lineAt(pc);
    return place === undefined || place.line === 0 ? hex32(pc) : `${this.source(place).name}:${place.line}`;
  }

  private unstackedFault(): Fault | undefined {
    const fault = this.run.runner.unstacked;
    if (fault?.exception === 0) return this.stop?.reason === 'lockup' ? fault : undefined;
    return fault !== undefined && this.machine.cpu.ipsr === fault.exception ? fault : undefined;
  }

  // Breakpoints

  /** Replaces all breakpoints of a file. One status for each request, in order. */
  setSourceBreakpoints(path: string, requests: readonly SourceBreakpointRequest[]): readonly BreakpointStatus[] {
    return this.breakpoints.setSource(path, requests);
  }

  /** Replaces all function breakpoints. */
  setFunctionBreakpoints(requests: readonly FunctionBreakpointRequest[]): readonly BreakpointStatus[] {
    return this.breakpoints.setFunctions(requests);
  }

  /** Replaces all instruction breakpoints. */
  setInstructionBreakpoints(requests: readonly InstructionBreakpointRequest[]): readonly BreakpointStatus[] {
    return this.breakpoints.setInstructions(requests, this.machine);
  }

  /** Replaces all data breakpoints. */
  setDataBreakpoints(requests: readonly DataBreakpointRequest[]): readonly BreakpointStatus[] {
    return this.breakpoints.setData(requests, this.machine);
  }

  /** A data breakpoint for a child of a variable, by its container's reference. Never throws. */
  dataBreakpointInfo(name: string, variablesReference: number): DataBreakpointInfo {
    return this.inspector.dataOfVariable(name, variablesReference);
  }

  /** The same for an expression in a frame. Never throws. */
  dataBreakpointInfoOf(expression: string, frameId?: number): DataBreakpointInfo {
    return this.inspector.dataOfExpression(expression, frameId);
  }

  /** The same for `bytes` bytes at an address. Never throws. */
  dataBreakpointInfoAt(address: number, bytes: number): DataBreakpointInfo {
    return this.inspector.dataAt(address, bytes);
  }

  /** Lines with code between two lines, for the editor's gutter. */
  breakpointLocations(path: string, line: number, endLine = line): readonly { line: number; column?: number }[] {
    const found: { line: number; column?: number }[] = [];
    for (const candidate of this.paths.candidates(path)) {
      for (let at = line; at <= Math.min(endLine, line + 10_000); at++) {
        const place = this.program.debug.breakpointsOfLine(candidate, at)[0];
        if (place === undefined) break;
        if (place.line > endLine) break;
        found.push(place.column === 0 ? { line: place.line } : { line: place.line, column: place.column });
        at = place.line;
      }
      if (found.length > 0) break;
    }
    return found;
  }

  exceptionFilters(): readonly ExceptionFilter[] {
    return ExceptionFilters.all();
  }

  /** Switches the named filters on and all others off. One status for each request, in order. */
  setExceptionFilters(requests: readonly ExceptionFilterRequest[]): readonly BreakpointStatus[] {
    return this.filters.set(requests);
  }

  // Looking at the program

  private source({ file }: SourcePlace): SessionSource {
    return this.paths.resolve(file);
  }

  /** Every source file that the debug information names. */
  sources(): readonly SessionSource[] {
    return this.program.debug.files().map((file) => this.paths.resolve(file));
  }

  /** `start` and `levels` pick frames; all (up to 256) if absent. Never empty at `start` 0, never throws. */
  stackTrace(start = 0, levels = 0): StackTrace {
    return this.inspector.stackTrace(start, levels);
  }

  scopes(frameId: number): readonly SessionScope[] {
    return this.inspector.scopes(frameId);
  }

  variables(variablesReference: number, query: VariablesQuery = {}): readonly SessionVariable[] {
    return this.inspector.variables(variablesReference, query);
  }

  setVariable(variablesReference: number, name: string, value: string, hex = false): SetResult {
    return this.inspector.setVariable(variablesReference, name, value, hex);
  }

  setExpression(expression: string, value: string, frameId?: number, hex = false): SetResult {
    return this.inspector.setExpression(expression, value, frameId, hex);
  }

  /** Expressions, and in `repl` also `x/8xw ADDR`, `info registers|mpu|locks`, `explain ADDR`, `help`. */
  evaluate(text: string, frameId: number | undefined, context: EvaluateContext, hex = false): EvaluateResult {
    return this.inspector.evaluate(text, frameId, context, hex);
  }

  /** Names that go on from `text` at `column` (from 1), for the debug console. Never throws. */
  completions(
    text: string,
    column: number,
    frameId?: number,
  ): readonly { label: string; start: number; length: number }[] {
    return this.inspector.completions(text, column, frameId);
  }

  // Memory

  /** Past the MPU, without side effects. Never throws. */
  readMemory(address: number, count: number): MemoryRead {
    const bytes = this.machine.readMemory(address >>> 0, count);
    return { address: address >>> 0, bytes, unreadable: Math.max(0, count - bytes.length) };
  }

  /** Past the MPU, into ROM too. The number of bytes written, less than all where nothing answers. */
  writeMemory(address: number, bytes: Uint8Array): number {
    const written = this.machine.writeMemory(address >>> 0, bytes);
    this.memoryWritten();
    return written;
  }

  private memoryWritten(): void {
    this.run.tracker.memoryWritten();
  }

  /** `instructionOffset` counts instructions from `address`, negative ones before it; exactly `count` lines. */
  disassemble(address: number, instructionOffset: number, count: number): readonly DisassembledLine[] {
    return this.run.disassembler.lines(address, instructionOffset, count);
  }

  // Views. None of them throws or disturbs anything.

  private viewParts(fault: Fault | undefined = this.stop?.fault): views.ViewParts {
    const { machine, tracker, writers } = this.run;
    const known = new Map(this.program.debug.files().map((file) => [file.path, file]));
    const path = (written: string): string => {
      const file = known.get(written);
      return file === undefined ? written : this.paths.resolve(file).path;
    };
    return { machine, program: this.program, tracker, writers, fault, path };
  }

  mpuRegions(): MpuRegionsBody {
    return views.mpuRegions(this.viewParts());
  }

  explainAccess(address: number, sizeBytes = 1): ExplainAccessBody {
    return views.explainAccess(this.viewParts(), address >>> 0, sizeBytes);
  }

  memoryMap(): MemoryMapBody {
    return views.memoryMap(this.viewParts());
  }

  locks(): LocksBody {
    return views.locks(this.viewParts());
  }

  /** Of the fault that the program stands at; `faulted` is false elsewhere. */
  faultCauses(): FaultCausesBody {
    return views.faultCauses(this.viewParts());
  }
}

function categoryOf({ severity }: Finding): 'warning' | 'information' {
  return severity === 'information' ? 'information' : 'warning';
}
