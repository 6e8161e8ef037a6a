/** The MPU of Armv6-M: its registers, and a million random accesses (ten with RINGFENCE_LONG=1) against the model of test/model. */
import assert from 'node:assert/strict';
import { check, PMSAV6, Pmsav7, rightsIntervals, type Decider } from '../../../emulator/index.js';
import { validate, type Pmsav6Access, type Pmsav6Mpu, type Pmsav6Verdict } from '../../model/pmsav6-model.js';
import { Rig } from '../exceptions/rig.js';
import { seededRandom, type Random } from '../../model/random.js';
import { onRequest } from '../../support/requirements.js';

const TYPE = 0x00;
const CTRL = 0x04;
const RNR = 0x08;
const RBAR = 0x0c;
const RASR = 0x10;
const RBAR_A1 = 0x14;

function unit(): { mpu: Pmsav7; findings: string[] } {
  const findings: string[] = [];
  const mpu = new Pmsav7({ pmsa: PMSAV6, regionCount: 8, finding: (code) => void findings.push(code) });
  return { mpu, findings };
}

describe('PMSAv6 registers (DDI 0419E, B3.5)', () => {
  it('are those of PMSAv7 without TEX, and with bases that are multiples of 256', () => {
    const { mpu } = unit();
    assert.equal(mpu.read(TYPE, 4), 0x0800);
    mpu.write(RBAR, 4, 0xffff_fff3);
    assert.deepEqual([mpu.read(RNR, 4), mpu.read(RBAR, 4)], [3, 0xffff_ff03]);
    mpu.write(RASR, 4, 0xffff_ffff);
    assert.equal(mpu.read(RASR, 4), 0x1707_ff3f);
    mpu.write(CTRL, 4, 0xffff_ffff);
    assert.equal(mpu.read(CTRL, 4), 7);
  });

  it('take whole words only', () => {
    const { mpu, findings } = unit();
    mpu.write(RASR, 2, 0x0f);
    assert.equal(mpu.read(RASR, 4), 0);
    assert.deepEqual(findings, ['mpu-narrow-write']);
  });

  it('make regions from 256 bytes on; a smaller one never matches, and is told', () => {
    const { mpu, findings } = unit();
    mpu.write(CTRL, 4, 1);
    mpu.write(RASR, 4, (3 << 24) | (6 << 1) | 1);
    assert.deepEqual([mpu.regions()[0]!.sizeBytes, mpu.regions()[0]!.usable], [128, false]);
    assert.deepEqual(findings, ['mpu-size-too-small']);
    mpu.write(RASR, 4, (3 << 24) | (7 << 1) | 1);
    assert.deepEqual([mpu.regions()[0]!.sizeBytes, mpu.regions()[0]!.usable], [256, true]);
  });

  it('have no aliases in the System Control Space', () => {
    const rig = new Rig({ core: 'cortex-m0plus', priorityBits: 2 });
    rig.write(0xe000_ed90 + RBAR_A1, 0x2000_0017);
    assert.deepEqual([rig.read(0xe000_ed90 + RBAR_A1), rig.read(0xe000_ed90 + RNR)], [0, 0]);
  });
});

const QUESTIONS = 50;
const PLACES = [0, 0x1000, 0x2000_0000, 0x2000_4000, 0x4000_0000, 0x6000_0000, 0xa000_0000, 0xe000_0000, 0xffff_0000];

function randomRegion(random: Random): { rbar: number; rasr: number } {
  const log2 = random.chance(3) ? 5 + random.below(3) : random.chance(60) ? 8 + random.below(6) : 14 + random.below(19);
  const sizeBytes = 2 ** log2;
  let base = (random.pick(PLACES) + random.below(32) * 256 * 2 ** random.below(6)) % 2 ** 32;
  if (random.chance(85)) base -= base % sizeBytes;
  const srd = random.chance(50) ? random.below(256) : 0;
  const ap = random.chance(3) ? 0b100 : random.pick([0, 1, 2, 3, 3, 5, 6, 7]);
  const attributes = random.below(64);
  const word = (random.below(2) << 28) | (ap << 24) | (attributes << 16) | (srd << 8) | ((log2 - 1) << 1);
  return { rbar: base, rasr: (word | (random.chance(85) ? 1 : 0)) >>> 0 };
}

function randomMpu(random: Random): Omit<Pmsav6Mpu, 'negativePriority'> {
  const ctrl = (random.chance(92) ? 1 : 0) | (random.chance(40) ? 2 : 0) | (random.chance(50) ? 4 : 0);
  return { ctrl, regions: Array.from({ length: 8 }, () => randomRegion(random)) };
}

/** Around an edge of a region or of one of its subregions, or anywhere; aligned. */
function randomAccess(random: Random, { regions }: Pick<Pmsav6Mpu, 'regions'>): Pmsav6Access {
  const { rbar, rasr } = random.pick(regions);
  const sizeBytes = 2 ** (((rasr >>> 1) & 31) + 1);
  const base = rbar - (rbar % sizeBytes);
  const within = random.chance(25) ? random.below(sizeBytes) : (sizeBytes / 8) * random.below(9) + random.below(9) - 4;
  const anywhere = random.chance(10) ? random.pick(PLACES) + random.below(0x4000) : base + within;
  const address = (anywhere + 2 ** 32) % 2 ** 32;
  const type = random.pick(['read', 'write', 'fetch'] as const);
  return { address: address - (address % (type === 'fetch' ? 2 : 1)), type, privileged: random.chance(50) };
}

function emulated(set: Omit<Pmsav6Mpu, 'negativePriority'>): Pmsav7 {
  const { mpu } = unit();
  set.regions.forEach(({ rbar, rasr }, n) => {
    mpu.write(RNR, 4, n);
    mpu.write(RBAR, 4, (rbar & ~0x1f) >>> 0);
    mpu.write(RASR, 4, rasr);
  });
  mpu.write(CTRL, 4, set.ctrl);
  return mpu;
}

/** In the model's words. */
function deciderOf(decider: Decider): Pmsav6Verdict['decider'] {
  if (decider.kind === 'region') return decider.region;
  if (decider.kind === 'overlap') assert.fail('regions by size never overlap');
  return decider.kind === 'defaultMap' ? 'off' : decider.kind;
}

const KINDS = { read: 'load', write: 'store', fetch: 'fetch', vector: 'vector' } as const;
const RIGHTS = { read: 'read', write: 'write', fetch: 'execute', vector: 'read' } as const;

interface Tally {
  allowed: number;
  denied: number;
  byRegion: number;
  open: number;
}

function compare(seed: number, sets: number): Tally {
  const random = seededRandom(seed);
  const tally: Tally = { allowed: 0, denied: 0, byRegion: 0, open: 0 };
  for (let n = 0; n < sets; n++) {
    const set = randomMpu(random);
    const mpu = emulated(set);
    const negativePriority = random.chance(10);
    const intervals = rightsIntervals(mpu, { negativePriority });
    for (let k = 0; k < QUESTIONS; k++) {
      const asked = randomAccess(random, set);
      const access = negativePriority ? { ...asked, privileged: true } : asked;
      const expected = validate({ ...set, negativePriority }, access);
      const { address, type, privileged } = access;
      const question = { kind: KINDS[type], address, sizeBytes: 1, privileged, exclusive: false } as const;
      const verdict = check(mpu, question, { negativePriority });
      const interval = intervals.find(({ end }) => address < end)!;
      const right = (privileged ? interval.privileged : interval.unprivileged)[RIGHTS[type]];
      const ours = [verdict.allowed, right, deciderOf(verdict.decider)];
      const theirs = [expected.allowed, expected.allowed, expected.decider];
      if (ours.join() !== theirs.join())
        assert.fail(JSON.stringify({ seed, n, set, access, negativePriority, ours, theirs }));
      tally[expected.allowed ? 'allowed' : 'denied']++;
      if (typeof expected.decider === 'number') tally.byRegion++;
      if (expected.unpredictable) tally.open++;
    }
  }
  return tally;
}

function checkTally(tally: Tally, total: number): void {
  const { allowed, denied, byRegion, open } = tally;
  assert.ok(allowed > 0.2 * total && denied > 0.2 * total && byRegion > 0.3 * total, JSON.stringify(tally));
  assert.ok(open > 0.01 * total && open < 0.6 * total, JSON.stringify(tally));
}

describe('PMSAv6', () => {
  it('decides 1,000,000 random accesses as the model does, by the same region, and so do its intervals', function () {
    this.timeout(300_000);
    checkTally(compare(40, 20_000), 1_000_000);
  });

  onRequest('decides 10,000,000 of another seed so', function () {
    this.timeout(3_600_000);
    checkTally(compare(41, 200_000), 10_000_000);
  });
});
