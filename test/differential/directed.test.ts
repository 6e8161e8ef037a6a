/** Guests made by hand (guest/directed): what they log is what it was on QEMU, however the emulator's run is sliced. */
import assert from 'node:assert/strict';
import { requireTool } from '../support/requirements.js';
import { bytesToWords, elfImage } from './elf-image.js';
import { guestBinary, readGold, UPDATE, writeGold } from './gold.js';
import { runOnQemu } from './qemu.js';
import { endState, runOnRingfence } from './ringfence.js';
import { TARGETS } from './targets.js';

const LIMIT = 20_000_000;

function image(name: string): Uint8Array {
  const bytes = guestBinary(`directed/${name}`);
  return elfImage(bytesToWords(bytes)[1]!, [{ address: 0, bytes }]);
}

/** Words in hex, a line for each case: `CA5E` and its number begin one. */
function text(log: Uint8Array): string {
  const words = [...bytesToWords(log)].map((word) => word.toString(16).padStart(8, '0'));
  return words.join(' ').replaceAll(' ca5e', '\nca5e');
}

for (const { core, machine, directed } of TARGETS) {
  describe(`directed guests on ${core}`, function () {
    this.timeout(60_000);

    for (const name of directed) {
      // What one core answered, all others that run the guest have to.
      const gold = `directed/${name}.z`;

      before(function () {
        if (!UPDATE) return;
        requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
        writeGold(gold, runOnQemu(image(name), { machine, icount: true }));
      });

      it(`${name}: on the emulator`, () =>
        assert.equal(text(runOnRingfence(image(name), { machine })), text(readGold(gold))));

      it(`${name}: on the QEMU that is installed`, function () {
        requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
        assert.equal(text(runOnQemu(image(name), { machine, icount: true })), text(readGold(gold)));
      });

      it(`${name}: one instruction at a time, and seven`, () => {
        const stateAfter = (slice: number): string => endState(image(name), { machine }, slice, LIMIT);
        const whole = stateAfter(LIMIT);
        for (const slice of [1, 7]) assert.equal(stateAfter(slice), whole);
      });
    }
  });
}
