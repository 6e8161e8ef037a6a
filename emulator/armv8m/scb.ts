/**
 * The System Control Block of Armv8-M: what each security state has of its own, and what both share (Armv8-M ARM, D1.2).
 * Without the Security Extension there is the Non-secure half alone.
 */
import type { CpuDescription } from '../board/description.js';
import { ARCHITECTURES } from '../core/architectures.js';
import type { CpuState } from '../core/cpu-state.js';
import { EXCEPTION, type FaultBit } from '../core/events.js';
import { PROFILES } from '../core/profiles.js';
import { FIRST_INTERRUPT, type ExceptionRegisters } from '../system/exception-table.js';
import { IDENTIFICATION, identificationOf } from '../system/identification.js';
import { bindPriorities } from '../system/nvic.js';
import type { RegisterBinding, RegisterDescription } from '../system/register.js';
import { constantRegister, replaceBits } from '../system/register.js';
import * as R7 from '../system/scb-registers.js';
import type { ScbHost } from '../system/scb.js';
import type { SecureExceptionTable } from './exception-table.js';
import * as R from './registers.js';

const VECTKEY = 0x05fa;
const VECTKEYSTAT = 0xfa05;
const BFSR = 0x0000_ff00;

const SHCSR_ENABLE = [
  [R.SHCSR.fields.SECUREFAULTENA, EXCEPTION.SecureFault],
  [R.SHCSR.fields.USGFAULTENA, EXCEPTION.UsageFault],
  [R.SHCSR.fields.BUSFAULTENA, EXCEPTION.BusFault],
  [R.SHCSR.fields.MEMFAULTENA, EXCEPTION.MemManage],
] as const;
const SHCSR_PENDED = [
  [R.SHCSR.fields.HARDFAULTPENDED, EXCEPTION.HardFault],
  [R.SHCSR.fields.SECUREFAULTPENDED, EXCEPTION.SecureFault],
  [R.SHCSR.fields.SVCALLPENDED, EXCEPTION.SVCall],
  [R.SHCSR.fields.BUSFAULTPENDED, EXCEPTION.BusFault],
  [R.SHCSR.fields.MEMFAULTPENDED, EXCEPTION.MemManage],
  [R.SHCSR.fields.USGFAULTPENDED, EXCEPTION.UsageFault],
] as const;
const SHCSR_ACTIVE = [
  [R.SHCSR.fields.SYSTICKACT, EXCEPTION.SysTick],
  [R.SHCSR.fields.PENDSVACT, EXCEPTION.PendSV],
  [R.SHCSR.fields.MONITORACT, EXCEPTION.DebugMonitor],
  [R.SHCSR.fields.SVCALLACT, EXCEPTION.SVCall],
  [R.SHCSR.fields.NMIACT, EXCEPTION.NMI],
  [R.SHCSR.fields.SECUREFAULTACT, EXCEPTION.SecureFault],
  [R.SHCSR.fields.USGFAULTACT, EXCEPTION.UsageFault],
  [R.SHCSR.fields.HARDFAULTACT, EXCEPTION.HardFault],
  [R.SHCSR.fields.BUSFAULTACT, EXCEPTION.BusFault],
  [R.SHCSR.fields.MEMFAULTACT, EXCEPTION.MemManage],
] as const;

/** What each security state has of its own. */
interface Bank {
  vtor: number;
  ccr: number;
  scr: number;
  /** MMFSR and UFSR in their places of CFSR. */
  cfsr: number;
  mmfar: number;
  afsr: number;
  actlr: number;
}

/** What there is once. `ccr` has BFHFNMIGN, `cfsr` BFSR. */
interface Shared {
  ccr: number;
  cfsr: number;
  hfsr: number;
  dfsr: number;
  bfar: number;
  sfsr: number;
  sfar: number;
  /** AIRCR.SYSRESETREQS: only Secure state resets. */
  resetSecure: boolean;
}

/** The fault status of one security state, as firmware of it would read it. */
export interface FaultStatus {
  readonly cfsr: number;
  readonly hfsr: number;
  readonly mmfar: number;
  readonly bfar: number;
  readonly sfsr: number;
  readonly sfar: number;
}

const BFHFNMIGN = R.CCR.fields.BFHFNMIGN.mask;
/** NONBASETHRDENA and STKALIGN are ones in Armv8-M (D1.2, CCR). */
const CCR_ONES = R.CCR.fields.NONBASETHRDENA.mask | R.CCR.fields.STKALIGN.mask;
const CCR_WRITABLE =
  R.CCR.fields.STKOFHFNMIGN.mask |
  R.CCR.fields.DIV_0_TRP.mask |
  R.CCR.fields.UNALIGN_TRP.mask |
  R.CCR.fields.USERSETMPEND.mask;

export class SecureScb {
  private readonly cpu: CpuState;
  private readonly table: SecureExceptionTable;
  private readonly host: ScbHost;
  private readonly description: Pick<CpuDescription, 'core' | 'initialVtor'>;
  private banks: [Bank, Bank];
  private shared: Shared;

  constructor(
    cpu: CpuState,
    table: SecureExceptionTable,
    description: Pick<CpuDescription, 'core' | 'initialVtor'>,
    host: ScbHost,
  ) {
    this.cpu = cpu;
    this.table = table;
    this.description = description;
    this.host = host;
    this.banks = [this.resetBank(), this.resetBank()];
    this.shared = resetShared();
  }

  private bank(secure: boolean): Bank {
    return this.banks[secure ? 1 : 0];
  }

  /** Of the state that the core is in, for views and for what does not care. */
  get vtor(): number {
    return this.bank(this.cpu.secure).vtor;
  }

  get ccr(): number {
    return this.ccrOf(this.cpu.secure);
  }

  get scr(): number {
    return this.bank(this.cpu.secure).scr;
  }

  vtorOf(secure: boolean): number {
    return this.bank(secure).vtor;
  }

  ccrOf(secure: boolean): number {
    const shared = secure || !this.table.security || this.table.faultsNonSecure ? this.shared.ccr : 0;
    return (this.bank(secure).ccr | shared) >>> 0;
  }

  scrOf(secure: boolean): number {
    return this.bank(secure).scr;
  }

  status(secure: boolean): FaultStatus {
    const { hfsr, bfar, sfsr, sfar } = this.shared;
    const { mmfar } = this.bank(secure);
    return { cfsr: (this.bank(secure).cfsr | this.shared.cfsr) >>> 0, hfsr, mmfar, bfar, sfsr, sfar };
  }

  /** Adds sticky bits by name to the registers of a security state; the result are those that were not set. */
  addStatus(secure: boolean, bits: readonly FaultBit[]): readonly FaultBit[] {
    const fresh: FaultBit[] = [];
    const add = (old: number, bit: FaultBit, mask: number): number => {
      if ((old & mask) === 0) fresh.push(bit);
      return (old | mask) >>> 0;
    };
    for (const name of bits) {
      const sfsr = SFSR_BITS[name];
      if (sfsr !== undefined) this.shared.sfsr = add(this.shared.sfsr, name, sfsr);
      else if (name in R7.HFSR.fields)
        this.shared.hfsr = add(this.shared.hfsr, name, R7.HFSR.fields[name as keyof typeof R7.HFSR.fields].mask);
      else {
        const { mask } = R.CFSR.fields[name as keyof typeof R.CFSR.fields];
        const holder = (mask & BFSR) !== 0 ? this.shared : this.bank(secure);
        holder.cfsr = add(holder.cfsr, name, mask);
      }
    }
    return fresh;
  }

  setMmfar(secure: boolean, address: number): void {
    const bank = this.bank(secure);
    bank.mmfar = address >>> 0;
    bank.cfsr |= R.CFSR.fields.MMARVALID.mask;
  }

  setBfar(address: number): void {
    this.shared.bfar = address >>> 0;
    this.shared.cfsr |= R.CFSR.fields.BFARVALID.mask;
  }

  setSfar(address: number): void {
    this.shared.sfar = address >>> 0;
    this.shared.sfsr |= R.SFSR.fields.SFARVALID.mask;
  }

  addDfsr(mask: number): void {
    this.shared.dfsr |= mask;
  }

  reset(): void {
    this.banks = [this.resetBank(), this.resetBank()];
    this.shared = resetShared();
  }

  save(): unknown {
    return { banks: this.banks.map((bank) => ({ ...bank })), shared: { ...this.shared } };
  }

  restore(state: unknown): void {
    const { banks, shared } = state as { banks: [Bank, Bank]; shared: Shared };
    this.banks = [{ ...banks[0] }, { ...banks[1] }];
    this.shared = { ...shared };
  }

  /** The registers as code of a security state reaches them. */
  bindings(secure: boolean): readonly RegisterBinding[] {
    const window = this.table.window(secure);
    const lines = this.table.count - FIRST_INTERRUPT;
    const { core } = this.description;
    const faults = [EXCEPTION.MemManage, EXCEPTION.BusFault, EXCEPTION.UsageFault];
    return [
      constantRegister(R7.ICTR, Math.max(0, Math.ceil(lines / 32) - 1)),
      this.plain(R7.ACTLR, secure, 'actlr', 0),
      constantRegister(R7.CPUID, PROFILES[core].cpuid),
      { description: R.ICSR, peek: () => this.icsr(window), write: (v) => this.writeIcsr(v, secure, window) },
      this.plain(R7.VTOR, secure, 'vtor', R7.VTOR.fields.TBLOFF.mask),
      { description: R.AIRCR, peek: () => this.aircr(secure), write: (value) => this.writeAircr(value, secure) },
      this.plain(
        R.SCR,
        secure,
        'scr',
        R.SCR.fields.SEVONPEND.mask |
          R.SCR.fields.SLEEPDEEP.mask |
          R.SCR.fields.SLEEPONEXIT.mask |
          (secure ? R.SCR.fields.SLEEPDEEPS.mask : 0),
      ),
      { description: R.CCR, peek: () => this.ccrOf(secure), write: (v, lanes) => this.writeCcr(v, lanes, secure) },
      bindPriorities(window, R.SHPR1, [...faults, secure ? EXCEPTION.SecureFault : undefined]),
      bindPriorities(window, R7.SHPR2, [undefined, undefined, undefined, EXCEPTION.SVCall]),
      bindPriorities(window, R7.SHPR3, [EXCEPTION.DebugMonitor, undefined, EXCEPTION.PendSV, EXCEPTION.SysTick]),
      {
        description: R.SHCSR,
        peek: () => this.shcsr(secure, window),
        write: (v) => this.writeShcsr(v, secure, window),
      },
      this.cfsr(secure),
      this.sharedFault(R7.HFSR, 'hfsr', secure),
      this.writeOneToClear(R7.DFSR, 'dfsr'),
      this.plain(R7.MMFAR, secure, 'mmfar', 0xffff_ffff),
      this.sharedFault(R7.BFAR, 'bfar', secure),
      constantRegister(R7.AFSR, 0),
      ...identificationOf(core).map((value, i) => constantRegister(IDENTIFICATION[i]!, value)),
      ...(secure
        ? [
            this.writeOneToClear(R.SFSR, 'sfsr'),
            {
              description: R.SFAR,
              peek: () => this.shared.sfar,
              write: (value: number): void => {
                this.shared.sfar = value;
              },
            },
          ]
        : []),
      {
        description: R7.STIR,
        peek: () => 0,
        write: (value) => window.setPending(FIRST_INTERRUPT + R7.STIR.fields.INTID.get(value)),
      },
    ];
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

  private writeOneToClear(description: RegisterDescription, key: 'dfsr' | 'sfsr' | 'hfsr'): RegisterBinding {
    return {
      description,
      peek: () => this.shared[key],
      write: (value) => (this.shared[key] = (this.shared[key] & ~value) >>> 0),
    };
  }

  /** HFSR and BFAR: nothing to Non-secure state unless BFHFNMINS gives it those faults (D1.2, HFSR). */
  private sharedFault(description: RegisterDescription, key: 'hfsr' | 'bfar', secure: boolean): RegisterBinding {
    const visible = (): boolean => this.seesBusFaults(secure);
    return {
      description,
      peek: () => (visible() ? this.shared[key] : 0),
      write: (value) => {
        if (visible()) this.shared[key] = key === 'hfsr' ? (this.shared.hfsr & ~value) >>> 0 : value;
      },
    };
  }

  private seesBusFaults(secure: boolean): boolean {
    return secure || !this.table.security || this.table.faultsNonSecure;
  }

  private cfsr(secure: boolean): RegisterBinding {
    return {
      description: R.CFSR,
      narrow: true,
      peek: () => (this.bank(secure).cfsr | (this.seesBusFaults(secure) ? this.shared.cfsr : 0)) >>> 0,
      write: (value) => {
        const bank = this.bank(secure);
        bank.cfsr = (bank.cfsr & ~value) >>> 0;
        if (this.seesBusFaults(secure)) this.shared.cfsr = (this.shared.cfsr & ~value) >>> 0;
      },
    };
  }

  private writeCcr(value: number, lanes: number, secure: boolean): void {
    const bank = this.bank(secure);
    bank.ccr = replaceBits(bank.ccr, value, (lanes & CCR_WRITABLE & this.ccrBits) >>> 0);
    if (this.seesBusFaults(secure))
      this.shared.ccr = replaceBits(this.shared.ccr, value, lanes & BFHFNMIGN & this.ccrBits);
  }

  /** Baseline traps unaligned accesses always, and divisions never (D1.2, CCR). */
  private get ccrBits(): number {
    return this.isMainline ? ~0 : R.CCR.fields.STKOFHFNMIGN.mask;
  }

  private get ccrOnes(): number {
    return this.isMainline ? CCR_ONES : CCR_ONES | R.CCR.fields.UNALIGN_TRP.mask;
  }

  private get isMainline(): boolean {
    return ARCHITECTURES[PROFILES[this.description.core].architecture].configurableFaults;
  }

  private icsr(window: ExceptionRegisters): number {
    const F = R.ICSR.fields;
    const { table, cpu } = this;
    // That a Secure exception is pending is no secret before Armv8.1-M.
    let value = F.VECTACTIVE.set(0, cpu.ipsr) | F.VECTPENDING.set(0, table.highestPending()?.exception ?? 0);
    if (table.activeCount <= 1) value |= F.RETTOBASE.mask;
    if (table.interruptPending()) value |= F.ISRPENDING.mask;
    if (window.isPending(EXCEPTION.SysTick)) value |= F.PENDSTSET.mask;
    if (window.isPending(EXCEPTION.PendSV)) value |= F.PENDSVSET.mask;
    if (window.isPending(EXCEPTION.NMI)) value |= F.NMIPENDSET.mask;
    return value >>> 0;
  }

  private writeIcsr(value: number, _secure: boolean, window: ExceptionRegisters): void {
    const F = R.ICSR.fields;
    const has = (field: { readonly mask: number }): boolean => (value & field.mask) !== 0;
    if (has(F.PENDNMICLR)) window.clearPending(EXCEPTION.NMI);
    if (has(F.PENDSVCLR)) window.clearPending(EXCEPTION.PendSV);
    if (has(F.PENDSTCLR)) window.clearPending(EXCEPTION.SysTick);
    if (has(F.NMIPENDSET)) window.setPending(EXCEPTION.NMI);
    if (has(F.PENDSVSET)) window.setPending(EXCEPTION.PendSV);
    if (has(F.PENDSTSET)) window.setPending(EXCEPTION.SysTick);
  }

  private aircr(secure: boolean): number {
    const F = R.AIRCR.fields;
    const { table } = this;
    let value = F.VECTKEY.set(0, VECTKEYSTAT) | F.PRIGROUP.set(0, table.priorityGroup(secure));
    if (table.security && table.faultsNonSecure) value |= F.BFHFNMINS.mask;
    if (secure && table.prioritiseSecure) value |= F.PRIS.mask;
    if (secure && this.shared.resetSecure) value |= F.SYSRESETREQS.mask;
    return value >>> 0;
  }

  private writeAircr(value: number, secure: boolean): void {
    const F = R.AIRCR.fields;
    const { table, shared } = this;
    if (F.VECTKEY.get(value) !== VECTKEY) return;
    if (this.isMainline) table.setPriorityGroup(secure, F.PRIGROUP.get(value));
    if (F.SYSRESETREQ.get(value) !== 0 && (secure || !shared.resetSecure)) this.host.resetRequested();
    if (!secure) return;
    table.prioritiseSecure = F.PRIS.get(value) !== 0;
    table.faultsNonSecure = F.BFHFNMINS.get(value) !== 0;
    shared.resetSecure = F.SYSRESETREQS.get(value) !== 0;
  }

  private shcsr(secure: boolean, window: ExceptionRegisters): number {
    let value = 0;
    for (const [field, exception] of SHCSR_ENABLE) if (window.isEnabled(exception)) value |= field.mask;
    for (const [field, exception] of SHCSR_PENDED) if (window.isPending(exception)) value |= field.mask;
    for (const [field, exception] of SHCSR_ACTIVE) if (window.isActive(exception)) value |= field.mask;
    // Without BFHFNMINS the Non-secure HardFault is no concern of software (D1.2, SHCSR).
    if (!secure && this.table.security && !this.table.faultsNonSecure)
      value &= ~(R.SHCSR.fields.HARDFAULTACT.mask | R.SHCSR.fields.HARDFAULTPENDED.mask);
    return value >>> 0;
  }

  /** HardFault and NMI cannot be made active, nor HardFault pending by software here. */
  private writeShcsr(value: number, _secure: boolean, window: ExceptionRegisters): void {
    for (const [field, exception] of SHCSR_ENABLE) window.setEnabled(exception, field.get(value) !== 0);
    for (const [field, exception] of SHCSR_ACTIVE) {
      if (exception === EXCEPTION.HardFault || exception === EXCEPTION.NMI) continue;
      window.setActive(exception, field.get(value) !== 0);
    }
    for (const [field, exception] of SHCSR_PENDED) {
      if (exception === EXCEPTION.HardFault) continue;
      if (field.get(value) !== 0) window.setPending(exception);
      else window.clearPending(exception);
    }
  }

  private resetBank(): Bank {
    const vtor = (this.description.initialVtor & R7.VTOR.fields.TBLOFF.mask) >>> 0;
    return { vtor, ccr: this.ccrOnes, scr: 0, cfsr: 0, mmfar: 0, afsr: 0, actlr: 0 };
  }
}

const SFSR_BITS: Readonly<Partial<Record<FaultBit, number>>> = {
  INVEP: R.SFSR.fields.INVEP.mask,
  INVIS: R.SFSR.fields.INVIS.mask,
  INVER: R.SFSR.fields.INVER.mask,
  AUVIOL: R.SFSR.fields.AUVIOL.mask,
  INVTRAN: R.SFSR.fields.INVTRAN.mask,
  'SFSR.LSPERR': R.SFSR.fields.LSPERR.mask,
  LSERR: R.SFSR.fields.LSERR.mask,
};

function resetShared(): Shared {
  return { ccr: 0, cfsr: 0, hfsr: 0, dfsr: 0, bfar: 0, sfsr: 0, sfar: 0, resetSecure: false };
}
