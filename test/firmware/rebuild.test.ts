// The same compiler makes the same firmware: a rebuild has the loadable sections that are committed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { leaveOut, requireTool } from '../support/requirements.js';
import { root } from '../support/root.js';
import { readManifest } from './manifest.js';

/** Without it the linker takes newlib's, and C++ programs for picolibc come out otherwise. */
const PICOLIBC_CXX = '/usr/lib/picolibc/arm-none-eabi/lib/libstdc++.a';

describe('firmware rebuilt', () => {
  it('has the committed loadable sections', function () {
    this.timeout(15 * 60_000);
    requireTool(this, 'arm-none-eabi-gcc', 'gcc-arm-none-eabi');
    if (!existsSync(PICOLIBC_CXX)) {
      leaveOut(this, 'libstdc++ of picolibc', 'libstdc++-arm-none-eabi-picolibc', `${PICOLIBC_CXX} is missing`);
    }
    const { toolchain, elfs } = readManifest();
    const compiler = execFileSync('arm-none-eabi-gcc', ['--version'], { encoding: 'utf8' }).split('\n')[0];
    if (compiler !== toolchain.compiler) {
      const reason = `the compiler is ${compiler}, the committed firmware is from ${toolchain.compiler}`;
      leaveOut(this, toolchain.compiler, 'gcc-arm-none-eabi', reason);
    }

    const folder = mkdtempSync(join(tmpdir(), 'ringfence-firmware-'));
    try {
      execFileSync('node', [join(root, 'scripts/firmware.mjs'), '--out', folder], { stdio: 'pipe' });
      const rebuilt = readManifest(folder);
      assert.deepEqual(rebuilt.toolchain, toolchain);
      assert.deepEqual(
        rebuilt.elfs.map((elf) => [elf.name, elf.loadableSha256]),
        elfs.map((elf) => [elf.name, elf.loadableSha256]),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
