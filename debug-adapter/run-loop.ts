/**
 * Runs the program in slices of a few milliseconds and lets messages in between them, so that a pause, a breakpoint or a
 * memory read does not wait. How long a slice takes decides the size of the next one only, never what the program does.
 */

/** Long enough that the pauses between slices cost little, short enough that nobody notices the wait. */
const SLICE_MS = 8;
const FIRST_COUNT = 20_000;
const SMALLEST_COUNT = 1_000;
const LARGEST_COUNT = 50_000_000;

/** Runs at most `count` instructions; false when the program has stopped. */
export type Slice = (count: number) => boolean;

export class RunLoop {
  private readonly slice: Slice;
  private readonly failed: (error: unknown) => void;
  private count = FIRST_COUNT;
  /** Distinguishes the loop that runs now from callbacks of one that was halted. */
  private generation = 0;
  private active = false;

  /** `failed` gets what a slice throws; the loop is over by then. */
  constructor(slice: Slice, failed: (error: unknown) => void) {
    this.slice = slice;
    this.failed = failed;
  }

  get running(): boolean {
    return this.active;
  }

  /** Begins with the next turn of the event loop, so what was said before goes out first. */
  start(): void {
    if (this.active) return;
    this.active = true;
    this.next(++this.generation);
  }

  /** No slice begins any more. */
  halt(): void {
    this.active = false;
    this.generation++;
  }

  private next(generation: number): void {
    // In a worker of Node, ping-pong over a MessageChannel starves the worker's own messages; setImmediate does not.
    setImmediate(() => {
      if (generation === this.generation) this.turn(generation);
    });
  }

  private turn(generation: number): void {
    const start = performance.now();
    let goesOn: boolean;
    try {
      goesOn = this.slice(this.count);
    } catch (error) {
      this.halt();
      this.failed(error);
      return;
    }
    this.adapt(performance.now() - start);
    if (generation !== this.generation) return;
    if (goesOn) this.next(generation);
    else this.active = false;
  }

  private adapt(elapsedMs: number): void {
    const factor = Math.min(2, Math.max(1 / 8, SLICE_MS / Math.max(elapsedMs, 0.01)));
    this.count = Math.round(Math.min(LARGEST_COUNT, Math.max(SMALLEST_COUNT, this.count * factor)));
  }
}
