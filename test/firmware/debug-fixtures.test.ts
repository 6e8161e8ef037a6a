// The debug fixtures come to `finished` on QEMU with the result of the manifest, as GDB reads it, at every level.
// The DWARF version must not change what is loaded, so one of the two versions is run.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

import { requireTool } from '../support/requirements.js';
import { elfPath, type FirmwareElf, readManifest } from './manifest.js';

const fixtures = readManifest().elfs.filter((elf) => elf.result !== null);

/** GDB's last line after it ran the fixture to `finished` and printed `result`. */
function resultInGdb(elf: FirmwareElf): string {
  const qemu = `qemu-system-arm -M ${elf.board} -display none -monitor none -serial none -S -gdb stdio -kernel ${elfPath(elf)}`;
  const commands = [`target remote | ${qemu}`, 'break finished', 'continue', 'printf "%d\\n", result', 'kill'];
  const options = { encoding: 'utf8', input: '', timeout: 60_000 } as const;
  const script = commands.flatMap((command) => ['-ex', command]);
  const { stdout } = spawnSync('gdb-multiarch', ['-q', '-nx', '-batch', ...script, elfPath(elf)], options);
  return /^(-?\d+)$/m.exec(stdout)?.[1] ?? stdout;
}

describe('debug fixtures', () => {
  it('are the same program with DWARF 4 and DWARF 5', () => {
    const hashes = (version: number): string[] =>
      fixtures.filter((elf) => elf.dwarf === version).map((elf) => `${elf.name.slice(0, -1)} ${elf.loadableSha256}`);
    assert.ok(hashes(4).length >= 30);
    assert.deepEqual(hashes(4), hashes(5));
  });

  describe('in GDB', () => {
    before(function () {
      requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
      requireTool(this, 'gdb-multiarch', 'gdb-multiarch');
    });

    for (const elf of fixtures.filter(({ dwarf }) => dwarf === 4)) {
      it(`${elf.name}: ${elf.result}`, () => {
        assert.equal(resultInGdb(elf), String(elf.result));
      });
    }
  });
});
