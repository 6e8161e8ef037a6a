/** Every source of a fault of Armv6-M in every context (guest/faults-v6.s), and the lockups, against QEMU's Cortex-M0. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineWith } from '../emulator/machine/firmware.js';
import { requireTool } from '../support/requirements.js';
import { bytesToWords, elfImage, wordBytes } from './elf-image.js';
import { guestBinary, readGold, UPDATE, writeGold } from './gold.js';
import { qemuEngine } from './qemu.js';
import { ringfenceEngine } from './ringfence.js';
import { CORTEX_M0 } from './targets.js';

const HEADER = 0x400;
const LIMIT = 1_000_000;
/** Of the guest's tables. */
const CONTEXTS = ['Thread, MSP', 'Thread, PSP', 'Thread, PRIMASK', 'PendSV', 'interrupt', 'SVCall', 'HardFault', 'NMI'];
const CASES = 23;
const SVC_CASE = 18;
/** HardFault and NMI: what faults there locks up, unless the case leaves it. */
const LOCKING = [6, 7];
/** Cases 0 to 18 fault where they stand; the others need a process stack or leave the handler. */
const STANDING = SVC_CASE + 1;

function image(context = -1, number = -1): Uint8Array {
  const bytes = guestBinary('faults-v6').slice();
  bytes.set(wordBytes([context, number]), HEADER);
  return elfImage(bytesToWords(bytes)[1]!, [{ address: 0, bytes }]);
}

/** A line for each case: what its handlers saw. */
function cases(log: Uint8Array): readonly string[] {
  const words = [...bytesToWords(log)].map((word) => word.toString(16).padStart(8, '0'));
  return words.join(' ').split(/ (?=ca5e)/);
}

/** PC and IPSR where the core locks up. */
interface Lockup {
  readonly context: number;
  readonly number: number;
  readonly pc: number;
  readonly ipsr: number;
}

const LOCKUPS: readonly (readonly [context: number, number: number])[] = LOCKING.flatMap((context) =>
  Array.from({ length: STANDING }, (_, number) => [context, number] as const),
);

/** QEMU gives up, and prints its registers. */
function lockupOnQemu(context: number, number: number): Lockup {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-qemu-'));
  try {
    writeFileSync(join(folder, 'image.elf'), image(context, number));
    const options = ['-M', CORTEX_M0.machine, '-nographic', '-monitor', 'none', '-serial', 'none'];
    const semihosting = ['-semihosting-config', 'enable=on,target=native', '-kernel', join(folder, 'image.elf')];
    const { stderr } = spawnSync('qemu-system-arm', [...options, ...semihosting], { timeout: 60_000 });
    const [, pc, xpsr] = /Lockup[^]*R15=([0-9a-f]+)\s+XPSR=([0-9a-f]+)/.exec(stderr.toString()) ?? [];
    return { context, number, pc: parseInt(pc ?? '', 16), ipsr: parseInt(xpsr ?? '', 16) & 0x3f };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function lockupOnRingfence(context: number, number: number): Lockup | string {
  const { machine } = machineWith(image(context, number), CORTEX_M0.machine);
  for (;;) {
    const event = machine.run(LIMIT - machine.retired);
    if (event.reason === 'lockup') return { context, number, pc: event.pc, ipsr: machine.cpu.ipsr };
    if (event.reason !== 'fault') return event.reason;
  }
}

/** An SVC that is escalated is stacked behind itself on QEMU (docs/emulator-differences.md), so it locks up there too. */
function corrected(lockup: Lockup): Lockup {
  return lockup.number === SVC_CASE ? { ...lockup, pc: lockup.pc - 2 } : lockup;
}

function goldLockups(): readonly Lockup[] {
  return JSON.parse(new TextDecoder().decode(readGold('cortex-m0/lockups.z'))) as Lockup[];
}

describe('faults of cortex-m0', () => {
  before(function () {
    if (!UPDATE) return;
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    writeGold('cortex-m0/faults.z', qemuEngine(CORTEX_M0).run(image()));
    const lockups = LOCKUPS.map(([context, number]) => lockupOnQemu(context, number));
    writeGold('cortex-m0/lockups.z', new TextEncoder().encode(JSON.stringify(lockups)));
  });

  it('have as many cases as there are sources and contexts', () => {
    const log = cases(readGold('cortex-m0/faults.z'));
    assert.equal(log.length, CASES * (CONTEXTS.length - LOCKING.length));
    assert.ok(log.filter((line) => line.includes(' fa000003 ')).length > 110);
  });

  it('lead where they lead on QEMU, with the same frames', () => {
    assert.deepEqual(cases(ringfenceEngine(CORTEX_M0).run(image())), cases(readGold('cortex-m0/faults.z')));
  });

  it('lock the core up in HardFault and NMI where QEMU gives up', () => {
    const ours = LOCKUPS.map(([context, number]) => lockupOnRingfence(context, number));
    const theirs = goldLockups();
    assert.equal(theirs.length, LOCKUPS.length);
    assert.deepEqual(ours, theirs.map(corrected));
  });

  it('are the same on the QEMU that is installed', function () {
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    assert.deepEqual(cases(qemuEngine(CORTEX_M0).run(image())), cases(readGold('cortex-m0/faults.z')));
    for (const lockup of goldLockups().filter((_, i) => i % 8 === 0))
      assert.deepEqual(lockupOnQemu(lockup.context, lockup.number), lockup);
  });
});
