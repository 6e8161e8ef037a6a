/** The Floating-point Status and Control Register (Armv7-M ARM, A2.5.3), and what one operation sees and does of it. */

export const FPSCR = {
  N: 0x8000_0000,
  Z: 0x4000_0000,
  C: 0x2000_0000,
  V: 0x1000_0000,
  /** Alternative half-precision. */
  AHP: 0x0400_0000,
  /** Default NaN. */
  DN: 0x0200_0000,
  /** Flush-to-zero. */
  FZ: 0x0100_0000,
  RMode: 0x00c0_0000,
  /** Cumulative exceptions: input denormal, inexact, underflow, overflow, division by zero, invalid operation. */
  IDC: 0x80,
  IXC: 0x10,
  UFC: 0x08,
  OFC: 0x04,
  DZC: 0x02,
  IOC: 0x01,
} as const;

/** The bits that there are; all others read as zero. */
export const FPSCR_BITS = 0xf7c0_009f;
/** What FPDSCR keeps of them (B3.2.23). */
export const FPDSCR_BITS = 0x07c0_0000;

const RMODE_POSITION = 22;

/** How results are rounded: FPSCR.RMode's four ways, and to nearest with ties away from zero (VCVTA, VRINTA). */
export type Rounding = 'nearest' | 'up' | 'down' | 'zero' | 'away';
const RMODES: readonly Rounding[] = ['nearest', 'up', 'down', 'zero'];

/** What the operations read of FPSCR, and the cumulative exceptions that they raise. */
export class FloatStatus {
  readonly fpscr: number;
  /** FPSCR's cumulative bits of this operation. */
  raised = 0;

  constructor(fpscr: number) {
    this.fpscr = fpscr;
  }

  get rounding(): Rounding {
    return RMODES[(this.fpscr >>> RMODE_POSITION) & 3]!;
  }

  get flushToZero(): boolean {
    return (this.fpscr & FPSCR.FZ) !== 0;
  }

  get defaultNaN(): boolean {
    return (this.fpscr & FPSCR.DN) !== 0;
  }

  get alternativeHalf(): boolean {
    return (this.fpscr & FPSCR.AHP) !== 0;
  }

  raise(exception: number): void {
    this.raised |= exception;
  }
}
