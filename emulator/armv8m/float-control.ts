/**
 * The floating-point extension's control registers in Armv8-M: banked, with what keeps Secure values from Non-secure code
 * (Armv8-M ARM, B3.28 and D1.2).
 */
import type { FpuName } from '../core/profiles.js';
import { FPDSCR_BITS } from '../float/fpscr.js';
import { MVFR } from '../system/float-control.js';
import type { RegisterBinding, RegisterDescription } from '../system/register.js';
import { constantRegister, replaceBits } from '../system/register.js';
import { CPACR, FPCAR, FPDSCR, MVFR0, MVFR1, MVFR2 } from '../system/scb-registers.js';
import { FPCCR, NSACR } from './registers.js';

const F = FPCCR.fields;
/** Bits that each security state has of its own; the others stand in the Secure register. */
const BANKED =
  (F.LSPACT.mask | F.USER.mask | F.THREAD.mask | F.MMRDY.mask | F.SPLIMVIOL.mask | F.UFRDY.mask | F.ASPEN.mask) >>> 0;
const ALL = Object.values(FPCCR.fields).reduce((mask, field) => (mask | field.mask) >>> 0, 0);
const FULL_ACCESS = 3;
const PRIVILEGED_ACCESS = 1;

/** What code an exception interrupted, as FPCCR keeps it for the faults of a store that comes later. */
export interface SecureFloatContext {
  readonly secure: boolean;
  /** Address of the frame's place for S0. */
  readonly address: number;
  readonly privileged: boolean;
  readonly thread: boolean;
  /** The frame is below the stack limit: nothing is stored. */
  readonly limitViolated: boolean;
  /** Whether each exception could have preempted that code. */
  readonly hardFault: boolean;
  readonly busFault: boolean;
  readonly memManage: boolean;
  readonly usageFault: { readonly secure: boolean; readonly nonSecure: boolean };
  readonly secureFault: boolean;
  readonly debugMonitor: boolean;
}

interface Bank {
  cpacr: number;
  fpccr: number;
  fpcar: number;
  fpdscr: number;
}

export class SecureFloatControl {
  private readonly fpu: FpuName | undefined;
  private readonly security: boolean;
  private banks: [Bank, Bank];
  private nsacr = 0;

  constructor(fpu: FpuName | undefined, security: boolean) {
    this.fpu = fpu;
    this.security = security;
    this.banks = this.resetBanks();
  }

  private bank(secure: boolean): Bank {
    return this.banks[secure ? 1 : 0];
  }

  /** The bank of the bits that are not banked. */
  private get common(): Bank {
    return this.bank(this.security);
  }

  private has({ mask }: { readonly mask: number }, secure: boolean): boolean {
    const bank = (mask & BANKED) !== 0 ? this.bank(secure) : this.common;
    return (bank.fpccr & mask) !== 0;
  }

  private put({ mask }: { readonly mask: number }, secure: boolean, value: boolean): void {
    const bank = (mask & BANKED) !== 0 ? this.bank(secure) : this.common;
    bank.fpccr = (value ? bank.fpccr | mask : bank.fpccr & ~mask) >>> 0;
  }

  /** Whether CPACR gives code of this privilege and state access. */
  permits(privileged: boolean, secure: boolean): boolean {
    if (this.fpu === undefined) return false;
    const access = CPACR.fields.CP10.get(this.bank(secure).cpacr);
    return access === FULL_ACCESS || (access === PRIVILEGED_ACCESS && privileged);
  }

  /** NSACR.CP10: Non-secure state may use the extension. */
  get nonSecureAllowed(): boolean {
    return !this.security || (this.nsacr & NSACR.fields.CP10.mask) !== 0;
  }

  automatic(secure: boolean): boolean {
    return this.has(F.ASPEN, secure);
  }

  get lazy(): boolean {
    return this.has(F.LSPEN, this.security);
  }

  /** FPCCR.TS: Secure frames hold S16 to S31 as well. */
  get allSecure(): boolean {
    return this.security && this.has(F.TS, true);
  }

  get clearOnReturn(): boolean {
    return this.has(F.CLRONRET, this.security);
  }

  /** FPCCR.S: the registers belong to Secure state. */
  get owner(): boolean {
    return this.security && this.has(F.S, true);
  }

  set owner(secure: boolean) {
    if (this.security) this.put(F.S, true, secure);
  }

  lazyActive(secure: boolean): boolean {
    return this.has(F.LSPACT, secure);
  }

  settle(secure: boolean): void {
    this.put(F.LSPACT, secure, false);
  }

  fpdscr(secure: boolean): number {
    return this.bank(secure).fpdscr;
  }

  /** The code that the registers of the owner belong to, while `lazyActive`. */
  get context(): SecureFloatContext {
    const secure = this.owner;
    return {
      secure,
      address: this.bank(secure).fpcar,
      privileged: !this.has(F.USER, secure),
      thread: this.has(F.THREAD, secure),
      limitViolated: this.has(F.SPLIMVIOL, secure),
      hardFault: this.has(F.HFRDY, secure),
      busFault: this.has(F.BFRDY, secure),
      memManage: this.has(F.MMRDY, secure),
      usageFault: { secure: this.has(F.UFRDY, true), nonSecure: this.has(F.UFRDY, false) },
      secureFault: this.has(F.SFRDY, true),
      debugMonitor: this.has(F.MONRDY, secure),
    };
  }

  /** UpdateFPCCR: the frame that is being made gets the registers later. */
  defer(context: SecureFloatContext): void {
    const { secure } = context;
    this.bank(secure).fpcar = (context.address & FPCAR.fields.ADDRESS.mask) >>> 0;
    this.owner = secure;
    this.put(F.LSPACT, secure, true);
    this.put(F.USER, secure, !context.privileged);
    this.put(F.THREAD, secure, context.thread);
    this.put(F.SPLIMVIOL, secure, context.limitViolated);
    this.put(F.HFRDY, secure, context.hardFault);
    this.put(F.BFRDY, secure, context.busFault);
    this.put(F.MMRDY, secure, context.memManage);
    // NSACR makes a Secure UsageFault of Non-secure registers, so both are noted whosever they are.
    this.put(F.UFRDY, false, context.usageFault.nonSecure);
    if (this.security) {
      this.put(F.UFRDY, true, context.usageFault.secure);
      this.put(F.SFRDY, true, context.secureFault);
    }
    this.put(F.MONRDY, secure, context.debugMonitor);
  }

  reset(): void {
    this.banks = this.resetBanks();
    this.nsacr = 0;
  }

  save(): unknown {
    return { banks: this.banks.map((bank) => ({ ...bank })), nsacr: this.nsacr };
  }

  restore(state: unknown): void {
    const { banks, nsacr } = state as { banks: [Bank, Bank]; nsacr: number };
    this.banks = [{ ...banks[0] }, { ...banks[1] }];
    this.nsacr = nsacr;
  }

  bindings(secure: boolean, faultsNonSecure: () => boolean): readonly RegisterBinding[] {
    const nsacr = this.fpu === undefined ? 0 : NSACR.fields.CP10.mask | NSACR.fields.CP11.mask;
    const access: RegisterBinding = {
      description: NSACR,
      peek: () => this.nsacr,
      write: (value) => (this.nsacr = value & nsacr),
    };
    const extra = secure ? [access] : [];
    if (this.fpu === undefined) return [constantRegister(CPACR, 0), ...extra];
    const [mvfr0, mvfr1, mvfr2] = MVFR[this.fpu];
    return [
      this.plain(CPACR, secure, 'cpacr', CPACR.fields.CP10.mask | CPACR.fields.CP11.mask),
      ...extra,
      {
        description: FPCCR,
        peek: () => (this.visible(secure, faultsNonSecure()) & this.fpccr(secure)) >>> 0,
        write: (value) => this.writeFpccr(value, secure, faultsNonSecure()),
      },
      this.plain(FPCAR, secure, 'fpcar', FPCAR.fields.ADDRESS.mask),
      this.plain(FPDSCR, secure, 'fpdscr', FPDSCR_BITS),
      constantRegister(MVFR0, mvfr0),
      constantRegister(MVFR1, mvfr1),
      constantRegister(MVFR2, mvfr2),
    ];
  }

  private fpccr(secure: boolean): number {
    return (this.bank(secure).fpccr & BANKED) | (this.common.fpccr & ~BANKED);
  }

  /** The bits that a security state sees. */
  private visible(secure: boolean, faultsNonSecure: boolean): number {
    if (secure || !this.security) return this.security ? ALL : ALL & ~SECURE_ONLY;
    const faults = faultsNonSecure ? F.BFRDY.mask | F.HFRDY.mask : 0;
    return (BANKED | F.LSPEN.mask | F.CLRONRET.mask | F.MONRDY.mask | faults) >>> 0;
  }

  private writeFpccr(value: number, secure: boolean, faultsNonSecure: boolean): void {
    let mask = this.visible(secure, faultsNonSecure);
    if (!secure && this.security) {
      if (this.has(F.LSPENS, true)) mask &= ~F.LSPEN.mask;
      if (this.has(F.CLRONRETS, true)) mask &= ~F.CLRONRET.mask;
    }
    const own = this.bank(secure);
    own.fpccr = replaceBits(own.fpccr, value, (mask & BANKED) >>> 0);
    const { common } = this;
    common.fpccr = replaceBits(common.fpccr, value, (mask & ~BANKED) >>> 0);
  }

  private plain(description: RegisterDescription, secure: boolean, key: keyof Bank, mask: number): RegisterBinding {
    return {
      description,
      peek: () => this.bank(secure)[key],
      write: (value, lanes) => {
        const bank = this.bank(secure);
        bank[key] = replaceBits(bank[key], value, (lanes & mask) >>> 0);
      },
    };
  }

  private resetBanks(): [Bank, Bank] {
    const both = (F.ASPEN.mask | F.LSPEN.mask) >>> 0;
    const bank = (fpccr: number): Bank => ({ cpacr: 0, fpccr, fpcar: 0, fpdscr: 0 });
    return this.security ? [bank(F.ASPEN.mask), bank((both | F.S.mask) >>> 0)] : [bank(both), bank(0)];
  }
}

const SECURE_ONLY = (F.LSPENS.mask | F.CLRONRETS.mask | F.TS.mask | F.SFRDY.mask | F.S.mask) >>> 0;
