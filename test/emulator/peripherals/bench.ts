/** A device on a table: a clock to turn, and a record of its interrupt lines and of what it sends. */
import { type Peripheral, type PeripheralDescription, createPeripherals } from '../../../emulator/index.js';

export class Bench {
  now = 0;
  readonly lines = new Map<number, boolean>();
  /** Every rise of a line, as `time: line`. */
  readonly rises: string[] = [];
  readonly sent: number[] = [];
  readonly devices: readonly Peripheral[];

  constructor(...descriptions: readonly PeripheralDescription[]) {
    this.devices = createPeripherals(descriptions, {
      now: () => this.now,
      clockHz: 25_000_000,
      setInterrupt: (line, level) => {
        if (level && this.lines.get(line) !== true) this.rises.push(`${this.now}: ${line}`);
        this.lines.set(line, level);
      },
      rescheduled: () => undefined,
      setCallable: () => undefined,
      output: (_device, byte) => this.sent.push(byte),
    });
  }

  get device(): Peripheral {
    return this.devices[0]!;
  }

  read(offset: number, sizeBytes: 1 | 2 | 4 = 4): number {
    return this.device.read(offset, sizeBytes) as number;
  }

  write(offset: number, value: number, sizeBytes: 1 | 2 | 4 = 4): void {
    this.device.write(offset, sizeBytes, value);
  }

  /** Lets time pass as a machine does: every event at its time. */
  pass(ticks: number): void {
    const end = this.now + ticks;
    for (;;) {
      const at = Math.min(...this.devices.map((device) => device.nextEvent()));
      if (at > end) break;
      this.now = at;
      for (const device of this.devices) if (device.nextEvent() <= at) device.event();
    }
    this.now = end;
  }
}
