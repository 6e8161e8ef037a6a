/** The arithmetic of the benchmarks. Gold values are worked out by hand. */
import assert from 'node:assert/strict';
import { comparisonText, median, mips, sideBySide } from '../../bench/side-by-side.js';

describe('bench: side by side', () => {
  it('takes medians', () => {
    assert.equal(median([3]), 3);
    assert.equal(median([9, 1, 5]), 5);
    assert.equal(median([10, 1, 4, 2]), 3);
    assert.throws(() => median([]), RangeError);
  });

  it('counts million instructions a second', () => {
    assert.equal(mips({ instructions: 884e6, seconds: 2 }), 442);
    assert.throws(() => mips({ instructions: 1, seconds: 0 }), RangeError);
    assert.throws(() => mips({ instructions: 1, seconds: Number.NaN }), RangeError);
  });

  it('compares within a round and lets them take turns in going first', async () => {
    const order: string[] = [];
    // The machine slows down by half after the first round: both contestants suffer, the ratio does not.
    const ourSeconds = [1, 2, 2];
    const theirSeconds = [2, 4, 5];
    const contestant = (name: string, seconds: number[]) => () => {
      order.push(name);
      return { instructions: 100e6, seconds: seconds.shift()! };
    };
    const result = await sideBySide(3, contestant('ours', ourSeconds), contestant('theirs', theirSeconds));
    assert.deepEqual(order, ['ours', 'theirs', 'theirs', 'ours', 'ours', 'theirs']);
    assert.deepEqual(result, { oursMips: 50, theirsMips: 25, ratio: 2, low: 2, high: 2.5 });
    assert.equal(comparisonText('emulator', 'QEMU', result), 'emulator 50 MIPS, QEMU 25 MIPS: 2.00 (2.00 to 2.50)');
  });
});
