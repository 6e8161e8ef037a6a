/**
 * Cuts straight runs of instructions out of the guest's code and prints them as units. Every fetch is checked and compared
 * each time, which makes it exact and slow: it proves the printer's second mode, it is no translator yet.
 */
import type { AccessFailure } from '../core/access.js';
import { recordConcrete } from '../interpreter/shapes.js';
import type { Instruction } from '../isa/decode.js';
import { advanceIT, conditionOf, inITBlock } from '../isa/it-block.js';
import type { Recorded } from '../record/nodes.js';
import { printUnit, type UnitInstruction } from './print-unit.js';

export type UnitFunction = (budget: number, op: number) => number;

export interface Unit {
  readonly run: UnitFunction;
  readonly instructions: number;
}

export interface UnitSource {
  instructionAt(pc: number, itState: number): Instruction | AccessFailure | undefined;
  instantiate(module: Uint8Array): UnitFunction;
}

const LONGEST = 16;

/** Registers that only an UNPREDICTABLE instruction writes so, and lists that only such a one has. */
function isPlain(recorded: Recorded): boolean {
  if (recorded.flow?.kind === 'system') return false;
  if (recorded.registers.some(({ reg }) => reg.kind === 'fixed' && reg.n === 15)) return false;
  return recorded.effects.every((effect) => {
    if (effect.kind !== 'loadList' && effect.kind !== 'storeList') return true;
    const list = effect.list.kind === 'const' ? effect.list.value : 0xffff;
    return (list & 0x2000) === 0 && (effect.kind === 'loadList' || (list & 0x8000) === 0);
  });
}

export class Units {
  private readonly source: UnitSource;
  private readonly known = new Map<string, Unit | undefined>();

  constructor(source: UnitSource) {
    this.source = source;
  }

  /** The unit that begins at an address; `undefined` if its first instruction is not for units. */
  at(pc: number, itState: number): Unit | undefined {
    const { instructions, end, key } = this.cut(pc, itState);
    if (!this.known.has(key)) {
      const run = instructions.length > 0 ? this.source.instantiate(printUnit(instructions, end)) : undefined;
      this.known.set(key, run && { run, instructions: instructions.length });
    }
    return this.known.get(key);
  }

  private cut(pc: number, itState: number) {
    const instructions: UnitInstruction[] = [];
    let key = `${pc}:${itState}`;
    let end = { pc, itState };
    while (instructions.length < LONGEST) {
      const instruction = this.source.instructionAt(end.pc, end.itState);
      if (instruction === undefined || 'kind' in instruction) break;
      const recorded = recordConcrete(instruction);
      const { length } = instruction;
      const startsIT = instruction.row.name === 'IT_T1';
      if (!isPlain(recorded) || (startsIT && inITBlock(end.itState))) break;
      key += `:${instruction.word.toString(16)}`;
      instructions.push({ recorded, pc: end.pc, length, itState: end.itState, cond: conditionOf(end.itState) });
      const itNext = startsIT ? (instruction.operands.code ?? 0) : advanceIT(end.itState);
      end = { pc: (end.pc + length) >>> 0, itState: itNext };
      if (recorded.flow !== undefined && recorded.flow.kind !== 'branchIf') break;
    }
    return { instructions, end, key };
  }
}
