// SAU registers, and whose an address is (Armv8-M ARM, SecurityCheck).
import assert from 'node:assert/strict';
import {
  attributionIntervals,
  checkSecurity,
  Sau,
  securityAttribution,
  type AttributionReason,
  type AttributionRequest,
  type IdauRange,
  type SauFindingCode,
} from '../../../emulator/index.js';

const CTRL = 0x00;
const TYPE = 0x04;
const RNR = 0x08;
const RBAR = 0x0c;
const RLAR = 0x10;

const ENABLE = 1;
const ALLNS = 2;
const NSC = 2;

type Words = readonly (readonly [offset: number, value: number])[];

function sauOf(ctrl: number, ...regions: readonly (readonly [base: number, limit: number, low?: number])[]): Sau {
  const sau = new Sau({ regionCount: 8 });
  regions.forEach(([base, limit, low = 0], n) => {
    sau.write(RNR, n);
    sau.write(RBAR, base);
    sau.write(RLAR, ((limit & ~0x1f) | low | 1) >>> 0);
  });
  sau.write(CTRL, ctrl);
  return sau;
}

describe('SAU registers', () => {
  /** Values are those of qemu-system-arm 7.2 -M mps2-an505, which has eight regions. */
  const table: readonly { title: string; regionCount?: number; writes: Words; reads: Words }[] = [
    { title: 'SAU_TYPE names the regions and ignores writes', writes: [[TYPE, 0xff]], reads: [[TYPE, 8]] },
    { title: 'SAU_CTRL has two bits', writes: [[CTRL, 0xffff_ffff]], reads: [[CTRL, 3]] },
    {
      title: 'SAU_RNR does not take a region that is not there',
      writes: [
        [RNR, 2],
        [RNR, 8],
      ],
      reads: [[RNR, 2]],
    },
    {
      title: 'SAU_RBAR and SAU_RLAR keep what they have fields for',
      writes: [
        [RNR, 7],
        [RBAR, 0xffff_ffff],
        [RLAR, 0xffff_ffff],
      ],
      reads: [
        [RBAR, 0xffff_ffe0],
        [RLAR, 0xffff_ffe3],
      ],
    },
    {
      title: 'without regions only ALLNS can be set',
      regionCount: 0,
      writes: [
        [CTRL, 3],
        [RBAR, 0x20],
        [RLAR, 0x21],
      ],
      reads: [
        [CTRL, ALLNS],
        [TYPE, 0],
        [RBAR, 0],
        [RLAR, 0],
      ],
    },
  ];
  for (const { title, regionCount = 8, writes, reads } of table) {
    it(title, () => {
      const sau = new Sau({ regionCount });
      for (const [offset, value] of writes) sau.write(offset, value);
      for (const [offset, value] of reads) assert.equal(sau.read(offset), value, `offset ${offset.toString(16)}`);
    });
  }

  it('stand at 0xe000edd0 and go on after save, reset and restore', () => {
    const sau = sauOf(ENABLE, [0x20, 0x5f], [0x2000_0000, 0x2000_ffff, NSC]);
    const words = (): readonly (readonly [string, number, number])[] =>
      sau.bindings().map((binding) => [binding.description.name, binding.description.address, binding.peek()]);
    const before = words();
    assert.deepEqual(before, [
      ['SAU_CTRL', 0xe000_edd0, 1],
      ['SAU_TYPE', 0xe000_edd4, 8],
      ['SAU_RNR', 0xe000_edd8, 1],
      ['SAU_RBAR', 0xe000_eddc, 0x2000_0000],
      ['SAU_RLAR', 0xe000_ede0, 0x2000_ffe3],
    ]);
    const saved = sau.save();
    sau.reset();
    assert.deepEqual([sau.ctrl, sau.rnr, sau.regions()[1]!.enabled], [0, 0, false]);
    sau.restore(saved);
    assert.deepEqual(words(), before);
    assert.equal(sau.regions()[1]!.enabled, true);
  });

  it('report what cannot be meant', () => {
    const codes: SauFindingCode[] = [];
    const sau = new Sau({ regionCount: 4, finding: (code) => void codes.push(code) });
    sau.write(RNR, 4);
    sau.write(RBAR, 0x100);
    sau.write(RLAR, 0x21);
    sau.write(CTRL, ENABLE);
    assert.deepEqual(codes, ['sau-no-such-region', 'sau-limit-below-base']);
  });
});

/** As on Arm's IoT subsystems: bit 28 of the address tells the states apart. */
const IDAU: readonly IdauRange[] = [
  { start: 0xe000_0000, end: 0xe010_0000, kind: 'exempt', region: 14 },
  { start: 0x0000_0000, end: 0x1000_0000, kind: 'nonSecure', region: 0 },
  { start: 0x1000_0000, end: 0x2000_0000, kind: 'nonSecureCallable', region: 1 },
  { start: 0x2000_0000, end: 0x3000_0000, kind: 'nonSecure', region: 2 },
  { start: 0x3000_0000, end: 0x4000_0000, kind: 'secure', region: 3 },
];

type State = 'secure' | 'callable' | 'nonSecure';

function stateOf({ nonSecure, nsc }: { readonly nonSecure: boolean; readonly nsc: boolean }): State {
  assert.ok(!(nonSecure && nsc), 'what is callable is Secure');
  return nonSecure ? 'nonSecure' : nsc ? 'callable' : 'secure';
}

describe('security attribution', () => {
  const off = sauOf(0, [0, 0xffff_ffff]);
  const allNonSecure = sauOf(ALLNS);
  const on = sauOf(
    ENABLE | ALLNS,
    [0x0000_0000, 0x0fff_ffff],
    [0x1000_0000, 0x1fff_ffff, NSC],
    [0x2000_0000, 0x2000_ffff],
    [0x2000_8000, 0x2001_ffff, NSC],
    [0x3000_0000, 0x3fff_ffff, NSC],
    [0x8000_0020, 0x8000_001f], // limit below base
  );
  const allNscButSecure = sauOf(ENABLE, [0x0000_0000, 0xffff_ffff]);
  const cases: readonly {
    readonly what: string;
    readonly sau: Sau;
    readonly address: number;
    readonly request?: AttributionRequest;
    readonly state: State;
    readonly why: AttributionReason;
    readonly regions?: readonly [sau: number | undefined, idau: number | undefined];
  }[] = [
    {
      what: 'SAU off: regions count for nothing',
      sau: off,
      address: 0x100,
      state: 'secure',
      why: 'sauOff',
      regions: [undefined, 0],
    },
    { what: 'ALLNS', sau: allNonSecure, address: 0x100, state: 'nonSecure', why: 'allNonSecure' },
    {
      what: 'ALLNS does not open what the IDAU keeps',
      sau: allNonSecure,
      address: 0x3000_0000,
      state: 'secure',
      why: 'idau',
    },
    { what: 'ALLNS and a callable range', sau: allNonSecure, address: 0x1000_0000, state: 'callable', why: 'idau' },
    {
      what: 'ALLNS where the IDAU has no range',
      sau: allNonSecure,
      address: 0x8000_0000,
      state: 'nonSecure',
      why: 'allNonSecure',
    },
    {
      what: 'a Non-secure region',
      sau: on,
      address: 0x0fff_ffff,
      state: 'nonSecure',
      why: 'sauRegion',
      regions: [0, 0],
    },
    {
      what: 'a callable region in a callable range',
      sau: on,
      address: 0x1000_0000,
      state: 'callable',
      why: 'sauRegion',
      regions: [1, 1],
    },
    {
      what: 'a Non-secure region alone',
      sau: on,
      address: 0x2000_7fff,
      state: 'nonSecure',
      why: 'sauRegion',
      regions: [2, 2],
    },
    { what: 'two regions', sau: on, address: 0x2000_8000, state: 'secure', why: 'sauOverlap', regions: [undefined, 2] },
    { what: 'a callable region', sau: on, address: 0x2001_0000, state: 'callable', why: 'sauRegion', regions: [3, 2] },
    {
      what: 'outside of all regions',
      sau: on,
      address: 0x2002_0000,
      state: 'secure',
      why: 'noSauRegion',
      regions: [undefined, 2],
    },
    {
      what: 'a callable region in a Secure range',
      sau: on,
      address: 0x3000_0000,
      state: 'secure',
      why: 'idau',
      regions: [4, 3],
    },
    {
      what: 'a limit below its base',
      sau: on,
      address: 0x8000_0020,
      state: 'secure',
      why: 'noSauRegion',
      regions: [undefined, undefined],
    },
    {
      what: 'a Non-secure region in a callable range',
      sau: allNscButSecure,
      address: 0x1000_0000,
      state: 'callable',
      why: 'idau',
      regions: [0, 1],
    },
    {
      what: 'the IDAU exempts, for Secure code',
      sau: on,
      address: 0xe000_3000,
      state: 'secure',
      why: 'idauExempt',
      regions: [undefined, undefined],
    },
    {
      what: 'and for Non-secure code',
      sau: on,
      address: 0xe000_3000,
      request: { secure: false },
      state: 'nonSecure',
      why: 'idauExempt',
    },
    {
      what: 'a fetch above 0xf0000000',
      sau: allNonSecure,
      address: 0xf000_0000,
      request: { secure: false, fetch: true },
      state: 'secure',
      why: 'secureFetch',
    },
    { what: 'data above 0xf0000000', sau: allNonSecure, address: 0xf000_0000, state: 'nonSecure', why: 'allNonSecure' },
    {
      what: 'a fetch at 0xe0100000 is exempt',
      sau: allNonSecure,
      address: 0xe010_0000,
      request: { fetch: true },
      state: 'secure',
      why: 'exempt',
    },
  ];
  for (const { what, sau, address, request, state, why, regions } of cases) {
    it(what, () => {
      const found = securityAttribution(sau, IDAU, address, request);
      assert.equal(stateOf(found), state);
      assert.equal(found.why, why);
      if (regions !== undefined) assert.deepEqual([found.sauRegion, found.idauRegion], regions);
    });
  }

  it('names all regions that overlap', () => {
    assert.deepEqual(securityAttribution(on, IDAU, 0x2000_8000).overlap, [2, 3]);
  });

  // Each range's first and last byte, and its neighbours (SecurityCheck).
  const exempt = [
    [0xe000_0000, 0xe000_2fff],
    [0xe000_e000, 0xe000_efff],
    [0xe002_e000, 0xe002_efff],
    [0xe004_0000, 0xe004_1fff],
    [0xe00f_f000, 0xe00f_ffff],
  ] as const;
  for (const [first, last] of exempt) {
    it(`${first.toString(16)} to ${last.toString(16)} belong to whoever asks`, () => {
      for (const address of [first, last]) {
        for (const secure of [true, false]) {
          const { nonSecure, exempt: free } = securityAttribution(on, [], address, { secure });
          assert.deepEqual([nonSecure, free], [!secure, true]);
        }
      }
      for (const address of [first - 1, last + 1])
        assert.equal(securityAttribution(on, [], address, { secure: false }).exempt, false, address.toString(16));
    });
  }

  it('comes in runs that agree with every byte at their ends', () => {
    for (const sau of [off, allNonSecure, on]) {
      for (const request of [{}, { secure: false }, { fetch: true }]) {
        const runs = attributionIntervals(sau, IDAU, request);
        assert.equal(runs[0]!.start, 0);
        assert.equal(runs.at(-1)!.end, 2 ** 32);
        runs.forEach(({ start, end, attribution }, n) => {
          assert.equal(start, n === 0 ? 0 : runs[n - 1]!.end);
          for (const address of [start, end - 1])
            assert.deepEqual(securityAttribution(sau, IDAU, address, request), attribution, address.toString(16));
          if (n > 0) assert.notDeepEqual(attribution, runs[n - 1]!.attribution);
        });
      }
    }
  });

  // ValidateAddress: what each state may reach at all.
  const reach: readonly (readonly [address: number, secure: boolean, fetch: boolean, outcome: string])[] = [
    [0x2000_0000, true, false, 'secure MPU, Non-secure bus'],
    [0x3000_0000, true, false, 'secure MPU, Secure bus'],
    [0x2000_0000, false, false, 'nonSecure MPU, Non-secure bus'],
    [0x3000_0000, false, false, 'AUVIOL'],
    [0x2000_0000, true, true, 'INVTRAN'],
    [0x3000_0000, false, true, 'INVEP'],
    [0x1000_0000, false, true, 'INVEP, callable'],
    [0x1000_0000, false, false, 'AUVIOL'],
    [0x0000_0000, false, true, 'nonSecure MPU, Non-secure bus'],
    [0xe000_ed00, false, false, 'nonSecure MPU, Non-secure bus'],
    [0xe000_ed00, true, false, 'secure MPU, Secure bus'],
  ];
  for (const [address, secure, fetch, outcome] of reach) {
    it(`${secure ? 'Secure' : 'Non-secure'} ${fetch ? 'fetch' : 'data'} at ${address.toString(16)}: ${outcome}`, () => {
      const verdict = checkSecurity(on, IDAU, { address, secure, fetch });
      const text = verdict.allowed
        ? `${verdict.mpu} MPU, ${verdict.busNonSecure ? 'Non-secure' : 'Secure'} bus`
        : verdict.violation + (verdict.callable ? ', callable' : '');
      assert.equal(text, outcome);
    });
  }
});
