/** EXC_RETURN, FNC_RETURN and the parts of a stack frame in Armv8-M (Armv8-M ARM, B3.18, B3.22 and D1.2). */
import { bit } from '../../base/index.js';
import type { AccessFailure, LoadResult } from '../core/access.js';
import type { CoreMemory } from '../core/memory.js';

/** Bits of EXC_RETURN; bits 31 to 7 are ones, and bit 1 is zero. */
export const EXC_RETURN = {
  /** The registers that are stacked belong to Secure state. */
  S: bit(6),
  /** The callee's registers are stacked by the rules of the states, and not already. */
  DCRS: bit(5),
  /** The frame has no floating-point registers. */
  FType: bit(4),
  /** Back to Thread mode. */
  Mode: bit(3),
  SPSEL: bit(2),
  /** The exception was taken to Secure state. */
  ES: bit(0),
} as const;
export const EXC_RETURN_ONES = 0xffff_ff80;
export const EXC_RETURN_ZEROS = 0x2;

/** What LR holds in a Non-secure function that Secure code called; bit 0 is not looked at. */
export const FNC_RETURN = 0xfeff_fffe;

/** R0 to R3, R12, LR, return address, xPSR. */
export const FRAME_BYTES = 0x20;
/** S0 to S15, FPSCR and a word that is reserved. */
export const FLOAT_BYTES = 0x48;
/** S16 to S31. */
export const MORE_FLOAT_BYTES = 0x40;
/** The integrity signature, a reserved word, R4 to R11. */
export const CALLEE_BYTES = 0x28;
/** Where the frame has R4, behind the signature. */
export const FIRST_CALLEE_OFFSET = 8;
/** Where the floating-point part has FPSCR. */
export const FPSCR_OFFSET = 0x40;

/** Bit 9 of the stacked xPSR: SP was not a multiple of 8 and was moved. */
export const REALIGNED = 1 << 9;
/** Bit 20 of the stacked xPSR: CONTROL.SFPA. */
export const SFPA = 1 << 20;

const SIGNATURE = 0xfefa_125a;

/** What stands below the callee's registers of a Secure frame; bit 0 tells of the frame's type. */
export function integritySignature(excReturn: number): number {
  return (SIGNATURE | (EXC_RETURN.FType.get(excReturn) === 0 ? 0 : 1)) >>> 0;
}

/** How memory is reached while a frame is made or read. */
export interface FrameAccess {
  readonly privileged: boolean;
  readonly secure: boolean;
}

export function stackWord(
  memory: CoreMemory,
  at: number,
  word: number,
  access: FrameAccess,
): AccessFailure | undefined {
  return memory.store({ kind: 'stack', address: at >>> 0, sizeBytes: 4, exclusive: false, ...access }, word);
}

export function unstackWord(memory: CoreMemory, at: number, access: FrameAccess): LoadResult {
  return memory.load({ kind: 'unstack', address: at >>> 0, sizeBytes: 4, exclusive: false, ...access });
}

/** Where the floating-point part of a frame has S0 to S31; FPSCR and a reserved word stand between. */
export function floatOffset(n: number): number {
  return 4 * n + (n >= 16 ? 8 : 0);
}
