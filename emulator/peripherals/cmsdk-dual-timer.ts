/**
 * The APB dual-input timers of the Cortex-M System Design Kit (Arm DDI 0479, 4.2): two counters of 16 or 32 bits with a
 * prescaler, free-running, periodic or one-shot. The clock is the core's: one tick a retired instruction.
 */
import type { PeripheralDescription } from '../board/description.js';
import { type CounterState, DownCounter } from './down-counter.js';
import type { PeripheralHost } from './peripheral.js';
import { COMPONENT_ID, RegisterDevice, type RegisterRow, identification } from './registers.js';

export const CMSDK_DUAL_TIMER = [
  { name: 'TIMER1LOAD', offset: 0x000, access: 'RW' },
  { name: 'TIMER1VALUE', offset: 0x004, access: 'RO' },
  { name: 'TIMER1CONTROL', offset: 0x008, access: 'RW', writable: 0xef },
  { name: 'TIMER1INTCLR', offset: 0x00c, access: 'WO' },
  { name: 'TIMER1RIS', offset: 0x010, access: 'RO' },
  { name: 'TIMER1MIS', offset: 0x014, access: 'RO' },
  { name: 'TIMER1BGLOAD', offset: 0x018, access: 'RW' },
  { name: 'TIMER2LOAD', offset: 0x020, access: 'RW' },
  { name: 'TIMER2VALUE', offset: 0x024, access: 'RO' },
  { name: 'TIMER2CONTROL', offset: 0x028, access: 'RW', writable: 0xef },
  { name: 'TIMER2INTCLR', offset: 0x02c, access: 'WO' },
  { name: 'TIMER2RIS', offset: 0x030, access: 'RO' },
  { name: 'TIMER2MIS', offset: 0x034, access: 'RO' },
  { name: 'TIMER2BGLOAD', offset: 0x038, access: 'RW' },
  { name: 'TIMERITCR', offset: 0xf00, access: 'RW', writable: 1 },
  { name: 'TIMERITOP', offset: 0xf04, access: 'WO', writable: 3 },
] as const satisfies readonly RegisterRow[];

const IDENTIFICATION = identification(0xfd0, [0x04, 0, 0, 0, 0x23, 0xb8, 0x1b, 0x00, ...COMPONENT_ID]);

type Register = (typeof CMSDK_DUAL_TIMER)[number]['name'];
type HalfRegister = 'LOAD' | 'VALUE' | 'CONTROL' | 'INTCLR' | 'RIS' | 'MIS' | 'BGLOAD';

const CONTROL = { ONESHOT: 0x01, SIZE: 0x02, INTEN: 0x20, MODE: 0x40, ENABLE: 0x80 } as const;

/** By CONTROL.PRESCALE; 3 is undefined and taken as 2. */
const DIVISORS = [1, 16, 256, 256] as const;

interface HalfState {
  readonly load: number;
  readonly control: number;
  readonly raw: boolean;
  /** Bits 31 to 16 are what VALUE shows there while the counter is one of 16 bits. */
  readonly wideValue: number;
  readonly counter: CounterState;
}

/** One of the two counters. */
class Half {
  load = 0;
  control = 0;
  raw = false;
  private wideValue = 0;
  private readonly counter = new DownCounter();

  private get mask(): number {
    return (this.control & CONTROL.SIZE) !== 0 ? 0xffff_ffff : 0xffff;
  }

  private get periodic(): boolean {
    return (this.control & CONTROL.MODE) !== 0;
  }

  /** What follows 0: LOAD in periodic mode, all ones when running freely. */
  private get limit(): number {
    return ((this.periodic ? this.load : 0xffff_ffff) & this.mask) >>> 0;
  }

  private get mode(): CounterState['mode'] {
    if ((this.control & CONTROL.ENABLE) === 0) return 'stopped';
    return (this.control & CONTROL.ONESHOT) !== 0 ? 'oneShot' : 'periodic';
  }

  get enabled(): boolean {
    return (this.control & CONTROL.INTEN) !== 0;
  }

  /** When the raw interrupt will be set, if it is not set already. */
  expiry(): number {
    return this.raw ? Infinity : this.counter.expiry();
  }

  catchUp(now: number): void {
    if (this.counter.advance(now)) this.raw = true;
  }

  value(now: number): number {
    return ((this.wideValue & ~this.mask) | this.counter.count(now)) >>> 0;
  }

  setLoad(now: number, value: number): void {
    this.load = value;
    this.wideValue = value;
    this.counter.change(now, { limit: this.limit, count: (value & this.mask) >>> 0 });
  }

  setBackgroundLoad(now: number, value: number): void {
    this.load = value;
    this.counter.change(now, { limit: this.limit });
  }

  setControl(now: number, value: number): void {
    const count = this.value(now);
    const resized = ((this.control ^ value) & CONTROL.SIZE) !== 0;
    this.control = value;
    if (resized) this.wideValue = count;
    const divisor = DIVISORS[(value >> 2) & 3]!;
    const change = { limit: this.limit, mode: this.mode, divisor };
    this.counter.change(now, resized ? { ...change, count: (count & this.mask) >>> 0 } : change);
  }

  save(): HalfState {
    const { load, control, raw, wideValue } = this;
    return { load, control, raw, wideValue, counter: this.counter.save() };
  }

  restore(state: HalfState): void {
    this.load = state.load;
    this.control = state.control;
    this.raw = state.raw;
    this.wideValue = state.wideValue;
    this.counter.restore(state.counter);
  }
}

interface State {
  readonly halves: readonly [HalfState, HalfState];
  readonly testControl: number;
  readonly testOutput: number;
}

type Description = Extract<PeripheralDescription, { kind: 'arm,cmsdk-dualtimer' }>;

export class CmsdkDualTimer extends RegisterDevice<Register> {
  private readonly interrupt: number;
  private readonly halves: readonly [Half, Half] = [new Half(), new Half()];
  private testControl = 0;
  private testOutput = 0;

  constructor(description: Description, host: PeripheralHost) {
    super(description, host, CMSDK_DUAL_TIMER, IDENTIFICATION);
    this.interrupt = description.interrupt;
    this.reset();
  }

  private drive(): void {
    const active = this.halves.some((half) => half.raw && half.enabled);
    this.host.setInterrupt(this.interrupt, this.testControl !== 0 ? this.testOutput !== 0 : active);
  }

  nextEvent(): number {
    return Math.min(...this.halves.map((half) => (half.enabled ? half.expiry() : Infinity)));
  }

  protected catchUp(): void {
    const due = this.nextEvent() <= this.host.now();
    for (const half of this.halves) half.catchUp(this.host.now());
    if (!due) return;
    this.drive();
    this.host.rescheduled();
  }

  /** The counter that a register belongs to, and the register's name without its number. */
  private split(name: Exclude<Register, 'TIMERITCR' | 'TIMERITOP'>): [Half, HalfRegister] {
    return [this.halves[name.startsWith('TIMER1') ? 0 : 1], name.slice('TIMER1'.length) as HalfRegister];
  }

  protected valueOf(name: Register): number {
    if (name === 'TIMERITCR') return this.testControl;
    if (name === 'TIMERITOP') return 0;
    const [half, register] = this.split(name);
    const now = this.host.now();
    const raw = half.raw || half.expiry() <= now;
    switch (register) {
      case 'LOAD':
      case 'BGLOAD':
        return half.load;
      case 'VALUE':
        return half.value(now);
      case 'CONTROL':
        return half.control;
      case 'RIS':
        return raw ? 1 : 0;
      case 'MIS':
        return raw && half.enabled ? 1 : 0;
      case 'INTCLR':
        return 0;
    }
  }

  protected writeRegister(name: Register, value: number): void {
    if (name === 'TIMERITCR') this.testControl = value;
    else if (name === 'TIMERITOP') this.testOutput = value;
    else this.writeHalf(...this.split(name), value);
    this.drive();
    this.host.rescheduled();
  }

  private writeHalf(half: Half, register: HalfRegister, value: number): void {
    const now = this.host.now();
    switch (register) {
      case 'LOAD':
        half.setLoad(now, value);
        break;
      case 'BGLOAD':
        half.setBackgroundLoad(now, value);
        break;
      case 'CONTROL':
        half.setControl(now, value);
        break;
      case 'INTCLR':
        half.raw = false;
        break;
      case 'VALUE':
      case 'RIS':
      case 'MIS':
        break;
    }
  }

  reset(): void {
    const half: HalfState = {
      load: 0,
      control: CONTROL.INTEN,
      raw: false,
      wideValue: 0xffff_ffff,
      counter: { mode: 'stopped', limit: 0xffff, divisor: 1, count: 0xffff, anchor: this.host.now() },
    };
    this.restore({ halves: [half, half], testControl: 0, testOutput: 0 } satisfies State);
  }

  save(): State {
    const [first, second] = this.halves;
    return {
      halves: [first.save(), second.save()],
      testControl: this.testControl,
      testOutput: this.testOutput,
    };
  }

  restore(saved: unknown): void {
    const state = saved as State;
    this.halves[0].restore(state.halves[0]);
    this.halves[1].restore(state.halves[1]);
    this.testControl = state.testControl;
    this.testOutput = state.testOutput;
    this.drive();
    this.host.rescheduled();
  }
}
