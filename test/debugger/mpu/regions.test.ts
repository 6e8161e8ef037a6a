// Regions and addresses in words. Encodings of AP, TEX, S, C and B: Armv7-M ARM, B3.5.9, tables B3-13 to B3-15.
import assert from 'node:assert/strict';
import {
  attributesText,
  describeMpu,
  explainAddress,
  explanationText,
  regionText,
  sizeText,
} from '../../../debugger/index.js';
import { check, Pmsav7, type AccessKind } from '../../../emulator/index.js';

const CTRL = 4;
const RNR = 8;
const RBAR = 12;
const RASR = 16;

/** An MPU with these RBAR and RASR pairs in regions 0, 1, … */
function mpuOf(ctrl: number, ...regions: readonly (readonly [number, number])[]): Pmsav7 {
  const mpu = new Pmsav7({ regionCount: 8 });
  regions.forEach(([rbar, rasr], number) => {
    mpu.write(RNR, 4, number);
    mpu.write(RBAR, 4, rbar);
    mpu.write(RASR, 4, rasr);
  });
  mpu.write(CTRL, 4, ctrl);
  return mpu;
}

/** Mbed OS's PMSAv7 driver, as read back on QEMU. */
const MBED = mpuOf(7, [0, 0x0602_f039], [0, 0x130b_f53f], [0x8000_0000, 0x1302_0039]);

const SIZES: readonly (readonly [number, string])[] = [
  [1, '1 byte'],
  [32, '32 bytes'],
  [1000, '1000 bytes'],
  [1024, '1 KB'],
  [1536, '1536 bytes'],
  [512 * 1024, '512 KB'],
  [2 ** 29, '512 MB'],
  [2 ** 32, '4 GB'],
];

const ATTRIBUTES: readonly (readonly [tex: number, s: 0 | 1, c: 0 | 1, b: 0 | 1, text: string])[] = [
  [0, 0, 0, 0, 'Strongly-ordered'],
  [0, 0, 0, 1, 'Device, shareable'],
  [0, 0, 1, 0, 'Normal, write-through'],
  [0, 1, 1, 1, 'Normal, write-back, shareable'],
  [1, 0, 0, 0, 'Normal, non-cacheable'],
  [1, 0, 0, 1, 'Reserved (TEX = 0b001, C = 0, B = 1)'],
  [1, 0, 1, 0, 'Implementation defined (TEX = 0b001, C = 1, B = 0)'],
  [1, 1, 1, 1, 'Normal, write-back, write and read allocate, shareable'],
  [2, 0, 0, 0, 'Device, not shareable'],
  [2, 0, 1, 0, 'Reserved (TEX = 0b010, C = 1, B = 0)'],
  [3, 0, 0, 0, 'Reserved (TEX = 0b011, C = 0, B = 0)'],
  [4, 0, 0, 0, 'Normal, non-cacheable'],
  [5, 0, 0, 1, 'Normal, write-back, write and read allocate'],
  [6, 1, 1, 1, 'Normal, inner write-back; outer write-through, shareable'],
];

describe('debugger/mpu: words', () => {
  for (const [size, text] of SIZES) it(`${size}: ${text}`, () => assert.equal(sizeText(size), text));
  for (const [tex, s, c, b, text] of ATTRIBUTES) {
    it(`TEX ${tex} S ${s} C ${c} B ${b}: ${text}`, () => {
      assert.equal(attributesText({ by: 'size', tex, s: s === 1, c: c === 1, b: b === 1 }), text);
    });
  }
});

describe('debugger/mpu: regions', () => {
  it("describes the regions of Mbed OS's driver", () => {
    const { summary, regions } = describeMpu(MBED, [1]);
    assert.equal(summary, 'On, 3 of 8 regions enabled; privileged code uses the default memory map elsewhere');
    const [rom, ram, , unused] = regions;
    assert.deepEqual(
      [rom?.privileged, rom?.unprivileged, rom?.executable, rom?.deciding],
      ['read-only', 'read-only', true, false],
    );
    assert.deepEqual(
      rom?.subregions.filter((part) => part.disabled).map((part) => part.number),
      [4, 5, 6, 7],
    );
    assert.deepEqual([ram?.base, ram?.end, ram?.sizeText, ram?.deciding], [0, 2 ** 32, '4 GB', true]);
    assert.deepEqual(
      ram?.subregions.filter((part) => !part.disabled).map((part) => part.base),
      [0x2000_0000, 0x6000_0000],
    );
    assert.equal(ram.attributesText, 'Normal, write-back, write and read allocate');
    assert.deepEqual([unused?.enabled, unused?.note], [false, undefined]);
  });

  it('says what is wrong with a region', () => {
    const mpu = mpuOf(
      1,
      [0x2000_0100, 0x0300_0013],
      [0, 0x0300_0003],
      [0, 0x0400_0009],
      [0, 0x0300_0109],
      [0, 0x0300_ff0f],
    );
    assert.deepEqual(
      describeMpu(mpu)
        .regions.slice(0, 5)
        .map(({ note }) => note),
      [
        'The base 0x20000100 is no multiple of the size 1 KB; it is masked down, so the region covers 0x20000000-0x200003ff.',
        'SIZE gives 4 bytes; less than 32 bytes is unpredictable, and region 1 never matches.',
        'AP = 0b100 is reserved: every access to region 2 is denied.',
        'SRD is ignored in a region of 32 bytes: subregions exist from 256 bytes on.',
        'All eight subregions are disabled: region 4 matches nothing.',
      ],
    );
  });

  it('puts a region on one line', () => {
    assert.equal(
      regionText(MBED.regions()[0]!),
      'region 0, 0x00000000-0x1fffffff (512 MB), privileged read-only, unprivileged read-only, executable, ' +
        'subregions 4, 5, 6 and 7 disabled',
    );
  });

  const SUMMARIES: readonly (readonly [Pmsav7, string])[] = [
    [new Pmsav7({ regionCount: 0 }), 'This core has no MPU'],
    [mpuOf(0), 'Off, 0 of 8 regions enabled; the default memory map rules'],
    [mpuOf(1, [0, 0x0300_0013]), 'On, 1 of 8 regions enabled; every access elsewhere faults'],
  ];
  for (const [mpu, summary] of SUMMARIES) it(summary, () => assert.equal(describeMpu(mpu).summary, summary));
});

describe('debugger/mpu: addresses', () => {
  it('explains ROM under the driver', () => {
    const { privileged, unprivileged } = explainAddress(MBED, 0x100);
    assert.deepEqual(
      [privileged.read.allowed, privileged.write.allowed, privileged.execute.allowed],
      [true, false, true],
    );
    assert.equal(privileged.write.rule, 'Region 0 is read-only for privileged code (AP = 0b110).');
    assert.equal(
      privileged.execute.rule,
      'Region 0 is executable (XN = 0) and privileged code may read it (AP = 0b110).',
    );
    assert.equal(unprivileged.write.region, 0);
  });

  it('explains a hole of SRD and the background map', () => {
    const { privileged, unprivileged, opinions } = explainAddress(MBED, 0x4000_0000);
    assert.equal(privileged.read.decider, 'background');
    assert.equal(
      privileged.execute.rule,
      'The default memory map makes the Peripheral area around 0x40000000 execute-never.',
    );
    assert.equal(unprivileged.read.decider, 'none');
    assert.deepEqual(
      opinions.map(({ region, match }) => [region, match]),
      [[1, 'subregionDisabled']],
    );
  });

  it('explains the PPB for both kinds of code', () => {
    const { privileged, unprivileged } = explainAddress(MBED, 0xe000_ed00);
    assert.deepEqual([privileged.read.allowed, privileged.read.decider], [true, 'ppb']);
    assert.deepEqual([unprivileged.read.allowed, unprivileged.read.decider], [false, 'ppb']);
    assert.match(unprivileged.read.rule, /BusFault/);
    assert.equal(privileged.execute.allowed, false);
  });

  it('finds the first denied byte of a range', () => {
    const { privileged } = explainAddress(MBED, 0x1fff_fff0, 32);
    assert.equal(privileged.execute.deniedAt, 0x2000_0000);
    assert.equal(privileged.execute.region, 1);
    assert.equal(privileged.read.deniedAt, undefined);
  });

  it('makes a hover', () => {
    assert.equal(
      explanationText(explainAddress(mpuOf(5, [0x2000_0000, 0x0300_0017], [0x2000_0000, 0x0100_0013]), 0x2000_0010)),
      [
        '0x20000010: privileged code: read, write, execute; unprivileged code: nothing',
        'Region 1 is read-write for privileged code (AP = 0b001).',
        'Region 1 gives unprivileged code no access (AP = 0b001).',
        'Region 0, 0x20000000-0x20000fff (4 KB), privileged read-write, unprivileged read-write, executable: it matches too, ' +
          'but region 1 has a higher number and wins.',
      ].join('\n'),
    );
  });

  it('agrees with the checks of the emulated MPU', () => {
    const kinds: readonly (readonly ['read' | 'write' | 'execute', AccessKind])[] = [
      ['read', 'load'],
      ['write', 'store'],
      ['execute', 'fetch'],
    ];
    for (const mpu of [MBED, mpuOf(0), mpuOf(1, [0x2000_0000, 0x0300_aa1f])]) {
      for (let address = 0; address < 2 ** 32; address += 0x0400_0010) {
        const explanation = explainAddress(mpu, address);
        for (const [purpose, kind] of kinds) {
          const access = { kind, address, sizeBytes: 1, privileged: true, exclusive: false } as const;
          const { allowed } = check(mpu, access, { negativePriority: false });
          assert.equal(explanation.privileged[purpose].allowed, allowed, `${purpose} ${address.toString(16)}`);
        }
      }
    }
  });
});
