/** Our emulator as an engine of the differential tests. */
import { findBoard } from '../../debugger/launch/index.js';
import { loadElf } from '../../debugger/elf/index.js';
import { Machine, type BoardDescription, type CpuDescription } from '../../emulator/index.js';
import { machineWith } from '../emulator/machine/firmware.js';
import type { StreamEngine } from './qemu.js';

const LIMIT = 2_000_000_000;

/** A built-in board, perhaps with another CPU. */
export interface BoardChoice {
  readonly machine: string;
  readonly cpu?: Partial<CpuDescription>;
}

export function boardOf({ machine, cpu }: BoardChoice): BoardDescription {
  const board = findBoard(machine);
  return { ...board, cpu: { ...board.cpu, ...cpu } };
}

/** Runs an image to its SYS_EXIT, and gives what it wrote to the semihosting console. */
export function runOnRingfence(elf: Uint8Array, choice: BoardChoice = { machine: 'mps2-an385' }): Uint8Array {
  const chunks: Uint8Array[] = [];
  const machine = new Machine({
    board: boardOf(choice),
    semihosting: {},
    output: (channel, bytes) => {
      if (channel === 'semihosting:stdout') chunks.push(bytes.slice());
    },
  });
  const { elf: file, findings } = loadElf(elf, 'stream.elf');
  if (!file) throw new Error(findings.map(({ message }) => message).join('; '));
  for (const { loadAddress, bytes } of file.segments) machine.writeMemory(loadAddress, bytes);
  machine.reset();
  for (;;) {
    const event = machine.run(LIMIT - machine.retired);
    if (event.reason === 'exit') return Buffer.concat(chunks);
    if (event.reason !== 'fault' && event.reason !== 'reset')
      throw new Error(`the image ended with ${event.reason} at ${event.pc.toString(16)}`);
  }
}

/** A board of ours behind the interface of all engines. */
export function ringfenceEngine(choice: BoardChoice): StreamEngine {
  return { name: `Ringfence ${choice.machine}`, run: (elf) => runOnRingfence(elf, choice) };
}

/** The state's digest where a run in slices of that length ends by SYS_EXIT; throws an Error if it does not within `limit`. */
export function endState(elf: Uint8Array, choice: BoardChoice, slice: number, limit: number): string {
  const { machine } = machineWith(elf, choice.machine, { machine: { board: boardOf(choice) } });
  while (machine.retired < limit) if (machine.run(slice).reason === 'exit') return machine.stateHash();
  throw new Error(`no end within ${limit} instructions`);
}
