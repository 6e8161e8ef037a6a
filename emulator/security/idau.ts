/** The IDAU of a chip that lets software choose whether some of its Secure ranges are callable. */
import type { IdauRange } from './attribution.js';

export class Idau {
  /** Goes up with every change that may change an attribution. */
  version = 0;
  private readonly all: readonly IdauRange[];
  private current: readonly IdauRange[];
  private callable = 0;

  constructor(ranges: readonly IdauRange[]) {
    this.all = ranges;
    this.current = this.effective();
  }

  /** As they are now. */
  get ranges(): readonly IdauRange[] {
    return this.current;
  }

  /** Ranges whose `callableBit` is set in `bits` are callable, the others with such a bit are not. */
  setCallable(bits: number): void {
    if (bits === this.callable) return;
    this.callable = bits;
    this.current = this.effective();
    this.version++;
  }

  private effective(): readonly IdauRange[] {
    return this.all.map((range) => {
      const { callableBit } = range;
      return callableBit === undefined || (this.callable & (1 << callableBit)) !== 0
        ? range
        : { ...range, kind: 'secure' };
    });
  }
}
