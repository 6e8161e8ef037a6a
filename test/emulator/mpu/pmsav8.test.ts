// PMSAv8: registers, region by region and through their aliases, and what the regions decide (Armv8-M ARM, MPUCheck).
import assert from 'node:assert/strict';
import {
  check,
  explain,
  PMSAV8_BASELINE,
  Pmsav8,
  rightsIntervals,
  type AccessKind,
  type Decider,
  type MemoryAttribute,
  type MpuFindingCode,
  type Pmsav8Options,
  type Rule,
} from '../../../emulator/index.js';

const TYPE = 0x00;
const CTRL = 0x04;
const RNR = 0x08;
const RBAR = 0x0c;
const RLAR = 0x10;
const RBAR_A1 = 0x14;
const RLAR_A1 = 0x18;
const RBAR_A3 = 0x24;
const RLAR_A3 = 0x28;
const MAIR0 = 0x30;
const MAIR1 = 0x34;

const ENABLE = 1;
const HFNMIENA = 2;
const PRIVDEFENA = 4;

interface Recorded {
  readonly mpu: Pmsav8;
  readonly findings: { code: MpuFindingCode; message: string }[];
}

function recorded(options: Partial<Pmsav8Options> = {}): Recorded {
  const findings: { code: MpuFindingCode; message: string }[] = [];
  const finding = (code: MpuFindingCode, message: string): void => void findings.push({ code, message });
  return { mpu: new Pmsav8({ regionCount: 8, finding, ...options }), findings };
}

type Words = readonly (readonly [offset: number, value: number])[];

describe('PMSAv8 registers', () => {
  /** Values are those of qemu-system-arm 7.2 -M mps2-an505 but for bit 4 of MPU_RLAR, which that keeps. */
  const table: readonly {
    title: string;
    options?: Partial<Pmsav8Options>;
    writes: Words;
    reads: Words;
  }[] = [
    { title: 'MPU_TYPE names the regions and ignores writes', writes: [[TYPE, 0xffff_ffff]], reads: [[TYPE, 0x800]] },
    {
      title: 'sixteen regions',
      options: { regionCount: 16 },
      writes: [[RNR, 15]],
      reads: [
        [TYPE, 0x1000],
        [RNR, 15],
      ],
    },
    { title: 'MPU_CTRL has three bits', writes: [[CTRL, 0xffff_fffa]], reads: [[CTRL, 2]] },
    {
      title: 'MPU_RNR does not take a region that is not there',
      writes: [
        [RNR, 3],
        [RNR, 8],
      ],
      reads: [[RNR, 3]],
    },
    {
      title: 'MPU_RBAR keeps all its bits, MPU_RLAR not bit 4 (PXN is Armv8.1-M only)',
      writes: [
        [RNR, 7],
        [RBAR, 0xffff_ffff],
        [RLAR, 0xffff_ffff],
      ],
      reads: [
        [RBAR, 0xffff_ffff],
        [RLAR, 0xffff_ffef],
      ],
    },
    {
      title: 'MPU_RBAR moves no region number',
      writes: [
        [RNR, 7],
        [RBAR, 0x2000_0013],
      ],
      reads: [
        [RBAR, 0x2000_0013],
        [RNR, 7],
      ],
    },
    {
      title: 'aliases act on the group of four that MPU_RNR selects, and leave MPU_RNR alone',
      writes: [
        [RNR, 6],
        [RBAR_A1, 0x2000_0020],
        [RLAR_A3, 0x2000_0041],
        [RNR, 5],
      ],
      reads: [
        [RNR, 5],
        [RBAR, 0x2000_0020],
        [RBAR_A1, 0x2000_0020],
        [RLAR, 0],
        [RLAR_A3, 0x2000_0041],
      ],
    },
    {
      title: 'alias 3 of group 0 is region 3',
      writes: [
        [RBAR_A3, 0x40],
        [RNR, 3],
      ],
      reads: [
        [RBAR, 0x40],
        [RLAR, 0],
      ],
    },
    {
      title: 'Baseline has no aliases',
      options: { pmsa: PMSAV8_BASELINE },
      writes: [
        [RBAR_A1, 0x40],
        [RLAR_A1, 0x41],
        [RNR, 1],
      ],
      reads: [
        [RBAR, 0],
        [RLAR, 0],
        [RBAR_A1, 0],
        [RLAR_A1, 0],
      ],
    },
    {
      title: 'MPU_MAIR0 and MPU_MAIR1 are plain words',
      writes: [
        [MAIR0, 0x0044_ffaa],
        [MAIR1, 0xffff_ffff],
      ],
      reads: [
        [MAIR0, 0x0044_ffaa],
        [MAIR1, 0xffff_ffff],
      ],
    },
    {
      title: 'without regions there is no MPU, and everything reads as zero',
      options: { regionCount: 0 },
      writes: [
        [CTRL, 7],
        [RNR, 1],
        [RBAR, 0x20],
        [MAIR0, 0xff],
      ],
      reads: [
        [TYPE, 0],
        [CTRL, 0],
        [RNR, 0],
        [RBAR, 0],
        [MAIR0, 0],
      ],
    },
    { title: 'the gap before MPU_MAIR0 reads as zero', writes: [[0x2c, 0xffff_ffff]], reads: [[0x2c, 0]] },
  ];
  for (const { title, options, writes, reads } of table) {
    it(title, () => {
      const { mpu } = recorded(options);
      for (const [offset, value] of writes) mpu.write(offset, 4, value);
      for (const [offset, value] of reads) assert.equal(mpu.read(offset, 4), value, `offset ${offset.toString(16)}`);
    });
  }

  it('are bound wherever the bank stands', () => {
    const { mpu } = recorded();
    const bindings = mpu.bindings(0xe002_ed90);
    assert.deepEqual(
      bindings.map(({ description }) => [description.name, description.address >>> 0]),
      [
        ['MPU_TYPE', 0xe002_ed90],
        ['MPU_CTRL', 0xe002_ed94],
        ['MPU_RNR', 0xe002_ed98],
        ['MPU_RBAR', 0xe002_ed9c],
        ['MPU_RLAR', 0xe002_eda0],
        ['MPU_RBAR_A1', 0xe002_eda4],
        ['MPU_RLAR_A1', 0xe002_eda8],
        ['MPU_RBAR_A2', 0xe002_edac],
        ['MPU_RLAR_A2', 0xe002_edb0],
        ['MPU_RBAR_A3', 0xe002_edb4],
        ['MPU_RLAR_A3', 0xe002_edb8],
        ['MPU_MAIR0', 0xe002_edc0],
        ['MPU_MAIR1', 0xe002_edc4],
      ],
    );
    bindings[2]!.write?.(5, 0xffff_ffff);
    assert.equal(mpu.rnr, 5);
    assert.equal(mpu.bindings()[2]!.peek(), 5);
    assert.equal(mpu.bindings()[2]!.description.address, 0xe000_ed98);
  });

  it('drops narrow writes and gives the bytes of narrow reads', () => {
    const { mpu, findings } = recorded();
    mpu.write(RBAR, 4, 0x1234_5678);
    mpu.write(RBAR, 2, 0xffff);
    assert.equal(mpu.read(RBAR, 4), 0x1234_5678);
    assert.equal(mpu.read(RBAR + 2, 2), 0x1234);
    assert.equal(mpu.read(RBAR + 1, 1), 0x56);
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['mpu-narrow-write'],
    );
  });

  it('go on exactly after save, reset and restore', () => {
    const { mpu } = recorded();
    const words: Words = [
      [CTRL, 5],
      [RNR, 2],
      [RBAR, 0x2000_0006],
      [RLAR, 0x2000_0fe3],
      [MAIR0, 0xff44],
      [MAIR1, 4],
    ];
    for (const [offset, value] of words) mpu.write(offset, 4, value);
    const saved = mpu.save();
    const { version } = mpu;
    mpu.reset();
    for (const [offset] of words) assert.equal(mpu.read(offset, 4), 0);
    assert.equal(mpu.regions()[2]!.enabled, false);
    mpu.restore(saved);
    for (const [offset, value] of words) assert.equal(mpu.read(offset, 4), value);
    assert.equal(mpu.regions()[2]!.enabled, true);
    assert.ok(mpu.version > version);
  });
});

describe('PMSAv8 findings', () => {
  const table: readonly { writes: Words; expected: readonly MpuFindingCode[] }[] = [
    { writes: [[RNR, 8]], expected: ['mpu-no-such-region'] },
    { writes: [[CTRL, HFNMIENA]], expected: ['mpu-hfnmiena-alone'] },
    // A limit below its base, found when the MPU goes on, and once only.
    {
      writes: [
        [RBAR, 0x2000_0100],
        [RLAR, 0x2000_0001],
        [CTRL, 1],
        [CTRL, 1],
      ],
      expected: ['mpu-limit-below-base'],
    },
    {
      writes: [
        [CTRL, 1],
        [RBAR, 0x2000_0108],
        [RLAR, 0x2000_0101],
      ],
      expected: ['mpu-reserved-shareability'],
    },
    {
      writes: [
        [MAIR0, 0x01],
        [CTRL, 1],
        [RLAR, 0x1],
      ],
      expected: ['mpu-reserved-attribute'],
    },
    // Disabled regions may hold anything; overlaps are how guards are made.
    {
      writes: [
        [RBAR, 0x2000_0108],
        [RLAR, 0],
        [CTRL, 1],
      ],
      expected: [],
    },
    {
      writes: [
        [RLAR, 0x1],
        [RLAR_A1, 0x1],
        [CTRL, 1],
      ],
      expected: [],
    },
  ];
  table.forEach(({ writes, expected }, n) => {
    it(`${n}: ${expected.join() || 'none'}`, () => {
      const { mpu, findings } = recorded();
      for (const [offset, value] of writes) mpu.write(offset, 4, value);
      assert.deepEqual(
        findings.map(({ code }) => code),
        expected,
      );
    });
  });

  it('name the region and its addresses', () => {
    const { mpu, findings } = recorded();
    for (const [offset, value] of [
      [RNR, 3],
      [RBAR, 0x100],
      [RLAR, 0x41],
      [CTRL, 1],
    ] as const)
      mpu.write(offset, 4, value);
    assert.equal(
      findings[0]?.message,
      'MPU region 3: limit 0x0000005f is below base 0x00000100; the region never matches.',
    );
  });
});

describe('memory attributes of MPU_MAIR0 and MPU_MAIR1', () => {
  // Armv8-M ARM, MAIR_ATTR; the first three are what Zephyr and CMSIS write.
  const table: readonly (readonly [byte: number, attribute: MemoryAttribute])[] = [
    [0x00, { type: 'device', order: 'nGnRnE' }],
    [
      0xaa,
      {
        type: 'normal',
        inner: { kind: 'writeThrough', transient: false, readAllocate: true, writeAllocate: false },
        outer: { kind: 'writeThrough', transient: false, readAllocate: true, writeAllocate: false },
      },
    ],
    [0x44, { type: 'normal', inner: { kind: 'nonCacheable' }, outer: { kind: 'nonCacheable' } }],
    [
      0xf4,
      {
        type: 'normal',
        inner: { kind: 'nonCacheable' },
        outer: { kind: 'writeBack', transient: false, readAllocate: true, writeAllocate: true },
      },
    ],
    [
      0x15,
      {
        type: 'normal',
        inner: { kind: 'writeBack', transient: true, readAllocate: false, writeAllocate: true },
        outer: { kind: 'writeThrough', transient: true, readAllocate: false, writeAllocate: true },
      },
    ],
    [0x04, { type: 'device', order: 'nGnRE' }],
    [0x08, { type: 'device', order: 'nGRE' }],
    [0x0c, { type: 'device', order: 'GRE' }],
    [0x01, { type: 'reserved', byte: 0x01 }],
    [0x40, { type: 'reserved', byte: 0x40 }],
  ];
  for (const [byte, attribute] of table) {
    it(`0x${byte.toString(16)}`, () => {
      for (const attrIndx of [0, 3, 4, 7]) {
        const { mpu } = recorded();
        mpu.write(attrIndx < 4 ? MAIR0 : MAIR1, 4, (byte << (8 * (attrIndx & 3))) >>> 0);
        mpu.write(RLAR, 4, (attrIndx << 1) | 1);
        assert.deepEqual(mpu.regions()[0]!.memory, attribute);
      }
    });
  }
});

const RAM = 0x2000_0000;
/** RBAR and RLAR of an enabled region; AP and XN as bits of MPU_RBAR. */
function region(base: number, limit: number, low = 0): readonly [number, number] {
  return [(base | low) >>> 0, ((limit & ~0x1f) | 1) >>> 0];
}

const AP_PRIVILEGED = 0b00 << 1;
const AP_ALL = 0b01 << 1;
const AP_PRIVILEGED_RO = 0b10 << 1;
const AP_ALL_RO = 0b11 << 1;
const XN = 1;

function mpuOf(ctrl: number, ...regions: readonly (readonly [number, number])[]): Pmsav8 {
  const { mpu } = recorded();
  regions.forEach(([rbar, rlar], n) => {
    mpu.write(RNR, 4, n);
    mpu.write(RBAR, 4, rbar);
    mpu.write(RLAR, 4, rlar);
  });
  mpu.write(CTRL, 4, ctrl);
  return mpu;
}

interface Case {
  readonly what: string;
  readonly mpu: Pmsav8;
  readonly address: number;
  readonly kind?: AccessKind;
  readonly privileged?: boolean;
  readonly negativePriority?: boolean;
  readonly decider: Decider;
  readonly rule: Rule;
}

describe('PMSAv8 decisions', () => {
  const one = mpuOf(ENABLE, region(RAM + 0x20, RAM + 0x5f, AP_ALL));
  const twice = mpuOf(
    ENABLE | PRIVDEFENA,
    region(RAM, RAM + 0xfff, AP_ALL),
    region(RAM + 0x100, RAM + 0x1ff, AP_ALL),
    region(RAM + 0x1e0, RAM + 0x3ff, AP_ALL),
  );
  const everything = mpuOf(ENABLE, region(0, 0xffff_ffff, AP_ALL));
  const backwards = mpuOf(ENABLE | PRIVDEFENA, region(RAM + 0x100, RAM + 0x1f, AP_ALL));
  const byRegion = (n: number): Decider => ({ kind: 'region', region: n });
  const cases: readonly Case[] = [
    { what: 'first byte', mpu: one, address: RAM + 0x20, decider: byRegion(0), rule: 'allowed' },
    { what: 'last byte: LIMIT is inclusive', mpu: one, address: RAM + 0x5f, decider: byRegion(0), rule: 'allowed' },
    { what: 'below', mpu: one, address: RAM + 0x1f, decider: { kind: 'none' }, rule: 'noRegion' },
    { what: 'above', mpu: one, address: RAM + 0x60, decider: { kind: 'none' }, rule: 'noRegion' },
    {
      what: 'two regions match',
      mpu: twice,
      address: RAM + 0x100,
      decider: { kind: 'overlap', regions: [0, 1] },
      rule: 'regionOverlap',
    },
    {
      what: 'three regions match, and PRIVDEFENA does not help privileged code',
      mpu: twice,
      address: RAM + 0x1e0,
      privileged: true,
      decider: { kind: 'overlap', regions: [0, 1, 2] },
      rule: 'regionOverlap',
    },
    {
      what: 'a fetch from an overlap',
      mpu: twice,
      address: RAM + 0x3fe,
      kind: 'fetch',
      decider: { kind: 'overlap', regions: [0, 2] },
      rule: 'regionOverlap',
    },
    { what: 'beside the overlap', mpu: twice, address: RAM + 0x400, decider: byRegion(0), rule: 'allowed' },
    {
      what: 'a vector read never asks',
      mpu: twice,
      address: RAM + 0x100,
      kind: 'vector',
      decider: { kind: 'ppb' },
      rule: 'allowed',
    },
    {
      what: 'a limit below the base matches nothing',
      mpu: backwards,
      address: RAM + 0x40,
      decider: { kind: 'none' },
      rule: 'noRegion',
    },
    {
      what: 'nor does it take the background from privileged code',
      mpu: backwards,
      address: RAM + 0x100,
      privileged: true,
      decider: { kind: 'background' },
      rule: 'allowed',
    },
    { what: 'the PPB', mpu: everything, address: 0xe000_ed00, decider: { kind: 'ppb' }, rule: 'allowed' },
    {
      what: 'a fetch at 0xe0100000',
      mpu: everything,
      address: 0xe010_0000,
      kind: 'fetch',
      decider: byRegion(0),
      rule: 'systemExecuteNever',
    },
    {
      what: 'a region lifts the execute-never of a device',
      mpu: everything,
      address: 0x4000_0000,
      kind: 'fetch',
      decider: byRegion(0),
      rule: 'allowed',
    },
    { what: 'the last byte', mpu: everything, address: 0xffff_ffff, decider: byRegion(0), rule: 'allowed' },
    {
      what: 'off at negative priority, overlaps included',
      mpu: twice,
      address: RAM + 0x100,
      privileged: true,
      negativePriority: true,
      decider: { kind: 'defaultMap', why: 'negativePriority' },
      rule: 'allowed',
    },
    {
      what: 'off',
      mpu: mpuOf(PRIVDEFENA, region(RAM, RAM + 31, AP_PRIVILEGED)),
      address: RAM,
      decider: { kind: 'defaultMap', why: 'disabled' },
      rule: 'allowed',
    },
    {
      what: 'no MPU',
      mpu: new Pmsav8({ regionCount: 0 }),
      address: 0x4000_0000,
      kind: 'fetch',
      decider: { kind: 'defaultMap', why: 'noMpu' },
      rule: 'defaultExecuteNever',
    },
    {
      what: 'the background map keeps devices from being executed',
      mpu: mpuOf(ENABLE | PRIVDEFENA),
      address: 0x4000_0000,
      kind: 'fetch',
      privileged: true,
      decider: { kind: 'background' },
      rule: 'defaultExecuteNever',
    },
  ];
  for (const { what, mpu, address, kind = 'load', privileged = false, negativePriority = false, ...gold } of cases) {
    it(what, () => {
      const access = { kind, address, sizeBytes: 1, privileged, exclusive: false } as const;
      const verdict = check(mpu, access, { negativePriority });
      assert.deepEqual({ decider: verdict.decider, rule: verdict.rule }, gold);
      assert.equal(verdict.allowed, gold.rule === 'allowed');
    });
  }

  // MPU_RBAR.AP (Armv8-M ARM): privileged read, write, execute, then unprivileged.
  const permissions: readonly (readonly [low: number, privileged: string, unprivileged: string])[] = [
    [AP_PRIVILEGED, 'rwx', '---'],
    [AP_ALL, 'rwx', 'rwx'],
    [AP_PRIVILEGED_RO, 'r-x', '---'],
    [AP_ALL_RO, 'r-x', 'r-x'],
    [AP_ALL | XN, 'rw-', 'rw-'],
    [AP_ALL_RO | XN, 'r--', 'r--'],
  ];
  for (const [low, privileged, unprivileged] of permissions) {
    it(`AP and XN 0b${low.toString(2).padStart(3, '0')}: ${privileged}, ${unprivileged}`, () => {
      const mpu = mpuOf(ENABLE, region(RAM, RAM + 31, low));
      const kinds: readonly AccessKind[] = ['load', 'store', 'fetch'];
      for (const [who, letters] of [
        [true, privileged],
        [false, unprivileged],
      ] as const) {
        const granted = kinds.map((kind, n) => {
          const access = { kind, address: RAM, sizeBytes: 1, privileged: who, exclusive: false } as const;
          return check(mpu, access, { negativePriority: false }).allowed ? 'rwx'[n] : '-';
        });
        assert.equal(granted.join(''), letters);
      }
    });
  }

  it('explains an overlap by all its partners', () => {
    const access = { kind: 'load', address: RAM + 0x100, sizeBytes: 1, privileged: true, exclusive: false } as const;
    const { opinions } = explain(twice, access, { negativePriority: false });
    assert.deepEqual(
      opinions.map(({ region: { number }, match }) => [number, match]),
      [
        [1, 'overlaps'],
        [0, 'overlaps'],
      ],
    );
  });

  it('cuts all addresses into runs of equal rights', () => {
    const runs = rightsIntervals(twice, { negativePriority: false });
    const text = runs.map(({ start, privileged }) => `${start.toString(16)} ${privileged.read ? 'r' : '-'}`);
    assert.deepEqual(text.slice(0, 6), ['0 r', '20000000 r', '20000100 -', '20000400 r', '20001000 r', '40000000 r']);
    assert.equal(runs.at(-1)!.end, 2 ** 32);
  });
});
