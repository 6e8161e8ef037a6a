/** What tells one activation of a function from another while a step is under way: CFA, function, exception, inlined calls. */
import type { Machine } from '../../emulator/index.js';
import type { InlinedCall } from '../dwarf/index.js';
import { unwind, type FunctionFrame } from '../unwind/index.js';
import { allSecureFloats, readWhole } from './frame-context.js';
import type { Program } from './program.js';

export interface Activation {
  readonly cfa: number | undefined;
  readonly start: number | undefined;
  readonly exception: number;
}

/** Where the core stands, as a step sees it. */
export interface Standing {
  readonly pc: number;
  readonly sp: number;
  readonly activation: Activation;
  /** The physical caller, unless an exception or nothing is outside. */
  readonly caller: { readonly activation: Activation; readonly pc: number } | undefined;
  /** What the exception around the frame interrupted, if that is next outwards. */
  readonly interrupted: FunctionFrame | undefined;
  /** Calls inlined here that are shown as frames, outermost first. */
  readonly visible: readonly InlinedCall[];
  /** Innermost calls that begin at pc and have not been entered, outermost first. */
  readonly hidden: readonly InlinedCall[];
}

export function isSame(a: Activation, b: Activation): boolean {
  return a.cfa === b.cfa && a.start === b.start && a.exception === b.exception;
}

export function samePath(a: readonly InlinedCall[], b: readonly InlinedCall[]): boolean {
  return a.length === b.length && a.every((call, i) => call.entry.offset === b[i]!.entry.offset);
}

/** Whether `inner` is within `outer` by inlined calls alone. */
export function isDeeper(inner: readonly InlinedCall[], outer: readonly InlinedCall[]): boolean {
  return inner.length > outer.length && samePath(inner.slice(0, outer.length), outer);
}

function activationOf(program: Program, frame: FunctionFrame): Activation {
  return { cfa: frame.cfa, start: program.functionStart(frame.lookupPc), exception: frame.exception };
}

/**
 * How many of the calls inlined at pc are entered right there, from code before it that is none of theirs: a stop shows them as
 * not entered yet, as GDB does.
 */
export function beginningAt(program: Program, pc: number): number {
  let count = 0;
  for (const call of program.debug.inlinedAt(pc)) {
    const isEntry = call.ranges[0]?.start === pc;
    if (!isEntry && call.ranges.some(({ start, end }) => pc - 1 >= start && pc - 1 < end)) break;
    count++;
  }
  return count;
}

/** `hidden` is how many innermost inlined calls are not shown. */
export function standingAt(machine: Machine, program: Program, hidden: number): Standing {
  const registers = machine.registers();
  const options = { maxFrames: 2, pastMain: true, onStackOnly: true, allSecureFloats: allSecureFloats(machine) };
  const { frames } = unwind(registers, program.information, (a, n) => readWhole(machine, a, n), options);
  const [first, second, third] = frames as readonly [FunctionFrame, ...typeof frames];
  // The caller may be in the other security state.
  const caller = second?.kind === 'crossing' ? third : second;
  const pc = first.pc;
  const inlined = program.debug.inlinedAt(pc);
  const cut = Math.min(hidden, inlined.length);
  return {
    pc,
    sp: registers.r[13]!,
    activation: activationOf(program, first),
    caller: caller?.kind === 'function' ? { activation: activationOf(program, caller), pc: caller.pc } : undefined,
    interrupted: second?.kind === 'exception' && third?.kind === 'function' ? third : undefined,
    visible: inlined.slice(cut).reverse(),
    hidden: inlined.slice(0, cut).reverse(),
  };
}
