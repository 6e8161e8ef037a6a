/** The wire into a serial port: bytes that wait outside and come in one frame after the other. */

export interface IncomingState {
  readonly waiting: readonly number[];
  readonly frameStart: number;
}

/**
 * The sender waits while the receiver is off, and otherwise sends without a pause. So nothing that is typed ahead gets
 * lost before the firmware is up, while firmware that reads too slowly overruns as it does on silicon.
 */
export class IncomingBytes {
  private waiting: number[] = [];
  private taken = 0;
  private frameStart = 0;

  /** A byte more to send. */
  push(byte: number, now: number): void {
    if (this.empty) this.frameStart = now;
    this.waiting.push(byte & 0xff);
  }

  get empty(): boolean {
    return this.taken === this.waiting.length;
  }

  /** The receiver was switched on at `now`: the first frame begins. */
  start(now: number): void {
    this.frameStart = now;
  }

  /** When the next byte is in, for frames of `frameTicks` retired instructions; Infinity if none is waiting. */
  arrival(frameTicks: number): number {
    return this.empty ? Infinity : this.frameStart + frameTicks;
  }

  /** Takes the byte whose frame has ended; `undefined` if none is waiting. The next frame follows at once. */
  take(frameTicks: number): number | undefined {
    const byte = this.waiting[this.taken];
    if (byte === undefined) return undefined;
    this.taken++;
    this.frameStart += frameTicks;
    if (this.empty) {
      this.waiting = [];
      this.taken = 0;
    }
    return byte;
  }

  save(): IncomingState {
    return { waiting: this.waiting.slice(this.taken), frameStart: this.frameStart };
  }

  restore(state: IncomingState): void {
    this.waiting = [...state.waiting];
    this.taken = 0;
    this.frameStart = state.frameStart;
  }
}
