/** Finds a caller by one row of call frame information (DWARF 4, 6.4.3). */
import { hex32 } from '../../base/index.js';
import {
  LR,
  PC,
  SP,
  type FrameRegisters,
  type ReadMemory,
  type RegisterRule,
  type UnwindRow,
} from './frame-information.js';
import { readWord, type CallerResult } from './by-instructions.js';
import { isKept, singleRule } from './float-registers.js';

/** SP and the frame pointers of compilers. */
const STACK_REGISTERS: readonly number[] = [SP, 7, 11];
const SAME: RegisterRule = { kind: 'sameValue' };
const LOST: RegisterRule = { kind: 'undefined' };

/** What a register without a rule does (AAPCS32, 6.1.1): calls keep R4 to R11 and S16 to S31, and spoil the others. */
function usualRule(register: number): RegisterRule {
  return (register >= 4 && register <= 11) || register === LR || isKept(register) ? SAME : LOST;
}

function frameAddress(row: UnwindRow, registers: FrameRegisters, read: ReadMemory): number | undefined {
  if (row.cfa.kind === 'expression') return row.cfa.compute(registers, read);
  const base = registers.r[row.cfa.register];
  return base === undefined ? undefined : (base + row.cfa.offset) >>> 0;
}

function callersValue(
  register: number,
  rule: RegisterRule,
  registers: FrameRegisters,
  cfa: number,
  read: ReadMemory,
): number | undefined {
  switch (rule.kind) {
    case 'sameValue':
      return registers.r[register];
    case 'undefined':
      return undefined;
    case 'offset':
      return readWord(read, cfa + rule.offset);
    case 'valueOffset':
      return (cfa + rule.offset) >>> 0;
    case 'register':
      return registers.r[rule.register];
    case 'expression': {
      const computed = rule.compute(registers, cfa, read);
      return rule.value || computed === undefined ? computed : readWord(read, computed);
    }
  }
}

/** Whether the row says that nothing called this function. */
export function isOutermost(row: UnwindRow): boolean {
  return row.registers.get(LR)?.kind === 'undefined';
}

/** The caller's state. `name` is for the sentence if there is none. */
export function byRow(row: UnwindRow, registers: FrameRegisters, name: string, read: ReadMemory): CallerResult {
  const cfa = frameAddress(row, registers, read);
  if (cfa === undefined) return { failure: `The frame address of ${name} hangs on a register that is not known.` };
  const r = registers.r.map((_, n) =>
    callersValue(n, singleRule(n, row.registers) ?? usualRule(n), registers, cfa, read),
  );
  const back = r[LR];
  if (back === undefined) {
    const rule = row.registers.get(LR);
    const where = rule?.kind === 'offset' ? ` at ${hex32(cfa + rule.offset)}` : '';
    return { failure: `The return address of ${name} cannot be read${where}.` };
  }
  const sameStack = row.cfa.kind === 'register' && STACK_REGISTERS.includes(row.cfa.register);
  return { cfa, sameStack, r: r.with(SP, row.registers.has(SP) ? r[SP] : cfa).with(PC, back) };
}
