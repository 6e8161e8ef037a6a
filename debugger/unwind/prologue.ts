/**
 * Finds a caller without call frame information, from the instructions: forwards to the return where the function is already
 * leaving, else from the function's start, adding up what its prologue did to the stack.
 */
import { hex32 } from '../../base/index.js';
import { LR, PC, SP, type FrameRegisters, type FunctionExtent, type ReadMemory } from './frame-information.js';
import { stackInstruction, type StackEffect } from './thumb-stack.js';

export interface CallerState {
  readonly cfa: number;
  /** The CFA comes from SP or a frame pointer, so it lies above SP on the same stack. */
  readonly sameStack: boolean;
  /** The caller's registers; R15 as found, bit 0 still set. */
  readonly r: readonly (number | undefined)[];
}

export type CallerResult = CallerState | { readonly failure: string };

/** An epilogue is shorter than this. */
const MAX_EPILOGUE = 12;
/** Functions are scanned up to here. */
const MAX_SCAN_BYTES = 0x1_0000;
const CALLEE_SAVED: readonly number[] = [4, 5, 6, 7, 8, 9, 10, 11];

export function readWord(read: ReadMemory, address: number): number | undefined {
  const bytes = read(address >>> 0, 4);
  if (bytes?.length !== 4) return undefined;
  return (bytes[0]! | (bytes[1]! << 8) | (bytes[2]! << 16) | (bytes[3]! << 24)) >>> 0;
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
    case 'flow':
      return false;
  }
}

function plus(value: number | undefined, bytes: number): number | undefined {
  return value === undefined ? undefined : (value + bytes) >>> 0;
}

/** What a prologue has done, relative to the CFA. */
interface Body {
  /** SP - CFA. */
  sp: number;
  /** Register to where it is saved. */
  readonly saved: Map<number, number>;
  /** Frame pointers: register - CFA. */
  readonly pointers: Map<number, number>;
}

function copy(body: Body): Body {
  return { sp: body.sp, saved: new Map(body.saved), pointers: new Map(body.pointers) };
}

/** Adds up the instructions from the function's start to `pc`. After a return in between, the body's state goes on. */
function scan(extent: FunctionExtent, pc: number, read: ReadMemory): Body {
  let now: Body = { sp: 0, saved: new Map(), pointers: new Map() };
  let body = copy(now);
  const constants = new Map<number, number>();
  let at = extent.start;
  while (at < Math.min(pc, extent.start + MAX_SCAN_BYTES)) {
    const instruction = stackInstruction(at, read);
    if (instruction === undefined) break;
    const { effect } = instruction;
    const leaves = effect.kind === 'branch' || (effect.kind === 'pop' && effect.registers.includes(PC));
    if (leaves) now = copy(body);
    else if (advance(now, effect, constants)) body = copy(now);
    at += instruction.sizeBytes;
  }
  return now;
}

/** One instruction of the prologue or body. True if the frame has grown, or has got a frame pointer. */
function advance(now: Body, effect: StackEffect, constants: Map<number, number>): boolean {
  switch (effect.kind) {
    case 'push':
      now.sp -= effect.bytes;
      for (const [i, register] of effect.registers.entries()) {
        if (!now.saved.has(register)) now.saved.set(register, now.sp + 4 * i);
      }
      return true;
    case 'moveSp':
      now.sp += effect.bytes;
      return effect.bytes < 0;
    case 'moveSpBy':
      now.sp += effect.sign * ((constants.get(effect.register) ?? 0) | 0);
      return true;
    case 'pop':
      now.sp += effect.bytes;
      for (const register of effect.registers) now.pointers.delete(register);
      return false;
    case 'fromSp':
      // Only the registers that compilers use as frame pointers; others hold addresses of locals.
      if (effect.register === 7 || effect.register === 11) now.pointers.set(effect.register, now.sp + effect.bytes);
      return true;
    case 'toSp': {
      const pointer = now.pointers.get(effect.register);
      if (pointer !== undefined) now.sp = pointer + effect.bytes;
      return false;
    }
    case 'add': {
      const pointer = now.pointers.get(effect.register);
      if (pointer !== undefined) now.pointers.set(effect.register, pointer + effect.bytes);
      return false;
    }
    case 'constant':
      constants.set(effect.register, effect.value);
      return false;
    case 'branch':
    case 'flow':
    case 'other':
      return false;
  }
}

/** The CFA, by a frame pointer where there is one: SP may have moved further (alloca). */
function frameAddress(body: Body, registers: FrameRegisters): number | undefined {
  for (const [register, offset] of body.pointers) {
    const value = registers.r[register];
    if (value !== undefined) return (value - offset) >>> 0;
  }
  return plus(registers.r[SP], -body.sp);
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
  const body = scan(extent, pc, read);
  const cfa = frameAddress(body, registers);
  if (cfa === undefined) return { failure: `The stack pointer of ${extent.name} is not known.` };
  const saved = body.saved.get(LR);
  if (saved === undefined && !leaf) {
    return { failure: `${extent.name} has no call frame information and does not save its return address.` };
  }
  const back = saved === undefined ? registers.r[LR] : readWord(read, cfa + saved);
  if (back === undefined) {
    return { failure: `The return address of ${extent.name} cannot be read at ${hex32(cfa + (saved ?? 0))}.` };
  }
  const r = registers.r.map((value, n) => {
    const offset = body.saved.get(n);
    if (!CALLEE_SAVED.includes(n)) return undefined;
    return offset === undefined ? value : readWord(read, cfa + offset);
  });
  return { cfa, sameStack: true, r: r.with(SP, cfa).with(LR, back).with(PC, back) };
}
