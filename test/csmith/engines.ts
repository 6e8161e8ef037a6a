/** One program on Ringfence, within a budget of instructions, and on QEMU; both answer how it ended and what it printed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadElf } from '../../debugger/elf/index.js';
import { findBoard } from '../../debugger/launch/index.js';
import { Machine, type MachineOptions, type StopEvent } from '../../emulator/index.js';
import { runLimited, type LimitedRun } from './limited.js';

export interface Outcome {
  /** `exit` is a semihosting exit with success, `failure` one without; `unfinished` is a spent budget, or QEMU's limit. */
  readonly ending: 'exit' | 'failure' | 'lockup' | 'unfinished' | 'other';
  readonly output: string;
}

export interface OurOutcome extends Outcome {
  readonly retired: number;
  /** Of the whole machine. */
  readonly stateHash: string;
  readonly findings: readonly string[];
}

export interface RunOptions {
  readonly budget: number;
  readonly execution?: NonNullable<MachineOptions['execution']>;
  /** The longest run at once, asked anew for each; the whole budget if absent. */
  readonly slice?: () => number;
}

/** Runs an ELF file from reset on a built-in board until it ends or the budget is spent. */
export function runOnRingfence(elf: Uint8Array, board: string, options: RunOptions): OurOutcome {
  const output: string[] = [];
  const machine = new Machine({
    board: findBoard(board),
    execution: options.execution ?? 'interpreter',
    semihosting: {},
    output: (channel, bytes) => {
      if (channel === 'semihosting:stdout') output.push(Buffer.from(bytes).toString('latin1'));
    },
  });
  const { elf: file, findings } = loadElf(elf, 'program.elf');
  if (!file) throw new Error(findings.map(({ message }) => message).join('; '));
  for (const { loadAddress, bytes } of file.segments) machine.writeMemory(loadAddress, bytes);
  machine.reset();
  const ending = runToEnd(machine, options);
  return {
    ending,
    output: output.join(''),
    retired: machine.retired,
    stateHash: machine.stateHash(),
    findings: machine.findings.map(({ code, message }) => `${code}: ${message}`),
  };
}

function runToEnd(machine: Machine, { budget, slice }: RunOptions): Outcome['ending'] {
  for (;;) {
    const left = budget - machine.retired;
    const ending = endingOf(machine.run(Math.min(left, slice?.() ?? left)));
    if (ending !== undefined) return ending;
    if (machine.retired >= budget) return 'unfinished';
  }
}

/** Undefined if the run goes on. */
function endingOf(event: StopEvent): Outcome['ending'] | undefined {
  switch (event.reason) {
    case 'exit':
      return event.applicationExit ? 'exit' : 'failure';
    case 'lockup':
      return 'lockup';
    case 'budget':
    case 'fault': // Its handler ends the program.
      return undefined;
    default:
      return 'other';
  }
}

/** Runs an ELF file on QEMU, for at most so many seconds of processor time. */
export function runOnQemu(elf: Uint8Array, machine: string, seconds: number): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-qemu-'));
  try {
    const path = join(folder, 'program.elf');
    writeFileSync(path, elf);
    const quiet = ['-display', 'none', '-monitor', 'none', '-serial', 'none'];
    // Without a chardev the semihosting console would go to standard error.
    const console = ['-chardev', 'stdio,id=console'];
    const semihosting = [...console, '-semihosting-config', 'enable=on,target=native,chardev=console'];
    const args = ['-M', machine, ...quiet, ...semihosting, '-kernel', path];
    const result = runLimited('qemu-system-arm', args, seconds);
    return { ending: qemuEnding(result), output: result.stdout };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function qemuEnding({ outOfTime, status, stderr }: LimitedRun): Outcome['ending'] {
  if (outOfTime) return 'unfinished';
  if (status === 0) return 'exit';
  if (status === 1) return 'failure';
  return stderr.includes('Lockup') ? 'lockup' : 'other';
}
