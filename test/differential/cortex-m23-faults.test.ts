/**
 * Every source of a fault of Armv8-M Baseline in every context (guest/faults-v8-base.s), and the lockups. QEMU 7.2 has no
 * Cortex-M23: its Cortex-M33 runs the same guest in Secure state with MemManage, BusFault, UsageFault and SecureFault disabled.
 */
import assert from 'node:assert/strict';
import { requireTool } from '../support/requirements.js';
import {
  CASES,
  CONTEXTS,
  corrected,
  faultImage,
  faultLines,
  LOCKING,
  lockupOnQemu,
  lockupOnRingfence,
  LOCKUPS,
  type FaultTarget,
  type Lockup,
} from './fault-image.js';
import { readGold, UPDATE, writeGold } from './gold.js';
import { qemuEngine } from './qemu.js';
import { ringfenceEngine } from './ringfence.js';
import { CORTEX_M23 } from './targets.js';

const FAULTS: FaultTarget = { target: CORTEX_M23, guest: 'faults-v8-base', base: 0x1000_0000 };
const GOLD = { faults: 'cortex-m23/faults.z', lockups: 'cortex-m23/lockups.z' } as const;

/** Of the cases, MOVW and LDREX, which Armv8-M Baseline has: they do not fault. */
const DEFINED: readonly number[] = [12, 14];
const LOCKUPS_HERE = LOCKUPS.filter(([, number]) => !DEFINED.includes(number));

/** Where a HardFault's line has CFSR, HFSR, MMFAR and BFAR, which Baseline lacks: it reads them as zero (DDI 0553, D1.2). */
const MAINLINE_ONLY = { from: 7, to: 11 } as const;
const HARD_FAULT = 'fa000003';
const ZERO = '00000000';

/** The words of a line that only Mainline has; none if no HardFault was taken. */
function mainlineWords(line: string): readonly string[] {
  const words = line.split(' ');
  const start = words.indexOf(HARD_FAULT);
  return start < 0 ? [] : words.slice(start + MAINLINE_ONLY.from, start + MAINLINE_ONLY.to);
}

/** A line of Mainline as Baseline has it. */
function asBaseline(line: string): string {
  const words = line.split(' ');
  const start = words.indexOf(HARD_FAULT);
  const isLacking = (n: number): boolean =>
    start >= 0 && n >= start + MAINLINE_ONLY.from && n < start + MAINLINE_ONLY.to;
  return words.map((word, n) => (isLacking(n) ? ZERO : word)).join(' ');
}

const goldLines = (): readonly string[] => faultLines(readGold(GOLD.faults));
const goldLockups = (): readonly Lockup[] => JSON.parse(new TextDecoder().decode(readGold(GOLD.lockups))) as Lockup[];

describe('faults of cortex-m23', function () {
  this.timeout(120_000);

  before(function () {
    if (!UPDATE) return;
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    writeGold(GOLD.faults, qemuEngine(CORTEX_M23).run(faultImage(FAULTS)));
    const lockups = LOCKUPS_HERE.map(([context, number]) => lockupOnQemu(FAULTS, context, number));
    writeGold(GOLD.lockups, new TextEncoder().encode(JSON.stringify(lockups)));
  });

  it('have as many cases as there are sources and contexts', () => {
    const lines = goldLines();
    assert.equal(lines.length, CASES * (CONTEXTS.length - LOCKING.length));
    const faults = lines.filter((line) => line.includes(` ${HARD_FAULT} `));
    assert.ok(faults.length > 95, `${faults.length}`);
    assert.ok(faults.every((line) => mainlineWords(line).some((word) => word !== ZERO)));
  });

  it('lead where they lead on Mainline that escalates all faults, with the same frames, SHCSR and ICSR', () => {
    assert.deepEqual(faultLines(ringfenceEngine(CORTEX_M23).run(faultImage(FAULTS))), goldLines().map(asBaseline));
  });

  it('lock the core up in HardFault and NMI where QEMU gives up', () => {
    const theirs = goldLockups();
    assert.equal(theirs.length, LOCKUPS_HERE.length);
    assert.deepEqual(
      LOCKUPS_HERE.map(([context, number]) => lockupOnRingfence(FAULTS, context, number)),
      theirs.map(corrected),
    );
  });

  it('are the same on the QEMU that is installed', function () {
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    assert.deepEqual(faultLines(qemuEngine(CORTEX_M23).run(faultImage(FAULTS))), goldLines());
    for (const lockup of goldLockups().filter((_, i) => i % 8 === 0))
      assert.deepEqual(lockupOnQemu(FAULTS, lockup.context, lockup.number), lockup);
  });
});
