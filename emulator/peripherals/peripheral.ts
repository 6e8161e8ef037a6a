/** What a memory-mapped device is to the machine. Devices know no core: they see offsets, virtual time and their wires. */

/** What the machine gives a device. */
export interface PeripheralHost {
  /** Retired instructions since reset: the only clock there is. Exact at the moment of an access. */
  now(): number;
  /** Drives an external interrupt line (0 is the first external interrupt). */
  setInterrupt(line: number, level: boolean): void;
  /** The device's next spontaneous change has moved: the machine asks `nextEvent` again. */
  rescheduled(): void;
  /** Which ranges of the IDAU with a `callableBit` are callable; a core without one takes no notice. */
  setCallable(bits: number): void;
  /** Bytes that leave the board, by device name; the machine keeps the console's apart. */
  output(device: string, byte: number): void;
  readonly clockHz: number;
}

/** `busFault` as a result refuses the access, as a device does that answers with an error. */
export type BusResult = number | 'busFault';

export interface Peripheral {
  readonly name: string;
  readonly base: number;
  readonly sizeBytes: number;
  /** `offset` is aligned to `sizeBytes`. The value is zero-extended. */
  read(offset: number, sizeBytes: 1 | 2 | 4): BusResult;
  write(offset: number, sizeBytes: 1 | 2 | 4, value: number): 'busFault' | undefined;
  /** What `read` would give, without side effects; for debuggers. */
  peek(offset: number, sizeBytes: 1 | 2 | 4): number | undefined;
  /** The value of `now()` at which the device changes by itself (raises an interrupt), or Infinity. */
  nextEvent(): number;
  /** Called when `now()` has reached `nextEvent()`. */
  event(): void;
  reset(): void;
  /** Bytes that come in from outside (a UART's receive side); devices without input leave it out. */
  receive?(byte: number): void;
  /** Plain JSON-able state, enough for `restore` to go on exactly. */
  save(): unknown;
  restore(state: unknown): void;
}
