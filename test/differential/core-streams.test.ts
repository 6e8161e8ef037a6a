/**
 * Random instruction streams on cores with an FPU and on those of Armv8-M: every block ends as on QEMU, floating-point registers
 * and frames included.
 */
import assert from 'node:assert/strict';
import { requireTool } from '../support/requirements.js';
import { UPDATE } from './gold.js';
import { knownDifference } from './known-differences.js';
import { goldStreamImage, makeStreamGold, streamGold } from './oracles.js';
import { qemuEngine } from './qemu.js';
import { ringfenceEngine } from './ringfence.js';
import { rowExecutions } from './row-executions.js';
import { buildStreamImage, type StreamImage } from './stream-image.js';
import { blockDoubts, describeMismatch, differingBlocks, explainMismatch, runStream } from './stream-results.js';
import { CORTEX_M33_PLAIN, CORTEX_M7_SP, FLOAT_TARGETS, instructionsOf, V8_TARGETS } from './targets.js';

/** Another seed than the gold's. `npm run proof` goes through more. */
const SEED = 2;
/** Executions that every row must have had in the gold stream. */
const ENOUGH = 10;
/** Bit 4 of EXC_RETURN is 0 behind a floating-point instruction, in more than a third of the blocks. */
const EXTENDED = 0.33;

/** What these cores have beside an Armv7-M without FPU, which other streams are about. */
const OWN_PARTS = /^(fp|v8|security)/;

for (const target of [...FLOAT_TARGETS, CORTEX_M7_SP, ...V8_TARGETS, CORTEX_M33_PLAIN]) {
  const [ringfence, qemu] = [ringfenceEngine(target), qemuEngine(target)];

  /** What differs without a known reason. */
  const unexplained = (image: StreamImage, blocks: readonly number[]): readonly string[] =>
    blocks
      .slice(0, 20)
      .map((block) => explainMismatch(image, block, ringfence, qemu))
      .filter((mismatch) => knownDifference(mismatch) === undefined)
      .map((mismatch) => describeMismatch(image, mismatch));

  describe(`random instruction streams of ${target.name}`, () => {
    let image: StreamImage;

    before(function () {
      if (UPDATE) {
        requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
        makeStreamGold(target);
      }
      image = goldStreamImage(target);
    });

    it('end as they did on QEMU', () => {
      const { results, doubtful } = streamGold(target, image);
      assert.deepEqual(
        differingBlocks(runStream(ringfence, image), results).filter((block) => !doubtful.has(block)),
        [],
      );
    });

    it('run every encoding that sets the core apart', () => {
      const counts = rowExecutions(target, image, streamGold(target, image).results);
      const rows = instructionsOf(target).rows.filter(({ part }) => OWN_PARTS.test(part));
      assert.ok(rows.length > (target.options.fpu === undefined ? 14 : 70), `${rows.length} rows`);
      assert.deepEqual(
        rows.filter(({ name }) => (counts.get(name) ?? 0) < ENOUGH).map(({ name }) => name),
        target.leftOut ?? [],
      );
    });

    it('end by faults, and on cores with an FPU with floating-point registers in the frame', () => {
      const { results } = streamGold(target, image);
      for (const exception of [4, 5, 6, 11])
        assert.ok(results.filter((result) => result.exception === exception).length > 50, `${exception}`);
      if (target.options.fpu === undefined) return;
      const ran = image.blocks.filter(({ parts }) => parts.some(({ row }) => row?.startsWith('V') === true));
      assert.ok(ran.length > image.blocks.length * EXTENDED);
    });

    it(`end as on the QEMU that is installed, with seed ${SEED}`, function () {
      requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
      const other = buildStreamImage(target.streamRows, SEED, image.blocks.length, target.layout);
      const differing = differingBlocks(runStream(ringfence, other), runStream(qemu, other));
      const doubts = blockDoubts(qemu, other, differing);
      assert.deepEqual(
        unexplained(
          other,
          differing.filter((block) => !doubts.has(block)),
        ),
        [],
      );
    });
  });
}
