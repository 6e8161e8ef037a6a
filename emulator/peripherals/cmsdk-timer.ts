/**
 * The APB timer of the Cortex-M System Design Kit (Arm DDI 0479, 4.1). It ticks once a retired instruction. The external
 * input is not connected: CTRL's two bits for it are kept and do nothing.
 */
import type { PeripheralDescription } from '../board/description.js';
import { type CounterState, DownCounter } from './down-counter.js';
import type { PeripheralHost } from './peripheral.js';
import { COMPONENT_ID, RegisterDevice, type RegisterRow, identification } from './registers.js';

export const CMSDK_TIMER = [
  { name: 'CTRL', offset: 0x000, access: 'RW', writable: 0xf },
  { name: 'VALUE', offset: 0x004, access: 'RW' },
  { name: 'RELOAD', offset: 0x008, access: 'RW' },
  { name: 'INTSTATUS', offset: 0x00c, access: 'RW', writable: 1 }, // INTCLEAR when written
] as const satisfies readonly RegisterRow[];

const IDENTIFICATION = identification(0xfd0, [0x04, 0, 0, 0, 0x22, 0xb8, 0x1b, 0x00, ...COMPONENT_ID]);

type Register = (typeof CMSDK_TIMER)[number]['name'];

const CTRL = { EN: 1, IRQEN: 8 } as const;

interface State {
  readonly ctrl: number;
  readonly intStatus: number;
  readonly counter: CounterState;
}

type Description = Extract<PeripheralDescription, { kind: 'arm,cmsdk-timer' }>;

export class CmsdkTimer extends RegisterDevice<Register> {
  private readonly interrupt: number;
  private readonly counter = new DownCounter();
  private ctrl = 0;
  private intStatus = 0;

  constructor(description: Description, host: PeripheralHost) {
    super(description, host, CMSDK_TIMER, IDENTIFICATION);
    this.interrupt = description.interrupt;
  }

  private drive(): void {
    this.host.setInterrupt(this.interrupt, this.intStatus !== 0);
  }

  /** When INTSTATUS will be set by itself; it is not while it is set already, or while IRQEN is clear. */
  nextEvent(): number {
    return (this.ctrl & CTRL.IRQEN) === 0 || this.intStatus !== 0 ? Infinity : this.counter.expiry();
  }

  protected catchUp(): void {
    const due = this.nextEvent() <= this.host.now();
    this.counter.advance(this.host.now());
    if (!due) return;
    this.intStatus = 1;
    this.drive();
    this.host.rescheduled();
  }

  protected valueOf(name: Register): number {
    switch (name) {
      case 'CTRL':
        return this.ctrl;
      case 'VALUE':
        return this.counter.count(this.host.now());
      case 'RELOAD':
        return this.counter.limit;
      case 'INTSTATUS':
        return this.nextEvent() <= this.host.now() ? 1 : this.intStatus;
    }
  }

  protected writeRegister(name: Register, value: number): void {
    const now = this.host.now();
    switch (name) {
      case 'CTRL':
        this.ctrl = value;
        this.counter.change(now, { mode: this.mode(this.counter.limit) });
        break;
      case 'VALUE':
        this.counter.change(now, { count: value });
        break;
      case 'RELOAD': // also sets the current value
        this.counter.change(now, { limit: value, count: value, mode: this.mode(value) });
        break;
      case 'INTSTATUS':
        this.intStatus &= ~value;
        this.drive();
        break;
    }
    this.host.rescheduled();
  }

  /** With nothing to reload, the counter stops at 0. */
  private mode(reload: number): CounterState['mode'] {
    if ((this.ctrl & CTRL.EN) === 0) return 'stopped';
    return reload === 0 ? 'oneShot' : 'periodic';
  }

  reset(): void {
    this.restore({
      ctrl: 0,
      intStatus: 0,
      counter: { mode: 'stopped', limit: 0, divisor: 1, count: 0, anchor: this.host.now() },
    } satisfies State);
  }

  save(): State {
    return { ctrl: this.ctrl, intStatus: this.intStatus, counter: this.counter.save() };
  }

  restore(saved: unknown): void {
    const state = saved as State;
    this.ctrl = state.ctrl;
    this.intStatus = state.intStatus;
    this.counter.restore(state.counter);
    this.drive();
    this.host.rescheduled();
  }
}
