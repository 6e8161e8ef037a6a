/**
 * A counter that goes down by one a tick, computed from the clock instead of ticked. It holds 0 for one tick before it
 * takes its limit again, so a period is limit + 1 ticks, as in the CMSDK timers.
 */

export interface CounterState {
  readonly mode: 'stopped' | 'periodic' | 'oneShot';
  /** What follows 0 in periodic mode. 0 means that the counter stays at 0. */
  readonly limit: number;
  /** Retired instructions a tick. */
  readonly divisor: number;
  /** The count at `anchor`. */
  readonly count: number;
  /** A tick's time, in retired instructions. */
  readonly anchor: number;
}

export class DownCounter {
  private state: CounterState = { mode: 'stopped', limit: 0, divisor: 1, count: 0, anchor: 0 };

  get limit(): number {
    return this.state.limit;
  }

  private ticks(now: number): number {
    return Math.floor((now - this.state.anchor) / this.state.divisor);
  }

  /** The count at `now`. */
  count(now: number): number {
    const { mode, limit, count } = this.state;
    if (mode === 'stopped') return count;
    const ticks = this.ticks(now);
    if (ticks <= count) return count - ticks;
    return mode === 'oneShot' ? 0 : limit - ((ticks - count - 1) % (limit + 1));
  }

  /** When the counter next goes from 1 to 0, seen from the last change or `advance`; Infinity if it never does. */
  expiry(): number {
    const { mode, limit, divisor, count, anchor } = this.state;
    if (mode === 'stopped') return Infinity;
    if (count > 0) return anchor + count * divisor;
    return mode === 'periodic' && limit > 0 ? anchor + (1 + limit) * divisor : Infinity;
  }

  /** Moves on to `now`; true if the counter went from 1 to 0 since the last change or `advance`. */
  advance(now: number): boolean {
    const expired = this.expiry() <= now;
    if (this.state.mode !== 'stopped') {
      const anchor = this.state.anchor + this.ticks(now) * this.state.divisor;
      this.state = { ...this.state, count: this.count(now), anchor };
    }
    return expired;
  }

  /** Changes the counter at `now`; a tick in progress starts anew if the counter starts, or its count or divisor is set. */
  change(now: number, change: Partial<Omit<CounterState, 'anchor'>>): void {
    this.advance(now);
    const starts = this.state.mode === 'stopped' || change.count !== undefined;
    const anew = starts || (change.divisor !== undefined && change.divisor !== this.state.divisor);
    this.state = { ...this.state, ...change, anchor: anew ? now : this.state.anchor };
  }

  save(): CounterState {
    return this.state;
  }

  restore(state: CounterState): void {
    this.state = { ...state };
  }
}
