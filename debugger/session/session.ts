/**
 * A debug session: one program on one machine, run in slices and looked at in between. Synchronous, without timers and
 * without input or output of its own; a face drives it and speaks the protocol.
 */
import type { Machine } from '../../emulator/index.js';
import type { PreparedLaunch } from '../target/index.js';
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
import type { ExplainAccessBody, FaultCausesBody, LocksBody, MemoryMapBody, MpuRegionsBody } from './body-types.js';
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
import type { SessionHost, SessionOptions } from './host.js';
import type { ResumeIntent, SessionStop } from './stops.js';

/**
 * Unless said otherwise, methods throw a UserError with one sentence for what the user asked and cannot have (an expression
 * that does not parse, a frame that is gone) and nothing else. Everything may be asked between slices too, while the program
 * counts as running: it then sees the machine between two instructions.
 */
export declare class DebugSession {
  /** Loads the program and leaves it before the first instruction of its reset handler. */
  constructor(launch: PreparedLaunch, host: SessionHost, options?: SessionOptions);

  /** The machine; another one after `restart`. */
  get machine(): Machine;
  get launch(): PreparedLaunch;
  /** Why the program stands; undefined while it runs. First with the reason `entry`. */
  get stopped(): SessionStop | undefined;
  /** True after the program exited or `terminate`: `resume` is refused until `restart`. */
  get ended(): boolean;
  /** Instructions executed since the start. */
  get retired(): number;

  // Running

  /** Sets the program going; `slice` does it. References to frames and variables end here. */
  resume(intent: ResumeIntent): void;
  /** Executes at most so many instructions; why the program stopped, or undefined if it would go on. */
  slice(maxInstructions: number): SessionStop | undefined;
  /** Stops between two slices. `reason` is `pause` unless the program stands already. */
  pause(text?: string): SessionStop;
  /** Loads the program again and resets; breakpoints stay. The new stop has the reason `entry`. */
  restart(): SessionStop;
  /** Ends the program; it can still be looked at. */
  terminate(): void;
  /** Bytes typed into the console: to a device by name, or `semihosting:stdin`; the board's console if absent. */
  receive(bytes: Uint8Array, channel?: string): void;
  /** Where to stop for a function as `runTo` wants it: past its prologue. Empty where there is no such function. */
  addressesOfFunction(name: string): readonly number[];

  // Breakpoints

  /** Replaces all breakpoints of a file. One status for each request, in order. */
  setSourceBreakpoints(path: string, requests: readonly SourceBreakpointRequest[]): readonly BreakpointStatus[];
  /** Replaces all function breakpoints. */
  setFunctionBreakpoints(requests: readonly FunctionBreakpointRequest[]): readonly BreakpointStatus[];
  /** Replaces all instruction breakpoints. */
  setInstructionBreakpoints(requests: readonly InstructionBreakpointRequest[]): readonly BreakpointStatus[];
  /** Replaces all data breakpoints. */
  setDataBreakpoints(requests: readonly DataBreakpointRequest[]): readonly BreakpointStatus[];
  /** A data breakpoint for a child of a variable, by its container's reference. Never throws. */
  dataBreakpointInfo(name: string, variablesReference: number): DataBreakpointInfo;
  /** The same for an expression in a frame. Never throws. */
  dataBreakpointInfoOf(expression: string, frameId?: number): DataBreakpointInfo;
  /** The same for `bytes` bytes at an address. Never throws. */
  dataBreakpointInfoAt(address: number, bytes: number): DataBreakpointInfo;
  /** Lines with code between two lines, for the editor's gutter. */
  breakpointLocations(path: string, line: number, endLine?: number): readonly { line: number; column?: number }[];
  exceptionFilters(): readonly ExceptionFilter[];
  /** Switches the named filters on and all others off. One status for each request, in order. */
  setExceptionFilters(requests: readonly ExceptionFilterRequest[]): readonly BreakpointStatus[];

  // Looking at the program

  /** Every source file that the debug information names. */
  sources(): readonly SessionSource[];
  /** `start` and `levels` pick frames; all (up to 256) if absent. Never empty at `start` 0, never throws. */
  stackTrace(start?: number, levels?: number): StackTrace;
  scopes(frameId: number): readonly SessionScope[];
  variables(variablesReference: number, query?: VariablesQuery): readonly SessionVariable[];
  setVariable(variablesReference: number, name: string, value: string, hex?: boolean): SetResult;
  setExpression(expression: string, value: string, frameId?: number, hex?: boolean): SetResult;
  /** Expressions, and in `repl` also `x/8xw ADDR`, `info registers|mpu|locks`, `explain ADDR`, `help`. */
  evaluate(text: string, frameId: number | undefined, context: EvaluateContext, hex?: boolean): EvaluateResult;
  /** Names that go on from `text` at `column` (from 1), for the debug console. Never throws. */
  completions(
    text: string,
    column: number,
    frameId?: number,
  ): readonly { label: string; start: number; length: number }[];

  // Memory

  /** Past the MPU, without side effects. Never throws. */
  readMemory(address: number, count: number): MemoryRead;
  /** Past the MPU, into ROM too. The number of bytes written, less than all where nothing answers. */
  writeMemory(address: number, bytes: Uint8Array): number;
  /** `instructionOffset` counts instructions from `address`, negative ones before it; exactly `count` lines. */
  disassemble(address: number, instructionOffset: number, count: number): readonly DisassembledLine[];

  // Views. None of them throws or disturbs anything.

  mpuRegions(): MpuRegionsBody;
  explainAccess(address: number, sizeBytes?: number): ExplainAccessBody;
  memoryMap(): MemoryMapBody;
  locks(): LocksBody;
  /** Of the fault that the program stands at; `faulted` is false elsewhere. */
  faultCauses(): FaultCausesBody;
}
