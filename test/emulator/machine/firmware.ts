/** Machines with the committed firmware on them, and what they print. */
import { readFileSync } from 'node:fs';
import { findBoard } from '../../../debugger/launch/index.js';
import { loadElf } from '../../../debugger/elf/index.js';
import { Machine, type MachineOptions, type SemihostingFiles, type StopEvent } from '../../../emulator/index.js';
import { elfPath, readManifest, type FirmwareElf } from '../../firmware/manifest.js';

/** A machine with what it has printed so far: UART and semihosting console together, as QEMU mixes them. */
export interface Console {
  readonly machine: Machine;
  readonly printed: () => string;
}

export interface ConsoleOptions {
  readonly commandLine?: string;
  readonly files?: SemihostingFiles;
  readonly machine?: Partial<MachineOptions>;
}

/** A machine of that board with the file's segments in its memories, out of reset. Throws an Error if it is no ELF. */
export function machineWith(elf: Uint8Array, board: string, options: ConsoleOptions = {}): Console {
  const chunks: Uint8Array[] = [];
  const { commandLine, files } = options;
  const machine = new Machine({
    board: findBoard(board),
    semihosting: { ...(commandLine !== undefined && { commandLine }), ...(files && { files }) },
    output: (_channel, bytes) => void chunks.push(bytes.slice()),
    ...options.machine,
  });
  const { elf: file, findings } = loadElf(elf, 'image.elf');
  if (!file) throw new Error(findings.map(({ message }) => message).join('; '));
  for (const { loadAddress, bytes } of file.segments) machine.writeMemory(loadAddress, bytes);
  machine.reset();
  return { machine, printed: () => Buffer.concat(chunks).toString('utf8') };
}

/** The ELF file of that name in the manifest. Throws an Error if there is none. */
export function firmware(name: string): FirmwareElf {
  const elf = readManifest().elfs.find((candidate) => candidate.name === name);
  if (!elf) throw new Error(`the manifest has no ${name}`);
  return elf;
}

export function firmwareMachine(elf: FirmwareElf, options: ConsoleOptions = {}): Console {
  const commandLine = elf.run?.arguments.join(' ') ?? '';
  return machineWith(readFileSync(elfPath(elf)), elf.board, { commandLine, ...options });
}

/** Runs past faults and resets, which a program may mean, to any other end, or to `limit` retired instructions. */
export function runToEnd(machine: Machine, limit: number): StopEvent {
  for (;;) {
    const event = machine.run(limit - machine.retired);
    if (event.reason !== 'fault' && event.reason !== 'reset') return event;
  }
}
