/** What a machine consists of, as those see it who save, restore or digest it. */
import type { CpuState } from '../core/cpu-state.js';
import type { RegisterSnapshot } from '../core/events.js';
import type { CoreExceptions } from '../exceptions/core-exceptions.js';
import type { Peripheral } from '../peripherals/peripheral.js';
import type { Semihosting } from '../semihosting/semihosting.js';
import type { CoreSystem } from '../system/core-system.js';
import type { GuestMemory } from './guest-memory.js';
import type { MachineOptions } from './options.js';
import type { ExclusiveMonitor } from './system-operations.js';
import type { Time } from './time.js';

export interface MachineParts {
  readonly options: MachineOptions;
  readonly memory: GuestMemory;
  readonly cpu: CpuState;
  readonly system: CoreSystem;
  readonly exceptions: CoreExceptions;
  readonly peripherals: readonly Peripheral[];
  readonly time: Time;
  readonly semihosting: Semihosting | undefined;
  readonly monitor: ExclusiveMonitor;
  /** Bytes typed that the firmware has not read yet. */
  readonly input: number[];
  /** A BKPT that the run has stopped at: the next run goes past it. */
  passedBkpt: number | undefined;
  sleeping: 'wfi' | 'wfe' | undefined;
  registers(): RegisterSnapshot;
}
