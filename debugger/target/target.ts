/**
 * What a debugger needs of the machine under it. The emulator is one; a probe on silicon could be another. Everything but
 * `run` and `step` is for a machine that stands still.
 */
import type {
  AccessKind,
  AccessSize,
  Explanation,
  MachineFinding,
  MachineState,
  MpuRegion,
  MpuView,
  RegisterSnapshot,
  StopEvent,
  Watchpoint,
} from '../../emulator/index.js';
import type { RegisterName } from './registers.js';

/** A state that `restore` takes back; what is in it is the target's own business. */
export interface TargetState {
  readonly machine: MachineState;
}

/** What both kinds of code may do at an address, and who decides. */
export interface AccessExplanation {
  readonly address: number;
  readonly kind: AccessKind;
  readonly sizeBytes: AccessSize;
  readonly privileged: Explanation;
  readonly unprivileged: Explanation;
  /** Whether the code that is stopped now runs privileged. */
  readonly currentlyPrivileged: boolean;
}

export interface Target {
  registers(): RegisterSnapshot;
  readRegister(name: RegisterName): number;
  /** Takes what the register can hold: PC and the stack pointers are aligned, CONTROL switches the stack pointer. */
  writeRegister(name: RegisterName, value: number): void;
  /** Past the MPU and without side effects. Shorter than asked for where nothing answers. */
  readMemory(address: number, length: number): Uint8Array;
  /** Past the MPU, and into ROM. The number of bytes written. */
  writeMemory(address: number, bytes: Uint8Array): number;

  /** Replaces all breakpoints: addresses of instructions, bit 0 clear. */
  setBreakpoints(addresses: ReadonlySet<number>): void;
  /** Replaces all watchpoints. */
  setWatchpoints(watchpoints: readonly Watchpoint[]): void;

  /** Instructions since reset. */
  readonly retired: number;
  /** Executes at most `instructions`, past a breakpoint at the first. Stops by `budget` if nothing else stops it. */
  run(instructions: number): StopEvent;
  /** Executes one instruction, or takes an exception and executes its handler's first. */
  step(): StopEvent;
  /** Starts anew from the vector table; a StopEvent if even that fails. */
  reset(): StopEvent | undefined;
  /** Bytes typed into a device, or into `semihosting:stdin`. */
  receive(channel: string, bytes: Uint8Array): void;

  /** What the MPU would say of an access now. */
  explainAccess(address: number, kind: AccessKind, sizeBytes?: AccessSize): AccessExplanation;
  readonly mpu: MpuView;
  mpuRegions(): readonly MpuRegion[];
  findings(): readonly MachineFinding[];

  save(): TargetState;
  restore(state: TargetState): void;
}

/** All bytes or nothing, as values and unwinding want memory. */
export function readExactly(target: Target, address: number, length: number): Uint8Array | undefined {
  const bytes = target.readMemory(address >>> 0, length);
  return bytes.length === length ? bytes : undefined;
}
