/**
 * Registers of the floating-point extension in frames (DWARF for the Arm Architecture, 4.1): S0 to S31 are 64 to 95, and D0 to D15
 * are 256 to 271, which are pairs of them.
 */
import type { RegisterRule } from './frame-information.js';

export const FIRST_S = 64;
const S_REGISTERS = 32;
const FIRST_D = 256;
/** Of a call, S16 to S31 are the caller's still (AAPCS32, 6.1.2.1). */
const FIRST_KEPT = 16;
/** Exception entry stacks S0 to S15. */
export const STACKED_S = 16;

type Registers = readonly (number | undefined)[];

/** R0 to R15 with S0 to S31 at their numbers. */
export function withFloats(r: Registers, s: Registers): Registers {
  const all = [...r];
  s.forEach((value, n) => (all[FIRST_S + n] = value));
  return all;
}

export function hasFloats(r: Registers): boolean {
  return r.length > FIRST_S;
}

export function isSingle(register: number): boolean {
  return register >= FIRST_S && register < FIRST_S + S_REGISTERS;
}

/** Whether calls keep an S register. */
export function isKept(register: number): boolean {
  return isSingle(register) && register >= FIRST_S + FIRST_KEPT;
}

/** The rule of an S register: its own, or its half of what a D register has. */
export function singleRule(register: number, rules: ReadonlyMap<number, RegisterRule>): RegisterRule | undefined {
  const own = rules.get(register);
  if (own !== undefined || !isSingle(register)) return own;
  const n = register - FIRST_S;
  const double = rules.get(FIRST_D + (n >>> 1));
  return double?.kind === 'offset' ? { kind: 'offset', offset: double.offset + 4 * (n & 1) } : double;
}
