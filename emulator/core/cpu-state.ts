/**
 * The architectural state of the core, laid over the bytes that the generated interpreter works on. Everything that
 * TypeScript does to the core goes through here; the layout itself is in `STATE`.
 */
import { FPSCR_BITS } from '../float/fpscr.js';
import type { IsaPart } from './profiles.js';

/** Byte offsets of the interpreter's view of the core in its memory. */
export const STATE = {
  /** R0 to R15, four bytes each; R13 is the current stack pointer, R15 the address of the next instruction. */
  registers: 0x00,
  /**
   * Lazily kept flags. N and Z from the 64-bit `nz`: N is its sign, Z says that its low word is 0 (a result is kept
   * sign-extended; only MSR and an exception return make both). C is `carryX >= carryY` unsigned; V is the overflow of
   * `overflowX - overflowY`.
   */
  nz: 0x40,
  carryX: 0x48,
  carryY: 0x4c,
  overflowX: 0x50,
  overflowY: 0x54,
  /** APSR.Q, 0 or 1. */
  saturation: 0x58,
  /** EPSR.T, 0 or 1. */
  thumb: 0x5c,
  /** EPSR.IT of the instruction at R15, as ITSTATE[7:0]. */
  itState: 0x60,
  ipsr: 0x64,
  control: 0x68,
  primask: 0x6c,
  faultmask: 0x70,
  basepri: 0x74,
  /** The stack pointer that is not current: PSP while MSP is in R13, and the other way round. */
  otherSp: 0x78,
  /** APSR.GE[3:0], of cores with the DSP extension. */
  ge: 0x80,
  /** FPSCR and S0 to S31, two of which are a double word, the lower first; of cores with an FPU. */
  fpscr: 0x84,
  floats: 0x88,
  /** MSPLIM and PSPLIM, of Armv8-M. */
  msplim: 0x108,
  psplim: 0x10c,
  /** 1 in Secure state, of cores with the Security Extension; CONTROL.SFPA, which belongs to that state. */
  secure: 0x110,
  sfpa: 0x114,
  /** What the other security state has of the banked registers, in the order of `BANKED`. */
  otherBank: 0x118,
  /** First byte after the architectural state. */
  end: 0x138,
} as const;

/** The registers that the Security Extension banks, but for CONTROL's FPCA, which both states share (Armv8-M ARM, B3.3). */
const BANKED = ['msp', 'psp', 'control', 'primask', 'faultmask', 'basepri', 'msplim', 'psplim'] as const;

/** The banked registers of one security state, whichever state the core is in. */
export type RegisterBank = Record<(typeof BANKED)[number], number>;

const FPCA = 4;

const N = 0x8000_0000;
const Z = 0x4000_0000;
const C = 0x2000_0000;
const V = 0x1000_0000;
const Q = 0x0800_0000;
const GE_POSITION = 16;
const GE = 0xf << GE_POSITION;

/**
 * The bits of APSR that software can write. Q came with Armv7-M; GE[3:0] (bits 19 to 16) belong to the DSP extension (Armv7-M
 * ARM, B1.4.2; Armv6-M ARM, B1.4.2).
 */
export function apsrBits(parts: readonly IsaPart[]): number {
  return (N | Z | C | V | (parts.includes('main') ? Q : 0) | (parts.includes('dsp') ? GE : 0)) >>> 0;
}

/** Where the registers of a core are read and written. Values are unsigned 32-bit numbers. */
export class CpuState {
  /** The bits of APSR that the core has. */
  readonly apsrBits: number;
  /** Whether there are FPSCR, S0 to S31 and CONTROL.FPCA. */
  readonly hasFloats: boolean;
  /** Whether EPSR has IT, of which an exception return takes what it finds in the frame. */
  readonly hasIT: boolean;
  /** Whether there are MSPLIM and PSPLIM, in one security state at least (`hasLimitsOf`). */
  readonly hasLimits: boolean;
  /** Whether there are two security states. */
  readonly hasSecurity: boolean;
  /** Whether Handler mode uses MSP whatever SPSEL says, as in Armv8-M; before it, the two never differ (B1.4.1). */
  private readonly modeDecidesStack: boolean;
  /** The bits of an exception's number: Armv6-M knows 32 interrupts (Armv6-M ARM, B1.4.2). */
  private readonly ipsrBits: number;
  private readonly words: Int32Array;
  private readonly banks: readonly [RegisterBank, RegisterBank];

  /** `buffer` holds the state at offset 0 in the layout of `STATE`; `parts` are those of the core's instruction set. */
  constructor(buffer: ArrayBuffer, parts: readonly IsaPart[]) {
    this.apsrBits = apsrBits(parts);
    this.hasFloats = parts.includes('fp');
    this.hasIT = parts.includes('main');
    this.modeDecidesStack = parts.includes('v8');
    this.ipsrBits = parts.includes('extended') ? 0x1ff : 0x3f;
    this.hasLimits = parts.includes('v8main') || parts.includes('security');
    this.hasSecurity = parts.includes('security');
    this.words = new Int32Array(buffer, 0, STATE.end >> 2);
    this.banks = [bankOf(this, false), bankOf(this, true)];
  }

  /** Whether a security state has stack limits: Baseline has those of Secure state alone (Armv8-M ARM, B3.20). */
  hasLimitsOf(secure: boolean): boolean {
    return this.hasLimits && (this.hasIT || secure);
  }

  private get(offset: number): number {
    return this.words[offset >> 2]! >>> 0;
  }

  private put(offset: number, value: number): void {
    this.words[offset >> 2] = value;
  }

  /** R0 to R15; 13 is the current stack pointer, 15 the address of the next instruction. */
  reg(n: number): number {
    return this.words[n]! >>> 0;
  }

  setReg(n: number, value: number): void {
    this.words[n] = n === 13 ? value & ~3 : value;
  }

  get sp(): number {
    return this.reg(13);
  }

  set sp(value: number) {
    this.setReg(13, value);
  }

  get lr(): number {
    return this.reg(14);
  }

  set lr(value: number) {
    this.setReg(14, value);
  }

  /** Address of the next instruction, bit 0 clear. */
  get pc(): number {
    return this.reg(15);
  }

  /** R15 with all its bits, as a branch left it for the machine to look at. */
  get rawPC(): number {
    return this.reg(15);
  }

  set pc(value: number) {
    this.setReg(15, value & ~1);
  }

  /** APSR: N Z C V Q in bits 31 to 27, GE[3:0] in bits 19 to 16. */
  get apsr(): number {
    const x = this.words[STATE.overflowX >> 2]!;
    const y = this.words[STATE.overflowY >> 2]!;
    let apsr = this.get(STATE.ge) << GE_POSITION;
    if (this.words[(STATE.nz >> 2) + 1]! < 0) apsr |= N;
    if (this.words[STATE.nz >> 2] === 0) apsr |= Z;
    if (this.get(STATE.carryX) >= this.get(STATE.carryY)) apsr |= C;
    if (((x ^ y) & (x ^ (x - y))) < 0) apsr |= V;
    if (this.get(STATE.saturation) !== 0) apsr |= Q;
    return apsr >>> 0;
  }

  /** Takes N Z C V Q and GE, as far as the core has them, from `value`. */
  set apsr(value: number) {
    this.put(STATE.nz, (value & Z) !== 0 ? 0 : 1);
    this.put(STATE.nz + 4, (value & N) !== 0 ? -1 : 0);
    this.put(STATE.carryX, (value & C) !== 0 ? 1 : 0);
    this.put(STATE.carryY, 1);
    this.put(STATE.overflowX, (value & V) !== 0 ? N : 0);
    this.put(STATE.overflowY, 1);
    this.put(STATE.saturation, (value & this.apsrBits & Q) !== 0 ? 1 : 0);
    this.put(STATE.ge, (value & this.apsrBits & GE) >>> GE_POSITION);
  }

  get itState(): number {
    return this.get(STATE.itState);
  }

  set itState(value: number) {
    this.put(STATE.itState, value & 0xff);
  }

  get thumb(): boolean {
    return this.get(STATE.thumb) !== 0;
  }

  set thumb(value: boolean) {
    this.put(STATE.thumb, value ? 1 : 0);
  }

  /** The number of the exception being handled, 0 in Thread mode. */
  get ipsr(): number {
    return this.get(STATE.ipsr);
  }

  set ipsr(value: number) {
    const usedPsp = this.usesPsp;
    this.put(STATE.ipsr, value & this.ipsrBits);
    if (usedPsp !== this.usesPsp) this.swapStacks();
  }

  /** APSR, IPSR and EPSR combined, as exception entry stacks it (bit 9 is the stack alignment, always 0 here). */
  get xpsr(): number {
    const it = this.itState;
    return (this.apsr | ((it & 3) << 25) | (this.thumb ? 1 << 24 : 0) | ((it >> 2) << 10) | this.ipsr) >>> 0;
  }

  /** Takes everything but bit 9 from `value`. */
  set xpsr(value: number) {
    this.apsr = value;
    this.thumb = (value & (1 << 24)) !== 0;
    this.itState = this.hasIT ? ((value >>> 25) & 3) | (((value >>> 10) & 0x3f) << 2) : 0;
    this.ipsr = value;
  }

  /**
   * CONTROL: bit 0 nPRIV, bit 1 SPSEL, bit 2 FPCA of cores with an FPU. Changing SPSEL by itself does not move the stack
   * pointers: use `selectStack`.
   */
  get control(): number {
    return this.get(STATE.control);
  }

  set control(value: number) {
    this.put(STATE.control, value & (this.hasFloats ? 7 : 3));
  }

  /** Whether the core is in Secure state; never without the Security Extension. */
  get secure(): boolean {
    return this.get(STATE.secure) !== 0;
  }

  /** Changes the security state: banked registers change with it, FPCA and all others stay. */
  set secure(secure: boolean) {
    if (secure === this.secure) return;
    const fpca = this.control & FPCA;
    const leaving = BANKED.map((name) => this[name]);
    const entering = BANKED.map((_, n) => this.get(STATE.otherBank + 4 * n));
    this.put(STATE.secure, secure ? 1 : 0);
    const [, , control = 0] = entering;
    this.selectStack((control & 2) !== 0);
    BANKED.forEach((name, n) => (this[name] = entering[n]!));
    this.control = (control & ~FPCA) | fpca;
    leaving.forEach((value, n) => this.put(STATE.otherBank + 4 * n, value));
  }

  /** The banked registers of a security state; CONTROL without FPCA. Writing its SPSEL selects the stack of that state. */
  bank(secure: boolean): RegisterBank {
    return this.banks[secure ? 1 : 0];
  }

  /** A register of the security state that the core is not in, by its place in `BANKED`. */
  otherBank(n: number): number {
    return this.get(STATE.otherBank + 4 * n);
  }

  setOtherBank(n: number, value: number): void {
    this.put(STATE.otherBank + 4 * n, value);
  }

  get msplim(): number {
    return this.get(STATE.msplim);
  }

  set msplim(value: number) {
    this.put(STATE.msplim, value & ~7);
  }

  get psplim(): number {
    return this.get(STATE.psplim);
  }

  set psplim(value: number) {
    this.put(STATE.psplim, value & ~7);
  }

  /** The limit of the stack in use (Armv8-M ARM, B3.20); 0, which nothing is below, without one. */
  get stackLimit(): number {
    return this.usesPsp ? this.psplim : this.msplim;
  }

  /** CONTROL.SFPA: the floating-point registers may hold values of Secure state. */
  get secureFloats(): boolean {
    return this.get(STATE.sfpa) !== 0;
  }

  set secureFloats(value: boolean) {
    this.put(STATE.sfpa, value ? 1 : 0);
  }

  get primask(): number {
    return this.get(STATE.primask);
  }

  set primask(value: number) {
    this.put(STATE.primask, value & 1);
  }

  get faultmask(): number {
    return this.get(STATE.faultmask);
  }

  set faultmask(value: number) {
    this.put(STATE.faultmask, value & 1);
  }

  get basepri(): number {
    return this.get(STATE.basepri);
  }

  set basepri(value: number) {
    this.put(STATE.basepri, value & 0xff);
  }

  /** Whether the core runs privileged code: Handler mode, or Thread mode with nPRIV = 0. */
  get privileged(): boolean {
    return this.ipsr !== 0 || (this.control & 1) === 0;
  }

  /** Whether R13 is PSP now. */
  get usesPsp(): boolean {
    return (this.control & 2) !== 0 && !(this.modeDecidesStack && this.ipsr !== 0);
  }

  /** Sets CONTROL.SPSEL: PSP (`true`) or MSP is the current stack pointer then. */
  selectStack(psp: boolean): void {
    const usedPsp = this.usesPsp;
    this.control = (this.control & ~2) | (psp ? 2 : 0);
    if (usedPsp !== this.usesPsp) this.swapStacks();
  }

  private swapStacks(): void {
    const current = this.sp;
    this.sp = this.get(STATE.otherSp);
    this.put(STATE.otherSp, current);
  }

  /** CONTROL.FPCA: the code that runs has a floating-point context. */
  get floatContextActive(): boolean {
    return (this.control & 4) !== 0;
  }

  set floatContextActive(value: boolean) {
    this.control = (this.control & 3) | (value ? 4 : 0);
  }

  /** S0 to S31, as bits. */
  float(n: number): number {
    return this.get(STATE.floats + 4 * n);
  }

  setFloat(n: number, value: number): void {
    this.put(STATE.floats + 4 * n, value);
  }

  get fpscr(): number {
    return this.get(STATE.fpscr);
  }

  set fpscr(value: number) {
    this.put(STATE.fpscr, value & FPSCR_BITS);
  }

  get msp(): number {
    return this.usesPsp ? this.get(STATE.otherSp) : this.sp;
  }

  set msp(value: number) {
    if (this.usesPsp) this.put(STATE.otherSp, value & ~3);
    else this.sp = value;
  }

  get psp(): number {
    return this.usesPsp ? this.sp : this.get(STATE.otherSp);
  }

  set psp(value: number) {
    if (this.usesPsp) this.sp = value;
    else this.put(STATE.otherSp, value & ~3);
  }
}

/** What a bank keeps of a value. */
const BANK_MASK: RegisterBank = {
  msp: ~3,
  psp: ~3,
  control: 3,
  primask: 1,
  faultmask: 1,
  basepri: 0xff,
  msplim: ~7,
  psplim: ~7,
};

/** The registers of one security state: the core's own while it is in that state, else the words where they are kept. */
function bankOf(cpu: CpuState, secure: boolean): RegisterBank {
  const bank = {} as RegisterBank;
  BANKED.forEach((name, n) => {
    const mask = BANK_MASK[name];
    Object.defineProperty(bank, name, {
      enumerable: true,
      get: (): number => (cpu.secure === secure ? (cpu[name] & mask) >>> 0 : cpu.otherBank(n)),
      set: (value: number): void => {
        if (cpu.secure !== secure) cpu.setOtherBank(n, (value & mask) >>> 0);
        else if (name === 'control') {
          cpu.selectStack((value & 2) !== 0);
          cpu.control = (cpu.control & ~3) | (value & 3);
        } else cpu[name] = value;
      },
    });
  });
  return bank;
}
