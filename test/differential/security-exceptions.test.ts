/**
 * Exceptions of a core with two security states, where either state is interrupted by either (security-cells.ts), against QEMU's
 * Cortex-M33 with and without FPU. One cell in four has gold; with RINGFENCE_LONG=1 the QEMU that is installed is asked for all.
 */
import assert from 'node:assert/strict';
import { onRequest, requireTool } from '../support/requirements.js';
import { runOnQemu, runOnRingfence } from './exception-image.js';
import { readGold, UPDATE, writeGold } from './gold.js';
import { describeSecurityCell, isSampled, securityCells, type SecurityCell } from './security-cells.js';
import { SECURITY_TARGETS, securityImage, type SecurityTarget } from './security-image.js';
import { compareSecurityLines, SECURITY_DEVIATIONS, securityEntriesOf } from './security-lines.js';

/** IACCVIOL, DACCVIOL, MUNSTKERR, MSTKERR; UNDEFINSTR, INVSTATE, INVPC, NOCP, STKOF, UNALIGNED, DIVBYZERO. */
const BANKED_CAUSES = 0x031f_001b;
/** IBUSERR, PRECISERR, UNSTKERR, STKERR. */
const BUS_CAUSES = 0x1b00;
/** INVEP, INVIS, INVER, AUVIOL, INVTRAN, SFARVALID; and with floating point LSPERR and LSERR. */
const SECURE_CAUSES = 0x5f;
const LAZY_CAUSES = 0xa0;
/** Of the cells, how many the QEMU that is installed is asked for. */
const ASKED = 16;

/** As many as surely fit the 4 MB of the boards' first memory. */
const CELLS_OF_IMAGE = 10_000;
const isLong = process.env['RINGFENCE_LONG'] === '1';
const found = new Set<string>();

const onQemu = (target: SecurityTarget, cells: readonly SecurityCell[]): readonly string[] =>
  runOnQemu(target.machine, cells.length, (first) => securityImage(target, cells.slice(first)));

function checkCells(target: SecurityTarget, cells: readonly SecurityCell[], theirs: readonly string[]): void {
  const ours = runOnRingfence(target, cells.length, securityImage(target, cells));
  const { explained, unexplained } = compareSecurityLines(target, cells, ours, theirs);
  assert.deepEqual(unexplained.slice(0, 10), [], `${unexplained.length} differ`);
  for (const name of explained.keys()) found.add(name);
}

for (const target of SECURITY_TARGETS) {
  const all = securityCells(target);
  const cells = all.filter(isSampled);
  const file = `${target.gold}security-cells.z`;
  const gold = (): readonly string[] => new TextDecoder().decode(readGold(file)).split('\n');

  describe(`exceptions across security states, cell by cell, of ${target.name}`, function () {
    this.timeout(isLong ? 3_600_000 : 600_000);

    before(function () {
      if (!UPDATE) return;
      requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
      writeGold(file, new TextEncoder().encode(onQemu(target, cells).join('\n')));
    });

    it('are told apart by name, and all of them happen', () => {
      assert.equal(new Set(all.map(describeSecurityCell)).size, all.length);
      const lines = gold();
      assert.equal(lines.length, cells.length);
      const entries = lines.map((line) => securityEntriesOf(line, target));
      for (const list of entries) assert.ok(list[0]![0]![0] === 'context' && list.length > 1);
      const words = entries.flat(2);
      const values = (...wanted: string[]): readonly number[] =>
        words.filter(([name]) => wanted.includes(name)).map(([, value]) => value);
      const bits = (...wanted: string[]): number => values(...wanted).reduce((union, value) => union | value, 0);
      const exceptions = new Set(values('entry').map((word) => ((word >> 12) & 0x100) | (word & 0xff)));
      // Bit 8: taken to Secure state.
      for (const exception of [0, 2, 3, 4, 5, 6, 11, 14, 0x102, 0x103, 0x104, 0x105, 0x106, 0x107, 0x10b, 0x10e])
        assert.ok(exceptions.has(exception), exception.toString(16));
      assert.equal(bits('CFSR_NS') & BANKED_CAUSES, BANKED_CAUSES);
      assert.equal(bits('CFSR', 'CFSR_NS') & BUS_CAUSES, BUS_CAUSES);
      const secure = target.floats ? SECURE_CAUSES | LAZY_CAUSES : SECURE_CAUSES;
      assert.equal(bits('SFSR') & secure, secure);
      assert.ok(lines.filter((line) => line.includes('lockup')).length > 100);
    });

    it('are as on QEMU, but for what is known', () => checkCells(target, cells, gold()));

    it('are the same on the QEMU that is installed', function () {
      requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
      const isAsked = (_: unknown, n: number): boolean => n % ASKED === 0;
      assert.deepEqual(onQemu(target, cells.filter(isAsked)), gold().filter(isAsked));
    });

    onRequest(`are as on QEMU, all ${all.length}`, function () {
      requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
      for (let first = 0; first < all.length; first += CELLS_OF_IMAGE) {
        const some = all.slice(first, first + CELLS_OF_IMAGE);
        checkCells(target, some, onQemu(target, some));
      }
    });
  });
}

describe('exceptions across security states, cell by cell', () => {
  it('show every deviation of QEMU that is known', () =>
    assert.deepEqual(
      SECURITY_DEVIATIONS.filter((name) => !found.has(name)),
      [],
    ));
});
