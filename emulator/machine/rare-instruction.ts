/** An instruction whose operands no handler is printed for: its record is read in TypeScript, and what came of it told as causes. */
import type { CpuState } from '../core/cpu-state.js';
import type { Cause } from '../exceptions/causes.js';
import { recordConcrete } from '../interpreter/shapes.js';
import type { Instruction } from '../isa/decode.js';
import { evaluate, type Evaluation, type EvaluationMemory } from '../record/evaluate.js';

export type RareOutcome =
  { readonly kind: 'raised'; readonly cause: Cause } | Extract<Evaluation, { readonly kind: 'done' | 'exchange' }>;

/** `floatCheck` is ExecuteFPCheck, with the cause if it refuses. */
export function rareInstruction(
  instruction: Instruction,
  cpu: CpuState,
  memory: Omit<EvaluationMemory, 'floatCheck'>,
  floatCheck: () => Cause | undefined,
): RareOutcome {
  let refused: Cause | undefined;
  const checked = {
    load: memory.load.bind(memory),
    store: memory.store.bind(memory),
    divideTrap: memory.divideTrap,
    stackLimit: memory.stackLimit,
    floatCheck: (): boolean => (refused = floatCheck()) === undefined,
  };
  const result = evaluate(recordConcrete(instruction), cpu, instruction.length, checked);
  switch (result.kind) {
    case 'done':
    case 'exchange':
      return result;
    case 'fault':
      return access(result);
    case 'unaligned': {
      const { address } = result;
      const load = { kind: 'load', address, sizeBytes: 4, privileged: cpu.privileged, exclusive: false } as const;
      return access({ failure: { kind: 'unaligned', access: load } });
    }
    case 'floatRefused':
      return { kind: 'raised', cause: refused! };
    case 'divideByZero':
      return { kind: 'raised', cause: { kind: 'usage', bit: 'DIVBYZERO' } };
    case 'stackOverflow':
      return { kind: 'raised', cause: { kind: 'usage', bit: 'STKOF' } };
  }
}

function access({ failure }: Pick<Extract<Evaluation, { readonly kind: 'fault' }>, 'failure'>): RareOutcome {
  return { kind: 'raised', cause: { kind: 'access', failure } };
}
