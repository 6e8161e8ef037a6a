/** BKPT: a call of semihosting, a stop for the debugger, or the debug event that the architecture makes of it (A7.7.17, C1.5). */
import type { CpuState } from '../core/cpu-state.js';
import type { Instruction } from '../isa/decode.js';
import type { Semihosting } from '../semihosting/semihosting.js';
import type { Bus } from './bus.js';

const SEMIHOSTING_IMMEDIATE = 0xab;

export interface BkptParts {
  readonly cpu: CpuState;
  readonly bus: Bus;
  readonly semihosting: Semihosting | undefined;
  /** Whether a debugger takes the BKPTs that are no calls. */
  readonly stops: boolean;
  /** The BKPT that the run has stopped at before: it is gone past. */
  readonly passed: number | undefined;
}

export type BkptOutcome =
  /** The call is answered. */
  | { readonly kind: 'called' }
  | { readonly kind: 'exit'; readonly status: number; readonly applicationExit: boolean }
  | { readonly kind: 'stop'; readonly immediate: number }
  /** The debugger has stopped here before: nothing more to do. */
  | { readonly kind: 'passed' }
  | { readonly kind: 'debugEvent' };

export function breakpointInstruction({ operands, pc }: Instruction, parts: BkptParts): BkptOutcome {
  const immediate = operands.code ?? 0;
  const { semihosting } = parts;
  if (immediate === SEMIHOSTING_IMMEDIATE && semihosting) return called(semihosting, parts);
  if (!parts.stops) return { kind: 'debugEvent' };
  return parts.passed === pc ? { kind: 'passed' } : { kind: 'stop', immediate };
}

function called(semihosting: Semihosting, { cpu, bus }: BkptParts): BkptOutcome {
  const result = semihosting.call(cpu.reg(0), cpu.reg(1), {
    readByte: (address) => bus.peek(address),
    readWord: (address) => bus.peekWord(address),
    writeByte: (address, value) => bus.poke(address, 1, value),
  });
  if (result.kind === 'exit') return result;
  cpu.setReg(0, result.value);
  return { kind: 'called' };
}
