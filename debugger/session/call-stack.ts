/** The call stack of a stopped program as the source has it: physical frames, calls inlined into them, exceptions between. */
import { hex32 } from '../../base/index.js';
import type { Fault, RegisterSnapshot } from '../../emulator/index.js';
import type { SourceFrame, SourcePlace } from '../dwarf/index.js';
import { exceptionName, unwind, type Frame, type FunctionFrame, type ReadMemory } from '../unwind/index.js';
import type { Program } from './program.js';

/** One line of the stack. Markers of exceptions have no `physical` frame. */
export interface StackFrame {
  readonly kind: 'function' | 'inlined' | 'exception';
  readonly name: string;
  readonly place: SourcePlace | undefined;
  /** The registers and the address; inlined frames share those of the function around them. */
  readonly physical: FunctionFrame | undefined;
  readonly source: SourceFrame | undefined;
  /** The physical frame's caller, for values that a function had on entry. */
  readonly caller: FunctionFrame | undefined;
  /** Whether registers may be written: it is the innermost physical frame of a core that stands there. */
  readonly live: boolean;
}

export interface StackState {
  readonly registers: RegisterSnapshot;
  readonly read: ReadMemory;
  /** Calls inlined at pc that have not been entered yet, as the last step left it. */
  readonly hiddenInlined: number;
  /** A fault whose frame is not on the stack: the registers from before it stand in. */
  readonly unstacked?: Fault;
}

/** All frames, innermost first; never empty. */
export function callStack(program: Program, state: StackState): readonly StackFrame[] {
  const { unstacked, registers, read } = state;
  if (unstacked?.exception === 0) {
    const marker: StackFrame = markerFrame(`<lockup, from ${exceptionName(unstacked.original)}>`);
    return [marker, ...expand(program, unwind(unstacked.before, program.information, read).frames, 0, false)];
  }
  const options = unstacked === undefined ? {} : { interrupted: unstacked.before };
  const { frames } = unwind(registers, program.information, read, options);
  return expand(program, frames, state.hiddenInlined, true);
}

function markerFrame(name: string): StackFrame {
  return {
    kind: 'exception',
    name,
    place: undefined,
    physical: undefined,
    source: undefined,
    caller: undefined,
    live: false,
  };
}

function expand(program: Program, frames: readonly Frame[], hidden: number, live: boolean): readonly StackFrame[] {
  return frames.flatMap((frame, i) => {
    if (frame.kind === 'exception') return [markerFrame(frame.name)];
    const next = frames[i + 1];
    const caller = next?.kind === 'function' ? next : undefined;
    const own = sourceFrames(program, frame, caller, live && i === 0);
    return i === 0 ? own.slice(Math.min(hidden, own.length - 1)) : own;
  });
}

function sourceFrames(
  program: Program,
  physical: FunctionFrame,
  caller: FunctionFrame | undefined,
  live: boolean,
): readonly StackFrame[] {
  const { lookupPc, pc } = physical;
  const sources = program.debug.framesAt(lookupPc);
  if (sources.length === 0) {
    const name = program.information.functionAt(lookupPc)?.name ?? hex32(pc);
    const place = program.debug.lineAt(lookupPc);
    return [{ kind: 'function', name, place, physical, source: undefined, caller, live }];
  }
  return sources.map((source) => ({
    kind: source.inlined === undefined ? 'function' : 'inlined',
    name: source.name,
    place: source.place,
    physical,
    source,
    caller,
    live,
  }));
}
