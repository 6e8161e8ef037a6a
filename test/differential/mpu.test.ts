/** The PMSAv7 model against QEMU's MPU: 24,000 accesses, answered once by qemu-system-arm 7.2 -M mps2-an385. */
import assert from 'node:assert/strict';
import { requireTool } from '../support/requirements.js';
import { UPDATE } from './gold.js';
import { buildMpuImage, expectedAnswer, parseMpuAnswers, type MpuAnswer } from './mpu-image.js';
import { goldMpuSets, makeMpuGold, mpuGold } from './oracles.js';
import { runOnQemu } from './qemu.js';
import { TARGETS } from './targets.js';

describe('MPU cases on QEMU', () => {
  const sets = goldMpuSets();

  before(function () {
    if (!UPDATE) return;
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    makeMpuGold();
  });

  it('agree with the model, every one', () => {
    const gold = mpuGold();
    const tally = new Map<string, number>();
    let next = 0;
    for (const set of sets) {
      for (const question of set.questions) {
        const expected = expectedAnswer(set, question);
        const answer = gold[next++];
        assert.deepEqual(answer, expected, JSON.stringify({ ...set, questions: [question] }));
        const kind = describeAnswer(expected);
        tally.set(kind, (tally.get(kind) ?? 0) + 1);
      }
    }
    assert.equal(next, gold.length);
    // Both outcomes of every kind of access are well represented.
    for (const kind of ['4:1', '4:82', '5:100', '5:8200', '11:0']) assert.ok((tally.get(kind) ?? 0) > 1000, kind);
  });

  for (const { core, machine } of TARGETS)
    it(`are answered the same by the QEMU that is installed, for ${core}`, function () {
      requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
      assert.deepEqual(parseMpuAnswers(runOnQemu(buildMpuImage(sets), { machine })), mpuGold());
    });
});

function describeAnswer(answer: MpuAnswer): string {
  return `${answer.exception}:${answer.cfsr.toString(16)}`;
}
