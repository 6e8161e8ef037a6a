// Every program that ends by itself does on QEMU what its gold says: the same standard output, the same exit status.
// UPDATE_GOLDEN=1 rewrites the gold from QEMU.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { checkGold } from '../support/gold.js';
import { requireTool } from '../support/requirements.js';
import { elfPath, type ExpectedRun, type FirmwareElf, goldFile, readManifest } from './manifest.js';

const TIMEOUT_MS = 60_000;

interface Outcome {
  readonly output: string;
  readonly status: number | null;
}

/** Runs an ELF on QEMU; the current folder, which semihosting gives to the program, is one of its own. */
function runOnQemu(elf: FirmwareElf, run: ExpectedRun): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-gold-'));
  try {
    // The UART and the semihosting console share standard output; without a chardev the latter would go to standard error.
    const console = ['-chardev', 'stdio,mux=on,id=console', '-serial', 'chardev:console'];
    const settings = ['enable=on', 'target=native', 'chardev=console', ...run.arguments.map((text) => `arg=${text}`)];
    const machine = ['-M', elf.board, '-display', 'none', '-monitor', 'none', ...console];
    const program = ['-semihosting-config', settings.join(','), '-kernel', elfPath(elf)];
    const options = { cwd: folder, encoding: 'utf8', input: '', timeout: TIMEOUT_MS } as const;
    const { stdout, status } = spawnSync('qemu-system-arm', [...machine, ...program], options);
    return { output: stdout, status };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
        checkGold(goldFile(run.gold), outcome.output);
        assert.equal(outcome.status, run.status);
      });
    }
  }
});
