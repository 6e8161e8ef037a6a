/**
 * Remembers what breakpoints the client asked for, so that they can be set again in a program that was built anew, under the
 * ids that the client knows.
 */
import type { BreakpointStatus, DebugSession } from '../debugger/index.js';

type Apply = (session: DebugSession) => readonly BreakpointStatus[];

interface Page {
  readonly apply: Apply;
  readonly statuses: readonly BreakpointStatus[];
}

export class BreakpointLedger {
  /** By kind, and by path for those of a source file. */
  private readonly pages = new Map<string, Page>();
  /** The session's id → the client's, where they differ. */
  private readonly renamed = new Map<number, number>();
  /** Where the ids of a new session start, so that they collide with none of the sessions before. */
  private highest = 0;

  /** Sets breakpoints; they replace those that were set under the same key. */
  set(key: string, session: DebugSession, apply: Apply): readonly BreakpointStatus[] {
    const statuses = apply(session).map((status) => this.known(status));
    this.pages.set(key, { apply, statuses });
    return statuses;
  }

  /** Sets everything again in another session. Answers with the statuses that changed. */
  moveTo(session: DebugSession): readonly BreakpointStatus[] {
    this.renamed.clear();
    const changed: BreakpointStatus[] = [];
    for (const [key, { apply, statuses }] of this.pages) {
      const moved = apply(session).map((status, i) => {
        const id = statuses[i]?.id ?? this.fresh();
        this.renamed.set(status.id, id);
        return { ...status, id };
      });
      changed.push(...moved.filter((status, i) => !same(status, statuses[i])));
      this.pages.set(key, { apply, statuses: moved });
    }
    this.moved = true;
    return changed;
  }

  /** As the client knows them. */
  clientIds(ids: readonly number[]): number[] {
    return ids.map((id) => this.renamed.get(id) ?? id);
  }

  private moved = false;

  private known(status: BreakpointStatus): BreakpointStatus {
    if (this.moved && !this.renamed.has(status.id)) this.renamed.set(status.id, this.fresh());
    const id = this.renamed.get(status.id) ?? status.id;
    this.highest = Math.max(this.highest, id);
    return { ...status, id };
  }

  private fresh(): number {
    return ++this.highest;
  }
}

function same(one: BreakpointStatus, other: BreakpointStatus | undefined): boolean {
  return one.verified === other?.verified && one.line === other.line && one.message === other.message;
}
