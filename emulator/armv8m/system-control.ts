/**
 * The Private Peripheral Bus of an Armv8-M core: the registers of both security states, the aliases through which Secure code
 * reaches the Non-secure ones, and the rules of the space (Armv8-M ARM, B3.33 and D1.1).
 */
import { hex32 } from '../../base/index.js';
import type { CpuDescription } from '../board/description.js';
import { ARCHITECTURES, type SystemArchitecture } from '../core/architectures.js';
import type { CpuState } from '../core/cpu-state.js';
import { EXCEPTION } from '../core/events.js';
import { PROFILES } from '../core/profiles.js';
import { PPB_END, SYSTEM_SPACE } from '../mpu/check.js';
import { Pmsav8 } from '../mpu/pmsav8.js';
import { Idau } from '../security/idau.js';
import { Sau } from '../security/sau.js';
import { DebugBlock } from '../system/debug.js';
import { nvicBindings } from '../system/nvic.js';
import type { RegisterBinding, RegisterDescription } from '../system/register.js';
import { CCR, SCR, STIR } from '../system/scb-registers.js';
import type { CoreSystem, PpbRefusal, RegisterValue, SystemHost } from '../system/core-system.js';
import { narrowed, wordOf } from '../system/core-system.js';
import { SysTick } from '../system/systick.js';
import { SecureExceptionTable } from './exception-table.js';
import { SecureFloatControl } from './float-control.js';
import { itnsBindings } from './nvic.js';
import { DAUTHCTRL } from './registers.js';
import { SecureScb } from './scb.js';

/** Where Secure code finds the Non-secure registers of the System Control Space (D1.1). */
const ALIAS = { start: 0xe002_e000, end: 0xe002_f000, distance: 0x2_0000 } as const;

/** Registers that Baseline does not have. */
const MAINLINE_ONLY =
  /^(ICTR|SHPR1|CFSR|HFSR|DFSR|MMFAR|BFAR|AFSR|SFSR|SFAR|STIR|CPACR|NSACR|FP\w+|MVFR\d|ID_\w+|NVIC_IABR\d+)$/;

interface SavedSystem {
  readonly mpus: readonly unknown[];
  readonly sau: unknown;
  readonly table: unknown;
  readonly scb: unknown;
  readonly timers: readonly unknown[];
  readonly debug: unknown;
  readonly dauthctrl: number;
  readonly floats: unknown;
  readonly eventRegister: boolean;
}

export interface SecureSystemOptions {
  readonly cpu: CpuState;
  readonly description: CpuDescription;
  readonly host: SystemHost;
}

export class SecureSystemControl implements CoreSystem {
  readonly architecture: SystemArchitecture;
  readonly security: boolean;
  readonly table: SecureExceptionTable;
  readonly scb: SecureScb;
  readonly floats: SecureFloatControl;
  readonly sau: Sau;
  readonly idau: Idau;
  readonly debug: DebugBlock;
  /** By security state: Non-secure, and Secure where that is. */
  readonly mpus: readonly [Pmsav8, Pmsav8];
  readonly timers: readonly SysTick[];
  eventRegister = false;
  private dauthctrl = 0;
  private readonly cpu: CpuState;
  private readonly host: SystemHost;
  private readonly words: readonly [ReadonlyMap<number, RegisterBinding>, ReadonlyMap<number, RegisterBinding>];

  constructor({ cpu, description, host }: SecureSystemOptions) {
    const profile = PROFILES[description.core];
    this.cpu = cpu;
    this.host = host;
    this.architecture = ARCHITECTURES[profile.architecture];
    this.security = description.security === true;
    this.table = new SecureExceptionTable({
      interrupts: description.interrupts,
      priorityBits: description.priorityBits,
      security: this.security,
      changed: (becamePending) => this.pendingChanged(becamePending),
    });
    const mpu = (regionCount: number): Pmsav8 =>
      new Pmsav8({ regionCount, finding: (code, message) => host.finding(code, message) });
    this.mpus = [mpu(description.mpuRegions), mpu(description.secureMpuRegions ?? description.mpuRegions)];
    this.sau = new Sau({ regionCount: description.sauRegions ?? 0 });
    this.idau = new Idau(description.idau ?? []);
    this.scb = new SecureScb(cpu, this.table, description, host);
    this.floats = new SecureFloatControl(description.fpu, this.security);
    this.timers = description.sysTick === false ? [] : this.states.map((secure) => this.timer(description, secure));
    this.debug = new DebugBlock({
      now: () => host.now(),
      monitor: (enabled, pending) => this.setMonitor(enabled, pending),
    });
    const words = (secure: boolean): ReadonlyMap<number, RegisterBinding> =>
      new Map(
        this.bindings(secure)
          .filter(({ description: { name } }) => this.architecture.configurableFaults || !MAINLINE_ONLY.test(name))
          .map((binding) => [binding.description.address, binding]),
      );
    this.words = [words(false), this.security ? words(true) : new Map<number, RegisterBinding>()];
  }

  /** The security states that there are. */
  private get states(): readonly boolean[] {
    return this.security ? [false, true] : [false];
  }

  private timer(description: CpuDescription, secure: boolean): SysTick {
    const { clockHz, sysTickReferenceHz } = description;
    return new SysTick({
      now: () => this.host.now(),
      pend: () => this.table.setPending(this.table.vector(EXCEPTION.SysTick, secure)),
      rescheduled: () => this.host.rescheduled(),
      clockHz,
      ...(sysTickReferenceHz === undefined
        ? {}
        : { referenceDivider: Math.max(1, Math.round(clockHz / sysTickReferenceHz)) }),
    });
  }

  /** The MPU of the state that the core is in. */
  get mpu(): Pmsav8 {
    return this.mpuOf(this.cpu.secure);
  }

  /** Differs whenever SAU or IDAU may attribute an address otherwise. */
  get attributionVersion(): number {
    return this.sau.version + this.idau.version;
  }

  mpuOf(secure: boolean): Pmsav8 {
    return this.mpus[secure ? 1 : 0];
  }

  get priorityMask(): number {
    return this.table.priorityMask;
  }

  get lazyFloatsAddress(): number | undefined {
    const { floats } = this;
    return floats.lazyActive(floats.owner) ? floats.context.address : undefined;
  }

  permitsFloats(privileged: boolean): boolean {
    const { secure } = this.cpu;
    return this.floats.permits(privileged, secure) && (secure || this.floats.nonSecureAllowed);
  }

  private bindings(secure: boolean): readonly RegisterBinding[] {
    const window = this.table.window(secure);
    const timer = this.timers[secure ? 1 : 0];
    const { debug, table } = this;
    return [
      ...nvicBindings(window),
      ...(secure ? itnsBindings(table) : []),
      ...this.scb.bindings(secure),
      ...(timer?.bindings() ?? []),
      ...debug.bindings({
        pending: () => table.isPending(table.vector(EXCEPTION.DebugMonitor, secure)),
        ...(this.security && {
          visible: () => secure || !table.monitorSecure,
          secure: () => table.monitorSecure,
        }),
      }),
      ...(secure ? [this.debugAuthentication()] : []),
      ...this.mpuOf(secure).bindings(),
      ...(secure ? this.sau.bindings() : []),
      ...this.floats.bindings(secure, () => table.faultsNonSecure),
    ];
  }

  /** DAUTHCTRL: without SPIDENSEL the signal SPIDEN decides, which is low here. */
  private debugAuthentication(): RegisterBinding {
    const F = DAUTHCTRL.fields;
    return {
      description: DAUTHCTRL,
      peek: () => this.dauthctrl,
      write: (value) => {
        this.dauthctrl = value & (F.INTSPNIDEN.mask | F.SPNIDENSEL.mask | F.INTSPIDEN.mask | F.SPIDENSEL.mask);
        this.table.secureMonitorAllowed = F.SPIDENSEL.get(value) !== 0 && F.INTSPIDEN.get(value) !== 0;
      },
    };
  }

  /** The register at an address as code of a security state reaches it: Secure code sees both banks. */
  private registerAt(address: number, secure: boolean): RegisterBinding | undefined {
    const word = wordOf(address);
    if (word < ALIAS.start || word >= ALIAS.end) return this.words[secure ? 1 : 0].get(word);
    return secure ? this.words[0].get(word - ALIAS.distance) : undefined;
  }

  read(address: number, sizeBytes: 1 | 2 | 4, privileged: boolean, secure: boolean): number | PpbRefusal {
    const refusal = this.refusal(address, privileged, secure, false);
    if (refusal !== undefined) return refusal;
    const register = this.registerAt(address, secure);
    if (register === undefined || register.description.access === 'write-only') return 0;
    return narrowed(register.read?.() ?? register.peek(), address, sizeBytes);
  }

  write(
    address: number,
    sizeBytes: 1 | 2 | 4,
    value: number,
    privileged: boolean,
    secure: boolean,
  ): PpbRefusal | undefined {
    const refusal = this.refusal(address, privileged, secure, true);
    if (refusal !== undefined) return refusal;
    const register = this.registerAt(address, secure);
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

  peek(address: number, sizeBytes: 1 | 2 | 4): number | undefined {
    if (address < SYSTEM_SPACE || address >= PPB_END) return undefined;
    return narrowed(this.registerAt(address, this.cpu.secure)?.peek() ?? 0, address, sizeBytes);
  }

  /** Registers of the state that the core is in; in Secure state those of the other follow under their aliases. */
  registers(): readonly RegisterValue[] {
    const own = [...this.words[this.cpu.secure ? 1 : 0].values()].map(valueOf);
    const other = this.cpu.secure
      ? [...this.words[0].values()].filter(({ description }) => isBankedRegister(description)).map(aliased)
      : [];
    return [...own, ...other].sort((a, b) => a.description.address - b.description.address);
  }

  setInterrupt(line: number, level: boolean): void {
    this.table.setLine(line, level);
  }

  reset(): void {
    for (const mpu of this.mpus) mpu.reset();
    this.sau.reset();
    this.scb.reset();
    this.table.reset();
    for (const timer of this.timers) timer.reset();
    this.debug.reset();
    this.dauthctrl = 0;
    this.floats.reset();
    this.eventRegister = false;
  }

  save(): unknown {
    const saved: SavedSystem = {
      mpus: this.mpus.map((mpu) => mpu.save()),
      sau: this.sau.save(),
      table: this.table.save(),
      scb: this.scb.save(),
      timers: this.timers.map((timer) => timer.save()),
      debug: this.debug.save(),
      dauthctrl: this.dauthctrl,
      floats: this.floats.save(),
      eventRegister: this.eventRegister,
    };
    return saved;
  }

  restore(state: unknown): void {
    const saved = state as SavedSystem;
    this.mpus.forEach((mpu, n) => mpu.restore(saved.mpus[n]));
    this.sau.restore(saved.sau);
    this.table.restore(saved.table);
    this.scb.restore(saved.scb);
    this.timers.forEach((timer, n) => timer.restore(saved.timers[n]));
    this.debug.restore(saved.debug);
    this.dauthctrl = saved.dauthctrl;
    this.floats.restore(saved.floats);
    this.eventRegister = saved.eventRegister;
  }

  /** Unprivileged accesses are BusFaults but for STIR with CCR.USERSETMPEND and open stimulus ports. */
  private refusal(address: number, privileged: boolean, secure: boolean, isWrite: boolean): PpbRefusal | undefined {
    if (address < SYSTEM_SPACE || address >= PPB_END) return 'unmapped';
    if (privileged) return undefined;
    const word = wordOf(address);
    if (isWrite && word === STIR.address && (this.scb.ccrOf(secure) & CCR.fields.USERSETMPEND.mask) !== 0)
      return undefined;
    return this.words[secure ? 1 : 0].has(word) && this.debug.unprivilegedStimulus(word)
      ? undefined
      : 'unprivilegedPpb';
  }

  private pendingChanged(becamePending: boolean): void {
    const sends = this.states.some((secure) => (this.scb.scrOf(secure) & SCR.fields.SEVONPEND.mask) !== 0);
    if (becamePending && sends) this.eventRegister = true;
    this.host.pendingChanged();
  }

  private setMonitor(enabled: boolean, pending: boolean): void {
    const vector = this.table.vector(EXCEPTION.DebugMonitor, false);
    this.table.setEnabled(vector, enabled);
    if (pending) this.table.setPending(vector);
    else this.table.clearPending(vector);
  }
}

function valueOf(register: RegisterBinding): RegisterValue {
  return { description: register.description, value: register.peek() };
}

/** Whether a register of the System Control Space is one that each state has. */
function isBankedRegister({ address, name }: RegisterDescription): boolean {
  return (
    address >= ALIAS.start - ALIAS.distance &&
    address < ALIAS.end - ALIAS.distance &&
    !/^(NVIC|ID_|CPUID|ICTR|MVFR|[PC]ID)/.test(name)
  );
}

function aliased(register: RegisterBinding): RegisterValue {
  const { description } = register;
  const alias = { ...description, name: `${description.name}_NS`, address: description.address + ALIAS.distance };
  return { description: alias, value: register.peek() };
}
