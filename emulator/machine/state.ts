/** The whole state of a machine as plain data: enough to go on exactly, on a machine of the same board. */
import { UserError } from '../../base/index.js';
import type { SemihostingState } from '../semihosting/semihosting.js';
import type { RegisterSnapshot } from '../core/events.js';
import type { GuestMemory } from './guest-memory.js';
import type { MachineParts } from './parts.js';

export interface MachineState {
  readonly formatVersion: 1;
  readonly board: string;
  readonly registers: RegisterSnapshot;
  readonly retired: number;
  readonly idle: number;
  readonly sleeping: 'wfi' | 'wfe' | undefined;
  readonly input: readonly number[];
  readonly passedBkpt: number | undefined;
  readonly monitor: number | undefined;
  readonly system: unknown;
  readonly exceptions: unknown;
  readonly peripherals: readonly unknown[];
  readonly semihosting: SemihostingState | undefined;
  /** Pages of each memory that are not all zero. */
  readonly memories: readonly (readonly SavedPage[])[];
}

export interface SavedPage {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

export function saveMachine(machine: MachineParts): MachineState {
  return {
    formatVersion: 1,
    board: machine.options.board.name,
    registers: machine.registers(),
    retired: machine.time.retired,
    idle: machine.time.idle,
    sleeping: machine.sleeping,
    input: [...machine.input],
    passedBkpt: machine.passedBkpt,
    monitor: machine.monitor.address,
    system: machine.system.save(),
    exceptions: machine.exceptions.save(),
    peripherals: machine.peripherals.map((device) => device.save()),
    semihosting: machine.semihosting?.save(),
    memories: savedPages(machine.memory),
  };
}

function savedPages(memory: GuestMemory): SavedPage[][] {
  const saved = new Map(memory.blocks.map((block) => [block, [] as SavedPage[]]));
  for (const { block, offset, sizeBytes } of memory.touchedPages()) {
    const start = block.host + offset;
    if (!memory.isZero(start, sizeBytes))
      saved.get(block)!.push({ offset, bytes: memory.bytes.slice(start, start + sizeBytes) });
  }
  return [...saved.values()];
}

/** Puts a state back; the machine forgets its code and rights around this. */
export function restoreMachine(machine: MachineParts, state: MachineState): void {
  if (state.board !== machine.options.board.name)
    throw new UserError(
      'state-other-board',
      `The saved state is of board ${state.board}, this machine is ${machine.options.board.name}: restore it on the same board.`,
    );
  machine.memory.clear();
  machine.memory.blocks.forEach((block, i) => {
    for (const { offset, bytes } of state.memories[i] ?? []) machine.memory.load(block, offset, bytes);
  });
  // Devices drive their interrupt lines anew: the interrupt controller comes after them, time before.
  machine.time.retired = state.retired;
  machine.time.idle = state.idle;
  machine.peripherals.forEach((device, i) => device.restore(state.peripherals[i]));
  machine.system.restore(state.system);
  machine.exceptions.restore(state.exceptions);
  if (state.semihosting) machine.semihosting?.restore(state.semihosting);
  machine.monitor.address = state.monitor;
  machine.sleeping = state.sleeping;
  machine.input.splice(0, machine.input.length, ...state.input);
  machine.passedBkpt = state.passedBkpt;
  const { cpu } = machine;
  const { registers } = state;
  const { security, limits } = registers;
  if (security) {
    Object.assign(cpu.bank(!security.secure), security.other);
    cpu.secure = security.secure;
    Object.assign(cpu.bank(!security.secure), security.other);
    cpu.secureFloats = security.sfpa;
  }
  cpu.selectStack((registers.control & 2) !== 0);
  cpu.control = registers.control;
  registers.r.forEach((value, n) => cpu.setReg(n, value));
  cpu.msp = registers.msp;
  cpu.psp = registers.psp;
  cpu.xpsr = registers.xpsr;
  cpu.primask = registers.primask;
  cpu.faultmask = registers.faultmask;
  cpu.basepri = registers.basepri;
  registers.floats?.s.forEach((value, n) => cpu.setFloat(n, value));
  if (registers.floats) cpu.fpscr = registers.floats.fpscr;
  if (limits) Object.assign(cpu, limits);
}
