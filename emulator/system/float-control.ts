/** The registers that switch the floating-point extension on and keep its lazy state preservation (Armv7-M ARM, B3.2.20 to B3.2.23, B4.4). */
import type { FpuName } from '../core/profiles.js';
import { FPDSCR_BITS } from '../float/fpscr.js';
import type { RegisterBinding, RegisterDescription } from './register.js';
import { constantRegister, replaceBits } from './register.js';
import { CPACR, FPCAR, FPCCR, FPDSCR, MVFR0, MVFR1, MVFR2 } from './scb-registers.js';

/** As the Technical Reference Manuals of Cortex-M4 (DDI 0439) and Cortex-M7 (DDI 0489) and QEMU 7.2 have them. */
export const MVFR: Readonly<Record<FpuName, readonly [number, number, number]>> = {
  'fpv4-sp-d16': [0x1011_0021, 0x1100_0011, 0],
  'fpv5-sp-d16': [0x1011_0021, 0x1200_0011, 0x40],
  'fpv5-d16': [0x1011_0221, 0x1200_0011, 0x40],
};

const CCR = FPCCR.fields;
const FPCCR_RESET = (CCR.ASPEN.mask | CCR.LSPEN.mask) >>> 0;
const FULL_ACCESS = 3;
const PRIVILEGED_ACCESS = 1;

/** What code an exception interrupted, as FPCCR keeps it for the faults of a store that comes later. */
export interface FloatContext {
  /** Address of the frame's place for S0. */
  readonly address: number;
  readonly privileged: boolean;
  readonly thread: boolean;
  /** Whether each exception could have preempted that code. */
  readonly hardFault: boolean;
  readonly busFault: boolean;
  readonly memManage: boolean;
  readonly debugMonitor: boolean;
}

interface FloatValues {
  cpacr: number;
  fpccr: number;
  fpcar: number;
  fpdscr: number;
}

export class FloatControl {
  private readonly fpu: FpuName | undefined;
  private values: FloatValues = { cpacr: 0, fpccr: FPCCR_RESET, fpcar: 0, fpdscr: 0 };

  constructor(fpu: FpuName | undefined) {
    this.fpu = fpu;
  }

  /** Whether CPACR gives code of this privilege access. With different fields for CP10 and CP11, CP10's counts, as on QEMU. */
  permits(privileged: boolean): boolean {
    if (this.fpu === undefined) return false;
    const access = CPACR.fields.CP10.get(this.values.cpacr);
    return access === FULL_ACCESS || (access === PRIVILEGED_ACCESS && privileged);
  }

  /** FPCCR.ASPEN: the first floating-point instruction of some code makes a context for it. */
  get automatic(): boolean {
    return this.has(CCR.ASPEN);
  }

  /** FPCCR.LSPEN: exception entry leaves room in the frame, and the registers where they are. */
  get lazy(): boolean {
    return this.has(CCR.LSPEN);
  }

  /** FPCCR.LSPACT: the registers belong to the code of a frame, and are still to be stored there. */
  get lazyActive(): boolean {
    return this.has(CCR.LSPACT);
  }

  /** The code that the registers belong to, while `lazyActive`. */
  get context(): FloatContext {
    return {
      address: this.values.fpcar,
      privileged: !this.has(CCR.USER),
      thread: this.has(CCR.THREAD),
      hardFault: this.has(CCR.HFRDY),
      busFault: this.has(CCR.BFRDY),
      memManage: this.has(CCR.MMRDY),
      debugMonitor: this.has(CCR.MONRDY),
    };
  }

  /** FPSCR of a new context. */
  get fpdscr(): number {
    return this.values.fpdscr;
  }

  /** UpdateFPCCR (B1.5.7): the frame that is being made gets the registers later. */
  defer(context: FloatContext): void {
    const flags: readonly (readonly [{ readonly mask: number }, boolean])[] = [
      [CCR.LSPACT, true],
      [CCR.USER, !context.privileged],
      [CCR.THREAD, context.thread],
      [CCR.HFRDY, context.hardFault],
      [CCR.BFRDY, context.busFault],
      [CCR.MMRDY, context.memManage],
      [CCR.MONRDY, context.debugMonitor],
    ];
    let value = this.values.fpccr & (CCR.ASPEN.mask | CCR.LSPEN.mask);
    for (const [{ mask }, set] of flags) if (set) value |= mask;
    this.values.fpccr = value >>> 0;
    this.values.fpcar = (context.address & FPCAR.fields.ADDRESS.mask) >>> 0;
  }

  /** The registers are stored, or needed no more. */
  settle(): void {
    this.values.fpccr = (this.values.fpccr & ~CCR.LSPACT.mask) >>> 0;
  }

  reset(): void {
    this.values = { cpacr: 0, fpccr: FPCCR_RESET, fpcar: 0, fpdscr: 0 };
  }

  save(): unknown {
    return { ...this.values };
  }

  restore(state: unknown): void {
    this.values = { ...(state as FloatValues) };
  }

  /** Without an FPU there is CPACR alone, with no field implemented. */
  bindings(): readonly RegisterBinding[] {
    if (this.fpu === undefined) return [constantRegister(CPACR, 0)];
    const [mvfr0, mvfr1, mvfr2] = MVFR[this.fpu];
    const { fields } = CPACR;
    const allOf = Object.values(FPCCR.fields).reduce((mask, field) => (mask | field.mask) >>> 0, 0);
    return [
      this.plain(CPACR, 'cpacr', fields.CP10.mask | fields.CP11.mask),
      this.plain(FPCCR, 'fpccr', allOf),
      this.plain(FPCAR, 'fpcar', FPCAR.fields.ADDRESS.mask),
      this.plain(FPDSCR, 'fpdscr', FPDSCR_BITS),
      constantRegister(MVFR0, mvfr0),
      constantRegister(MVFR1, mvfr1),
      constantRegister(MVFR2, mvfr2),
    ];
  }

  private plain(description: RegisterDescription, key: keyof FloatValues, mask: number): RegisterBinding {
    return {
      description,
      peek: () => this.values[key],
      write: (value, lanes) => (this.values[key] = replaceBits(this.values[key], value, (lanes & mask) >>> 0)),
    };
  }

  private has({ mask }: { readonly mask: number }): boolean {
    return (this.values.fpccr & mask) !== 0;
  }
}
