/** Records a program with gdb-multiarch on QEMU's stub; record.py does the asking. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../support/root.js';
import { elfPath, type Program } from './programs.js';
import type { Recording } from './recording.js';

/** Steps of each kind; a `finish` run has one finish in five. */
export const STEPS = 20;
const TIMEOUT_MS = 120_000;

/** QEMU behind a pipe of GDB's: it ends with GDB. What the firmware prints goes nowhere. */
function qemuCommand(program: Program): string {
  return [
    `qemu-system-arm -M ${program.board} -S -display none -monitor none -serial null`,
    '-chardev null,id=out -semihosting-config enable=on,target=native,chardev=out',
    `-gdb stdio -kernel ${elfPath(program)}`,
  ].join(' ');
}

/** Throws an Error with what GDB said if it does not get to the end. */
export function record(program: Program): Recording {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-gdb-'));
  try {
    const out = join(folder, 'recording.json');
    const script = join(root, 'test/debugger/gdb/record.py');
    const result = spawnSync('gdb-multiarch', ['-nx', '-batch', '-x', script], {
      encoding: 'utf8',
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
      env: {
        ...process.env,
        LC_ALL: 'C.UTF-8',
        RECORD_ELF: elfPath(program),
        RECORD_QEMU: qemuCommand(program),
        RECORD_STEPS: String(STEPS),
        RECORD_FAULT: program.faultFunction,
        RECORD_OUT: out,
      },
    });
    if (result.error) throw result.error;
    if (result.status !== 0) {
      throw new Error(`GDB ended with ${result.status ?? result.signal} on ${program.name}: ${result.stderr}`);
    }
    return JSON.parse(readFileSync(out, 'utf8')) as Recording;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
