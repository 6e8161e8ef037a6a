/** The System Control Block: configuration, fault status and system handlers (Armv7-M ARM, B3.2). */
import type { CpuDescription } from '../board/description.js';
import { ARCHITECTURES } from '../core/architectures.js';
import type { CpuState } from '../core/cpu-state.js';
import { EXCEPTION } from '../core/events.js';
import { PROFILES, type CoreName } from '../core/profiles.js';
import type { ExceptionTable } from './exception-table.js';
import { FIRST_INTERRUPT } from './exception-table.js';
import { IDENTIFICATION, identificationOf } from './identification.js';
import { bindPriorities } from './nvic.js';
import type { RegisterBinding, RegisterDescription } from './register.js';
import { constantRegister, replaceBits } from './register.js';
import * as R from './scb-registers.js';

const VECTKEY = 0x05fa;
const VECTKEYSTAT = 0xfa05;

/** Bits of SHCSR and the exceptions that they show. */
const SHCSR_ENABLE = [
  [R.SHCSR.fields.USGFAULTENA, EXCEPTION.UsageFault],
  [R.SHCSR.fields.BUSFAULTENA, EXCEPTION.BusFault],
  [R.SHCSR.fields.MEMFAULTENA, EXCEPTION.MemManage],
] as const;
const SHCSR_PENDED = [
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
  [R.SHCSR.fields.USGFAULTACT, EXCEPTION.UsageFault],
  [R.SHCSR.fields.BUSFAULTACT, EXCEPTION.BusFault],
  [R.SHCSR.fields.MEMFAULTACT, EXCEPTION.MemManage],
] as const;

/** What the SCB asks of the machine. */
export interface ScbHost {
  /** AIRCR.SYSRESETREQ or VECTRESET was written. */
  resetRequested(): void;
  finding(code: ScbFindingCode, message: string): void;
}

export type ScbFindingCode = 'icsr-set-and-clear' | 'aircr-debugger-only';

/** The registers that hold nothing but their value; a save is a copy of them. */
interface ScbValues {
  vtor: number;
  ccr: number;
  scr: number;
  cfsr: number;
  hfsr: number;
  dfsr: number;
  mmfar: number;
  bfar: number;
  afsr: number;
  actlr: number;
}

export class Scb {
  private values: ScbValues;
  private readonly cpu: CpuState;
  private readonly table: ExceptionTable;
  private readonly host: ScbHost;
  private readonly core: CoreName;
  private readonly initialVtor: number;

  constructor(
    cpu: CpuState,
    table: ExceptionTable,
    { core, initialVtor }: Pick<CpuDescription, 'core' | 'initialVtor'>,
    host: ScbHost,
  ) {
    this.cpu = cpu;
    this.table = table;
    this.host = host;
    this.core = core;
    this.initialVtor = initialVtor;
    this.values = this.resetValues();
  }

  get vtor(): number {
    return this.values.vtor;
  }

  get ccr(): number {
    return this.values.ccr;
  }

  get scr(): number {
    return this.values.scr;
  }

  get cfsr(): number {
    return this.values.cfsr;
  }

  get hfsr(): number {
    return this.values.hfsr;
  }

  get mmfar(): number {
    return this.values.mmfar;
  }

  get bfar(): number {
    return this.values.bfar;
  }

  /** Fault status is sticky: bits are added here and leave by a write of ones, or by reset. */
  addCfsr(mask: number): void {
    this.values.cfsr = (this.values.cfsr | mask) >>> 0;
  }

  addHfsr(mask: number): void {
    this.values.hfsr = (this.values.hfsr | mask) >>> 0;
  }

  addDfsr(mask: number): void {
    this.values.dfsr |= mask;
  }

  setMmfar(address: number): void {
    this.values.mmfar = address >>> 0;
  }

  setBfar(address: number): void {
    this.values.bfar = address >>> 0;
  }

  reset(): void {
    this.values = this.resetValues();
  }

  save(): unknown {
    return { ...this.values };
  }

  restore(state: unknown): void {
    this.values = { ...(state as ScbValues) };
  }

  bindings(): readonly RegisterBinding[] {
    const { table } = this;
    const lines = table.count - FIRST_INTERRUPT;
    return [
      constantRegister(R.ICTR, Math.max(0, Math.ceil(lines / 32) - 1)),
      this.plain(R.ACTLR, 'actlr', 0b111),
      constantRegister(R.CPUID, PROFILES[this.core].cpuid),
      { description: R.ICSR, peek: () => this.icsr(), write: (value) => this.writeIcsr(value) },
      this.plain(R.VTOR, 'vtor', R.VTOR.fields.TBLOFF.mask),
      { description: R.AIRCR, peek: () => this.aircr(), write: (value) => this.writeAircr(value) },
      this.plain(R.SCR, 'scr', fieldMask(R.SCR)),
      this.plain(R.CCR, 'ccr', this.ccrBits.writable),
      bindPriorities(table, R.SHPR1, [EXCEPTION.MemManage, EXCEPTION.BusFault, EXCEPTION.UsageFault, undefined]),
      bindPriorities(table, R.SHPR2, [undefined, undefined, undefined, EXCEPTION.SVCall]),
      bindPriorities(table, R.SHPR3, [EXCEPTION.DebugMonitor, undefined, EXCEPTION.PendSV, EXCEPTION.SysTick]),
      { description: R.SHCSR, peek: () => this.shcsr(), write: (value) => this.writeShcsr(value) },
      this.writeOneToClear(R.CFSR, 'cfsr', true),
      this.writeOneToClear(R.HFSR, 'hfsr', false),
      this.writeOneToClear(R.DFSR, 'dfsr', false),
      this.plain(R.MMFAR, 'mmfar', 0xffff_ffff),
      this.plain(R.BFAR, 'bfar', 0xffff_ffff),
      // AFSR is the implementer's; the Cortex-M3 mirrors its AUXFAULT inputs, and no board drives them. Ones clear.
      this.writeOneToClear(R.AFSR, 'afsr', false),
      ...identificationOf(this.core).map((value, i) => constantRegister(IDENTIFICATION[i]!, value)),
      {
        description: R.STIR,
        peek: () => 0,
        write: (value) => table.setPending(FIRST_INTERRUPT + R.STIR.fields.INTID.get(value)),
      },
    ];
  }

  private plain(description: RegisterDescription, key: keyof ScbValues, mask: number): RegisterBinding {
    return {
      description,
      peek: () => this.values[key],
      write: (value, lanes) => (this.values[key] = replaceBits(this.values[key], value, (lanes & mask) >>> 0)),
    };
  }

  private writeOneToClear(description: RegisterDescription, key: keyof ScbValues, narrow: boolean): RegisterBinding {
    return {
      description,
      narrow,
      peek: () => this.values[key],
      write: (value) => (this.values[key] = (this.values[key] & ~value) >>> 0),
    };
  }

  /**
   * VECTPENDING leaves out what BASEPRI or FAULTMASK hold back, but not what PRIMASK does (DUI 0552A, 4.3.3). QEMU 7.2 ignores
   * BASEPRI here; the manual wins.
   */
  private icsr(): number {
    const F = R.ICSR.fields;
    const { table, cpu } = this;
    const best = table.highestPending();
    const masked = best !== 0 && table.groupPriority(table.priority(best)) >= this.maskedPriority();
    const others = table.activeCount - (table.isActive(cpu.ipsr) ? 1 : 0);
    let value = F.VECTACTIVE.set(0, cpu.ipsr) | F.VECTPENDING.set(0, masked ? 0 : best);
    if (others === 0) value |= F.RETTOBASE.mask;
    if (table.interruptPending()) value |= F.ISRPENDING.mask;
    if (table.isPending(EXCEPTION.SysTick)) value |= F.PENDSTSET.mask;
    if (table.isPending(EXCEPTION.PendSV)) value |= F.PENDSVSET.mask;
    if (table.isPending(EXCEPTION.NMI)) value |= F.NMIPENDSET.mask;
    return value >>> 0;
  }

  /** The priority that BASEPRI and FAULTMASK alone give. */
  private maskedPriority(): number {
    const { cpu, table } = this;
    if (cpu.faultmask !== 0) return -1;
    const basepri = cpu.basepri & table.priorityMask;
    return basepri === 0 ? Infinity : table.groupPriority(basepri);
  }

  /** Setting and clearing at once is unpredictable: the set wins. */
  private writeIcsr(value: number): void {
    const F = R.ICSR.fields;
    const has = (field: { readonly mask: number }): boolean => (value & field.mask) !== 0;
    if ((has(F.PENDSVCLR) && has(F.PENDSVSET)) || (has(F.PENDSTCLR) && has(F.PENDSTSET)))
      this.host.finding(
        'icsr-set-and-clear',
        'Setting and clearing a pending bit of ICSR in one write is UNPREDICTABLE (Armv7-M ARM, B3.2.4). Here the set wins.',
      );
    if (has(F.PENDSVCLR)) this.table.clearPending(EXCEPTION.PendSV);
    if (has(F.PENDSTCLR)) this.table.clearPending(EXCEPTION.SysTick);
    if (has(F.NMIPENDSET)) this.table.setPending(EXCEPTION.NMI);
    if (has(F.PENDSVSET)) this.table.setPending(EXCEPTION.PendSV);
    if (has(F.PENDSTSET)) this.table.setPending(EXCEPTION.SysTick);
  }

  private aircr(): number {
    const F = R.AIRCR.fields;
    return (F.VECTKEY.set(0, VECTKEYSTAT) | F.PRIGROUP.set(0, this.table.priorityGroup)) >>> 0;
  }

  /**
   * Writes without the key are ignored. VECTCLRACTIVE clears the active state and leaves IPSR, as the Cortex-M3 does whoever
   * writes it; for software it is unpredictable, and QEMU 7.2 ignores it unless a debugger has halted the core.
   */
  private writeAircr(value: number): void {
    const F = R.AIRCR.fields;
    if (F.VECTKEY.get(value) !== VECTKEY) return;
    this.table.priorityGroup = F.PRIGROUP.get(value);
    const clears = F.VECTCLRACTIVE.get(value) !== 0;
    const system = F.SYSRESETREQ.get(value) !== 0;
    const vector = F.VECTRESET.get(value) !== 0;
    if (clears || vector)
      this.host.finding(
        'aircr-debugger-only',
        `Software that writes 1 to AIRCR.${clears ? 'VECTCLRACTIVE' : 'VECTRESET'} is UNPREDICTABLE (Armv7-M ARM, B3.2.6): it is for debuggers. ` +
          `Here ${clears ? 'no exception is active any more' : 'the system is reset'}.`,
      );
    if (clears) this.table.clearAllActive();
    if (system || vector) this.host.resetRequested();
  }

  private shcsr(): number {
    const { table } = this;
    let value = 0;
    for (const [field, exception] of SHCSR_ENABLE) if (table.isEnabled(exception)) value |= field.mask;
    for (const [field, exception] of SHCSR_PENDED) if (table.isPending(exception)) value |= field.mask;
    for (const [field, exception] of SHCSR_ACTIVE) if (table.isActive(exception)) value |= field.mask;
    return value >>> 0;
  }

  private writeShcsr(value: number): void {
    const { table } = this;
    for (const [field, exception] of SHCSR_ENABLE) table.setEnabled(exception, field.get(value) !== 0);
    for (const [field, exception] of SHCSR_ACTIVE) table.setActive(exception, field.get(value) !== 0);
    for (const [field, exception] of SHCSR_PENDED) {
      if (field.get(value) !== 0) table.setPending(exception);
      else table.clearPending(exception);
    }
  }

  private get ccrBits(): { readonly reset: number; readonly writable: number } {
    return ARCHITECTURES[PROFILES[this.core].architecture].ccr;
  }

  private resetValues(): ScbValues {
    const vtor = (this.initialVtor & R.VTOR.fields.TBLOFF.mask) >>> 0;
    return { vtor, ccr: this.ccrBits.reset, scr: 0, cfsr: 0, hfsr: 0, dfsr: 0, mmfar: 0, bfar: 0, afsr: 0, actlr: 0 };
  }
}

function fieldMask(description: RegisterDescription): number {
  return Object.values(description.fields).reduce((mask, field) => (mask | field.mask) >>> 0, 0);
}
