/**
 * Finds a caller without call frame information, from the instructions: forwards to the return where the function is already
 * leaving, else from the function's start, adding up what its prologue did to the stack.
 */
import { hex32 } from '../../base/index.js';
import { isKept } from './float-registers.js';
import { LR, PC, SP, type FrameRegisters, type FunctionExtent, type ReadMemory } from './frame-information.js';
import { framePointer, stackStateAt, type StackState } from './stack-flow.js';
import { stackInstruction, type StackEffect } from './thumb-stack.js';

export interface CallerState {
  readonly cfa: number;
  /** The CFA comes from SP or a frame pointer, so it lies above SP on the same stack. */
  readonly sameStack: boolean;
  /** The caller's registers; R15 as found, bit 0 still set. */
  readonly r: readonly (number | undefined)[];
  /** The stack pointer that is not in R13, where the function had exchanged the two. */
  readonly otherSp?: number | undefined;
}

/** `outermost`: the sentence that says why there can be no caller; `failure`: why it was not found. */
export type CallerResult = CallerState | { readonly failure: string } | { readonly outermost: string };

/** An epilogue is shorter than this. */
const MAX_EPILOGUE = 12;
const CALLEE_SAVED: readonly number[] = [4, 5, 6, 7, 8, 9, 10, 11];

export function readWord(read: ReadMemory, address: number): number | undefined {
  const bytes = read(address >>> 0, 4);
  if (bytes?.length !== 4) return undefined;
  return (bytes[0]! | (bytes[1]! << 8) | (bytes[2]! << 16) | (bytes[3]! << 24)) >>> 0;
}

/** Whether the instruction before an address is BL, BLX or BLXNS, or cannot be read. */
export function isAfterCall(address: number, read: ReadMemory): boolean {
  const half = (at: number): number | undefined => {
    const bytes = read(at >>> 0, 2);
    return bytes?.length === 2 ? bytes[0]! | (bytes[1]! << 8) : undefined;
  };
  const second = half(address - 2);
  if (second === undefined || (second & 0xff83) === 0x4780) return true;
  const first = half(address - 4);
  return first !== undefined && (first & 0xf800) === 0xf000 && (second & 0xd000) === 0xd000;
}

/** Runs the epilogue at `pc` on a copy of the registers; undefined if the straight line from here is none. */
export function throughEpilogue(pc: number, registers: FrameRegisters, read: ReadMemory): CallerState | undefined {
  const r = [...registers.r];
  let at = pc;
  for (let i = 0; i < MAX_EPILOGUE; i++) {
    const instruction = stackInstruction(at, read);
    if (instruction === undefined) return undefined;
    const { effect } = instruction;
    if (effect.kind === 'branch') {
      if (effect.register !== LR || r[LR] === undefined || r[SP] === undefined) return undefined;
      return { cfa: r[SP], sameStack: true, r: r.with(PC, r[LR]) };
    }
    if (!apply(effect, r, read)) return undefined;
    if (effect.kind === 'pop' && effect.registers.includes(PC)) {
      return r[SP] === undefined || r[PC] === undefined ? undefined : { cfa: r[SP], sameStack: true, r };
    }
    at += instruction.sizeBytes;
  }
  return undefined;
}

/** One instruction of an epilogue. False if it belongs to none. */
function apply(effect: StackEffect, r: (number | undefined)[], read: ReadMemory): boolean {
  const sp = r[SP];
  switch (effect.kind) {
    case 'pop':
      if (sp === undefined) return false;
      effect.registers.forEach((register, i) => (r[register] = readWord(read, sp + 4 * i)));
      r[SP] = (sp + effect.bytes) >>> 0;
      return true;
    case 'restore':
      r[effect.register] = sp === undefined ? undefined : readWord(read, sp + effect.offset);
      return true;
    case 'moveSp':
      if (sp === undefined || effect.bytes < 0) return false;
      r[SP] = (sp + effect.bytes) >>> 0;
      return true;
    case 'toSp':
      r[SP] = plus(r[effect.register], effect.bytes);
      return r[SP] !== undefined;
    case 'add':
      r[effect.register] = plus(r[effect.register], effect.bytes);
      return true;
    case 'constant':
      r[effect.register] = effect.value;
      return true;
    case 'moveSpBy': {
      const by = r[effect.register];
      r[SP] = by === undefined ? undefined : plus(sp, effect.sign * by);
      return r[SP] !== undefined;
    }
    case 'other':
      return true;
    case 'push':
    case 'fromSp':
    case 'branch':
    case 'jump':
    case 'call':
    case 'table':
    case 'it':
      return false;
  }
}

function plus(value: number | undefined, bytes: number): number | undefined {
  return value === undefined ? undefined : (value + bytes) >>> 0;
}

/** The CFA, by the frame pointer where there is one: SP may have moved further (alloca). */
function frameAddress(
  state: StackState,
  extent: FunctionExtent,
  registers: FrameRegisters,
  read: ReadMemory,
): number | undefined {
  const register = framePointer(extent, state, read);
  const offset = register === undefined ? undefined : state.pointers.get(register);
  if (register === undefined || offset === undefined) return plus(registers.r[SP], -state.sp);
  return plus(registers.r[register], -offset);
}

/** The caller of the function `extent`, whose next instruction is at `pc`. `leaf`: LR may still hold the return address. */
export function byInstructions(
  pc: number,
  extent: FunctionExtent,
  registers: FrameRegisters,
  leaf: boolean,
  read: ReadMemory,
): CallerResult {
  const leaving = throughEpilogue(pc, registers, read);
  if (leaving !== undefined && (leaf || leaving.r[PC] !== registers.r[LR])) return leaving;
  const state = stackStateAt(extent, pc, read);
  const cfa = frameAddress(state, extent, registers, read);
  if (cfa === undefined) return { failure: `The stack pointer of ${extent.name} is not known.` };
  const saved = state.saved.get(LR);
  if (saved === undefined && (!leaf || state.lrSpoiled))
    return { outermost: `${extent.name} keeps no return address: it never returns.` };
  const back = saved === undefined ? registers.r[LR] : readWord(read, cfa + saved);
  if (back === undefined) {
    return { failure: `The return address of ${extent.name} cannot be read at ${hex32(cfa + (saved ?? 0))}.` };
  }
  const r = registers.r.map((value, n) => {
    const offset = state.saved.get(n);
    if (!CALLEE_SAVED.includes(n) && !isKept(n)) return undefined;
    return offset === undefined ? value : readWord(read, cfa + offset);
  });
  return { cfa, sameStack: true, r: r.with(SP, cfa).with(LR, back).with(PC, back) };
}
