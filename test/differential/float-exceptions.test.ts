/**
 * Floating-point registers in exceptions, against QEMU's Cortex-M4 and M7: access by CPACR, automatic and lazy state preservation,
 * frames and their faults, EXC_RETURN, FPDSCR (guest/float-exceptions.s).
 */
import assert from 'node:assert/strict';
import { requireTool } from '../support/requirements.js';
import { caseLines, describeCase, floatExceptionCases, floatExceptionsImage, type Case } from './float-exceptions.js';
import { readGold, UPDATE, writeGold } from './gold.js';
import { qemuEngine } from './qemu.js';
import { ringfenceEngine } from './ringfence.js';
import { CORTEX_M7, FLOAT_TARGETS } from './targets.js';

/** Where QEMU 7.2 parts from the Armv7-M ARM (docs/emulator-differences.md). */
interface Deviation {
  readonly name: string;
  readonly section: string;
  concerns(one: Case, ours: string): boolean;
}

const MUNSTKERR = 0x08;
/** Where the floating-point part of a frame begins in the cases about denied frames. */
const FLOAT_PART = 0x2010_0000;
const PRIVILEGED_ACCESS = 0x0050_0000;

const DEVIATIONS: readonly Deviation[] = [
  {
    name: 'an extended frame is aligned to eight bytes whatever CCR.STKALIGN says',
    section: 'B1.5.7',
    concerns: ({ ccr, sp }) => ccr === 0 && ((sp ?? 0) & 4) !== 0,
  },
  {
    name: 'floating-point registers that cannot be unstacked end the return, and the fault is chained to it',
    section: 'B1.5.8',
    concerns: ({ action, denied, fpccr }, ours) =>
      action.startsWith('deny') &&
      denied === FLOAT_PART &&
      (fpccr & 0x4000_0000) === 0 &&
      words(ours).includes(MUNSTKERR),
  },
  {
    name: 'a lazy store does not ask whether the interrupted code had access to the extension',
    section: 'B1.5.7',
    concerns: ({ cpacr, control, fpccr, action }) =>
      cpacr === PRIVILEGED_ACCESS && control === 7 && (fpccr & 0x4000_0000) !== 0 && action === 'float',
  },
];

const words = (line: string): readonly number[] => line.split(' ').map((word) => parseInt(word, 16));

/** FPCCR with LSPEN, whose bit 10 is Armv8-M's UFRDY: reserved in Armv7-M (B3.2.22), set by QEMU 7.2. */
const UFRDY = /\b([4c]00004)([67])([0-9a-f])\b/g;
const withoutUfrdy = (line: string): string =>
  line.replace(UFRDY, (_, first: string, second: string, third: string) => `${first.slice(0, -1)}0${second}${third}`);

/** Cases that end otherwise than on QEMU, and how many a known deviation explains. */
function compare(cases: readonly Case[], ours: readonly string[], theirs: readonly string[]) {
  const explained = new Map<string, number>();
  const unexplained: string[] = [];
  ours.forEach((line, i) => {
    const one = cases[i]!;
    const their = withoutUfrdy(theirs[i]!);
    if (line === their) return;
    const deviation = DEVIATIONS.find((known) => known.concerns(one, line));
    if (deviation) explained.set(deviation.name, (explained.get(deviation.name) ?? 0) + 1);
    else unexplained.push(`${describeCase(one)}\n  ours ${line}\n  QEMU ${their}`);
  });
  return { explained, unexplained };
}

for (const target of FLOAT_TARGETS) {
  const gold = `${target.gold}exceptions.z`;
  const cases = floatExceptionCases(target.machine);
  const image = floatExceptionsImage(cases);
  const linesOf = (log: Uint8Array): readonly string[] => caseLines(log, cases.length);

  describe(`floating-point state in exceptions of ${target.name}`, () => {
    before(function () {
      if (!UPDATE) return;
      requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
      writeGold(gold, qemuEngine(target).run(image));
    });

    it('is as on QEMU, but for what is known', () => {
      const ours = linesOf(ringfenceEngine(target).run(image));
      const { explained, unexplained } = compare(cases, ours, linesOf(readGold(gold)));
      assert.deepEqual(unexplained.slice(0, 10), [], `${unexplained.length} differ`);
      assert.deepEqual(
        DEVIATIONS.map(({ name }) => name).filter((name) => !explained.has(name)),
        [],
      );
    });

    it('is seen in every way: all faults, both kinds of frames, lazy and not', () => {
      const log = readGold(gold);
      const all = linesOf(log).flatMap(words);
      const lines = linesOf(log).map(words);
      // NOCP, MSTKERR, MUNSTKERR, MLSPERR, STKERR; LSPERR where memory ends within a frame.
      for (const cfsr of [0x0008_0000, 0x10, 0x08, 0x20, 0x1000, ...(target === CORTEX_M7 ? [0x2000] : [])])
        assert.ok(lines.filter((line) => line.includes(cfsr)).length >= 4, cfsr.toString(16));
      for (const excReturn of [0xffff_ffe1, 0xffff_ffe9, 0xffff_ffed, 0xffff_fff1, 0xffff_fff9, 0xffff_fffd])
        assert.ok(all.filter((word) => word === excReturn).length > 20, excReturn.toString(16));
    });

    it('is the same on the QEMU that is installed', function () {
      requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
      assert.deepEqual(linesOf(qemuEngine(target).run(image)), linesOf(readGold(gold)));
    });
  });
}
