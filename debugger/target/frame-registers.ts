/** Registers as expressions see them in a frame: the frame's own R0 to R15, the core's for the rest. */
import type { CType } from '../types/c-type.js';
import type { FunctionFrame } from '../unwind/index.js';
import type { RegisterValue } from '../values/index.js';
import { dwarfNumber, findRegister, REGISTERS, type RegisterDescription } from './registers.js';
import type { Target } from './target.js';

const WORD: CType = { kind: 'base', name: 'unsigned int', sizeBytes: 4, encoding: 'unsigned' };
const VOID: CType = { kind: 'void' };
const CODE: CType = { kind: 'function', result: () => VOID, parameters: () => [], variadic: false };
const DATA_POINTER: CType = { kind: 'pointer', sizeBytes: 4, target: () => VOID };
const CODE_POINTER: CType = { kind: 'pointer', sizeBytes: 4, target: () => CODE };

/** As GDB types them: `void *`, `void (*)(void)` and plain words. */
function typeOf(kind: RegisterDescription['kind']): CType {
  if (kind === 'stackPointer') return DATA_POINTER;
  return kind === 'code' ? CODE_POINTER : WORD;
}

/**
 * The value of a register by name (any case), or undefined if there is none or if the frame's caller-saved value is lost.
 * Registers that no frame saves (xPSR, MSP, CONTROL…) are those of the core now.
 */
export function frameRegister(frame: FunctionFrame, target: Target, name: string): RegisterValue | undefined {
  const found = findRegister(name);
  if (found === undefined) return undefined;
  const number = dwarfNumber(found);
  const value = number === undefined ? target.readRegister(found) : frame.registers.r[number];
  const { kind } = REGISTERS.find((register) => register.name === found)!;
  return value === undefined ? undefined : { value, type: typeOf(kind) };
}
