/**
 * Every source of a fault of Armv6-M in every context (guest/faults-v6.s), the lockups, and what exceptions, priorities and sleep
 * do besides (guest/system-v6.s), against QEMU's Cortex-M0.
 */
import assert from 'node:assert/strict';
import { machineWith } from '../emulator/machine/firmware.js';
import { requireTool } from '../support/requirements.js';
import { bytesToWords, elfImage } from './elf-image.js';
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
import { guestBinary, readGold, UPDATE, writeGold } from './gold.js';
import { qemuEngine, runOnQemu } from './qemu.js';
import { ringfenceEngine } from './ringfence.js';
import { CORTEX_M0 } from './targets.js';

const FAULTS: FaultTarget = { target: CORTEX_M0, guest: 'faults-v6', base: 0 };
const LIMIT = 1_000_000;

function goldLockups(): readonly Lockup[] {
  return JSON.parse(new TextDecoder().decode(readGold('cortex-m0/lockups.z'))) as Lockup[];
}

describe('faults of cortex-m0', () => {
  before(function () {
    if (!UPDATE) return;
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    writeGold('cortex-m0/faults.z', qemuEngine(CORTEX_M0).run(faultImage(FAULTS)));
    const lockups = LOCKUPS.map(([context, number]) => lockupOnQemu(FAULTS, context, number));
    writeGold('cortex-m0/lockups.z', new TextEncoder().encode(JSON.stringify(lockups)));
  });

  it('have as many cases as there are sources and contexts', () => {
    const log = faultLines(readGold('cortex-m0/faults.z'));
    assert.equal(log.length, CASES * (CONTEXTS.length - LOCKING.length));
    assert.ok(log.filter((line) => line.includes(' fa000003 ')).length > 110);
  });

  it('lead where they lead on QEMU, with the same frames', () => {
    assert.deepEqual(
      faultLines(ringfenceEngine(CORTEX_M0).run(faultImage(FAULTS))),
      faultLines(readGold('cortex-m0/faults.z')),
    );
  });

  it('lock the core up in HardFault and NMI where QEMU gives up', () => {
    const ours = LOCKUPS.map(([context, number]) => lockupOnRingfence(FAULTS, context, number));
    const theirs = goldLockups();
    assert.equal(theirs.length, LOCKUPS.length);
    assert.deepEqual(ours, theirs.map(corrected));
  });

  it('are the same on the QEMU that is installed', function () {
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    assert.deepEqual(
      faultLines(qemuEngine(CORTEX_M0).run(faultImage(FAULTS))),
      faultLines(readGold('cortex-m0/faults.z')),
    );
    for (const lockup of goldLockups().filter((_, i) => i % 8 === 0))
      assert.deepEqual(lockupOnQemu(FAULTS, lockup.context, lockup.number), lockup);
  });
});

function systemImage(): Uint8Array {
  const bytes = guestBinary('system-v6');
  return elfImage(bytesToWords(bytes)[1]!, [{ address: 0, bytes }]);
}

function systemOnQemu(): Uint8Array {
  return runOnQemu(systemImage(), { machine: CORTEX_M0.machine, icount: true });
}

describe('exceptions, priorities and sleep of cortex-m0', () => {
  before(function () {
    if (!UPDATE) return;
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    writeGold('cortex-m0/system.z', systemOnQemu());
  });

  it('are as on QEMU', () => {
    const log = faultLines(readGold('cortex-m0/system.z'));
    assert.equal(log.length, 13);
    assert.deepEqual(faultLines(ringfenceEngine(CORTEX_M0).run(systemImage())), log);
  });

  it('are the same however the run is sliced', () => {
    const states = [LIMIT, 1, 7].map((slice) => {
      const { machine } = machineWith(systemImage(), CORTEX_M0.machine);
      while (machine.retired < LIMIT) if (machine.run(slice).reason === 'exit') return machine.stateHash();
      return 'no end';
    });
    assert.notEqual(states[0], 'no end');
    assert.deepEqual(states, [states[0], states[0], states[0]]);
  });

  it('are the same on the QEMU that is installed', function () {
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    assert.deepEqual(faultLines(systemOnQemu()), faultLines(readGold('cortex-m0/system.z')));
  });
});
