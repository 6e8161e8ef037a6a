/** Who wrote each region of the MPU last: followed by a watchpoint on the MPU's registers, whose hits the user never sees. */
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

export type RegionWritersState = readonly RegionState[];

/** `Machine` fits. */
export interface MpuMachine {
  readonly mpuView: MpuView;
  readonly retired: number;
  registers(): RegisterSnapshot;
}

export interface RegionWritersOptions {
  readonly machine: MpuMachine;
  readonly source: SourceResolver;
  /** Must be nobody else's. */
  readonly watchpointId?: number;
}

/** The watchpoint's id if nobody says otherwise. */
export const REGION_WRITERS_WATCHPOINT = 0x4100_0000;

/** MPU_CTRL up to the last alias of MPU_RASR or MPU_RLAR (Armv7-M ARM, B3.5). */
export const MPU_REGISTER_RANGE = { start: 0xe000_ed94, end: 0xe000_edbc } as const;

export class RegionWriters {
  readonly watchpoints: readonly Watchpoint[];
  private readonly machine: MpuMachine;
  private readonly source: SourceResolver;
  private state: RegionWritersState;

  constructor({ machine, source, watchpointId = REGION_WRITERS_WATCHPOINT }: RegionWritersOptions) {
    this.machine = machine;
    this.source = source;
    this.watchpoints = [{ id: watchpointId, ...MPU_REGISTER_RANGE, read: false, write: true }];
    this.state = this.present();
  }

  private present(): RegionWritersState {
    return this.machine.mpuView.regions().map(regionRegisters);
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
    if (now.every(({ rbar, second }, n) => rbar === this.state[n]?.rbar && second === this.state[n].second)) return;
    const registers = this.machine.registers();
    // The instruction has retired and PC is at the next one.
    const frames = this.source.frames({ ...registers, r: registers.r.with(15, pc) });
    const writer: RegionWriter = { retired: this.machine.retired, pc, frames };
    this.state = now.map((region, n) => {
      const before = this.state[n];
      return before !== undefined && before.rbar === region.rbar && before.second === region.second
        ? before
        : { ...region, writer };
    });
  }

  /** Who gave region `number` the registers that it has; undefined before the first write. */
  writerOf(number: number): RegionWriter | undefined {
    return this.state[number]?.writer;
  }
}
