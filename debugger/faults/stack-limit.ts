/** Which stack ran over its limit (STKOF), how far below it SP would have gone, and what did it (Armv8-M ARM, B3.21). */
import { hex32 } from '../../base/index.js';
import type { Fault, RegisterSnapshot } from '../../emulator/index.js';
import { stackInstruction, type StackEffect } from '../unwind/index.js';
import type { FaultContext, StackExtent } from './context.js';
import { stateTitle } from './exceptions.js';
import { stackText, symbolText } from './place.js';

const SPSEL = 2;
const FPCA = 4;
/** Exception frames without and with S0 to S15 and FPSCR. */
const FRAME_BYTES = 0x20;
const EXTENDED_FRAME_BYTES = 0x68;
/** BLXNS stores the way back. */
const BLXNS_BYTES = 8;

export interface StackLimit {
  readonly pointer: 'MSP' | 'PSP';
  readonly register: 'MSPLIM' | 'PSPLIM';
  readonly limit: number;
  readonly sp: number;
  /** What SP would have become; undefined where the instruction does not tell. */
  readonly wanted?: number;
}

/** The bytes below SP that a fault wanted, or where it wanted SP to be. */
function afterwards(effect: StackEffect, sp: number, r: readonly number[]): number | undefined {
  switch (effect.kind) {
    case 'push':
      return sp - effect.bytes;
    case 'moveSp':
      return sp + effect.bytes;
    case 'moveSpBy':
      return sp + effect.sign * (r[effect.register]! | 0);
    case 'toSp':
      return (r[effect.register]! + effect.bytes) >>> 0;
    case 'call':
      return sp - BLXNS_BYTES;
    default:
      return undefined;
  }
}

function wantedBy({ during, pc }: Fault, { r, control }: RegisterSnapshot, context: FaultContext): number | undefined {
  const sp = r[13]!;
  if (during?.what === 'entry')
    return (sp - ((control & FPCA) !== 0 ? EXTENDED_FRAME_BYTES : FRAME_BYTES) - (sp & 4)) >>> 0;
  const read = (address: number, length: number): Uint8Array | undefined => {
    const bytes = context.readMemory(address, length);
    return bytes.length === length ? bytes : undefined;
  };
  const instruction = stackInstruction(pc, read);
  return instruction && afterwards(instruction.effect, sp, r);
}

/** The limit that a STKOF is about; undefined for all other faults. */
export function stackLimit(fault: Fault, context: FaultContext): StackLimit | undefined {
  const { before } = fault;
  if (!fault.bits.includes('STKOF') || before.limits === undefined) return undefined;
  const process = (before.control & SPSEL) !== 0 && (before.xpsr & 0x1ff) === 0;
  const wanted = wantedBy(fault, before, context);
  return {
    pointer: process ? 'PSP' : 'MSP',
    register: process ? 'PSPLIM' : 'MSPLIM',
    limit: process ? before.limits.psplim : before.limits.msplim,
    sp: before.r[13]!,
    ...(wanted === undefined ? {} : { wanted }),
  };
}

/** Whose stack has its limit there: a known stack, or the object that the linker put there. */
function ownerText(limit: number, context: FaultContext): string | undefined {
  const inside = ({ base, end }: StackExtent): boolean => limit >= base && limit < end;
  const stack = context.stacks?.find(inside);
  if (stack !== undefined && stackText(stack, limit) !== undefined) return `the ${stack.name}`;
  return symbolText(context, limit)?.replace(/ \+ \d+$/, '');
}

/** Full sentences on a STKOF; none for other faults. */
export function stackLimitHints(fault: Fault, context: FaultContext): readonly string[] {
  const found = stackLimit(fault, context);
  if (found === undefined) return [];
  const { pointer, register, limit, sp, wanted } = found;
  const { security } = fault.before;
  const state = security === undefined ? '' : `${stateTitle(security.secure)} `;
  const kind = pointer === 'PSP' ? 'process' : 'main';
  const owner = ownerText(limit, context);
  const whose = owner === undefined ? '' : `, at the lower end of ${owner}`;
  const what = fault.during?.what === 'entry' ? 'The exception frame' : 'The instruction';
  const how =
    wanted === undefined || wanted >= limit
      ? `${what} would have moved SP from ${hex32(sp)} to below it.`
      : `${what} would have moved SP from ${hex32(sp)} to ${hex32(wanted)}, ${limit - wanted} bytes below it.`;
  return [`The limit of the ${state}${kind} stack is ${register} = ${hex32(limit)}${whose}. ${how}`];
}
