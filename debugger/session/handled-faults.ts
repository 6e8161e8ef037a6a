/**
 * Tells the user, once for each place and cause, of faults that the program handles itself: they do not stop it, and a
 * program that recovers from a fault it should not have would otherwise say nothing of it.
 */
import type { Fault } from '../../emulator/index.js';
import { faultChain } from '../faults/index.js';

/** More places than this are one line altogether. */
const MOST_LINES = 20;

export interface HandledFaultsParts {
  /** One line for a fault. */
  title(fault: Fault): string;
  /** `main.c:12`, or an address. */
  place(pc: number): string;
  /** The label of the exception filter that stops at the fault. */
  filter(fault: Fault): string | undefined;
  message(text: string): void;
}

export class HandledFaults {
  private readonly parts: HandledFaultsParts;
  private readonly told = new Set<string>();

  constructor(parts: HandledFaultsParts) {
    this.parts = parts;
  }

  /** Says a fault's line unless it has been said. */
  tell(fault: Fault): void {
    if (this.told.size > MOST_LINES) return;
    const key = faultChain(fault)
      .map(({ pc, exception, bits }) => [pc, exception, ...bits].join(' '))
      .join('; ');
    if (this.told.has(key)) return;
    this.told.add(key);
    this.parts.message(
      this.told.size > MOST_LINES ? 'More faults that the program handles are not told.' : this.line(fault),
    );
  }

  private line(fault: Fault): string {
    const filter = this.parts.filter(fault);
    const advice =
      filter === undefined ? '' : `; the exception filter “${filter}” stops there with the condition “all”`;
    return `${this.parts.place(fault.pc)}: ${this.parts.title(fault)}. The program handles it${advice}.`;
  }
}
