/**
 * Who wrote each region of the MPU last, of both MPUs of a core with the Security Extension: followed by watchpoints on their
 * registers, whose hits the user never sees.
 */
import {
  regionRegisters,
  type MpuView,
  type RegisterSnapshot,
  type StopEvent,
  type Watchpoint,
} from '../../emulator/index.js';
import type { CallFrame, SourceResolver } from '../faults/context.js';

/** The write that gave a region its present registers. */
export interface RegionWriter {
  readonly retired: number;
  readonly pc: number;
  /** Innermost first. */
  readonly frames: readonly CallFrame[];
}

interface RegionState {
  readonly rbar: number;
  /** MPU_RASR or MPU_RLAR. */
  readonly second: number;
  readonly writer?: RegionWriter;
}

/** Of the MPU of Non-secure code, which is all that there is without the Security Extension, and of that of Secure code. */
export type RegionWritersState = readonly (readonly RegionState[])[];

/** `Machine` fits. */
export interface MpuMachine {
  readonly cpu: { readonly hasSecurity: boolean };
  mpuOf(secure: boolean): MpuView;
  readonly retired: number;
  registers(): RegisterSnapshot;
}

export interface RegionWritersOptions {
  readonly machine: MpuMachine;
  readonly source: SourceResolver;
  /** It and the next one must be nobody else's. */
  readonly watchpointId?: number;
}

/** The watchpoint's id if nobody says otherwise. */
export const REGION_WRITERS_WATCHPOINT = 0x4100_0000;

/** MPU_CTRL up to the last alias of MPU_RASR or MPU_RLAR (Armv7-M ARM, B3.5). */
export const MPU_REGISTER_RANGE = { start: 0xe000_ed94, end: 0xe000_edbc } as const;
/** The same registers of Non-secure code, for Secure code (Armv8-M ARM, the Non-secure alias of the System Control Space). */
const NON_SECURE_ALIAS = 0x2_0000;
const ALIAS_RANGE = {
  start: MPU_REGISTER_RANGE.start + NON_SECURE_ALIAS,
  end: MPU_REGISTER_RANGE.end + NON_SECURE_ALIAS,
} as const;

export class RegionWriters {
  readonly watchpoints: readonly Watchpoint[];
  private readonly machine: MpuMachine;
  private readonly source: SourceResolver;
  private state: RegionWritersState;

  constructor({ machine, source, watchpointId = REGION_WRITERS_WATCHPOINT }: RegionWritersOptions) {
    this.machine = machine;
    this.source = source;
    const ranges = machine.cpu.hasSecurity ? [MPU_REGISTER_RANGE, ALIAS_RANGE] : [MPU_REGISTER_RANGE];
    this.watchpoints = ranges.map((range, n) => ({ id: watchpointId + n, ...range, read: false, write: true }));
    this.state = this.present();
  }

  private present(): RegionWritersState {
    const { machine } = this;
    const states = machine.cpu.hasSecurity ? [false, true] : [false];
    return states.map((secure) => machine.mpuOf(secure).regions().map(regionRegisters));
  }

  /** Immutable: keep it with a snapshot of the machine. */
  save(): RegionWritersState {
    return this.state;
  }

  restore(state: RegionWritersState): void {
    this.state = state;
  }

  /** After a reset: nobody has written anything. */
  reset(): void {
    this.state = this.present();
  }

  /** Must see every stop of the machine. True if the stop was for this alone and the run should go on. */
  observe(event: StopEvent): boolean {
    if (event.reason === 'reset') this.reset();
    if (event.reason !== 'watchpoint') return false;
    this.compare(event.hit.pc);
    return this.watchpoints.some(({ id }) => id === event.hit.watchpointId);
  }

  private compare(pc: number): void {
    const now = this.present();
    const isAsBefore = ({ rbar, second }: RegionState, before: RegionState | undefined): boolean =>
      rbar === before?.rbar && second === before.second;
    if (now.every((regions, state) => regions.every((region, n) => isAsBefore(region, this.state[state]?.[n])))) return;
    const registers = this.machine.registers();
    // The instruction has retired and PC is at the next one.
    const frames = this.source.frames({ ...registers, r: registers.r.with(15, pc) });
    const writer: RegionWriter = { retired: this.machine.retired, pc, frames };
    this.state = now.map((regions, state) =>
      regions.map((region, n) => {
        const before = this.state[state]?.[n];
        return before !== undefined && isAsBefore(region, before) ? before : { ...region, writer };
      }),
    );
  }

  /** Who gave region `number` of the MPU over code of a security state its registers; undefined before the first write. */
  writerOf(number: number, secure = false): RegionWriter | undefined {
    return this.state[secure ? 1 : 0]?.[number]?.writer;
  }
}
