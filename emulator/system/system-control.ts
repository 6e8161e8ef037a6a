/**
 * The Private Peripheral Bus, 0xE000_0000 to 0xE00F_FFFF: finds the register at an address and applies the rules of the space
 * (Armv7-M ARM, B3.1.1 and B3.2). What no register answers reads as zero and drops writes, as QEMU 7.2 does on mps2-an385.
 */
import { hex32 } from '../../base/index.js';
import type { CpuDescription } from '../board/description.js';
import { ARCHITECTURES, type SystemArchitecture } from '../core/architectures.js';
import type { CpuState } from '../core/cpu-state.js';
import { EXCEPTION } from '../core/events.js';
import { PROFILES } from '../core/profiles.js';
import { PPB_END, SYSTEM_SPACE } from '../mpu/check.js';
import { PMSAV6, PMSAV7 } from '../mpu/pmsa.js';
import { Pmsav7 } from '../mpu/pmsav7.js';
import { asArmv6m } from './armv6m-registers.js';
import { DebugBlock } from './debug.js';
import { ExceptionTable } from './exception-table.js';
import { FloatControl } from './float-control.js';
import { nvicBindings } from './nvic.js';
import {
  narrowed,
  wordOf,
  type CoreSystem,
  type PpbRefusal,
  type RegisterValue,
  type SystemHost,
} from './core-system.js';
import type { RegisterBinding } from './register.js';
import { Scb } from './scb.js';
import { CCR, SCR, STIR, VTOR } from './scb-registers.js';
import { SysTick } from './systick.js';

export interface SystemControlOptions {
  readonly cpu: CpuState;
  readonly description: CpuDescription;
  readonly host: SystemHost;
}

interface SavedSystem {
  readonly mpu: unknown;
  readonly table: unknown;
  readonly scb: unknown;
  readonly sysTick: unknown;
  readonly debug: unknown;
  readonly floats: unknown;
  readonly eventRegister: boolean;
}

export class SystemControl implements CoreSystem {
  /** What the core's architecture has of all this. */
  readonly architecture: SystemArchitecture;
  readonly mpu: Pmsav7;
  readonly exceptions: ExceptionTable;
  readonly scb: Scb;
  readonly sysTick: SysTick;
  readonly debug: DebugBlock;
  readonly floats: FloatControl;
  /** The event register of WFE and SEV (B1.5.18). */
  eventRegister = false;
  private readonly host: SystemHost;
  private readonly hasSysTick: boolean;
  private readonly words: ReadonlyMap<number, RegisterBinding>;

  constructor(options: SystemControlOptions) {
    const { cpu, description, host } = options;
    const referenceHz = description.sysTickReferenceHz;
    const profile = PROFILES[description.core];
    this.host = host;
    this.hasSysTick = description.sysTick !== false;
    this.architecture = ARCHITECTURES[profile.architecture];
    this.mpu = new Pmsav7({
      pmsa: profile.mpu.architecture === 'pmsav6' ? PMSAV6 : PMSAV7,
      regionCount: description.mpuRegions,
      finding: (code, message) => host.finding(code, message),
    });
    this.exceptions = new ExceptionTable(description.interrupts, description.priorityBits, (becamePending) =>
      this.pendingChanged(becamePending),
    );
    this.scb = new Scb(cpu, this.exceptions, description, host);
    this.sysTick = new SysTick({
      now: () => host.now(),
      pend: () => this.exceptions.setPending(EXCEPTION.SysTick),
      rescheduled: () => host.rescheduled(),
      clockHz: description.clockHz,
      ...(referenceHz === undefined
        ? {}
        : { referenceDivider: Math.max(1, Math.round(description.clockHz / referenceHz)) }),
    });
    this.debug = new DebugBlock({
      now: () => host.now(),
      monitor: (enabled, pending) => this.setMonitor(enabled, pending),
    });
    this.floats = new FloatControl(description.fpu);
    const vtor = (binding: RegisterBinding): boolean => profile.vtor || binding.description.address !== VTOR.address;
    const v6m = profile.architecture === 'armv6-m';
    const registers = this.bindings()
      .filter(vtor)
      .flatMap((binding) => (v6m ? (asArmv6m(binding) ?? []) : binding));
    this.words = new Map(registers.map((binding) => [binding.description.address, binding]));
  }

  get timers(): readonly SysTick[] {
    return this.hasSysTick ? [this.sysTick] : [];
  }

  get priorityMask(): number {
    return this.exceptions.priorityMask;
  }

  get lazyFloatsAddress(): number | undefined {
    return this.floats.lazyActive ? this.floats.context.address : undefined;
  }

  permitsFloats(privileged: boolean): boolean {
    return this.floats.permits(privileged);
  }

  /** Reads `sizeBytes` at `address`, aligned to them. A narrow read gives the bytes of the word that are addressed. */
  read(address: number, sizeBytes: 1 | 2 | 4, privileged: boolean): number | PpbRefusal {
    const refusal = this.refusal(address, privileged, false);
    if (refusal !== undefined) return refusal;
    const register = this.words.get(wordOf(address));
    if (register === undefined || register.description.access === 'write-only') return 0;
    return narrowed(register.read?.() ?? register.peek(), address, sizeBytes);
  }

  /**
   * Writes `sizeBytes` at `address`, aligned to them. Byte and halfword writes reach the registers for which the manual allows
   * them; elsewhere they are unpredictable, dropped and reported.
   */
  write(address: number, sizeBytes: 1 | 2 | 4, value: number, privileged: boolean): PpbRefusal | undefined {
    const refusal = this.refusal(address, privileged, true);
    if (refusal !== undefined) return refusal;
    const register = this.words.get(wordOf(address));
    if (register?.write === undefined || register.description.access === 'read-only') return undefined;
    if (sizeBytes !== 4 && register.narrow !== true) {
      this.host.finding(
        'ppb-narrow-write',
        `A ${sizeBytes === 1 ? 'byte' : 'halfword'} write to ${register.description.name} (${hex32(address)}) is unpredictable ` +
          `and was dropped: the register takes whole words only.`,
      );
      return undefined;
    }
    const shift = 8 * (address & 3);
    const lanes = sizeBytes === 4 ? 0xffff_ffff : (((1 << (8 * sizeBytes)) - 1) << shift) >>> 0;
    register.write(((value << shift) & lanes) >>> 0, lanes);
    return undefined;
  }

  /** What a privileged read would give, without side effects; undefined outside the PPB. For debuggers. */
  peek(address: number, sizeBytes: 1 | 2 | 4): number | undefined {
    if (address < SYSTEM_SPACE || address >= PPB_END) return undefined;
    return narrowed(this.words.get(wordOf(address))?.peek() ?? 0, address, sizeBytes);
  }

  /** Every register that is modelled, with its value now, in the order of addresses. Disturbs nothing. */
  registers(): readonly RegisterValue[] {
    return [...this.words.values()]
      .map((register) => ({ description: register.description, value: register.peek() }))
      .sort((a, b) => a.description.address - b.description.address);
  }

  /** Drives an external interrupt line; 0 is the first. */
  setInterrupt(line: number, level: boolean): void {
    this.exceptions.setLine(line, level);
  }

  reset(): void {
    this.mpu.reset();
    this.scb.reset();
    this.exceptions.reset();
    this.sysTick.reset();
    this.debug.reset();
    this.floats.reset();
    this.eventRegister = false;
  }

  save(): unknown {
    const saved: SavedSystem = {
      mpu: this.mpu.save(),
      table: this.exceptions.save(),
      scb: this.scb.save(),
      sysTick: this.sysTick.save(),
      debug: this.debug.save(),
      floats: this.floats.save(),
      eventRegister: this.eventRegister,
    };
    return saved;
  }

  restore(state: unknown): void {
    const saved = state as SavedSystem;
    this.mpu.restore(saved.mpu);
    this.exceptions.restore(saved.table);
    this.scb.restore(saved.scb);
    this.sysTick.restore(saved.sysTick);
    this.debug.restore(saved.debug);
    this.floats.restore(saved.floats);
    this.eventRegister = saved.eventRegister;
  }

  private bindings(): readonly RegisterBinding[] {
    return [
      ...nvicBindings(this.exceptions),
      ...this.scb.bindings(),
      ...(this.hasSysTick ? this.sysTick.bindings() : []),
      ...this.debug.bindings({ pending: () => this.exceptions.isPending(EXCEPTION.DebugMonitor) }),
      ...this.mpu.bindings(),
      ...this.floats.bindings(),
    ];
  }

  /**
   * Unprivileged accesses are BusFaults but for STIR with CCR.USERSETMPEND and the stimulus ports that ITM_TPR leaves open
   * (B3.1.1, B3.2.26, C1.7.5).
   */
  private refusal(address: number, privileged: boolean, isWrite: boolean): PpbRefusal | undefined {
    if (address < SYSTEM_SPACE || address >= PPB_END) return 'unmapped';
    if (privileged) return undefined;
    const word = wordOf(address);
    if (isWrite && word === STIR.address && (this.scb.ccr & CCR.fields.USERSETMPEND.mask) !== 0) return undefined;
    return this.words.has(word) && this.debug.unprivilegedStimulus(word) ? undefined : 'unprivilegedPpb';
  }

  private pendingChanged(becamePending: boolean): void {
    // SEVONPEND: an exception that becomes pending is an event, enabled or not (B3.2.7).
    if (becamePending && (this.scb.scr & SCR.fields.SEVONPEND.mask) !== 0) this.eventRegister = true;
    this.host.pendingChanged();
  }

  private setMonitor(enabled: boolean, pending: boolean): void {
    this.exceptions.setEnabled(EXCEPTION.DebugMonitor, enabled);
    if (pending) this.exceptions.setPending(EXCEPTION.DebugMonitor);
    else this.exceptions.clearPending(EXCEPTION.DebugMonitor);
  }
}
