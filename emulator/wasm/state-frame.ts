/** The locals that a printed function keeps the core's state in, and how they come from memory and go back to it. */
import { STATE } from '../core/cpu-state.js';
import type { Code, Local } from './code.js';
import type { StateLocals } from './printer.js';

/** A local of 32 bits, and the offset of its word in memory. */
export type Word = readonly [local: Local, offset: number];

export class StateFrame {
  readonly locals: StateLocals;
  /** The flags that are words; N and Z are a double word of their own. */
  readonly flags: readonly Word[];
  private readonly code: Code;

  constructor(code: Code) {
    const local = (): Local => code.local();
    this.code = code;
    this.locals = {
      nz: code.local('i64'),
      carryX: local(),
      carryY: local(),
      overflowX: local(),
      overflowY: local(),
      budget: local(),
    };
    const { carryX, carryY, overflowX, overflowY } = this.locals;
    this.flags = [
      [carryX, STATE.carryX],
      [carryY, STATE.carryY],
      [overflowX, STATE.overflowX],
      [overflowY, STATE.overflowY],
    ];
  }

  /** From memory: the flags, and what else the function keeps in locals. */
  load(more: readonly Word[]): void {
    const { code } = this;
    for (const [local, offset] of [...this.flags, ...more]) {
      code.const(0);
      code.memory('load32', offset, 2);
      code.set(local);
    }
    code.const(0);
    code.memory('load64', STATE.nz, 3);
    code.set(this.locals.nz);
  }

  /** Back to memory: the flags and `more`. */
  store(more: readonly Word[]): void {
    const { code } = this;
    this.storeWords([...this.flags, ...more]);
    code.const(0);
    code.get(this.locals.nz);
    code.memory('store64', STATE.nz, 3);
  }

  storeWords(words: readonly Word[]): void {
    const { code } = this;
    for (const [local, offset] of words) {
      code.const(0);
      code.get(local);
      code.memory('store32', offset, 2);
    }
  }
}
