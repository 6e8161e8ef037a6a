/** Random instruction streams: the generator, the image, the comparison, and QEMU's committed results. */
import assert from 'node:assert/strict';
import { requireTool } from '../support/requirements.js';
import { UPDATE } from './gold.js';
import { goldStreamImage, makeStreamGold, streamGold, streamMismatches } from './oracles.js';
import { QEMU, qemuEngine, type StreamEngine } from './qemu.js';
import { buildStreamImage, type StreamImage } from './stream-image.js';
import { encode, matchPattern, patternShape } from './stream-pattern.js';
import { compare, countRows, describeMismatch } from './stream-results.js';
import { STREAM_ROWS } from './stream-rows.js';
import { TARGETS } from './targets.js';

/** How often a row must have run at least, where the blocks are shared out among all rows. */
const ENOUGH = 1.83;

describe('encoding patterns', () => {
  it('put fields where their letters stand', () => {
    // ADC r5, r3 (T1) and ADDW r1, r2, #0x9ab (T4), as arm-none-eabi-as encodes them.
    assert.deepEqual(encode(patternShape('010000 0101 mmm ddd'), { m: 3, d: 5 }), [0x415d]);
    const addw = patternShape('11110 i 100000 nnnn 0 iii dddd iiiiiiii');
    assert.deepEqual(encode(addw, { n: 2, d: 1, i: 0x9ab }), [0xf602, 0x11ab]);
  });

  it('give back the fields that were put in', () => {
    const addw = patternShape('11110 i 100000 nnnn 0 iii dddd iiiiiiii');
    assert.deepEqual(matchPattern(addw, [0xf602, 0x11ab]), { n: 2, d: 1, i: 0x9ab });
    assert.equal(matchPattern(addw, [0xf642, 0x11ab]), undefined);
    assert.equal(matchPattern(addw, [0x415d]), undefined);
  });

  it('refuse what is no pattern', () => {
    for (const text of ['010', '0101010101010102', '']) assert.throws(() => patternShape(text), /16 or 32 bits/);
  });
});

describe('random instruction streams', () => {
  it('are the same for the same seed', () => {
    const once = buildStreamImage(STREAM_ROWS, 5, 50);
    assert.deepEqual(buildStreamImage(STREAM_ROWS, 5, 50).elf, once.elf);
    assert.notDeepEqual(buildStreamImage(STREAM_ROWS, 6, 50).elf, once.elf);
    assert.deepEqual(buildStreamImage(STREAM_ROWS, 5, 60).blocks.slice(0, 50), once.blocks);
  });

  it('show a wrong engine by block, register and halfwords', function () {
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    const small = buildStreamImage(STREAM_ROWS, 9, 20);
    const mismatches = compare(small, QEMU, wrongIn(small, 7));
    assert.deepEqual(
      mismatches.map(({ block }) => block),
      [7],
    );
    assert.ok(mismatches[0]!.differences.includes('R4'));
    assert.match(describeMismatch(small, mismatches[0]!), /seed 9 block 7[^]*before: R0=[^]*R4 .*<--/);
  });
});

for (const target of TARGETS) {
  describe(`random instruction streams of ${target.core}`, () => {
    let image: StreamImage;

    before(function () {
      if (UPDATE) {
        requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
        makeStreamGold(target);
      }
      image = goldStreamImage(target);
    });

    it('hold at most sixteen pieces unless one instruction needs more', () => {
      for (const { parts } of image.blocks) {
        assert.ok(parts.length >= 1);
        assert.ok(parts.length <= 16 || parts.filter(({ row }) => row !== undefined).length <= 5);
      }
    });

    it('run every row often', () => {
      const counts = countRows(image, streamGold(target, image).results);
      const least = (ENOUGH * image.blocks.length) / target.streamRows.length;
      for (const { name } of target.streamRows) {
        const { ran } = counts.get(name) ?? { ran: 0 };
        assert.ok(ran >= least, `${name} ran ${ran} times`);
      }
    });

    it('count any other table of patterns', () => {
      const { results } = streamGold(target, image);
      const own = countRows(image, results).get('SDIV')!;
      const pattern = '111110111001 nnnn 1111 dddd 1111 mmmm';
      assert.deepEqual(countRows(image, results, [{ name: 'divide', pattern }]).get('divide'), own);
    });

    it('end in every way that a block may end, mostly without a fault', () => {
      const { results, doubtful } = streamGold(target, image);
      const ends = [3, 4, 5, 6, 11].map((exception) => results.filter((r) => r.exception === exception).length);
      assert.equal(
        ends.reduce((sum, n) => sum + n),
        image.blocks.length,
      );
      assert.ok(ends[4]! > image.blocks.length * 0.6, `only ${ends[4]} blocks reached their end`);
      for (const n of ends) assert.ok(n > 20, ends.join(' '));
      assert.ok(doubtful.size < image.blocks.length / 50, `${doubtful.size} doubtful blocks`);
    });

    it('end on the QEMU that is installed as they did', function () {
      requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
      assert.deepEqual(streamMismatches(target, qemuEngine(target), image), []);
    });
  });
}

/** QEMU, but R4 comes out wrong in one block. */
function wrongIn(image: StreamImage, block: number): StreamEngine {
  return {
    name: 'QEMU with a fault',
    run: (elf) => {
      const bytes = QEMU.run(elf);
      const everyBlock = bytes.length === image.blocks.length * 12;
      const offset = everyBlock ? 12 * block : 24;
      bytes[offset] = bytes[offset]! ^ 1;
      return bytes;
    },
  };
}
