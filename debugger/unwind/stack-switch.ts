/**
 * Functions that go to another stack by hand, as kernels do to run a task: between two MSR CONTROL, SP is the other stack pointer
 * (Armv7-M ARM, B1.4.4), and what the function has pushed before lies where SP does not point to any more. Call frame
 * information, if there is any, knows nothing of it.
 */
import type { FunctionExtent, ReadMemory } from './frame-information.js';

/** Instructions that are looked at; functions that switch stacks are short. */
const MAX_INSTRUCTIONS = 256;
/** MSR CONTROL, Rn, encoding T1 (Armv7-M ARM, B5.2.3): the mask and SYSm, without Rn. */
const MSR = 0xf380;
const TO_CONTROL = 0x8814;

function halfAt(address: number, read: ReadMemory): number | undefined {
  const bytes = read(address >>> 0, 2);
  return bytes?.length === 2 ? bytes[0]! | (bytes[1]! << 8) : undefined;
}

/** How many instructions before `pc` write CONTROL, in the order of the code. */
export function writesOfControl({ start }: FunctionExtent, pc: number, read: ReadMemory): number {
  let count = 0;
  let at = start;
  for (let i = 0; i < MAX_INSTRUCTIONS && at < pc; i++) {
    const first = halfAt(at, read);
    if (first === undefined) break;
    // 32-bit instructions begin with 0b11101, 0b11110 or 0b11111 (A5.1).
    const isWide = first >>> 11 >= 0b11101;
    if (isWide && (first & 0xfff0) === MSR && halfAt(at + 2, read) === TO_CONTROL) count++;
    at += isWide ? 4 : 2;
  }
  return count;
}
