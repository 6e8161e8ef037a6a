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
  tell(text: string, filter: string | undefined): void;
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
    if (this.told.size > MOST_LINES) this.parts.tell('More faults that the program handles are not told.', undefined);
    else this.parts.tell(this.line(fault), this.parts.filter(fault));
  }

  private line(fault: Fault): string {
    return `${this.parts.place(fault.pc)}: ${this.parts.title(fault)}. The program handles it.`;
  }
}
