/** The whole state of a machine as plain data: enough to go on exactly, on a machine of the same board. */
import { UserError } from '../../base/index.js';
import { PAGE_BYTES } from '../interpreter/layout.js';
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
    memories: machine.memory.blocks.map(({ host, memory }) => pages(machine.memory, host, memory.sizeBytes)),
  };
}

function pages(memory: GuestMemory, host: number, sizeBytes: number): SavedPage[] {
  const saved: SavedPage[] = [];
  for (let offset = 0; offset < sizeBytes; offset += PAGE_BYTES) {
    const pageBytes = Math.min(PAGE_BYTES, sizeBytes - offset);
    const start = host + offset;
    if (!memory.isZero(start, pageBytes)) saved.push({ offset, bytes: memory.bytes.slice(start, start + pageBytes) });
  }
  return saved;
}

/** Puts a state back; the machine forgets its code and rights around this. */
export function restoreMachine(machine: MachineParts, state: MachineState): void {
  if (state.board !== machine.options.board.name)
    throw new UserError(
      'state-other-board',
      `The saved state is of board ${state.board}, this machine is ${machine.options.board.name}: restore it on the same board.`,
    );
  machine.memory.blocks.forEach(({ host, memory }, i) => {
    machine.memory.bytes.fill(0, host, host + memory.sizeBytes);
    for (const { offset, bytes } of state.memories[i] ?? []) machine.memory.bytes.set(bytes, host + offset);
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
  cpu.selectStack((registers.control & 2) !== 0);
  cpu.control = registers.control;
  registers.r.forEach((value, n) => cpu.setReg(n, value));
  cpu.msp = registers.msp;
  cpu.psp = registers.psp;
  cpu.xpsr = registers.xpsr;
  cpu.primask = registers.primask;
  cpu.faultmask = registers.faultmask;
  cpu.basepri = registers.basepri;
}
