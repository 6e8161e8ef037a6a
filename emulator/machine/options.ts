/** How a machine is made. */
import type { BoardDescription } from '../board/description.js';
import type { SemihostingOptions } from '../semihosting/semihosting.js';

export interface MachineOptions {
  readonly board: BoardDescription;
  /** `off` lets every access through that the default memory map allows. `enforce` if absent. */
  readonly mpu?: 'enforce' | 'off';
  /** Answers BKPT 0xAB; a BKPT like any other if absent. */
  readonly semihosting?: SemihostingOptions;
  /**
   * What a BKPT does that is no semihosting call: `stop` the run, as with a debugger attached, or raise the exception.
   * `raise` if absent.
   */
  readonly bkpt?: 'stop' | 'raise';
  /**
   * `units` executes straight runs of instructions as units printed at run time: slow, for tests of the printer.
   * `interpreter` if absent.
   */
  readonly execution?: 'interpreter' | 'units';
  /** Bytes that the firmware writes: to a device by name, or to `semihosting:stdout` and `semihosting:stderr`. */
  output?(channel: string, bytes: Uint8Array): void;
}
