/** The listing of whole programs against `arm-none-eabi-objdump -d -z`: the same instructions at the same addresses. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadElf, programListing } from '../../../debugger/index.js';
import { requireTool } from '../../support/requirements.js';
import { root } from '../../support/root.js';

const PROGRAMS = ['mbed-rom-write-mps2-an385', 'guarded-task-lm3s6965evb-O2', 'stack-overflow-mps2-an385-bare'];

/**
 * Address, bytes and mnemonic of an instruction, `d2 4770 bx`; undefined for headings and for data, which objdump writes in
 * several forms and not at all where an odd halfword ends a section.
 */
function place(line: string): string | undefined {
  const [, address, words, mnemonic] = /^ *([0-9a-f]+):\t([0-9a-f ]+?) *\t([a-z]\S*)/.exec(line) ?? [];
  return address === undefined || words === undefined || mnemonic === undefined
    ? undefined
    : `${address} ${words.replaceAll(' ', '')} ${mnemonic}`;
}

function listing(file: string): readonly string[] {
  const { elf } = loadElf(readFileSync(file), file);
  assert.ok(elf !== undefined);
  return [...programListing(elf)];
}

describe('listing of a program', () => {
  before(function () {
    requireTool(this, 'arm-none-eabi-objdump', 'binutils-arm-none-eabi');
  });

  for (const name of PROGRAMS) {
    it(`has the lines that objdump has for ${name}`, () => {
      const file = join(root, `firmware/elf/demos/${name}.elf`);
      const { stdout } = spawnSync('arm-none-eabi-objdump', ['-d', '-z', file], { encoding: 'utf8' });
      const places = (lines: readonly string[]): string[] => lines.map(place).filter((text) => text !== undefined);
      const expected = places(stdout.split('\n'));
      assert.ok(expected.length > 100);
      assert.deepEqual(places(listing(file)), expected);
    });
  }
});
