/**
 * What firmware sees of the debug hardware: DEMCR, the DWT's cycle counter and the ITM's stimulus ports (Armv7-M ARM, C1.6 to
 * C1.8). Breakpoints and halting are the emulator's own and show nothing here.
 */
import { bit, bits } from '../../base/index.js';
import type { RegisterBinding, RegisterDescription } from './register.js';
import { constantRegister, replaceBits } from './register.js';

/** Debug Halting Control and Status Register: C_DEBUGEN = 0, so firmware does not wait for a debugger. */
export const DHCSR = {
  name: 'DHCSR',
  title: 'Debug Halting Control and Status Register',
  address: 0xe000_edf0,
  section: 'C1.6.2',
  access: 'read-write',
  fields: { S_LOCKUP: bit(19), S_SLEEP: bit(18), S_HALT: bit(17), C_HALT: bit(1), C_DEBUGEN: bit(0) },
} as const satisfies RegisterDescription;

/** Debug Exception and Monitor Control Register. The vector catch bits are kept, and catch nothing. */
export const DEMCR = {
  name: 'DEMCR',
  title: 'Debug Exception and Monitor Control Register',
  address: 0xe000_edfc,
  section: 'C1.6.5',
  access: 'read-write',
  fields: {
    TRCENA: bit(24),
    MON_REQ: bit(19),
    MON_STEP: bit(18),
    MON_PEND: bit(17),
    MON_EN: bit(16),
    VC_HARDERR: bit(10),
    VC_INTERR: bit(9),
    VC_BUSERR: bit(8),
    VC_STATERR: bit(7),
    VC_CHKERR: bit(6),
    VC_NOCPERR: bit(5),
    VC_MMERR: bit(4),
    VC_CORERESET: bit(0),
  },
} as const satisfies RegisterDescription;

/** With the Security Extension SDME says, read-only, whether DebugMonitor targets Secure state (Armv8-M ARM, D1.2). */
export const DEMCR_V8 = {
  ...DEMCR,
  section: 'D1.2',
  fields: { ...DEMCR.fields, SDME: bit(20) },
} as const satisfies RegisterDescription;

/** DWT Control Register: no comparators, no trace, no profiling counters; a cycle counter. */
export const DWT_CTRL = {
  name: 'DWT_CTRL',
  title: 'DWT Control Register',
  address: 0xe000_1000,
  section: 'C1.8.7',
  access: 'read-write',
  fields: {
    NUMCOMP: bits(31, 28),
    NOTRCPKT: bit(27),
    NOEXTTRIG: bit(26),
    NOCYCCNT: bit(25),
    NOPRFCNT: bit(24),
    CYCCNTENA: bit(0),
  },
} as const satisfies RegisterDescription;

/** DWT Cycle Count Register: retired instructions while CYCCNTENA and DEMCR.TRCENA are 1. */
export const DWT_CYCCNT = {
  name: 'DWT_CYCCNT',
  title: 'DWT Cycle Count Register',
  address: 0xe000_1004,
  section: 'C1.8.8',
  access: 'read-write',
  fields: { CYCCNT: bits(31, 0) },
} as const satisfies RegisterDescription;

export const ITM_TER0 = {
  name: 'ITM_TER0',
  title: 'ITM Trace Enable Register',
  address: 0xe000_0e00,
  section: 'C1.7.4',
  access: 'read-write',
  fields: { STIMENA: bits(31, 0) },
} as const satisfies RegisterDescription;

/** ITM Trace Privilege Register: a one keeps unprivileged code from eight stimulus ports. */
export const ITM_TPR = {
  name: 'ITM_TPR',
  title: 'ITM Trace Privilege Register',
  address: 0xe000_0e40,
  section: 'C1.7.5',
  access: 'read-write',
  fields: { PRIVMASK: bits(3, 0) },
} as const satisfies RegisterDescription;

export const ITM_TCR = {
  name: 'ITM_TCR',
  title: 'ITM Trace Control Register',
  address: 0xe000_0e80,
  section: 'C1.7.6',
  access: 'read-write',
  fields: {
    BUSY: bit(23),
    TraceBusID: bits(22, 16),
    TSPrescale: bits(9, 8),
    SWOENA: bit(4),
    TXENA: bit(3),
    SYNCENA: bit(2),
    TSENA: bit(1),
    ITMENA: bit(0),
  },
} as const satisfies RegisterDescription;

const ITM_PORTS = 32;

function stimulusPort(n: number): RegisterDescription {
  return {
    name: `ITM_STIM${n}`,
    title: 'ITM Stimulus Port Register',
    address: 0xe000_0000 + 4 * n,
    section: 'C1.7.3',
    access: 'read-write',
    fields: { FIFOREADY: bit(0) },
  };
}

export const DEBUG_REGISTERS: readonly RegisterDescription[] = [
  ...Array.from({ length: ITM_PORTS }, (_, n) => stimulusPort(n)),
  ITM_TER0,
  ITM_TPR,
  ITM_TCR,
  DWT_CTRL,
  DWT_CYCCNT,
  DHCSR,
  DEMCR,
];

const DWT_FIXED = DWT_CTRL.fields.NOTRCPKT.mask | DWT_CTRL.fields.NOEXTTRIG.mask | DWT_CTRL.fields.NOPRFCNT.mask;
const DEMCR_MASK = Object.values(DEMCR.fields).reduce((mask, field) => mask | field.mask, 0);
/** What only the state that DebugMonitor targets sees. */
const MONITOR_BITS =
  DEMCR.fields.MON_REQ.mask | DEMCR.fields.MON_STEP.mask | DEMCR.fields.MON_PEND.mask | DEMCR.fields.MON_EN.mask;

/** DebugMonitor as DEMCR shows it. */
export interface MonitorState {
  readonly pending: () => boolean;
  /** Whether the code's state may see and change it. */
  readonly visible?: () => boolean;
  /** It targets Secure state. */
  readonly secure?: () => boolean;
}
const ITM_TCR_MASK =
  Object.values(ITM_TCR.fields).reduce((mask, field) => mask | field.mask, 0) & ~ITM_TCR.fields.BUSY.mask;

interface DebugValues {
  demcr: number;
  dwtCtrl: number;
  /** CYCCNT at the moment `cyclesSince`, given as retired instructions. */
  cycles: number;
  cyclesSince: number;
  itmTer: number;
  itmTpr: number;
  itmTcr: number;
}

export interface DebugBlockOptions {
  /** Retired instructions since reset. */
  now(): number;
  /** DEMCR.MON_EN or MON_PEND was written. */
  monitor(enabled: boolean, pending: boolean): void;
}

export class DebugBlock {
  private readonly options: DebugBlockOptions;
  private values: DebugValues;

  constructor(options: DebugBlockOptions) {
    this.options = options;
    this.values = resetValues(0);
  }

  get demcr(): number {
    return this.values.demcr;
  }

  /** Whether ITM_TPR lets unprivileged code use the stimulus port at `address` (C1.7.5). */
  unprivilegedStimulus(address: number): boolean {
    const port = (address - 0xe000_0000) >> 2;
    return port >= 0 && port < ITM_PORTS && (this.values.itmTpr & (1 << (port >> 3))) === 0;
  }

  reset(): void {
    this.values = resetValues(this.options.now());
  }

  save(): unknown {
    return { ...this.values };
  }

  restore(state: unknown): void {
    this.values = { ...(state as DebugValues) };
  }

  bindings(monitor: MonitorState): readonly RegisterBinding[] {
    const v = (): DebugValues => this.values;
    return [
      // Always ready, and nobody listens: what is written is dropped.
      ...Array.from({ length: ITM_PORTS }, (_, n) => ({
        description: stimulusPort(n),
        narrow: true,
        peek: () => 1,
        write: () => undefined,
      })),
      {
        description: ITM_TER0,
        peek: () => v().itmTer,
        write: (value, lanes) => (v().itmTer = replaceBits(v().itmTer, value, lanes)),
      },
      {
        description: ITM_TPR,
        peek: () => v().itmTpr,
        write: (value) => (v().itmTpr = value & ITM_TPR.fields.PRIVMASK.mask),
      },
      { description: ITM_TCR, peek: () => v().itmTcr, write: (value) => (v().itmTcr = value & ITM_TCR_MASK) },
      {
        description: DWT_CTRL,
        peek: () => (DWT_FIXED | v().dwtCtrl) >>> 0,
        write: (value) => this.writeDwtCtrl(value),
      },
      { description: DWT_CYCCNT, peek: () => this.cyccnt(), write: (value) => this.setCyccnt(value) },
      constantRegister(DHCSR, 0),
      {
        description: monitor.secure === undefined ? DEMCR : DEMCR_V8,
        peek: () => this.demcrFor(monitor),
        write: (value) => this.writeDemcr(value, monitor),
      },
    ];
  }

  private counting(): boolean {
    return (
      (this.values.demcr & DEMCR.fields.TRCENA.mask) !== 0 &&
      (this.values.dwtCtrl & DWT_CTRL.fields.CYCCNTENA.mask) !== 0
    );
  }

  private cyccnt(): number {
    const { cycles, cyclesSince } = this.values;
    return this.counting() ? (cycles + this.options.now() - cyclesSince) % 2 ** 32 : cycles;
  }

  private setCyccnt(value: number): void {
    this.values.cycles = value;
    this.values.cyclesSince = this.options.now();
  }

  private writeDwtCtrl(value: number): void {
    this.setCyccnt(this.cyccnt());
    this.values.dwtCtrl = value & DWT_CTRL.fields.CYCCNTENA.mask;
  }

  private demcrFor({ pending, visible, secure }: MonitorState): number {
    const { MON_PEND, SDME } = DEMCR_V8.fields;
    const whole = SDME.set(MON_PEND.set(this.values.demcr, pending() ? 1 : 0), secure?.() === true ? 1 : 0);
    return visible?.() === false ? whole & ~MONITOR_BITS : whole;
  }

  private writeDemcr(value: number, monitor: MonitorState): void {
    this.setCyccnt(this.cyccnt());
    const { MON_PEND, MON_EN } = DEMCR.fields;
    const isVisible = monitor.visible?.() !== false;
    const kept = isVisible ? 0 : MONITOR_BITS;
    this.values.demcr = replaceBits(this.values.demcr, value, DEMCR_MASK & ~MON_PEND.mask & ~kept);
    if (isVisible) this.options.monitor((value & MON_EN.mask) !== 0, (value & MON_PEND.mask) !== 0);
  }
}

function resetValues(now: number): DebugValues {
  return { demcr: 0, dwtCtrl: 0, cycles: 0, cyclesSince: now, itmTer: 0, itmTpr: 0, itmTcr: 0 };
}
