/** Applies an unwinding row to a frame's registers: the caller's stack pointer and registers (DWARF 5, 6.4.4). */
import type { FrameContext } from './frame-context.js';
import type { FrameEvaluator } from './frame-evaluator.js';
import type { RegisterRule, UnwindRow } from './unwind-rows.js';

export interface UnwoundFrame {
  readonly cfa: number;
  /** Bit 0 cleared; `undefined` when the rule says that there is no caller or memory cannot be read. */
  readonly returnAddress: number | undefined;
  /** The caller's registers 0 to 14 as far as they are known; 13 is the CFA unless a rule says otherwise. */
  readonly registers: ReadonlyMap<number, number>;
}

const SP = 13;
const LR = 14;
/** Registers that a function may change without restoring them (AAPCS32, 6.1.1); LR is overwritten by the call. */
const CALL_CLOBBERED: ReadonlySet<number> = new Set([0, 1, 2, 3, 12, LR]);

/** The frame of the caller; `undefined` when the CFA cannot be computed. */
export function unwindFrame(
  row: UnwindRow,
  context: FrameContext,
  evaluator: FrameEvaluator,
): UnwoundFrame | undefined {
  const cfa = cfaOf(row, context, evaluator);
  if (cfa === undefined) return undefined;
  const recover = (register: number, rule: RegisterRule): number | undefined =>
    ruleValue(register, rule, cfa, context, evaluator);
  const registers = new Map<number, number>();
  for (let register = 0; register <= LR; register++) {
    const rule = row.registers.get(register);
    const value =
      rule !== undefined
        ? recover(register, rule)
        : register === SP
          ? cfa
          : CALL_CLOBBERED.has(register)
            ? undefined
            : context.register(register);
    if (value !== undefined) registers.set(register, value >>> 0);
  }
  const returnRule = row.registers.get(row.returnAddressRegister) ?? { kind: 'sameValue' };
  const returnAddress = recover(row.returnAddressRegister, returnRule);
  return { cfa, returnAddress: returnAddress === undefined ? undefined : (returnAddress & ~1) >>> 0, registers };
}

export function cfaOf({ cfa }: UnwindRow, context: FrameContext, evaluator: FrameEvaluator): number | undefined {
  if (cfa.kind === 'expression') return evaluator.callFrameNumber(cfa.expression, context, []);
  const base = context.register(cfa.register);
  return base === undefined ? undefined : (base + cfa.offset) >>> 0;
}

function ruleValue(
  register: number,
  rule: RegisterRule,
  cfa: number,
  context: FrameContext,
  evaluator: FrameEvaluator,
): number | undefined {
  switch (rule.kind) {
    case 'undefined':
      return undefined;
    case 'sameValue':
      return context.register(register);
    case 'register':
      return context.register(rule.register);
    case 'offset':
      return readWord((cfa + rule.offset) >>> 0, context);
    case 'valOffset':
      return (cfa + rule.offset) >>> 0;
    case 'expression': {
      const address = evaluator.callFrameNumber(rule.expression, context, [cfa]);
      return address === undefined ? undefined : readWord(address, context);
    }
    case 'valExpression':
      return evaluator.callFrameNumber(rule.expression, context, [cfa]);
  }
}

function readWord(address: number, context: FrameContext): number | undefined {
  const bytes = context.memory(address, 4);
  if (bytes?.length !== 4) return undefined;
  return (bytes[0]! | (bytes[1]! << 8) | (bytes[2]! << 16) | (bytes[3]! << 24)) >>> 0;
}
