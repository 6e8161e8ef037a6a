/** A core without instructions: registers, a little memory behind the MPU, and the system half, for tests to push around. */
import { check, isaParts } from '../../../emulator/index.js';
import type { Access, AccessFailure, CoreName } from '../../../emulator/index.js';
import { CpuState, STATE } from '../../../emulator/core/cpu-state.js';
import type { CoreMemory } from '../../../emulator/core/memory.js';
import { Exceptions } from '../../../emulator/exceptions/exceptions.js';
import type { Cause } from '../../../emulator/exceptions/causes.js';
import type { SystemHost } from '../../../emulator/system/core-system.js';
import { SystemControl } from '../../../emulator/system/system-control.js';

/** Everything below is memory, from each base on; reads of what was never written give 0. */
const MEMORIES: readonly (readonly [number, number])[] = [
  [0x0000_0000, 0x0040_0000],
  [0x2000_0000, 0x2040_0000],
];

export interface RigOptions {
  readonly core?: CoreName;
  readonly priorityBits?: number;
  readonly interrupts?: number;
  readonly mpuRegions?: number;
  readonly sysTick?: boolean;
  readonly sysTickReferenceHz?: number;
}

export class Rig implements CoreMemory {
  readonly cpu: CpuState;
  readonly system: SystemControl;
  readonly exceptions: Exceptions;
  readonly findings: string[] = [];
  readonly unpredictable: string[] = [];
  /** Addresses of the words that entry and return touched, in order. */
  readonly touched: { readonly kind: Access['kind']; readonly address: number; readonly privileged: boolean }[] = [];
  retired = 0;
  resets = 0;
  exclusiveClears = 0;
  /** Execution priorities that `priorityChanged` was told at. */
  readonly priorities: number[] = [];
  private readonly words = new Map<number, number>();

  constructor(options: RigOptions = {}) {
    const host: SystemHost = {
      now: () => this.retired,
      pendingChanged: () => undefined,
      rescheduled: () => undefined,
      resetRequested: () => {
        this.resets++;
      },
      finding: (code) => void this.findings.push(code),
    };
    const core = options.core ?? 'cortex-m3';
    this.cpu = new CpuState(new ArrayBuffer(STATE.end), isaParts(core));
    this.system = new SystemControl({
      cpu: this.cpu,
      description: {
        core,
        priorityBits: options.priorityBits ?? 8,
        mpuRegions: options.mpuRegions ?? 8,
        sysTick: options.sysTick ?? true,
        interrupts: options.interrupts ?? 32,
        clockHz: 25_000_000,
        initialVtor: 0,
        ...(options.sysTickReferenceHz === undefined ? {} : { sysTickReferenceHz: options.sysTickReferenceHz }),
      },
      host,
    });
    this.exceptions = new Exceptions({
      cpu: this.cpu,
      memory: this,
      system: this.system,
      clearExclusive: () => {
        this.exclusiveClears++;
      },
      unpredictable: (message) => void this.unpredictable.push(message),
      priorityChanged: () => void this.priorities.push(this.exceptions.executionPriority()),
    });
    this.poke(0, 0x2000_fff0);
    for (let n = 1; n < 64; n++) this.poke(4 * n, vector(n) | 1);
    const outcome = this.exceptions.reset();
    if (outcome.kind !== 'reset') throw new Error('the rig does not come out of reset');
    this.touched.length = 0;
  }

  load(access: Access): number | AccessFailure {
    return this.failure(access) ?? this.words.get(access.address) ?? 0;
  }

  store(access: Access, value: number): AccessFailure | undefined {
    const failure = this.failure(access);
    if (failure === undefined) this.words.set(access.address, value >>> 0);
    return failure;
  }

  /** Why `access` fails, if it does. The PPB is not behind this memory. */
  failure(access: Access): AccessFailure | undefined {
    this.touched.push({ kind: access.kind, address: access.address, privileged: access.privileged });
    const verdict = check(this.system.mpu, access, { negativePriority: this.exceptions.negativePriority() });
    if (!verdict.allowed) return { kind: 'mpu', access, verdict };
    const there = MEMORIES.some(([from, to]) => access.address >= from && access.address < to);
    return there ? undefined : { kind: 'bus', access, reason: 'unmapped' };
  }

  poke(address: number, value: number): void {
    this.words.set(address, value >>> 0);
  }

  word(address: number): number {
    return this.words.get(address) ?? 0;
  }

  /** A privileged word access to the PPB, as an LDR or STR would make it. */
  read(address: number): number {
    const value = this.system.read(address, 4, true);
    if (typeof value === 'string') throw new Error(value);
    return value;
  }

  write(address: number, value: number): void {
    this.system.write(address, 4, value >>> 0, true);
  }

  writeByte(address: number, value: number): void {
    this.system.write(address, 1, value, true);
  }

  /** Region `n` of 2^(size+1) bytes. */
  region(n: number, base: number, size: number, ap: number, xn = 0): void {
    this.write(0xe000_ed98, n);
    this.write(0xe000_ed9c, base);
    this.write(0xe000_eda0, (xn << 28) | (ap << 24) | (size << 1) | 1);
  }

  mpuControl(value: number): void {
    this.write(0xe000_ed94, value);
  }

  /** MEMFAULTENA, BUSFAULTENA and USGFAULTENA together. */
  enableFaults(): void {
    this.write(0xe000_ed24, 0x0007_0000);
  }

  /** The priority of system handler `exception`, 4 to 15. */
  handlerPriority(exception: number, priority: number): void {
    this.writeByte(0xe000_ed18 + exception - 4, priority);
  }

  useProcessStack(psp: number, unprivileged = false): void {
    this.cpu.psp = psp;
    this.cpu.selectStack(true);
    this.cpu.control = 2 | (unprivileged ? 1 : 0);
  }

  /** The cause of a load of `address` by the code that runs now. */
  loadOf(address: number, privileged = this.cpu.privileged): Cause {
    return this.causeOf({ kind: 'load', address, sizeBytes: 4, privileged, exclusive: false });
  }

  fetchOf(address: number): Cause {
    return this.causeOf({ kind: 'fetch', address, sizeBytes: 2, privileged: this.cpu.privileged, exclusive: false });
  }

  private causeOf(access: Access): Cause {
    const failure = this.failure(access);
    if (failure === undefined) throw new Error('the access is allowed');
    this.touched.length = 0;
    return { kind: 'access', failure };
  }

  /**
   * The state as a handler sees it, in the form of the QEMU firmware that the gold values come from. `pc` and `xpsr` are those
   * of the frame that LR points at.
   */
  report(): string {
    const { cpu } = this;
    const frame = cpu.lr === 0xffff_fffd ? cpu.psp : cpu.msp;
    const fields: [string, number][] = [
      ['ipsr', cpu.ipsr],
      ['lr', cpu.lr],
      ['msp', cpu.msp],
      ['psp', cpu.psp],
      ['cfsr', this.read(0xe000_ed28)],
      ['hfsr', this.read(0xe000_ed2c)],
      ['mmfar', this.read(0xe000_ed34)],
      ['bfar', this.read(0xe000_ed38)],
      ['icsr', this.read(0xe000_ed04)],
      ['shcsr', this.read(0xe000_ed24)],
      ['fm', cpu.faultmask],
      ['ctl', cpu.control],
      ['pc', this.word(frame + 24)],
      ['xpsr', this.word(frame + 28)],
    ];
    return fields.map(([name, value]) => `${name}=${value.toString(16)}`).join(' ');
  }
}

/** Where the handler of exception `n` is. */
export function vector(n: number): number {
  return 0x1000 + 0x10 * n;
}
