// Every program that ends by itself does on QEMU what its gold says: the same standard output, the same exit status.
// UPDATE_GOLDEN=1 rewrites the gold from QEMU.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { requireTool } from '../support/requirements.js';
import { elfPath, type ExpectedRun, type FirmwareElf, goldFolder, readGold, readManifest } from './manifest.js';

const TIMEOUT_MS = 60_000;

interface Outcome {
  readonly output: string;
  readonly status: number | null;
}

/** Runs an ELF on QEMU; the current folder, which semihosting gives to the program, is one of its own. */
function runOnQemu(elf: FirmwareElf, run: ExpectedRun): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-gold-'));
  try {
    const semihosting = ['enable=on', 'target=native', ...run.arguments.map((argument) => `arg=${argument}`)].join(',');
    const machine = ['-M', elf.board, '-display', 'none', '-monitor', 'none', '-serial', 'stdio'];
    const program = ['-semihosting-config', semihosting, '-kernel', elfPath(elf)];
    const options = { cwd: folder, encoding: 'utf8', input: '', timeout: TIMEOUT_MS } as const;
    const { stdout, status } = spawnSync('qemu-system-arm', [...machine, ...program], options);
    return { output: stdout, status };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function updateGold(run: ExpectedRun, output: string): void {
  const file = `${goldFolder}/${run.gold}.txt`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, output);
}

describe('firmware on QEMU', () => {
  before(function () {
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
  });

  for (const elf of readManifest().elfs) {
    const { run } = elf;
    if (run !== null) {
      it(elf.name, () => {
        const outcome = runOnQemu(elf, run);
        if (process.env['UPDATE_GOLDEN'] === '1') {
          updateGold(run, outcome.output);
        }
        assert.deepEqual(outcome, { output: readGold(run.gold), status: run.status });
      });
    }
  }
});
