/** PMSAv8 against the model of test/model: a million random accesses each time, ten million with RINGFENCE_LONG=1. */
import assert from 'node:assert/strict';
import { check, Pmsav8, rightsIntervals, type Decider } from '../../../emulator/index.js';
import { randomAddress, randomMpu } from '../../model/limit-cases.js';
import { mpuCheck, type Pmsav8Mpu, type Pmsav8Type, type Pmsav8Verdict } from '../../model/pmsav8-model.js';
import { seededRandom } from '../../model/random.js';
import { onRequest } from '../../support/requirements.js';

const RNR = 0x08;
const RBAR = 0x0c;
const RLAR = 0x10;
const CTRL = 0x04;
const QUESTIONS = 50;
const TYPES: readonly Pmsav8Type[] = ['read', 'read', 'write', 'write', 'fetch', 'fetch', 'vector'];
const KINDS = { read: 'load', write: 'store', fetch: 'fetch', vector: 'vector' } as const;
const RIGHTS = { read: 'read', write: 'write', fetch: 'execute' } as const;

/** Programs the regions one by one, or four at a time through the aliases. */
function programmed(set: Omit<Pmsav8Mpu, 'negativePriority'>): Pmsav8 {
  const mpu = new Pmsav8({ regionCount: set.regions.length });
  set.regions.forEach(({ rbar, rlar }, n) => {
    const alias = set.ctrl % 2 === 0 ? 0 : n % 4;
    mpu.write(RNR, 4, alias === 0 ? n : n - alias);
    mpu.write(RBAR + 8 * alias, 4, rbar);
    mpu.write(RLAR + 8 * alias, 4, rlar);
  });
  mpu.write(CTRL, 4, set.ctrl);
  return mpu;
}

/** In the model's words, as text. The model tells vector reads from accesses to the PPB. */
function deciderText(decider: Decider, isVector: boolean): string {
  if (isVector) return 'vector';
  if (decider.kind === 'region') return `${decider.region}`;
  if (decider.kind === 'overlap') return decider.regions.join();
  return decider.kind === 'defaultMap' ? 'off' : decider.kind;
}

function modelText({ decider }: Pmsav8Verdict): string {
  return String(decider);
}

interface Tally {
  allowed: number;
  denied: number;
  byRegion: number;
  overlaps: number;
}

/** Compares `sets` times 50 decisions, and the intervals of rights with each of them. */
function compare(seed: number, sets: number): Tally {
  const random = seededRandom(seed);
  const tally: Tally = { allowed: 0, denied: 0, byRegion: 0, overlaps: 0 };
  for (let n = 0; n < sets; n++) {
    const set = randomMpu(random, random.pick([4, 8, 8, 8, 12, 16]));
    const mpu = programmed(set);
    const negativePriority = random.chance(10);
    const intervals = rightsIntervals(mpu, { negativePriority });
    for (let k = 0; k < QUESTIONS; k++) {
      const type = random.pick(TYPES);
      const privileged = random.chance(50);
      const address = randomAddress(random, set.regions);
      const expected = mpuCheck({ ...set, negativePriority }, { address, type, privileged });
      const access = { kind: KINDS[type], address, sizeBytes: 1, privileged, exclusive: false } as const;
      const verdict = check(mpu, access, { negativePriority });
      const interval = intervals.find(({ end }) => address < end)!;
      const rights = privileged ? interval.privileged : interval.unprivileged;
      const right = type === 'vector' ? true : rights[RIGHTS[type]];
      if (
        verdict.allowed !== expected.allowed ||
        right !== expected.allowed ||
        deciderText(verdict.decider, type === 'vector') !== modelText(expected)
      )
        assert.fail(JSON.stringify({ seed, n, set, access, negativePriority, verdict, right, expected }));
      tally[expected.allowed ? 'allowed' : 'denied']++;
      if (typeof expected.decider === 'number') tally.byRegion++;
      if (typeof expected.decider === 'object') tally.overlaps++;
    }
  }
  return tally;
}

function checkTally({ allowed, denied, byRegion, overlaps }: Tally, total: number): void {
  const shares = [allowed, denied, byRegion, overlaps].map((count) => count / total);
  assert.ok(shares[0]! > 0.2 && shares[1]! > 0.2 && shares[2]! > 0.2 && shares[3]! > 0.05, shares.join(' '));
}

describe('PMSAv8', () => {
  it('decides 1,000,000 random accesses as the model does, by the same regions, and so do its intervals', function () {
    this.timeout(300_000);
    checkTally(compare(80, 20_000), 1_000_000);
  });

  onRequest('decides 10,000,000 of another seed so', function () {
    this.timeout(3_600_000);
    checkTally(compare(81, 200_000), 10_000_000);
  });
});
