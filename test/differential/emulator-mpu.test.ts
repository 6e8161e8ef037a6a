/** The emulator's MPU against the model of test/model and against QEMU: decisions, intervals of rights, and a guest that asks. */
import assert from 'node:assert/strict';
import { check, Pmsav7, rightsIntervals, type Access, type RightsInterval } from '../../emulator/index.js';
import { mpuCaseSets, mpuOf, type MpuCaseSet, type MpuQuestion } from '../model/mpu-cases.js';
import { validateAddress } from '../model/pmsav7-model.js';
import { onRequest } from '../support/requirements.js';
import { buildMpuImage, parseMpuAnswers } from './mpu-image.js';
import { goldMpuSets, mpuGold } from './oracles.js';
import { runOnRingfence } from './ringfence.js';

const QUESTIONS = 52;
/** Sets that are made at once. */
const PART = 1000;
const NONE = 2 ** 32;
const KINDS = { read: 'load', write: 'store', fetch: 'fetch', vector: 'vector' } as const;
/** The right that each access needs; the cases hold no vector reads. */
const NEEDED = { read: 'read', write: 'write', fetch: 'execute', vector: 'read' } as const;

function emulated(set: MpuCaseSet): Pmsav7 {
  const mpu = new Pmsav7({ regionCount: 8 });
  set.regions.forEach(({ rbar, rasr }, n) => {
    mpu.write(0x08, 4, n);
    mpu.write(0x0c, 4, (rbar & ~0x1f) >>> 0);
    mpu.write(0x10, 4, rasr);
  });
  mpu.write(0x04, 4, set.ctrl);
  return mpu;
}

function intervalAt(intervals: readonly RightsInterval[], address: number): RightsInterval {
  return intervals.find(({ end }) => address < end)!;
}

/** The first byte that is refused, asked one by one as MemU does (B2.3.5); NONE if all are allowed. */
function refusedByte(question: MpuQuestion, allowed: (address: number) => boolean): number {
  const aligned = question.address % question.sizeBytes === 0;
  for (let i = 0; i < question.sizeBytes; i++) {
    const address = (question.address + i) % 2 ** 32;
    if (!allowed(address)) return aligned ? question.address : address;
  }
  return NONE;
}

/** By `check`, and by the intervals that the rights table is filled from: the addresses that they refuse. */
function refusals(mpu: Pmsav7, question: MpuQuestion, intervals: readonly RightsInterval[]): readonly number[] {
  const { privileged, negativePriority } = question;
  const kind = KINDS[question.type];
  const right = NEEDED[question.type];
  const access: Omit<Access, 'address'> = { kind, sizeBytes: 1, privileged, exclusive: false };
  return [
    refusedByte(question, (address) => check(mpu, { ...access, address }, { negativePriority }).rule === 'allowed'),
    refusedByte(question, (address) => {
      const interval = intervalAt(intervals, address);
      return (privileged ? interval.privileged : interval.unprivileged)[right];
    }),
  ];
}

/** Compares `parts` times 52,000 decisions with the model's, the intervals of rights as well; the share that is denied. */
function compare(seed: number, parts: number): number {
  let denied = 0;
  for (let part = 0; part < parts; part++) {
    for (const set of mpuCaseSets({ seed: seed + part, sets: PART, questionsPerSet: QUESTIONS })) {
      const mpu = emulated(set);
      const [normal, negative] = [false, true].map((negativePriority) => rightsIntervals(mpu, { negativePriority }));
      for (const question of set.questions) {
        const verdict = validateAddress(mpuOf(set, question), question);
        const expected = verdict.allowed ? NONE : verdict.faultAddress;
        if (!verdict.allowed) denied++;
        const found = refusals(mpu, question, (question.negativePriority ? negative : normal)!);
        if (found[0] !== expected || found[1] !== expected)
          assert.fail(JSON.stringify({ ...set, questions: [question], found, expected }));
      }
    }
  }
  return denied / (parts * PART * QUESTIONS);
}

function checkShare(denied: number): void {
  assert.ok(denied > 0.2 && denied < 0.8, `${denied} of all are denied`);
}

describe("the emulator's MPU", () => {
  it('decides 1,040,000 random accesses as the model does, and so do its intervals of rights', function () {
    this.timeout(300_000);
    checkShare(compare(20, 20));
  });

  onRequest('decides 10,400,000 of other seeds so', function () {
    this.timeout(3_600_000);
    checkShare(compare(1000, 200));
  });

  it('answers a guest on the machine as QEMU did, 24,000 times', () => {
    assert.deepEqual(parseMpuAnswers(runOnRingfence(buildMpuImage(goldMpuSets()))), mpuGold());
  });

  it('decides as QEMU did what the guest asked', () => {
    const gold = mpuGold();
    let next = 0;
    for (const set of goldMpuSets()) {
      const mpu = emulated(set);
      for (const question of set.questions) {
        const { exception } = gold[next++]!;
        const intervals = rightsIntervals(mpu, question);
        // A BusFault came after the MPU had let the access pass.
        for (const refused of refusals(mpu, question, intervals))
          assert.equal(refused !== NONE, exception === 4, JSON.stringify({ ...set, questions: [question] }));
      }
    }
  });
});
