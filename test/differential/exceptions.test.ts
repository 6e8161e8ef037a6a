/**
 * Every source of an exception where it can go wrong, in every state of priorities and masks, with each fault enabled or not
 * (exception-cells.ts), against QEMU's cores of Armv7-M, Armv7E-M with FPU and Armv8-M in Secure state; and where every fault is a
 * HardFault (narrow-cells.ts), against its Cortex-M0 and relatives of the Cortex-M0+ and M23 that enable no other fault.
 */
import assert from 'node:assert/strict';
import { requireTool } from '../support/requirements.js';
import { describeCell, type Cell } from './exception-cells.js';
import {
  cellsOf,
  EXCEPTION_TARGETS,
  PLAIN_EXCEPTION_TARGETS,
  runCellsOnQemu,
  runCellsOnRingfence,
  type ExceptionTarget,
} from './exception-image.js';
import { compareLines, deviationNames, entriesOf } from './exception-lines.js';
import { readGold, UPDATE, writeGold } from './gold.js';

/** IACCVIOL, DACCVIOL, MUNSTKERR, MSTKERR; IBUSERR, PRECISERR, UNSTKERR, STKERR; all of UFSR but STKOF. */
const EVERY_CAUSE = 0x030f_1b1b;
const DIVBYZERO = 1 << 25;
/** What the entry of a handler begins with; that of code that went on begins otherwise. */
const HANDLER = 0xe0;
/** S, DCRS and ES of EXC_RETURN. */
const SECURE_RETURN = 0x61;
/** Of the cells, how many the QEMU that is installed is asked for. */
const ASKED = 12;

const found = new Set<string>();

/** The exceptions that a core's cells are to reach, and the causes that its relative on QEMU tells of. */
function reachedOn({ narrow }: ExceptionTarget): { readonly exceptions: readonly number[]; readonly causes: number } {
  if (narrow === undefined) return { exceptions: [2, 3, 4, 5, 6, 11, 14], causes: EVERY_CAUSE };
  return { exceptions: [2, 3, 11, 14, 16], causes: narrow.protects ? EVERY_CAUSE & ~DIVBYZERO : 0 };
}

const fileOf = ({ gold }: ExceptionTarget): string => `${gold}exception-cells.z`;
const goldOf = (target: ExceptionTarget): readonly string[] =>
  new TextDecoder().decode(readGold(fileOf(target))).split('\n');

for (const target of EXCEPTION_TARGETS) {
  const cells = cellsOf(target);
  const gold = (): readonly string[] => goldOf(target);

  describe(`exceptions, cell by cell, of ${target.name}`, function () {
    this.timeout(600_000);

    before(function () {
      if (!UPDATE) return;
      requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
      writeGold(fileOf(target), new TextEncoder().encode(runCellsOnQemu(target, cells).join('\n')));
    });

    it('are told apart by name, and all of them happen', () => {
      assert.equal(new Set(cells.map(describeCell)).size, cells.length);
      const lines = gold();
      assert.equal(lines.length, cells.length);
      const entries = lines.map((line) => entriesOf(line, target));
      for (const list of entries) assert.ok(list[0]![0]![0] === 'context' && list.length > 1);
      const values = (wanted: string): Set<number> =>
        new Set(
          entries
            .flatMap((list) => list.flatMap((entry) => entry.filter(([name]) => name === wanted)))
            .map(([, value]) => value),
        );
      const reached = reachedOn(target);
      const handlers = [...values('entry')].filter((word) => word >>> 24 === HANDLER);
      const exceptions = new Set(handlers.map((word) => word & 0x1ff));
      assert.deepEqual(
        [...exceptions].sort((a, b) => a - b),
        reached.exceptions,
      );
      const cfsr = [...values('CFSR')].reduce((all, word) => all | word, 0);
      assert.equal(cfsr & reached.causes, reached.causes);
      assert.ok(lines.filter((line) => line.includes('lockup')).length > 250);
    });

    it('are as on QEMU, but for what is known', () => {
      const { explained, unexplained } = compareLines(target, cells, runCellsOnRingfence(target, cells), gold());
      assert.deepEqual(unexplained.slice(0, 10), [], `${unexplained.length} differ`);
      for (const name of explained.keys()) found.add(name);
    });

    it('are the same on the QEMU that is installed', function () {
      requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
      const isAsked = (_: unknown, n: number): boolean => n % ASKED === 0;
      assert.deepEqual(runCellsOnQemu(target, cells.filter(isAsked)), gold().filter(isAsked));
    });
  });
}

/** An EXC_RETURN without one of these bits means something else in Secure state. */
const isComparable = ({ returns = SECURE_RETURN }: Cell): boolean => (~returns & SECURE_RETURN) === 0;

for (const target of PLAIN_EXCEPTION_TARGETS) {
  describe(`exceptions, cell by cell, of ${target.name}`, () => {
    it('are those of Secure state, but for what comes of that state', () => {
      const lines = goldOf(target);
      const all = cellsOf(target).map((cell, n) => ({ cell, line: lines[n]! }));
      const some = all.filter(({ cell }) => isComparable(cell));
      assert.ok(some.length > 0.95 * all.length, `${some.length} of ${all.length}`);
      const cells = some.map(({ cell }) => cell);
      const theirs = some.map(({ line }) => line);
      const { explained, unexplained } = compareLines(target, cells, runCellsOnRingfence(target, cells), theirs);
      assert.deepEqual(unexplained.slice(0, 10), [], `${unexplained.length} differ`);
      for (const name of explained.keys()) found.add(name);
    }).timeout(600_000);
  });
}

describe('exceptions, cell by cell', () => {
  it('show every deviation of QEMU that is known', () =>
    assert.deepEqual(
      deviationNames([...EXCEPTION_TARGETS, ...PLAIN_EXCEPTION_TARGETS]).filter((name) => !found.has(name)),
      [],
    ));
});
