/** Random instruction streams on the cores whose every fault is a HardFault: each block ends as on QEMU. */
import assert from 'node:assert/strict';
import { requireTool } from '../support/requirements.js';
import { UPDATE } from './gold.js';
import { goldResults, imageOf, makeGold, NARROW_STREAMS } from './narrow-streams.js';
import { qemuEngine } from './qemu.js';
import { ringfenceEngine } from './ringfence.js';
import { NOT_IN_STREAMS, rowExecutions } from './row-executions.js';
import { describeMismatch, differingBlocks, explainMismatch, runStream } from './stream-results.js';

/** Another seed than the gold's. `npm run proof` goes through more. */
const OTHER_SEED = 100;
/** Executions that every row must have had in the gold streams. */
const ENOUGH = 10;

for (const streams of NARROW_STREAMS) {
  const { target, seeds } = streams;
  const [ringfence, qemu] = [ringfenceEngine(target), qemuEngine(target)];

  describe(`random instruction streams of ${target.name}`, () => {
    before(function () {
      if (!UPDATE) return;
      requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
      makeGold(streams);
    });

    seeds.forEach((seed, part) =>
      it(`end as they did on QEMU, seed ${seed}`, () => {
        assert.deepEqual(differingBlocks(runStream(ringfence, imageOf(target, seed)), goldResults(target, part)), []);
      }),
    );

    it('end by an SVC or a HardFault, and often by each', () => {
      const ends = seeds.flatMap((_, part) => goldResults(target, part).map(({ exception }) => exception));
      assert.deepEqual([...new Set(ends)].sort(), [11, 3]);
      for (const one of [3, 11]) assert.ok(ends.filter((exception) => exception === one).length > ends.length / 4);
    });

    it('run every encoding of the tables, apart from those that a stream cannot hold', () => {
      const counts = new Map<string, number>();
      seeds.forEach((seed, part) => {
        for (const [name, count] of rowExecutions(target, imageOf(target, seed), goldResults(target, part)))
          counts.set(name, (counts.get(name) ?? 0) + count);
      });
      const rare = [...counts].filter(([, count]) => count < ENOUGH).map(([name]) => name);
      assert.deepEqual(rare.sort(), [...NOT_IN_STREAMS.keys()].filter((name) => counts.has(name)).sort());
    });

    it(`end as on the QEMU that is installed, with seed ${OTHER_SEED}`, function () {
      requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
      const image = imageOf(target, OTHER_SEED);
      const differing = differingBlocks(runStream(ringfence, image), runStream(qemu, image));
      assert.deepEqual(
        differing.slice(0, 10).map((block) => describeMismatch(image, explainMismatch(image, block, ringfence, qemu))),
        [],
      );
    });
  });
}
