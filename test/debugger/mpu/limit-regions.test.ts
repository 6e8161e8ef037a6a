// Regions of PMSAv8 in words, and faults by their rules. Encodings: Armv8-M ARM, MPU_RBAR, MPU_RLAR, MAIR_ATTR.
import assert from 'node:assert/strict';
import {
  attributesText,
  describeMpu,
  explainAddress,
  explanationText,
  explainFault,
  faultText,
  faultTree,
  regionText,
  registerValues,
  verdictText,
  type FaultReport,
} from '../../../debugger/index.js';
import { check, Pmsav8, PMSAV8_BASELINE, type AccessKind } from '../../../emulator/index.js';
import { hasDriverLayout, protectionOf } from '../../../debugger/mbed/protection.js';
import { faultOfCode, readerOf } from '../faults/faulty.js';

/** Zephyr's: write-through, write-back, non-cacheable, Device-nGnRnE. */
const MAIR0 = 0x0044_ffaa;

/** An MPU with these RBAR and RLAR pairs in regions 0, 1, … */
function mpuOf(ctrl: number, ...regions: readonly (readonly [number, number])[]): Pmsav8 {
  const mpu = new Pmsav8({ regionCount: 8 });
  mpu.write(0x30, 4, MAIR0);
  mpu.write(0x34, 4, 0x4001_15f4);
  regions.forEach(([rbar, rlar], number) => {
    mpu.write(0x08, 4, number);
    mpu.write(0x0c, 4, rbar);
    mpu.write(0x10, 4, rlar);
  });
  mpu.write(0x04, 4, ctrl);
  return mpu;
}

/** Flash read-only and executable, RAM for privileged code, a guard of 32 bytes over it, a device. */
const GUARDED = mpuOf(
  5,
  [0x0000_0006, 0x0007_ffe1],
  [0x2000_0001, 0x2003_ffe3],
  [0x2000_2019, 0x2000_2003],
  [0x4000_0003, 0x4000_0fe7],
);

const ATTRIBUTES: readonly (readonly [sh: number, attrIndx: number, text: string])[] = [
  [0, 0, 'Normal, write-through, read allocate'],
  [3, 1, 'Normal, write-back, write and read allocate, inner shareable'],
  [2, 2, 'Normal, non-cacheable, outer shareable'],
  [3, 3, 'Device-nGnRnE'],
  [0, 4, 'Normal, inner non-cacheable; outer write-back, write and read allocate'],
  [0, 5, 'Normal, inner write-back, transient, write allocate; outer write-through, transient, write allocate'],
  [0, 6, 'Reserved (Attr6 = 0x01)'],
  [1, 2, 'Normal, non-cacheable, shareability reserved (SH = 0b01)'],
  [0, 7, 'Reserved (Attr7 = 0x40)'],
];

describe('debugger/mpu: regions by limit', () => {
  for (const [sh, attrIndx, text] of ATTRIBUTES) {
    it(`SH ${sh} AttrIndx ${attrIndx}: ${text}`, () => {
      const mpu = mpuOf(1, [sh << 3, (attrIndx << 1) | 1]);
      assert.equal(attributesText(mpu.regions()[0]!), text);
    });
  }

  it('describes a guard and what it lies over', () => {
    const { summary, regions } = describeMpu(GUARDED, [1, 2]);
    assert.equal(summary, 'On, 4 of 8 regions enabled; privileged code uses the default memory map elsewhere');
    assert.deepEqual(
      regions
        .slice(0, 4)
        .map(({ sizeText, privileged, unprivileged, executable, deciding, note }) => [
          sizeText,
          privileged,
          unprivileged,
          executable,
          deciding,
          note,
        ]),
      [
        ['512 KB', 'read-only', 'read-only', true, false, undefined],
        [
          '256 KB',
          'read-write',
          'no access',
          false,
          true,
          'It overlaps region 2: every access to 0x20002000-0x2000201f is denied.',
        ],
        [
          '32 bytes',
          'read-write',
          'no access',
          false,
          true,
          'It overlaps region 1: every access to 0x20002000-0x2000201f is denied.',
        ],
        ['4 KB', 'read-write', 'read-write', false, false, undefined],
      ],
    );
  });

  it('says what is wrong with a region', () => {
    const mpu = mpuOf(
      1,
      [0x2000_0100, 0x2000_0001],
      [0x3000_0000, 0x3000_000d],
      [0x3000_1008, 0x3000_1001],
      [0x5000_0000, 0x5000_0fe1],
      [0x5000_0100, 0x5000_01e1],
      [0x5000_0200, 0x5000_02e1],
    );
    assert.deepEqual(
      describeMpu(mpu)
        .regions.slice(0, 5)
        .map(({ note }) => note),
      [
        'The limit 0x2000001f is below the base 0x20000100: region 0 never matches.',
        'AttrIndx = 6 selects 0x01, which is reserved.',
        'SH = 0b01 is reserved.',
        'It overlaps regions 4 and 5: every access to what they share is denied.',
        'It overlaps region 3: every access to 0x50000100-0x500001ff is denied.',
      ],
    );
  });

  it('puts a region on one line', () => {
    assert.equal(
      regionText(GUARDED.regions()[0]!),
      'region 0, 0x00000000-0x0007ffff (512 KB), privileged read-only, unprivileged read-only, executable',
    );
  });

  it('has the memory attributes among the registers that can change', () => {
    assert.deepEqual(registerValues(GUARDED).slice(0, 5), [5, MAIR0, 0x4001_15f4, 0x0000_0006, 0x0007_ffe1]);
  });
});

const RULES: readonly (readonly [kind: AccessKind, address: number, privileged: boolean, text: string])[] = [
  [
    'store',
    0x2000_2010,
    true,
    'Regions 1 and 2 both cover 0x20002010, and where regions of PMSAv8 overlap, every access is denied.',
  ],
  ['store', 0x100, true, 'Region 0 is read-only for privileged code (AP = 0b11).'],
  ['load', 0x2000_0000, false, 'Region 1 gives unprivileged code no access (AP = 0b00).'],
  ['fetch', 0x2000_0000, true, 'Region 1 is execute-never (XN = 1).'],
  ['fetch', 0x100, true, 'Region 0 is executable (XN = 0) and privileged code may read it (AP = 0b11).'],
];

describe('debugger/mpu: verdicts on regions by limit', () => {
  for (const [kind, address, privileged, text] of RULES) {
    it(text, () => {
      const access = { kind, address, sizeBytes: 1, privileged, exclusive: false } as const;
      assert.equal(verdictText(check(GUARDED, access, { negativePriority: false }), access, GUARDED), text);
    });
  }

  it('makes a hover of an overlap', () => {
    assert.equal(
      explanationText(explainAddress(GUARDED, 0x2000_2000)),
      [
        '0x20002000: privileged code: nothing; unprivileged code: nothing',
        'Regions 1 and 2 both cover 0x20002000, and where regions of PMSAv8 overlap, every access is denied.',
        'Region 2, 0x20002000-0x2000201f (32 bytes), privileged read-write, unprivileged no access, execute-never: ' +
          'it overlaps region 1 here, so none of them decides.',
        'Region 1, 0x20000000-0x2003ffff (256 KB), privileged read-write, unprivileged no access, execute-never: ' +
          'it overlaps region 2 here, so none of them decides.',
      ].join('\n'),
    );
    const { read } = explainAddress(GUARDED, 0x2000_1ff0, 64).privileged;
    assert.deepEqual([read.decider, read.regions, read.deniedAt], ['overlap', [1, 2], 0x2000_2000]);
  });

  it('tells the exception that unprivileged code meets in the PPB', () => {
    const baseline = new Pmsav8({ pmsa: PMSAV8_BASELINE, regionCount: 4 });
    assert.match(explainAddress(GUARDED, 0xe000_ed00).unprivileged.read.rule, /a BusFault/);
    assert.match(explainAddress(baseline, 0xe000_ed00).unprivileged.read.rule, /a HardFault/);
  });
});

/** A store by R3 that a region of PMSAv7 denies, told as `mpu` would have denied it. */
function reportOf(address: number, mpu: Pmsav8): FaultReport {
  const { machine, fault } = faultOfCode({
    code: [0x6018], // str r0, [r3]
    registers: { 3: address },
    words: [
      [0xe000_ed9c, (address & ~0x1f) >>> 0],
      [0xe000_eda0, (4 << 1) | 1],
      [0xe000_ed94, 5],
    ],
  });
  assert.ok(fault.failure?.kind === 'mpu');
  const { access } = fault.failure;
  const verdict = check(mpu, access, { negativePriority: false });
  assert.equal(verdict.allowed, false);
  return explainFault({ ...fault, failure: { kind: 'mpu', access, verdict } }, { mpu, readMemory: readerOf(machine) });
}

describe('debugger/faults: rules of PMSAv8', () => {
  it('name all regions that overlap', () => {
    const report = reportOf(0x2000_2010, GUARDED);
    assert.equal(report.title, 'MemManage fault: write to 0x20002010, where regions 1 and 2 overlap');
    assert.deepEqual([report.verdict?.decider, report.verdict?.regions], ['overlap', [1, 2]]);
    assert.deepEqual(
      report.opinions.map(({ region, match }) => [region, match]),
      [
        [2, 'overlaps'],
        [1, 'overlaps'],
      ],
    );
    assert.match(report.nextSteps.join('\n'), /If the overlap is a guard, it has done its work/);
    assert.match(faultText(report), /Regions 1 and 2 both cover 0x20002010/);
    const rule = faultTree(report).children.find(({ label }) => label.startsWith('Regions 1 and 2'));
    assert.deepEqual(
      rule?.children.map(({ label }) => label),
      ['Region 2', 'Region 1'],
    );
  });

  it('advise no region over another one', () => {
    const steps = reportOf(0x7f00, GUARDED).nextSteps.join('\n');
    assert.match(steps, /end it before the address/);
    assert.doesNotMatch(steps, /higher number/);
  });
});

describe("debugger/mbed: Mbed OS's driver for PMSAv8", () => {
  // mbed_mpu_v8m.c: ROM read-only up to 0x1fffffff, RAM and what is above execute-never.
  const layout = (rom: number, ram: number): Pmsav8 =>
    mpuOf(5, [0x0000_0006, 0x1fff_ffe0 | rom], [0x2000_0003, 0x3fff_ffe2 | ram], [0x6000_0003, 0x9fff_ffe2 | ram]);

  it('is recognised, and what its locks switch', () => {
    assert.equal(hasDriverLayout(layout(1, 1)), true);
    assert.deepEqual(protectionOf(layout(1, 1)), { romWrite: true, ramExecution: true });
    assert.deepEqual(protectionOf(layout(0, 1)), { romWrite: false, ramExecution: true });
    assert.deepEqual(protectionOf(layout(1, 0)), { romWrite: true, ramExecution: false });
    assert.equal(hasDriverLayout(GUARDED), false);
  });
});
