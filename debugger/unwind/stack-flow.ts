/**
 * What a function has done to the stack when it is at some instruction: follows its flow from the start, branches included, and
 * adds up pushes, pops and moves of SP relative to the CFA.
 */
import { LR, PC, type FunctionExtent, type ReadMemory } from './frame-information.js';
import { stackInstruction, type StackEffect, type StackInstruction } from './thumb-stack.js';

export interface StackState {
  /** SP - CFA. */
  sp: number;
  /** Register to where it is saved, from the CFA. */
  readonly saved: Map<number, number>;
  /** Registers that hold a place on the stack: register - CFA. */
  readonly pointers: Map<number, number>;
  /** LR has been overwritten by a call, and not restored since. */
  lrSpoiled: boolean;
}

/** Instructions that are followed at most. */
const MAX_INSTRUCTIONS = 16_384;

function copy(state: StackState): StackState {
  return { ...state, saved: new Map(state.saved), pointers: new Map(state.pointers) };
}

interface Place {
  readonly at: number;
  readonly state: StackState;
  readonly constants: Map<number, number>;
  /** Instructions of an IT block that are still to come. */
  readonly conditional: number;
}

/** The state right before the instruction at `pc`. Code that no known branch reaches counts as the function's body. */
export function stackStateAt(extent: FunctionExtent, pc: number, read: ReadMemory): StackState {
  const start: StackState = { sp: 0, saved: new Map(), pointers: new Map(), lrSpoiled: false };
  const seen = new Set<number>();
  const open: Place[] = [{ at: extent.start, state: start, constants: new Map(), conditional: 0 }];
  /** The largest frame before `pc`: what holds in places that flow reaches in ways not seen here. */
  let deepest = copy(start);
  while (open.length > 0 && seen.size < MAX_INSTRUCTIONS) {
    const place = open.pop()!;
    if (place.at === pc) return place.state;
    if (seen.has(place.at) || place.at < extent.start || place.at >= Math.max(extent.end, pc)) continue;
    seen.add(place.at);
    const instruction = stackInstruction(place.at, read);
    if (instruction === undefined) continue;
    if (place.at < pc && place.state.sp < deepest.sp) deepest = copy(place.state);
    open.push(...successors(place, instruction));
  }
  return deepest;
}

function leaves(effect: StackEffect): boolean {
  return effect.kind === 'branch' || (effect.kind === 'pop' && effect.registers.includes(PC));
}

function fork(place: Place): Place {
  return { ...place, state: copy(place.state), constants: new Map(place.constants) };
}

/** Where flow may go next; the straight line last, so that it is followed first. */
function successors(place: Place, { effect, sizeBytes }: StackInstruction): readonly Place[] {
  const next = place.at + sizeBytes;
  const conditional = effect.kind === 'it' ? effect.count : Math.max(0, place.conditional - 1);
  const optional = place.conditional > 0;
  const straight = { ...place, at: next, conditional };
  if (effect.kind === 'jump' || effect.kind === 'table') {
    const targets = effect.kind === 'jump' ? [effect.target] : effect.targets;
    const jumped = targets.map((at) => ({ ...fork(place), at, conditional: 0 }));
    const passes = optional || (effect.kind === 'jump' && effect.conditional);
    return passes ? [...jumped, straight] : jumped;
  }
  if (leaves(effect)) return optional ? [straight] : [];
  advance(place.state, effect, place.constants);
  return [straight];
}

/** One instruction. */
function advance(state: StackState, effect: StackEffect, constants: Map<number, number>): void {
  switch (effect.kind) {
    case 'push':
      state.sp -= effect.bytes;
      for (const [i, register] of effect.registers.entries()) {
        if (!state.saved.has(register)) state.saved.set(register, state.sp + 4 * i);
      }
      return;
    case 'pop':
      for (const [i, register] of effect.registers.entries()) {
        if (state.saved.get(register) === state.sp + 4 * i) state.saved.delete(register);
        state.pointers.delete(register);
        if (register === LR) state.lrSpoiled = false;
      }
      state.sp += effect.bytes;
      return;
    case 'restore':
      if (state.saved.get(effect.register) !== state.sp + effect.offset) return;
      state.saved.delete(effect.register);
      if (effect.register === LR) state.lrSpoiled = false;
      return;
    case 'moveSp':
      state.sp += effect.bytes;
      return;
    case 'moveSpBy':
      state.sp += effect.sign * ((constants.get(effect.register) ?? 0) | 0);
      return;
    case 'fromSp':
      state.pointers.set(effect.register, state.sp + effect.bytes);
      return;
    case 'toSp':
      state.sp = (state.pointers.get(effect.register) ?? state.sp) + effect.bytes;
      return;
    case 'add': {
      const pointer = state.pointers.get(effect.register);
      if (pointer !== undefined) state.pointers.set(effect.register, pointer + effect.bytes);
      return;
    }
    case 'constant':
      constants.set(effect.register, effect.value);
      return;
    case 'call':
      state.lrSpoiled = true;
      return;
    case 'branch':
    case 'jump':
    case 'table':
    case 'it':
    case 'other':
      return;
  }
}

/**
 * The register that the function's epilogue takes SP from, among those that `state` knows as places on the stack. Where there is
 * none, SP moves by constants only, and registers that were computed from SP are addresses of locals.
 */
export function framePointer(extent: FunctionExtent, state: StackState, read: ReadMemory): number | undefined {
  if (state.pointers.size === 0) return undefined;
  let found: number | undefined;
  let at = extent.start;
  for (let i = 0; i < MAX_INSTRUCTIONS && at < extent.end; i++) {
    const instruction = stackInstruction(at, read);
    if (instruction === undefined) break;
    const { effect } = instruction;
    // An epilogue comes last; what stands before it may take back an array of variable length.
    if (effect.kind === 'toSp' && state.pointers.has(effect.register)) found = effect.register;
    at += instruction.sizeBytes;
  }
  return found;
}
