/** Declarations that variables refer to by number, until the program goes on. */
import type { SessionVariable } from '../debugger/index.js';

export type Declaration = NonNullable<SessionVariable['declaration']>;

export class Locations {
  private known: Declaration[] = [];

  /** A number from 1 on. */
  add(declaration: Declaration): number {
    return this.known.push(declaration);
  }

  get(reference: number): Declaration | undefined {
    return this.known[reference - 1];
  }

  clear(): void {
    this.known = [];
  }
}
