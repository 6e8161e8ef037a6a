/**
 * The stack frame, basic or extended by the floating-point registers: how exception entry pushes it and how exception return
 * reads it back (Armv7-M ARM, B1.5.6 to B1.5.8).
 */
import type { Access, AccessFailure } from '../core/access.js';
import type { CpuState } from '../core/cpu-state.js';
import type { CoreMemory } from '../core/memory.js';

/** R0 to R3, R12, LR, return address, xPSR. */
export const FRAME_BYTES = 0x20;
/** With S0 to S15, FPSCR and a word that is reserved. */
export const EXTENDED_FRAME_BYTES = 0x68;
/** S0 to S15 and FPSCR. */
const STACKED_FLOATS = 16;
/** EXC_RETURN's bit that says that the frame is a basic one. */
const BASIC_FRAME = 0x10;
/** Bit 9 of the stacked xPSR: SP was not a multiple of 8 and was moved. */
const REALIGNED = 1 << 9;
/** What CCR.STKALIGN forces to 0 in SP. */
const ALIGNMENT = 4;

/** Where EXC_RETURN finds the frame, and where it goes. */
export interface ReturnTarget {
  readonly handler: boolean;
  readonly psp: boolean;
  /** The frame is an extended one, as only a core with an FPU has it. */
  readonly floats: boolean;
}

/** The EXC_RETURN values (B1.5.8, tables B1-8 and B1-9); all others are INVPC. */
export function returnTarget(excReturn: number): ReturnTarget | undefined {
  const floats = (excReturn & BASIC_FRAME) === 0;
  switch ((excReturn | BASIC_FRAME) >>> 0) {
    case 0xffff_fff1:
      return { handler: true, psp: false, floats };
    case 0xffff_fff9:
      return { handler: false, psp: false, floats };
    case 0xffff_fffd:
      return { handler: false, psp: true, floats };
    default:
      return undefined;
  }
}

/** The EXC_RETURN value that leads back to where the core is now (B1.5.6, PushStack). */
export function excReturnOf(cpu: CpuState): number {
  const basic = cpu.ipsr !== 0 ? 0xffff_fff1 : cpu.usesPsp ? 0xffff_fffd : 0xffff_fff9;
  return (cpu.floatContextActive ? basic & ~BASIC_FRAME : basic) >>> 0;
}

/**
 * PushStack on the current stack, returning to PC, without the floating-point registers, for which an extended frame has room.
 * SP moves before anything is written and stays moved; the first failing access ends the sequence and is returned. The words
 * go upwards: the architecture leaves the order open.
 */
export function pushFrame(
  cpu: CpuState,
  memory: CoreMemory,
  stackAlign: boolean,
  privileged: boolean,
): AccessFailure | undefined {
  const extended = cpu.floatContextActive;
  const realigned = (stackAlign || extended) && (cpu.sp & ALIGNMENT) !== 0;
  const bytes = extended ? EXTENDED_FRAME_BYTES : FRAME_BYTES;
  const frame = (cpu.sp - bytes - (realigned ? ALIGNMENT : 0)) >>> 0;
  const xpsr = cpu.xpsr | (realigned ? REALIGNED : 0);
  const words = [cpu.reg(0), cpu.reg(1), cpu.reg(2), cpu.reg(3), cpu.reg(12), cpu.lr, cpu.pc, xpsr >>> 0];
  cpu.sp = frame;
  for (const [n, word] of words.entries()) {
    const address = (frame + 4 * n) >>> 0;
    const failure = memory.store({ kind: 'stack', address, sizeBytes: 4, privileged, exclusive: false }, word);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

/** The frame's words, lowest address first, or the first access that failed. Nothing of the core changes. */
export function readFrame(memory: CoreMemory, frame: number, privileged: boolean): readonly number[] | AccessFailure {
  const words: number[] = [];
  for (let offset = 0; offset < FRAME_BYTES; offset += 4) {
    const address = (frame + offset) >>> 0;
    const word = memory.load({ kind: 'unstack', address, sizeBytes: 4, privileged, exclusive: false });
    if (typeof word !== 'number') return word;
    words.push(word);
  }
  return words;
}

/**
 * The rest of PopStack: registers, SP and xPSR from `words`. A return address that is not halfword aligned is unpredictable;
 * bit 0 is ignored.
 */
export function popFrame(cpu: CpuState, words: readonly number[], target: ReturnTarget, stackAlign: boolean): void {
  const [r0, r1, r2, r3, r12, lr, pc, xpsr] = words as [number, number, number, number, number, number, number, number];
  cpu.selectStack(target.psp);
  const up = (cpu.sp + (target.floats ? EXTENDED_FRAME_BYTES : FRAME_BYTES)) >>> 0;
  cpu.sp = (stackAlign || target.floats) && (xpsr & REALIGNED) !== 0 ? up | ALIGNMENT : up;
  cpu.floatContextActive = target.floats;
  cpu.setReg(0, r0);
  cpu.setReg(1, r1);
  cpu.setReg(2, r2);
  cpu.setReg(3, r3);
  cpu.setReg(12, r12);
  cpu.lr = lr;
  cpu.pc = pc;
  cpu.xpsr = xpsr;
}

/** Stores S0 to S15 and FPSCR; the first failing access ends the sequence and is returned. */
export function storeFloats(
  cpu: CpuState,
  memory: CoreMemory,
  address: number,
  access: Pick<Access, 'kind' | 'privileged' | 'negativePriority'>,
): AccessFailure | undefined {
  for (let n = 0; n <= STACKED_FLOATS; n++) {
    const value = n === STACKED_FLOATS ? cpu.fpscr : cpu.float(n);
    const at = (address + 4 * n) >>> 0;
    const failure = memory.store({ ...access, address: at, sizeBytes: 4, exclusive: false }, value);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

/** What PushStack leaves in the registers that it has stored is UNKNOWN (B1.5.6): zeros, as on QEMU 7.2. */
export function forgetFloats(cpu: CpuState): void {
  for (let n = 0; n < STACKED_FLOATS; n++) cpu.setFloat(n, 0);
  cpu.fpscr = 0;
}

/** S0 to S15 and FPSCR of a frame, or the first access that failed. */
export function readFloats(
  memory: CoreMemory,
  address: number,
  privileged: boolean,
): readonly number[] | AccessFailure {
  const words: number[] = [];
  for (let n = 0; n <= STACKED_FLOATS; n++) {
    const at = (address + 4 * n) >>> 0;
    const word = memory.load({ kind: 'unstack', address: at, sizeBytes: 4, privileged, exclusive: false });
    if (typeof word !== 'number') return word;
    words.push(word);
  }
  return words;
}

export function takeFloats(cpu: CpuState, words: readonly number[]): void {
  words.forEach((word, n) => {
    if (n === STACKED_FLOATS) cpu.fpscr = word;
    else cpu.setFloat(n, word);
  });
}
