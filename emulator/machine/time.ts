/** Virtual time: retired instructions, plus what the core slept through. Knows when the next device wants attention. */
import type { Peripheral } from '../peripherals/peripheral.js';
import type { SysTick } from '../system/systick.js';

export class Time {
  /** Instructions executed since reset. */
  retired = 0;
  /** Ticks that passed while the core slept. */
  idle = 0;
  private readonly peripherals: () => readonly Peripheral[];
  private readonly timers: () => readonly SysTick[];
  private next: number | undefined;

  constructor(peripherals: () => readonly Peripheral[], timers: () => readonly SysTick[]) {
    this.peripherals = peripherals;
    this.timers = timers;
  }

  /** Ticks since reset, between instructions. */
  get now(): number {
    return this.retired + this.idle;
  }

  /** Some device's next event has moved. */
  reschedule(): void {
    this.next = undefined;
  }

  /** When the next device changes by itself; Infinity if none ever will. */
  get nextEvent(): number {
    if (this.next === undefined) {
      this.next = Infinity;
      for (const timer of this.timers()) this.next = Math.min(this.next, timer.nextEvent());
      for (const device of this.peripherals()) this.next = Math.min(this.next, device.nextEvent());
    }
    return this.next;
  }

  /** Lets everything happen that is due. */
  fire(): void {
    while (this.nextEvent <= this.now) {
      for (const timer of this.timers()) if (timer.nextEvent() <= this.now) timer.event();
      for (const device of this.peripherals()) if (device.nextEvent() <= this.now) device.event();
      this.next = undefined;
    }
  }

  /** Sleeps until the next event; false if there is none. */
  skip(): boolean {
    if (this.nextEvent === Infinity) return false;
    this.idle += Math.max(0, this.nextEvent - this.now);
    return true;
  }
}
