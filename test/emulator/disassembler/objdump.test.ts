/** The text of every 16-bit and of very many 32-bit patterns against objdump's, and which are defined against QEMU's. */
import assert from 'node:assert/strict';
import { sweepGold, sweepMillion, type SweptPattern } from '../../differential/oracles.js';
import { requireTool } from '../../support/requirements.js';
import { compareDefined, compareText, type Comparison } from './compare.js';
import { DEFINED_DIFFERENCES, TEXT_DIFFERENCES } from './differences.js';

function check(comparison: Comparison, least: number): void {
  assert.ok(comparison.compared >= least, `${comparison.compared} compared`);
  assert.deepEqual(comparison.unexplained.slice(0, 20), [], `${comparison.unexplained.length} differ`);
}

describe('disassembler against objdump and QEMU', () => {
  let narrow: readonly SweptPattern[];
  let wide: readonly SweptPattern[];
  before(() => {
    narrow = sweepGold(16);
    wide = sweepGold(32);
  });

  it('writes every 16-bit pattern as objdump does', () => {
    check(compareText(narrow), 59_392);
  });

  it('writes 32-bit patterns as objdump does', () => {
    check(compareText(wide), 90_000);
  });

  it('calls the same 16-bit patterns UNDEFINED as QEMU', () => {
    check(compareDefined(narrow), 59_392);
  });

  it('calls the same 32-bit patterns UNDEFINED and NOCP as QEMU', () => {
    check(compareDefined(wide), 90_000);
  });

  it('lists no class of differences that explains nothing', () => {
    const seen = new Set(
      [compareText, compareDefined].flatMap((compare) =>
        [narrow, wide].flatMap((swept) => [...compare(swept).classes.keys()]),
      ),
    );
    const unseen = [...TEXT_DIFFERENCES, ...DEFINED_DIFFERENCES].filter(({ name }) => !seen.has(name));
    assert.deepEqual(
      unseen.map(({ name }) => name),
      [],
    );
  });

  it('holds for a million 32-bit patterns', function () {
    this.timeout(600_000);
    requireTool(this, 'arm-none-eabi-objdump', 'binutils-arm-none-eabi');
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    const swept = sweepMillion();
    check(compareText(swept), 1_000_000);
    check(compareDefined(swept), 1_000_000);
  });
});
