/**
 * The system timer (Armv7-M ARM, B3.3). It counts retired instructions as processor clock cycles; its value is computed when
 * somebody looks, from the moment of the last change.
 */
import { bit, bits } from '../../base/index.js';
import type { RegisterBinding, RegisterDescription } from './register.js';

/** SysTick Control and Status Register. COUNTFLAG is cleared by reading it. */
export const SYST_CSR = {
  name: 'SYST_CSR',
  title: 'SysTick Control and Status Register',
  address: 0xe000_e010,
  section: 'B3.3.3',
  access: 'read-write',
  fields: { COUNTFLAG: bit(16), CLKSOURCE: bit(2), TICKINT: bit(1), ENABLE: bit(0) },
} as const satisfies RegisterDescription;

export const SYST_RVR = {
  name: 'SYST_RVR',
  title: 'SysTick Reload Value Register',
  address: 0xe000_e014,
  section: 'B3.3.4',
  access: 'read-write',
  fields: { RELOAD: bits(23, 0) },
} as const satisfies RegisterDescription;

/** SysTick Current Value Register. Any write clears it and COUNTFLAG. */
export const SYST_CVR = {
  name: 'SYST_CVR',
  title: 'SysTick Current Value Register',
  address: 0xe000_e018,
  section: 'B3.3.5',
  access: 'read-write',
  fields: { CURRENT: bits(23, 0) },
} as const satisfies RegisterDescription;

export const SYST_CALIB = {
  name: 'SYST_CALIB',
  title: 'SysTick Calibration Value Register',
  address: 0xe000_e01c,
  section: 'B3.3.6',
  access: 'read-only',
  fields: { NOREF: bit(31), SKEW: bit(30), TENMS: bits(23, 0) },
} as const satisfies RegisterDescription;

export const SYSTICK_REGISTERS: readonly RegisterDescription[] = [SYST_CSR, SYST_RVR, SYST_CVR, SYST_CALIB];

export interface SysTickOptions {
  /** Retired instructions since reset. */
  now(): number;
  /** The counter went from 1 to 0 with TICKINT = 1. */
  pend(): void;
  /** `nextEvent` has moved. */
  rescheduled(): void;
  readonly clockHz: number;
  /**
   * Processor clock cycles for one cycle of the reference clock, a whole number. Left out: there is no reference clock, so
   * CLKSOURCE reads as one and SYST_CALIB.NOREF is 1 (B3.3.3, B3.3.6).
   */
  readonly referenceDivider?: number;
}

interface SavedSysTick {
  readonly control: number;
  readonly reload: number;
  readonly value: number;
  readonly since: number;
  readonly countFlag: boolean;
}

const { COUNTFLAG, CLKSOURCE, TICKINT, ENABLE } = SYST_CSR.fields;

export class SysTick {
  private readonly options: SysTickOptions;
  private control: number;
  private reload = 0;
  /** The counter's value after the clock tick `since`, where ticks are counted from retired = 0. */
  private value = 0;
  private since = 0;
  private countFlag = false;

  constructor(options: SysTickOptions) {
    this.options = options;
    this.control = this.resetControl();
  }

  /** RVR and CVR are unknown out of reset (B3.3.4, B3.3.5); zero keeps runs deterministic. */
  reset(): void {
    this.control = this.resetControl();
    this.reload = 0;
    this.value = 0;
    this.since = this.ticks();
    this.countFlag = false;
    this.options.rescheduled();
  }

  /** The count of retired instructions at which the counter next reaches 0 and pends SysTick; Infinity if it will not. */
  nextEvent(): number {
    if ((this.control & ENABLE.mask) === 0 || (this.control & TICKINT.mask) === 0) return Infinity;
    const toZero = this.value > 0 ? this.value : this.reload > 0 ? this.reload + 1 : Infinity;
    return (this.since + toZero) * this.divider();
  }

  /** To be called when `now()` has reached `nextEvent()`; early calls do no harm. */
  event(): void {
    this.catchUp();
  }

  bindings(): readonly RegisterBinding[] {
    return [
      {
        description: SYST_CSR,
        peek: () => this.status(),
        read: () => this.readStatus(),
        write: (v) => this.writeControl(v),
      },
      { description: SYST_RVR, peek: () => this.reload, write: (v) => this.writeReload(v) },
      { description: SYST_CVR, peek: () => this.current(), write: () => this.clear() },
      { description: SYST_CALIB, peek: () => this.calibration() },
    ];
  }

  save(): unknown {
    const { control, reload, value, since, countFlag } = this;
    const saved: SavedSysTick = { control, reload, value, since, countFlag };
    return saved;
  }

  restore(state: unknown): void {
    const saved = state as SavedSysTick;
    this.control = saved.control;
    this.reload = saved.reload;
    this.value = saved.value;
    this.since = saved.since;
    this.countFlag = saved.countFlag;
    this.options.rescheduled();
  }

  private resetControl(): number {
    return this.options.referenceDivider === undefined ? CLKSOURCE.mask : 0;
  }

  private divider(): number {
    return (this.control & CLKSOURCE.mask) !== 0 ? 1 : (this.options.referenceDivider ?? 1);
  }

  private ticks(): number {
    return Math.floor(this.options.now() / this.divider());
  }

  /** Counts from `value` down to 0, then from RVR down to 0 for ever: each round takes RVR + 1 ticks (B3.3.1). */
  private advanced(): { readonly value: number; readonly zeros: number } {
    const elapsed = this.ticks() - this.since;
    if ((this.control & ENABLE.mask) === 0 || elapsed <= 0) return { value: this.value, zeros: 0 };
    if (elapsed < this.value) return { value: this.value - elapsed, zeros: 0 };
    const first = this.value > 0 ? 1 : 0;
    const rest = elapsed - this.value;
    if (rest === 0 || this.reload === 0) return { value: 0, zeros: first };
    const round = this.reload + 1;
    return { value: this.reload - ((rest - 1) % round), zeros: first + Math.floor(rest / round) };
  }

  /** Makes the counter's state that of now, with its consequences. */
  private catchUp(): void {
    const { value, zeros } = this.advanced();
    this.value = value;
    this.since = this.ticks();
    if (zeros === 0) return;
    this.countFlag = true;
    if ((this.control & TICKINT.mask) !== 0) this.options.pend();
  }

  private current(): number {
    return this.advanced().value;
  }

  private status(): number {
    return this.countFlag || this.advanced().zeros > 0 ? COUNTFLAG.set(this.control, 1) : this.control;
  }

  private readStatus(): number {
    this.catchUp();
    const status = this.status();
    this.countFlag = false;
    this.options.rescheduled();
    return status;
  }

  private writeControl(value: number): void {
    this.catchUp();
    this.control = value & (CLKSOURCE.mask | TICKINT.mask | ENABLE.mask);
    if (this.options.referenceDivider === undefined) this.control |= CLKSOURCE.mask;
    // Another clock source counts other ticks.
    this.since = this.ticks();
    this.options.rescheduled();
  }

  private writeReload(value: number): void {
    this.catchUp();
    this.reload = value & SYST_RVR.fields.RELOAD.mask;
    this.options.rescheduled();
  }

  private clear(): void {
    this.catchUp();
    this.value = 0;
    this.countFlag = false;
    this.options.rescheduled();
  }

  /** TENMS: the reload value for 10 ms of the reference clock; of the processor clock where there is none. */
  private calibration(): number {
    const { referenceDivider, clockHz } = this.options;
    const ticks = Math.floor(clockHz / (referenceDivider ?? 1) / 100) - 1;
    const value = ticks & SYST_CALIB.fields.TENMS.mask;
    return referenceDivider === undefined ? SYST_CALIB.fields.NOREF.set(value, 1) : value;
  }
}
