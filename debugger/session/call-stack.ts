/** The call stack of a stopped program as the source has it: physical frames, calls inlined into them, exceptions between. */
import { hex32 } from '../../base/index.js';
import type { Fault, RegisterSnapshot } from '../../emulator/index.js';
import type { SourceFrame, SourcePlace } from '../dwarf/index.js';
import { exceptionName, unwind, type Frame, type FunctionFrame, type ReadMemory } from '../unwind/index.js';
import type { Program } from './program.js';

/** How far outwards values on entry are followed. */
const CALLERS = 16;

/** One line of the stack. Markers of exceptions, and of calls from the other security state, have no `physical` frame. */
export interface StackFrame {
  /** `tailCall`: the function has left by a jump, and nothing of it is on the stack any more. */
  readonly kind: 'function' | 'inlined' | 'tailCall' | 'exception' | 'crossing';
  readonly name: string;
  readonly place: SourcePlace | undefined;
  /** The registers and the address; inlined frames share those of the function around them. */
  readonly physical: FunctionFrame | undefined;
  readonly source: SourceFrame | undefined;
  /** The physical frame's caller and the callers of that, for values that functions had on entry. */
  readonly callers: readonly FunctionFrame[];
  /** Whether registers may be written: it is the innermost physical frame of a core that stands there. */
  readonly live: boolean;
}

export interface StackState {
  readonly registers: RegisterSnapshot;
  readonly read: ReadMemory;
  /** Calls inlined at pc that have not been entered yet, as the last step left it. */
  readonly hiddenInlined: number;
  /** FPCCR.TS, which makes exception frames of Secure code longer. */
  readonly allSecureFloats?: boolean;
  /** A fault whose frame is not on the stack: the registers from before it stand in. */
  readonly unstacked?: Fault;
  /** See `UnwindOptions`. */
  readonly lazyAddress?: number | undefined;
}

/** All frames, innermost first; never empty. */
export function callStack(program: Program, state: StackState): readonly StackFrame[] {
  const { unstacked, registers, read, allSecureFloats = false } = state;
  if (unstacked?.exception === 0) {
    const marker: StackFrame = markerFrame(`<lockup, from ${exceptionName(unstacked.original)}>`);
    return [marker, ...expand(program, unwind(unstacked.before, program.information, read).frames, 0, false)];
  }
  const { lazyAddress } = state;
  const interrupted = unstacked === undefined ? {} : { interrupted: unstacked.before };
  const options = { allSecureFloats, lazyAddress, ...interrupted };
  const { frames } = unwind(registers, program.information, read, options);
  return expand(program, frames, state.hiddenInlined, true);
}

function markerFrame(name: string, kind: 'exception' | 'crossing' = 'exception'): StackFrame {
  return {
    kind,
    name,
    place: undefined,
    physical: undefined,
    source: undefined,
    callers: [],
    live: false,
  };
}

function expand(program: Program, frames: readonly Frame[], hidden: number, live: boolean): readonly StackFrame[] {
  return frames.flatMap((frame, i) => {
    if (frame.kind !== 'function') return [markerFrame(frame.name, frame.kind)];
    const own = sourceFrames(program, frame, callersOf(frames, i), live && i === 0);
    return i === 0 ? own.slice(Math.min(hidden, own.length - 1)) : own;
  });
}

/** Outwards from a frame, up to the next exception. */
function callersOf(frames: readonly Frame[], index: number): readonly FunctionFrame[] {
  const callers: FunctionFrame[] = [];
  for (let i = index + 1; callers.length < CALLERS && i < frames.length; i++) {
    const frame = frames[i]!;
    if (frame.kind !== 'function') break;
    callers.push(frame);
  }
  return callers;
}

function sourceFrames(
  program: Program,
  physical: FunctionFrame,
  callers: readonly FunctionFrame[],
  live: boolean,
): readonly StackFrame[] {
  const { lookupPc, pc } = physical;
  const sources = program.debug.framesAt(lookupPc);
  if (sources.length === 0) {
    const name = program.information.functionAt(lookupPc)?.name ?? hex32(pc);
    const place = program.debug.lineAt(lookupPc);
    return [{ kind: 'function', name, place, physical, source: undefined, callers, live }];
  }
  return sources.map((source) => ({
    kind: source.inlined !== undefined ? 'inlined' : physical.foundBy === 'tailCall' ? 'tailCall' : 'function',
    name: source.name,
    place: source.place,
    physical,
    source,
    callers,
    live,
  }));
}
