/**
 * Security attribution, the MPUs of both states behind it, and TT against the models of test/model: a million random questions
 * each time, ten million with RINGFENCE_LONG=1.
 */
import assert from 'node:assert/strict';
import {
  attributionIntervals,
  check,
  checkSecurity,
  Pmsav8,
  Sau,
  securityAttribution,
  testTarget,
  testTargetWord,
  type AttributionInterval,
  type IdauRange,
  type TargetUnits,
} from '../../../emulator/index.js';
import {
  idauOf,
  randomAddress,
  randomIdau,
  randomMpu,
  randomSau,
  type IdauModelRange,
} from '../../model/limit-cases.js';
import type { Pmsav8Mpu, Pmsav8Type } from '../../model/pmsav8-model.js';
import { seededRandom, type Random } from '../../model/random.js';
import { securityCheck, ttResponse, validate, type SauModel, type SecureSystem } from '../../model/sau-model.js';
import { onRequest } from '../../support/requirements.js';

const QUESTIONS = 25;
const TYPES: readonly Pmsav8Type[] = ['read', 'write', 'fetch'];
const KINDS = { read: 'load', write: 'store', fetch: 'fetch', vector: 'vector' } as const;

function mpuOf(set: Omit<Pmsav8Mpu, 'negativePriority'>): Pmsav8 {
  const mpu = new Pmsav8({ regionCount: set.regions.length });
  set.regions.forEach(({ rbar, rlar }, n) => {
    mpu.write(0x08, 4, n);
    mpu.write(0x0c, 4, rbar);
    mpu.write(0x10, 4, rlar);
  });
  mpu.write(0x04, 4, set.ctrl);
  return mpu;
}

function sauOf(model: SauModel): Sau {
  const sau = new Sau({ regionCount: model.regions.length });
  model.regions.forEach(({ rbar, rlar }, n) => {
    sau.write(0x08, n);
    sau.write(0x0c, rbar);
    sau.write(0x10, rlar);
  });
  sau.write(0x00, model.ctrl);
  return sau;
}

function rangeOf({ start, end, exempt, ns, nsc, region }: IdauModelRange): IdauRange {
  const kind = exempt ? 'exempt' : ns ? 'nonSecure' : nsc ? 'nonSecureCallable' : 'secure';
  return { start, end, kind, ...(region === undefined ? {} : { region }) };
}

/** One system in the model's words and in the emulator's. */
interface Both {
  readonly model: SecureSystem;
  readonly units: TargetUnits;
  readonly sau: Sau;
  readonly idau: readonly IdauRange[];
  readonly secure: Pmsav8;
  readonly nonSecure: Pmsav8;
  readonly edges: readonly { readonly rbar: number; readonly rlar: number }[];
}

function randomSystem(random: Random): Both {
  const mpus = { secure: randomMpu(random, 8), nonSecure: randomMpu(random, 8) };
  const sauModel = randomSau(random, random.pick([4, 8]));
  const ranges = randomIdau(random);
  const [secure, nonSecure, sau] = [mpuOf(mpus.secure), mpuOf(mpus.nonSecure), sauOf(sauModel)];
  const idau = ranges.map(rangeOf);
  return {
    model: {
      secure: { ...mpus.secure, negativePriority: random.chance(10) },
      nonSecure: { ...mpus.nonSecure, negativePriority: random.chance(10) },
      sau: sauModel,
      idau: idauOf(ranges),
    },
    units: { mpu: { secure, nonSecure }, attribution: { sau, idau } },
    sau,
    idau,
    secure,
    nonSecure,
    edges: [...mpus.secure.regions, ...mpus.nonSecure.regions, ...sauModel.regions, ...sauModel.regions],
  };
}

/** The outcome of an access: who refuses it, or that nobody does. */
function outcome(both: Both, access: Parameters<typeof validate>[1]): string {
  const { address, type, privileged, secure } = access;
  const first = checkSecurity(both.sau, both.idau, { address, fetch: type === 'fetch', secure });
  if (!first.allowed) return first.violation;
  const { negativePriority } = first.mpu === 'secure' ? both.model.secure : both.model.nonSecure;
  const question = { kind: KINDS[type], address, sizeBytes: 1, privileged, exclusive: false } as const;
  const mpu = first.mpu === 'secure' ? both.secure : both.nonSecure;
  return check(mpu, question, { negativePriority }).allowed ? 'allowed' : 'denied';
}

function modelOutcome(model: SecureSystem, access: Parameters<typeof validate>[1]): string {
  const verdict = validate(model, access);
  return typeof verdict === 'string' ? verdict : verdict.allowed ? 'allowed' : 'denied';
}

/** Attribution at an address, by itself and by its interval, as one text. */
function attributionTexts(
  both: Both,
  runs: readonly AttributionInterval[],
  address: number,
  secure: boolean,
): string[] {
  const direct = securityAttribution(both.sau, both.idau, address, { secure });
  const byRun = runs.find(({ end }) => address < end)!.attribution;
  return [direct, byRun].map(({ nonSecure, nsc, sauRegion, idauRegion }) =>
    [nonSecure, nsc, sauRegion ?? '-', idauRegion ?? '-'].join(' '),
  );
}

function modelAttribution({ sau, idau }: SecureSystem, address: number, secure: boolean): string {
  const { ns, nsc, srvalid, sregion, irvalid, iregion } = securityCheck(sau, idau, address, false, secure);
  return [ns, nsc, srvalid ? sregion : '-', irvalid ? iregion : '-'].join(' ');
}

function checkAccess(both: Both, random: Random, tally: Map<string, number>, where: string): void {
  const address = randomAddress(random, both.edges);
  const access = { address, type: random.pick(TYPES), privileged: random.chance(50), secure: random.chance(50) };
  const expected = modelOutcome(both.model, access);
  const found = outcome(both, access);
  if (found !== expected) assert.fail(`${where} ${JSON.stringify({ access, found, expected, model: both.model })}`);
  tally.set(expected, (tally.get(expected) ?? 0) + 1);
}

function checkTarget(both: Both, random: Random, where: string): void {
  const address = randomAddress(random, both.edges);
  const secure = random.chance(75);
  const state = {
    secure,
    handlerMode: random.chance(30),
    nPRIV: { secure: random.chance(50), nonSecure: random.chance(50) },
    negativePriority: {
      secure: both.model.secure.negativePriority,
      nonSecure: both.model.nonSecure.negativePriority,
    },
  };
  const variant = { alternate: secure && random.chance(50), unprivileged: random.chance(50) };
  const expected = ttResponse(both.model, state, address, variant.alternate, variant.unprivileged);
  const found = testTargetWord(testTarget(both.units, state, variant, address));
  if (found !== expected)
    assert.fail(`${where} ${JSON.stringify({ address, state, variant, found, expected, model: both.model })}`);
}

/** `sets` systems, each asked 25 accesses and 25 TTs, with attribution looked up beside them. */
function compare(seed: number, sets: number): ReadonlyMap<string, number> {
  const random = seededRandom(seed);
  const tally = new Map<string, number>();
  for (let n = 0; n < sets; n++) {
    const both = randomSystem(random);
    const secure = random.chance(50);
    const runs = attributionIntervals(both.sau, both.idau, { secure });
    const where = `seed ${seed}, system ${n}`;
    for (let k = 0; k < QUESTIONS; k++) {
      checkAccess(both, random, tally, where);
      checkTarget(both, random, where);
      const address = randomAddress(random, both.edges);
      const expected = modelAttribution(both.model, address, secure);
      for (const found of attributionTexts(both, runs, address, secure))
        if (found !== expected) assert.fail(`${where} ${JSON.stringify({ address, secure, found, expected })}`);
    }
  }
  return tally;
}

function checkTally(tally: ReadonlyMap<string, number>, accesses: number): void {
  for (const kind of ['allowed', 'denied', 'AUVIOL', 'INVEP', 'INVTRAN'])
    assert.ok((tally.get(kind) ?? 0) > 0.01 * accesses, `${kind}: ${tally.get(kind) ?? 0} of ${accesses}`);
}

describe('SAU, IDAU and two MPUs', () => {
  it('decide 500,000 random accesses and answer 500,000 TTs as the model does', function () {
    this.timeout(300_000);
    checkTally(compare(90, 20_000), 500_000);
  });

  onRequest('decide and answer 10,000,000 of another seed so', function () {
    this.timeout(3_600_000);
    checkTally(compare(91, 200_000), 5_000_000);
  });
});
