/** QEMU as a contestant: it runs an ELF file to its semihosting exit. The wall time counts, its start included. */
import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import type { Sample } from './side-by-side.js';

export interface QemuRun {
  /** The firmware; it has to end with semihosting SYS_EXIT. */
  readonly elf: string;
  /** QEMU's name of the board, e.g. `mps2-an385`. */
  readonly machine: string;
  /** How many instructions the firmware executes to its end, counted by our emulator. */
  readonly instructions: number;
  /** A run that takes longer is an error. */
  readonly timeoutMs: number;
}

/** Throws when QEMU cannot start, does not come to an end, or the firmware's exit status is not 0. */
export function runInQemu({ elf, machine, instructions, timeoutMs }: QemuRun): Sample {
  const args = ['-M', machine, '-nographic', '-monitor', 'none', '-serial', 'null', '-semihosting', '-kernel', elf];
  const start = performance.now();
  const result = spawnSync('qemu-system-arm', args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: timeoutMs });
  const seconds = (performance.now() - start) / 1000;
  if (result.error !== undefined) throw new Error(`qemu-system-arm and ${elf}: ${result.error.message}`);
  if (result.status !== 0)
    throw new Error(`qemu-system-arm and ${elf}: status ${result.status}: ${result.stderr.toString()}`);
  return { instructions, seconds };
}
