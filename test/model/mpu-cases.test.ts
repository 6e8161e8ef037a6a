/** The generator of MPU questions: repeatable, valid where it says so, and wide enough to be worth asking. */
import assert from 'node:assert/strict';
import { backingOf, mpuCaseSets, mpuOf, type MpuCaseSet } from './mpu-cases.js';
import { validateAddress } from './pmsav7-model.js';

const RUNNER = { base: 0x1000, sizeBytes: 0x1000 };

function count(sets: readonly MpuCaseSet[]): Map<string, number> {
  const seen = new Map<string, number>();
  for (const set of sets) {
    for (const question of set.questions) {
      const { allowed, decider } = validateAddress(mpuOf(set, question), question);
      const key = `${allowed ? 'allowed' : 'denied'} ${question.type} ${typeof decider === 'number' ? 'region' : decider}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
  }
  return seen;
}

describe('MPU cases', () => {
  it('are the same for the same seed', () => {
    const options = { seed: 7, sets: 20, questionsPerSet: 10 };
    assert.deepEqual(mpuCaseSets(options), mpuCaseSets(options));
    assert.notDeepEqual(mpuCaseSets(options), mpuCaseSets({ ...options, seed: 8 }));
  });

  it('reach every decision that a program can meet', () => {
    const seen = count(mpuCaseSets({ seed: 1, sets: 1000, questionsPerSet: 32 }));
    for (const type of ['read', 'write', 'fetch']) {
      for (const key of [
        `allowed ${type} region`,
        `denied ${type} region`,
        `denied ${type} none`,
        `allowed ${type} background`,
        `allowed ${type} disabled`,
        `allowed ${type} negativePriority`,
      ]) {
        assert.ok((seen.get(key) ?? 0) >= 20, `${key}: ${seen.get(key) ?? 0}`);
      }
    }
  });

  it('ask a running program only what it can survive', () => {
    const sets = mpuCaseSets({ seed: 2, sets: 500, questionsPerSet: 32, runnerPage: RUNNER });
    for (const set of sets) {
      assert.equal(set.notForQemu, undefined);
      for (const question of set.questions) assert.notEqual(backingOf(question.address), 'untouchable');
      for (const type of ['read', 'write', 'fetch'] as const) {
        for (const address of [RUNNER.base, RUNNER.base + 0xffc]) {
          for (const privileged of [true, false]) {
            const mpu = { ...set, negativePriority: false };
            assert.ok(validateAddress(mpu, { address, sizeBytes: 4, type, privileged }).allowed);
          }
        }
      }
    }
  });

  it('mark what QEMU is no witness for', () => {
    const sets = mpuCaseSets({ seed: 3, sets: 200, questionsPerSet: 4 });
    const reasons = new Set(sets.map((set) => set.notForQemu?.split(' ')[0]));
    assert.deepEqual([...reasons].sort(), ['AP', 'QEMU', 'SRD', 'the', 'unaligned', undefined]);
  });
});
