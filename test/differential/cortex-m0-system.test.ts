/** What exceptions, priorities and sleep of Armv6-M do beside faults (guest/system-v6.s), against QEMU's Cortex-M0. */
import assert from 'node:assert/strict';
import { requireTool } from '../support/requirements.js';
import { bytesToWords, elfImage } from './elf-image.js';
import { guestBinary, readGold, UPDATE, writeGold } from './gold.js';
import { runOnQemu } from './qemu.js';
import { endState, ringfenceEngine } from './ringfence.js';
import { CORTEX_M0 } from './targets.js';

const LIMIT = 1_000_000;

function systemImage(): Uint8Array {
  const bytes = guestBinary('system-v6');
  return elfImage(bytesToWords(bytes)[1]!, [{ address: 0, bytes }]);
}

function systemOnQemu(): Uint8Array {
  return runOnQemu(systemImage(), { machine: CORTEX_M0.machine, icount: true });
}

/** A line for each case: what its handlers saw. */
function caseLines(log: Uint8Array): readonly string[] {
  const words = [...bytesToWords(log)].map((word) => word.toString(16).padStart(8, '0'));
  return words.join(' ').split(/ (?=ca5e)/);
}

describe('exceptions, priorities and sleep of cortex-m0', () => {
  before(function () {
    if (!UPDATE) return;
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    writeGold('cortex-m0/system.z', systemOnQemu());
  });

  it('are as on QEMU', () => {
    const log = caseLines(readGold('cortex-m0/system.z'));
    assert.equal(log.length, 13);
    assert.deepEqual(caseLines(ringfenceEngine(CORTEX_M0).run(systemImage())), log);
  });

  it('are the same however the run is sliced', () => {
    const states = [LIMIT, 1, 7].map((slice) => endState(systemImage(), CORTEX_M0, slice, LIMIT));
    assert.deepEqual(states, [states[0], states[0], states[0]]);
  });

  it('are the same on the QEMU that is installed', function () {
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    assert.deepEqual(caseLines(systemOnQemu()), caseLines(readGold('cortex-m0/system.z')));
  });
});
