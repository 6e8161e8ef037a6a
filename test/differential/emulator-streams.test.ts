/** Random instruction streams on our machines: every block ends as on QEMU, and every encoding of the tables has run. */
import assert from 'node:assert/strict';
import { requireTool } from '../support/requirements.js';
import { knownDifference } from './known-differences.js';
import { goldStreamImage, streamGold, streamMismatches } from './oracles.js';
import { qemuEngine } from './qemu.js';
import { ringfenceEngine } from './ringfence.js';
import { NOT_IN_STREAMS, rowExecutions } from './row-executions.js';
import { buildStreamImage } from './stream-image.js';
import { blockDoubts, describeMismatch, differingBlocks, explainMismatch, runStream } from './stream-results.js';
import { TARGETS } from './targets.js';

/** Another seed than the gold's. `npm run proof` goes through more. */
const SEED = 2;
const BLOCKS = 20_000;
/** Executions that every row must have had in the gold stream: about a hundred are usual, forms with SP have fewer. */
const ENOUGH = 10;

for (const target of TARGETS) {
  const ringfence = ringfenceEngine(target);
  const qemu = qemuEngine(target);

  describe(`random instruction streams of ${target.core} on the emulator`, () => {
    it('end as they did on QEMU', () => {
      assert.deepEqual(streamMismatches(target, ringfence, goldStreamImage(target)), []);
    });

    it('run every encoding of the tables, apart from those that a stream cannot hold', () => {
      const image = goldStreamImage(target);
      const counts = rowExecutions(target, image, streamGold(target, image).results);
      const rare = [...counts].filter(([, count]) => count < ENOUGH).map(([name]) => name);
      assert.deepEqual(rare.sort(), [...NOT_IN_STREAMS.keys()].sort());
    });

    it(`end as on the QEMU that is installed, with seed ${SEED}`, function () {
      requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
      const image = buildStreamImage(target.streamRows, SEED, BLOCKS);
      const differing = differingBlocks(runStream(ringfence, image), runStream(qemu, image));
      const doubts = blockDoubts(qemu, image, differing);
      const unexplained = differing
        .filter((block) => !doubts.has(block))
        .slice(0, 20)
        .map((block) => explainMismatch(image, block, ringfence, qemu))
        .filter((mismatch) => knownDifference(mismatch) === undefined);
      assert.deepEqual(
        unexplained.map((mismatch) => describeMismatch(image, mismatch)),
        [],
      );
    });
  });
}
