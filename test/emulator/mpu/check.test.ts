import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  check,
  explain,
  Pmsav7,
  rightsIntervals,
  type Access,
  type AccessKind,
  type Decider,
  type MpuContext,
  type Rule,
} from '../../../emulator/index.js';

interface RegionSpec {
  readonly n: number;
  readonly base: number;
  readonly size: number; // the SIZE field
  readonly ap: number;
  readonly xn?: boolean;
  readonly srd?: number;
}

function mpuOf(ctrl: number, regions: readonly RegionSpec[]): Pmsav7 {
  const mpu = new Pmsav7({ regionCount: 8 });
  for (const r of regions) {
    mpu.write(0x08, 4, r.n);
    mpu.write(0x0c, 4, (r.base & ~0x1f) >>> 0);
    mpu.write(0x10, 4, ((r.xn === true ? 1 << 28 : 0) | (r.ap << 24) | ((r.srd ?? 0) << 8) | (r.size << 1) | 1) >>> 0);
  }
  mpu.write(0x04, 4, ctrl);
  return mpu;
}

function access(kind: AccessKind, address: number, privileged: boolean): Access {
  return { kind, address, sizeBytes: 1, privileged, exclusive: false };
}

const NORMAL: MpuContext = { negativePriority: false };
const NEGATIVE: MpuContext = { negativePriority: true };
const RAM = 0x2000_0000;

describe('MPU decisions', () => {
  /** Gold values from the Armv7-M ARM: B3.5.3 (pseudocode), B3.5.9 (AP encodings), B3.1 (default memory map). */
  const rows: readonly {
    title: string;
    ctrl: number;
    regions?: readonly RegionSpec[];
    context?: MpuContext;
    access: readonly [AccessKind, number, 'privileged' | 'unprivileged'];
    decider: Decider;
    rule: Rule;
  }[] = [
    {
      title: 'MPU off: RAM executes',
      ctrl: 0,
      access: ['fetch', RAM, 'unprivileged'],
      decider: { kind: 'defaultMap', why: 'disabled' },
      rule: 'allowed',
    },
    {
      title: 'MPU off: peripherals never execute',
      ctrl: 0,
      access: ['fetch', 0x4000_0000, 'privileged'],
      decider: { kind: 'defaultMap', why: 'disabled' },
      rule: 'defaultExecuteNever',
    },
    {
      title: 'MPU off: 0x60000000 executes',
      ctrl: 0,
      access: ['fetch', 0x6000_0000, 'privileged'],
      decider: { kind: 'defaultMap', why: 'disabled' },
      rule: 'allowed',
    },
    {
      title: 'MPU off: 0x9fffffff executes',
      ctrl: 0,
      access: ['fetch', 0x9fff_ffff, 'privileged'],
      decider: { kind: 'defaultMap', why: 'disabled' },
      rule: 'allowed',
    },
    {
      title: 'MPU off: devices never execute',
      ctrl: 0,
      access: ['fetch', 0xa000_0000, 'privileged'],
      decider: { kind: 'defaultMap', why: 'disabled' },
      rule: 'defaultExecuteNever',
    },
    {
      title: 'MPU off: system space never executes',
      ctrl: 0,
      access: ['fetch', 0xe010_0000, 'privileged'],
      decider: { kind: 'defaultMap', why: 'disabled' },
      rule: 'systemExecuteNever',
    },
    {
      title: 'a privileged miss without PRIVDEFENA',
      ctrl: 1,
      access: ['load', RAM, 'privileged'],
      decider: { kind: 'none' },
      rule: 'noRegion',
    },
    {
      title: 'a privileged miss with PRIVDEFENA',
      ctrl: 5,
      access: ['store', RAM, 'privileged'],
      decider: { kind: 'background' },
      rule: 'allowed',
    },
    {
      title: 'the background map has its own XN',
      ctrl: 5,
      access: ['fetch', 0x4000_0000, 'privileged'],
      decider: { kind: 'background' },
      rule: 'defaultExecuteNever',
    },
    {
      title: 'an unprivileged miss, PRIVDEFENA or not',
      ctrl: 5,
      access: ['load', RAM, 'unprivileged'],
      decider: { kind: 'none' },
      rule: 'noRegion',
    },
    {
      title: 'negative priority with HFNMIENA = 0',
      ctrl: 1,
      context: NEGATIVE,
      access: ['load', RAM, 'privileged'],
      decider: { kind: 'defaultMap', why: 'negativePriority' },
      rule: 'allowed',
    },
    {
      title: 'negative priority with HFNMIENA = 1',
      ctrl: 3,
      context: NEGATIVE,
      access: ['load', RAM, 'privileged'],
      decider: { kind: 'none' },
      rule: 'noRegion',
    },
    {
      title: 'the PPB, MPU on and empty',
      ctrl: 1,
      access: ['store', 0xe000_ed94, 'privileged'],
      decider: { kind: 'ppb' },
      rule: 'allowed',
    },
    {
      title: 'a region over the PPB is not asked',
      ctrl: 1,
      regions: [{ n: 0, base: 0, size: 31, ap: 0 }],
      access: ['load', 0xe000_e000, 'unprivileged'],
      decider: { kind: 'ppb' },
      rule: 'allowed',
    },
    {
      title: 'the PPB never executes',
      ctrl: 1,
      regions: [{ n: 0, base: 0, size: 31, ap: 3 }],
      access: ['fetch', 0xe000_e000, 'privileged'],
      decider: { kind: 'ppb' },
      rule: 'systemExecuteNever',
    },
    {
      title: 'a region cannot make system space executable',
      ctrl: 1,
      regions: [{ n: 0, base: 0, size: 31, ap: 3 }],
      access: ['fetch', 0xe010_0000, 'privileged'],
      decider: { kind: 'region', region: 0 },
      rule: 'systemExecuteNever',
    },
    {
      title: 'a region can make peripherals executable',
      ctrl: 1,
      regions: [{ n: 0, base: 0x4000_0000, size: 9, ap: 3 }],
      access: ['fetch', 0x4000_0000, 'privileged'],
      decider: { kind: 'region', region: 0 },
      rule: 'allowed',
    },
    {
      title: 'a vector read never asks a region',
      ctrl: 1,
      regions: [{ n: 0, base: 0, size: 31, ap: 0 }],
      access: ['vector', 0x0000_000c, 'privileged'],
      decider: { kind: 'ppb' },
      rule: 'allowed',
    },
    {
      title: 'the highest-numbered region wins',
      ctrl: 1,
      regions: [
        { n: 2, base: RAM, size: 9, ap: 3 },
        { n: 5, base: RAM, size: 4, ap: 2 },
      ],
      access: ['store', RAM + 31, 'unprivileged'],
      decider: { kind: 'region', region: 5 },
      rule: 'accessPermission',
    },
    {
      title: 'past the small region the big one is back',
      ctrl: 1,
      regions: [
        { n: 2, base: RAM, size: 9, ap: 3 },
        { n: 5, base: RAM, size: 4, ap: 2 },
      ],
      access: ['store', RAM + 32, 'unprivileged'],
      decider: { kind: 'region', region: 2 },
      rule: 'allowed',
    },
    {
      title: 'a disabled subregion falls through to a lower region',
      ctrl: 1,
      regions: [
        { n: 0, base: RAM, size: 9, ap: 3 },
        { n: 7, base: RAM, size: 7, ap: 0, srd: 2 },
      ],
      access: ['load', RAM + 32, 'unprivileged'],
      decider: { kind: 'region', region: 0 },
      rule: 'allowed',
    },
    {
      title: 'a disabled subregion falls through to the background map',
      ctrl: 5,
      regions: [{ n: 7, base: RAM, size: 7, ap: 0, srd: 2 }],
      access: ['load', RAM + 63, 'privileged'],
      decider: { kind: 'background' },
      rule: 'allowed',
    },
    {
      title: 'the next subregion is in force',
      ctrl: 5,
      regions: [{ n: 7, base: RAM, size: 7, ap: 0, srd: 2 }],
      access: ['load', RAM + 64, 'privileged'],
      decider: { kind: 'region', region: 7 },
      rule: 'accessPermission',
    },
    {
      title: 'SRD means nothing below 256 bytes',
      ctrl: 5,
      regions: [{ n: 7, base: RAM, size: 6, ap: 0, srd: 0xff }],
      access: ['load', RAM, 'privileged'],
      decider: { kind: 'region', region: 7 },
      rule: 'accessPermission',
    },
    {
      title: '4 GiB with subregions: the last 512 MiB off',
      ctrl: 5,
      regions: [{ n: 7, base: 0, size: 31, ap: 0, srd: 0x80 }],
      access: ['load', 0xe010_0000, 'privileged'],
      decider: { kind: 'background' },
      rule: 'allowed',
    },
    {
      title: 'a misaligned base is masked down',
      ctrl: 1,
      regions: [{ n: 1, base: RAM + 0x1000, size: 12, ap: 3 }],
      access: ['load', RAM, 'unprivileged'],
      decider: { kind: 'region', region: 1 },
      rule: 'allowed',
    },
    {
      title: 'SIZE = 3 never matches',
      ctrl: 1,
      regions: [{ n: 1, base: RAM, size: 3, ap: 3 }],
      access: ['load', RAM, 'privileged'],
      decider: { kind: 'none' },
      rule: 'noRegion',
    },
    {
      title: 'XN = 1',
      ctrl: 1,
      regions: [{ n: 1, base: RAM, size: 9, ap: 3, xn: true }],
      access: ['fetch', RAM, 'privileged'],
      decider: { kind: 'region', region: 1 },
      rule: 'executeNever',
    },
    {
      title: 'a fetch needs read permission',
      ctrl: 1,
      regions: [{ n: 1, base: RAM, size: 9, ap: 1 }],
      access: ['fetch', RAM, 'unprivileged'],
      decider: { kind: 'region', region: 1 },
      rule: 'fetchNeedsRead',
    },
    {
      title: 'AP = 0b100',
      ctrl: 1,
      regions: [{ n: 1, base: RAM, size: 9, ap: 4 }],
      access: ['load', RAM, 'privileged'],
      decider: { kind: 'region', region: 1 },
      rule: 'reservedPermission',
    },
    {
      title: 'exception entry writes',
      ctrl: 1,
      regions: [{ n: 1, base: RAM, size: 9, ap: 6 }],
      access: ['stack', RAM, 'privileged'],
      decider: { kind: 'region', region: 1 },
      rule: 'accessPermission',
    },
    {
      title: 'exception return reads',
      ctrl: 1,
      regions: [{ n: 1, base: RAM, size: 9, ap: 6 }],
      access: ['unstack', RAM, 'unprivileged'],
      decider: { kind: 'region', region: 1 },
      rule: 'allowed',
    },
  ];
  for (const row of rows) {
    it(row.title, () => {
      const [kind, address, who] = row.access;
      const verdict = check(
        mpuOf(row.ctrl, row.regions ?? []),
        access(kind, address, who === 'privileged'),
        row.context ?? NORMAL,
      );
      assert.deepEqual([verdict.decider, verdict.rule], [row.decider, row.rule]);
      assert.equal(verdict.allowed, row.rule === 'allowed');
    });
  }

  it('says noMpu on a part without one', () => {
    const verdict = check(new Pmsav7({ regionCount: 0 }), access('load', RAM, false), NORMAL);
    assert.deepEqual(verdict.decider, { kind: 'defaultMap', why: 'noMpu' });
  });

  /** The AP table of B3.5.9: what each encoding grants, as letters. */
  const permissions = ['-- --', 'rw --', 'rw r-', 'rw rw', '-- --', 'r- --', 'r- r-', 'r- r-'];
  permissions.forEach((text, ap) => {
    it(`AP = 0b${ap.toString(2).padStart(3, '0')} grants ${text}`, () => {
      const { privileged, unprivileged } = check(
        mpuOf(1, [{ n: 0, base: RAM, size: 9, ap }]),
        access('load', RAM, true),
        NORMAL,
      );
      const letters = [privileged, unprivileged].map((r) => (r.read ? 'r' : '-') + (r.write ? 'w' : '-'));
      assert.equal(letters.join(' '), text);
      assert.deepEqual([privileged.execute, unprivileged.execute], [privileged.read, unprivileged.read]);
    });
  });

  it('explains which regions cover an address and why they do not decide', () => {
    const mpu = mpuOf(1, [
      { n: 1, base: RAM, size: 19, ap: 3 },
      { n: 3, base: RAM, size: 9, ap: 1 },
      { n: 6, base: RAM, size: 7, ap: 0, srd: 1 },
      { n: 7, base: 0, size: 9, ap: 0 },
    ]);
    const { verdict, opinions } = explain(mpu, access('load', RAM, false), NORMAL);
    assert.deepEqual([verdict.decider, verdict.rule], [{ kind: 'region', region: 3 }, 'accessPermission']);
    assert.deepEqual(
      opinions.map((o) => [o.region.number, o.match]),
      [
        [6, 'subregionDisabled'],
        [3, 'decides'],
        [1, 'overridden'],
      ],
    );
  });
});

/** The pseudocode ValidateAddress of B3.5.3, bit by bit on BigInt, kept as unlike check.ts as it can be. */
function validateAddress(
  mpu: Pmsav7,
  address: number,
  kind: AccessKind,
  privileged: boolean,
  negative: boolean,
): boolean {
  const a = BigInt(address);
  const top = Number(a >> 29n);
  let ap: number | undefined;
  let xn = [2, 5, 6, 7].includes(top);
  if (kind === 'vector' || a >> 20n === 0xe00n || !mpu.enabled || (negative && !mpu.hfnmiena)) ap = 3;
  else {
    if (mpu.privdefena && privileged) ap = 3;
    mpu.regions().forEach(({ rbar, rasr }) => {
      const lsbit = BigInt(((rasr >>> 1) & 31) + 1);
      if ((rasr & 1) === 0 || lsbit < 5n || a >> lsbit !== BigInt(rbar >>> 0) >> lsbit) {
        if ((rasr & 1) === 0 || lsbit !== 32n) return;
      }
      const subregion = Number((a >> (lsbit - 3n)) & 7n);
      if (lsbit >= 8n && ((rasr >>> (8 + subregion)) & 1) === 1) return;
      ap = (rasr >>> 24) & 7;
      xn = ((rasr >>> 28) & 1) === 1;
    });
  }
  if (top === 7) xn = true;
  if (ap === undefined) return false;
  const write = kind === 'store' || kind === 'stack';
  const granted = privileged ? (write ? [1, 2, 3] : [1, 2, 3, 5, 6, 7]) : write ? [3] : [2, 3, 6, 7];
  return granted.includes(ap) && !(kind === 'fetch' && xn);
}

const regionSpec = (n: number): fc.Arbitrary<RegionSpec> =>
  fc.record({
    n: fc.constant(n),
    // A few bases close together, so that regions overlap and straddle the borders of the default map.
    base: fc
      .tuple(
        fc.constantFrom(0, RAM, 0x3fff_f000, 0x4000_0000, 0x9fff_ff00, 0xe000_0000, 0xdfff_fc00, 0xffff_f000),
        fc.nat(0x3f),
      )
      .map(([base, step]) => (base + 32 * step) >>> 0),
    size: fc.oneof(fc.integer({ min: 3, max: 12 }), fc.integer({ min: 3, max: 31 })),
    ap: fc.nat(7),
    xn: fc.boolean(),
    srd: fc.oneof(fc.constant(0), fc.nat(255)),
  });

const anyMpu = fc
  .tuple(
    fc.constantFrom(0, 1, 3, 5, 7),
    fc.subarray([0, 1, 2, 3, 4, 5, 6, 7]).chain((numbers) => fc.tuple(...numbers.map(regionSpec))),
  )
  .map(([ctrl, regions]) => mpuOf(ctrl, regions));

describe('MPU decisions and intervals, by property', () => {
  const kinds: readonly AccessKind[] = ['fetch', 'load', 'store', 'stack', 'unstack', 'vector'];

  it('decides as the pseudocode does', () => {
    const address = fc.oneof(
      fc.nat(0xffff_ffff),
      fc
        .tuple(fc.constantFrom(0, RAM, 0x3fff_f000, 0x9fff_ff00, 0xdfff_fc00, 0xe00f_ff00, 0xffff_f000), fc.nat(0x1000))
        .map(([b, o]) => (b + o) >>> 0),
    );
    fc.assert(
      fc.property(
        anyMpu,
        fc.array(address, { minLength: 20, maxLength: 20 }),
        fc.boolean(),
        (mpu, addresses, negativePriority) => {
          for (const a of addresses) {
            for (const kind of kinds) {
              for (const privileged of [true, false]) {
                const verdict = check(mpu, access(kind, a, privileged), { negativePriority });
                assert.equal(
                  verdict.allowed,
                  validateAddress(mpu, a, kind, privileged, negativePriority),
                  `${kind} ${a.toString(16)}`,
                );
              }
            }
          }
        },
      ),
      { seed: 7, numRuns: 400 },
    );
  });

  it('cuts the address space where the rights change and nowhere else', () => {
    fc.assert(
      fc.property(anyMpu, fc.boolean(), fc.array(fc.nat(0x7ff_ffff)), (mpu, negativePriority, granules) => {
        const context = { negativePriority };
        const intervals = rightsIntervals(mpu, context);
        assert.equal(intervals[0]!.start, 0);
        assert.equal(intervals.at(-1)!.end, 2 ** 32);
        intervals.forEach((interval, n) => {
          const previous = intervals[n - 1];
          if (previous !== undefined) {
            assert.equal(previous.end, interval.start);
            assert.notDeepEqual(
              [previous.privileged, previous.unprivileged],
              [interval.privileged, interval.unprivileged],
            );
          }
          // Both edges, and a granule on either side of every granule that the generator drew.
          const inside = granules.map((g) => g * 32).filter((a) => a >= interval.start && a < interval.end);
          for (const address of [interval.start, interval.end - 32, ...inside]) {
            for (const privileged of [true, false]) {
              const verdict = check(mpu, access('load', address, privileged), context);
              assert.deepEqual(
                [verdict.privileged, verdict.unprivileged],
                [interval.privileged, interval.unprivileged],
              );
            }
          }
        });
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it('agrees with check at every granule of dense neighbourhoods', () => {
    fc.assert(
      fc.property(anyMpu, fc.constantFrom(0, RAM, 0x3fff_f000, 0x9fff_f000, 0xdfff_f000, 0xffff_e000), (mpu, from) => {
        const intervals = rightsIntervals(mpu, NORMAL);
        for (let address = from; address < from + 0x2000; address += 32) {
          const interval = intervals.find((i) => address >= i.start && address < i.end)!;
          const verdict = check(mpu, access('store', address, true), NORMAL);
          assert.deepEqual([verdict.privileged, verdict.unprivileged], [interval.privileged, interval.unprivileged]);
        }
      }),
      { seed: 13, numRuns: 100 },
    );
  });
});
