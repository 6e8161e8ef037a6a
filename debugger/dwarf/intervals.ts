/** Address ranges with a value each, found by address. */

export interface Interval<T> {
  readonly start: number;
  /** Not included. */
  readonly end: number;
  readonly value: T;
}

export class IntervalMap<T> {
  private readonly intervals: readonly Interval<T>[];
  /** The greatest end among the intervals up to each one: how far back a search must look. */
  private readonly reach: Float64Array;

  constructor(intervals: readonly Interval<T>[]) {
    this.intervals = [...intervals].sort((a, b) => a.start - b.start || b.end - a.end);
    this.reach = new Float64Array(this.intervals.length);
    let furthest = 0;
    this.intervals.forEach(({ end }, i) => {
      furthest = Math.max(furthest, end);
      this.reach[i] = furthest;
    });
  }

  /** The interval that holds the address; of several the one that starts last. */
  at(address: number): Interval<T> | undefined {
    for (let i = this.lastStart(address); i >= 0 && this.reach[i]! > address; i--) {
      const interval = this.intervals[i]!;
      if (interval.end > address) return interval;
    }
    return undefined;
  }

  private lastStart(address: number): number {
    let low = 0;
    let high = this.intervals.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.intervals[middle]!.start <= address) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
