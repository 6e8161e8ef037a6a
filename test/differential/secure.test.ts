/**
 * PMSAv8, SAU and TT: what qemu-system-arm 7.2 -M mps2-an505 answered to 24,000 questions, against the models of test/model and
 * against the emulator's own functions.
 */
import assert from 'node:assert/strict';
import {
  check,
  checkSecurity,
  Pmsav8,
  Sau,
  testTarget,
  testTargetWord,
  type Access,
  type IdauRange,
} from '../../emulator/index.js';
import { requireTool } from '../support/requirements.js';
import { UPDATE } from './gold.js';
import { askSecureOnQemu, goldSecureSets, makeSecureGold, secureGold } from './oracles.js';
import {
  AN505_IDAU,
  expectedSecureAnswer,
  type SecureAnswer,
  type SecureCaseSet,
  type SecureQuestion,
} from './secure-image.js';

/**
 * QEMU 7.2 gives exempt addresses the state that TTA and TTAT inspect. TTResp asks SecurityCheck for the state that executes the
 * instruction, and that is always Secure.
 */
function isDoubtful(question: SecureQuestion): boolean {
  if (question.type !== 'tt' || !question.alternate) return false;
  return question.address % 0x1000_0000 < 0x10_0000 && question.address >= 0xe000_0000;
}

/** Calls `ask` with each question that QEMU is a witness for, and its answer. */
function eachAnswer(ask: (set: SecureCaseSet, question: SecureQuestion, answer: SecureAnswer) => void): void {
  const gold = secureGold();
  let next = 0;
  let doubtful = 0;
  for (const set of goldSecureSets()) {
    for (const question of set.questions) {
      const answer = gold[next++]!;
      if (isDoubtful(question)) doubtful++;
      else ask(set, question, answer);
    }
  }
  assert.equal(next, gold.length);
  assert.ok(doubtful < gold.length / 100, `${doubtful}`);
}

interface Units {
  readonly secure: Pmsav8;
  readonly nonSecure: Pmsav8;
  readonly sau: Sau;
}

function mpuOf({ ctrl, regions }: SecureCaseSet['secure']): Pmsav8 {
  const mpu = new Pmsav8({ regionCount: 16 });
  regions.forEach(({ rbar, rlar }, n) => {
    mpu.write(0x08, 4, n);
    mpu.write(0x0c, 4, rbar);
    mpu.write(0x10, 4, rlar);
  });
  mpu.write(0x04, 4, ctrl);
  return mpu;
}

function unitsOf(set: SecureCaseSet): Units {
  const sau = new Sau({ regionCount: 8 });
  set.sau.regions.forEach(({ rbar, rlar }, n) => {
    sau.write(0x08, n);
    sau.write(0x0c, rbar);
    sau.write(0x10, rlar);
  });
  sau.write(0x00, set.sau.ctrl);
  return { secure: mpuOf(set.secure), nonSecure: mpuOf(set.nonSecure), sau };
}

const IDAU: readonly IdauRange[] = AN505_IDAU.map(({ start, end, exempt, ns, region }) => ({
  start,
  end,
  kind: exempt ? 'exempt' : ns ? 'nonSecure' : 'secure',
  ...(region === undefined ? {} : { region }),
}));

function ourTarget({ secure, nonSecure, sau }: Units, question: Extract<SecureQuestion, { type: 'tt' }>): number {
  const nPRIV = question.secure
    ? { secure: !question.privileged, nonSecure: question.otherUnprivileged }
    : { secure: false, nonSecure: !question.privileged };
  const negativePriority = { secure: false, nonSecure: false };
  const state = { secure: question.secure, handlerMode: false, nPRIV, negativePriority };
  const units = { mpu: { secure, nonSecure }, attribution: { sau, idau: IDAU } };
  return testTargetWord(testTarget(units, state, question, question.address));
}

const KINDS = { read: 'load', write: 'store', fetch: 'fetch' } as const;

/** Who refuses an access: a bit of SFSR, the MPU, or nobody. */
function ourOutcome(units: Units, question: Exclude<SecureQuestion, { type: 'tt' }>): string {
  const { address, type, sizeBytes, secure, privileged, negativePriority } = question;
  const reach = checkSecurity(units.sau, IDAU, { address, fetch: type === 'fetch', secure });
  const access: Access = { kind: KINDS[type], address, sizeBytes, privileged, exclusive: false };
  if (!reach.allowed) {
    const denied = reach.callable && !check(units.secure, access, { negativePriority: false }).allowed;
    return denied ? 'mpu' : reach.violation;
  }
  return check(units[reach.mpu], access, { negativePriority }).allowed ? 'allowed' : 'mpu';
}

/** The same of what QEMU left in its registers. */
function qemuOutcome({ cfsr, nonSecureCfsr, sfsr }: SecureAnswer): string {
  const violation = (
    [
      ['AUVIOL', 0x08],
      ['INVEP', 0x01],
      ['INVTRAN', 0x10],
    ] as const
  ).find(([, bit]) => sfsr === bit)?.[0];
  return violation ?? (((cfsr | nonSecureCfsr) & 0xff) !== 0 ? 'mpu' : 'allowed');
}

describe('PMSAv8, SAU and TT on QEMU', () => {
  before(function () {
    if (!UPDATE) return;
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    makeSecureGold();
  });

  it('agree with the models, every answer', () => {
    const tally = new Map<string, number>();
    eachAnswer((set, question, answer) => {
      const expected = expectedSecureAnswer(set, question);
      assert.deepEqual(answer, expected, JSON.stringify({ ...set, questions: [question] }));
      const kind = `${question.secure ? 'S' : 'NS'} ${question.type} ${qemuOutcome(answer)}`;
      tally.set(kind, (tally.get(kind) ?? 0) + 1);
    });
    // Every outcome of every kind of access in both states.
    const outcomes = [
      'S read allowed',
      'S read mpu',
      'NS read allowed',
      'NS read mpu',
      'NS read AUVIOL',
      'S write mpu',
    ];
    outcomes.push('NS write mpu', 'NS write AUVIOL', 'S fetch allowed', 'S fetch mpu', 'S fetch INVTRAN');
    outcomes.push('NS fetch allowed', 'NS fetch mpu', 'NS fetch INVEP', 'S tt allowed', 'NS tt allowed');
    for (const kind of outcomes) assert.ok((tally.get(kind) ?? 0) >= 100, `${kind}: ${tally.get(kind) ?? 0}`);
  });

  it("are what the emulator's functions say", () => {
    const units = new Map<SecureCaseSet, Units>();
    eachAnswer((set, question, answer) => {
      const ours = units.get(set) ?? unitsOf(set);
      units.set(set, ours);
      const about = JSON.stringify({ ...set, questions: [question] });
      if (question.type === 'tt') assert.equal(ourTarget(ours, question), answer.value, about);
      else assert.equal(ourOutcome(ours, question), qemuOutcome(answer), about);
    });
  });

  it('are answered the same by the QEMU that is installed', function () {
    requireTool(this, 'qemu-system-arm', 'qemu-system-arm');
    assert.deepEqual(askSecureOnQemu(goldSecureSets()), secureGold());
  });
});
