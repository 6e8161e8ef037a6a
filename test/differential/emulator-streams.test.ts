/** Random instruction streams on our machine: every block ends as on QEMU, and every encoding of the tables has run. */
import assert from 'node:assert/strict';
import { requireTool } from '../support/requirements.js';
import { knownDifference } from './known-differences.js';
import { goldStreamImage, streamGold, streamMismatches } from './oracles.js';
import { QEMU } from './qemu.js';
import { RINGFENCE } from './ringfence.js';
import { NOT_IN_STREAMS, rowExecutions } from './row-executions.js';
import { buildStreamImage } from './stream-image.js';
import { blockDoubts, describeMismatch, differingBlocks, explainMismatch, runStream } from './stream-results.js';
import { STREAM_ROWS } from './stream-rows.js';

/** Another seed than the gold's. `npm run proof` goes through more. */
const SEED = 2;
const BLOCKS = 20_000;
/** Executions that every row must have had in the gold stream: about a hundred are usual, forms with SP have fewer. */
const ENOUGH = 10;

describe('random instruction streams on the emulator', () => {
  it('end as they did on QEMU', () => {
    assert.deepEqual(streamMismatches(RINGFENCE, goldStreamImage()), []);
  });

  it('run every encoding of the tables, apart from those that a stream cannot hold', () => {
    const image = goldStreamImage();
    const counts = rowExecutions(image, streamGold(image).results);
    const rare = [...counts].filter(([, count]) => count < ENOUGH).map(([name]) => name);
    assert.deepEqual(rare.sort(), [...NOT_IN_STREAMS.keys()].sort());
  });

  it(`end as on the QEMU that is installed, with seed ${SEED}`, function () {
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    const image = buildStreamImage(STREAM_ROWS, SEED, BLOCKS);
    const doubts = blockDoubts(QEMU, image);
    const differing = differingBlocks(runStream(RINGFENCE, image), runStream(QEMU, image));
    const unexplained = differing
      .filter((block) => !doubts.has(block))
      .slice(0, 20)
      .map((block) => explainMismatch(image, block, RINGFENCE, QEMU))
      .filter((mismatch) => knownDifference(mismatch) === undefined);
    assert.deepEqual(
      unexplained.map((mismatch) => describeMismatch(image, mismatch)),
      [],
    );
  });
});
