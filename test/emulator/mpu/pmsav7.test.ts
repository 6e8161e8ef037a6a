import assert from 'node:assert/strict';
import { Pmsav7, type MpuFindingCode } from '../../../emulator/index.js';

const TYPE = 0x00;
const CTRL = 0x04;
const RNR = 0x08;
const RBAR = 0x0c;
const RASR = 0x10;
const RBAR_A1 = 0x14;
const RASR_A3 = 0x28;

function mpu(): { mpu: Pmsav7; findings: { code: MpuFindingCode; message: string }[] } {
  const findings: { code: MpuFindingCode; message: string }[] = [];
  return {
    mpu: new Pmsav7({ regionCount: 8, finding: (code, message) => void findings.push({ code, message }) }),
    findings,
  };
}

describe('PMSAv7 registers', () => {
  /** Writes, then reads; the values are those of qemu-system-arm 7.2 -M mps2-an385 unless a line says otherwise. */
  const table: readonly {
    title: string;
    writes: readonly (readonly [number, number])[];
    reads: readonly (readonly [number, number])[];
  }[] = [
    {
      title: 'MPU_TYPE names eight regions and ignores writes',
      writes: [[TYPE, 0xffff_ffff]],
      reads: [[TYPE, 0x0000_0800]],
    },
    { title: 'MPU_CTRL has three bits', writes: [[CTRL, 0xffff_fffa]], reads: [[CTRL, 2]] },
    { title: 'MPU_RNR does not take a region that is not there', writes: [[RNR, 9]], reads: [[RNR, 0]] },
    {
      title: 'MPU_RBAR reads REGION from MPU_RNR and VALID as 0',
      writes: [
        [RNR, 7],
        [RBAR, 0xffff_ffef],
      ],
      reads: [[RBAR, 0xffff_ffe7]],
    },
    {
      title: 'VALID = 1 moves MPU_RNR',
      writes: [
        [RNR, 7],
        [RBAR, 0x2000_0013],
      ],
      reads: [
        [RBAR, 0x2000_0003],
        [RNR, 3],
      ],
    },
    {
      title: 'VALID = 0 leaves stray low bits without effect',
      writes: [
        [RNR, 7],
        [RBAR, 0x2000_0003],
      ],
      reads: [
        [RBAR, 0x2000_0007],
        [RNR, 7],
      ],
    },
    {
      title: 'VALID = 1 with a region that is not there changes nothing',
      writes: [
        [RNR, 7],
        [RBAR, 0x2000_001f],
      ],
      reads: [
        [RBAR, 7],
        [RNR, 7],
      ],
    },
    { title: 'MPU_RASR keeps the bits that exist', writes: [[RASR, 0xffff_fffe]], reads: [[RASR, 0x173f_ff3e]] },
    {
      title: 'an alias writes through VALID like MPU_RBAR',
      writes: [
        [RNR, 5],
        [RBAR_A1, 0x4000_0012],
      ],
      reads: [
        [RBAR_A1, 0x4000_0002],
        [RBAR, 0x4000_0002],
        [RNR, 2],
      ],
    },
    {
      title: 'an alias without VALID works on the region in MPU_RNR (B3.5.10)',
      writes: [
        [RNR, 5],
        [RASR_A3, 0x0300_001f],
      ],
      reads: [
        [RASR, 0x0300_001f],
        [RNR, 5],
      ],
    },
  ];
  for (const { title, writes, reads } of table) {
    it(title, () => {
      const unit = mpu().mpu;
      for (const [offset, value] of writes) unit.write(offset, 4, value);
      for (const [offset, value] of reads) assert.equal(unit.read(offset, 4), value);
    });
  }

  it('takes byte and halfword writes in MPU_RASR (B3.5.9; QEMU 7.2 ignores them, the manual wins)', () => {
    const { mpu: unit, findings } = mpu();
    unit.write(RASR, 4, 0x0000_0008);
    unit.write(RASR + 2, 2, 0x1305);
    unit.write(RASR + 1, 1, 0x81);
    unit.write(RASR, 1, 0x13);
    assert.equal(unit.read(RASR, 4), 0x1305_8113);
    assert.equal(unit.read(RASR + 2, 2), 0x1305);
    assert.equal(unit.read(RASR + 3, 1), 0x13);
    assert.equal(findings.length, 0);
  });

  it('drops narrow writes elsewhere and says so', () => {
    const { mpu: unit, findings } = mpu();
    unit.write(CTRL, 1, 1);
    unit.write(RBAR, 2, 0x100);
    assert.equal(unit.read(CTRL, 4), 0);
    assert.equal(unit.read(RBAR, 4), 0);
    assert.deepEqual(
      findings.map((f) => f.code),
      ['mpu-narrow-write', 'mpu-narrow-write'],
    );
  });

  it('reads as zero without an MPU', () => {
    const unit = new Pmsav7({ regionCount: 0 });
    unit.write(CTRL, 4, 1);
    for (let offset = 0; offset <= RASR_A3; offset += 4) assert.equal(unit.read(offset, 4), 0);
    assert.equal(unit.enabled, false);
    assert.deepEqual(unit.regions(), []);
  });

  it('shows of every region what firmware reads in MPU_RBAR and MPU_RASR', () => {
    const { mpu: unit } = mpu();
    for (let number = 0; number < 8; number++) {
      unit.write(RBAR, 4, 0x2000_0000 | (number << 12) | 0x10 | number);
      unit.write(RASR, 4, (number << 24) | (11 << 1) | 1);
    }
    unit.write(RNR, 4, 6);
    const seen = unit.regions().map(({ rbar, rasr }) => [rbar, rasr]);
    assert.equal(unit.read(RNR, 4), 6, 'looking leaves MPU_RNR alone');
    const read = Array.from(seen, (_, number) => {
      unit.write(RNR, 4, number);
      return [unit.read(RBAR, 4), unit.read(RASR, 4)];
    });
    assert.deepEqual(seen, read);
    assert.equal(seen[5]![0], 0x2000_5005, 'REGION in bits 3 to 0, VALID = 0 (B3.5.8)');
  });

  it('masks a misaligned base down and names the region', () => {
    const { mpu: unit, findings } = mpu();
    unit.write(RBAR, 4, 0x2000_1010 | 0x10 | 3);
    unit.write(RASR, 4, (3 << 24) | (12 << 1) | 1); // 8 KiB
    assert.equal(findings.length, 0, 'nothing is said while the MPU is off');
    unit.write(CTRL, 4, 5);
    const region = unit.regions()[3]!;
    assert.deepEqual([region.base, region.sizeBytes, region.rbar], [0x2000_0000, 0x2000, 0x2000_1003]);
    assert.deepEqual(
      findings.map((f) => f.code),
      ['mpu-base-misaligned'],
    );
    assert.match(findings[0]!.message, /region 3: base 0x20001000 .* 8 KiB.* 0x20000000 to 0x20001fff/);
    unit.write(CTRL, 4, 5);
    assert.equal(findings.length, 1, 'the same programming is reported once');
  });

  const odd: readonly { title: string; rasr: number; code: MpuFindingCode }[] = [
    { title: 'SIZE = 3', rasr: (3 << 24) | (3 << 1) | 1, code: 'mpu-size-too-small' },
    { title: 'AP = 0b100', rasr: (4 << 24) | (9 << 1) | 1, code: 'mpu-reserved-permission' },
    { title: 'SRD in 128 bytes', rasr: (3 << 24) | (1 << 8) | (6 << 1) | 1, code: 'mpu-small-region-subregions' },
  ];
  for (const { title, rasr, code } of odd) {
    it(`reports ${title}`, () => {
      const { mpu: unit, findings } = mpu();
      unit.write(CTRL, 4, 5);
      unit.write(RASR, 4, rasr);
      assert.deepEqual(
        findings.map((f) => f.code),
        [code],
      );
    });
  }

  it('reports HFNMIENA without ENABLE and regions that are not there', () => {
    const { mpu: unit, findings } = mpu();
    unit.write(CTRL, 4, 2);
    unit.write(RNR, 4, 8);
    assert.deepEqual(
      findings.map((f) => f.code),
      ['mpu-hfnmiena-alone', 'mpu-no-such-region'],
    );
  });

  it('covers 4 GiB with SIZE = 31, whatever the base', () => {
    const { mpu: unit } = mpu();
    unit.write(RBAR, 4, 0x8000_0000);
    unit.write(RASR, 4, (3 << 24) | (31 << 1) | 1);
    assert.deepEqual([unit.regions()[0]!.base, unit.regions()[0]!.sizeBytes], [0, 2 ** 32]);
  });

  it('comes back from save and restore, through JSON', () => {
    const { mpu: unit } = mpu();
    unit.write(RBAR, 4, 0x2000_0015);
    unit.write(RASR, 4, 0x1300_001f);
    unit.write(CTRL, 4, 7);
    const other = mpu().mpu;
    other.restore(JSON.parse(JSON.stringify(unit.save())));
    assert.deepEqual(other.regions(), unit.regions());
    assert.deepEqual([other.ctrl, other.rnr], [7, 5]);
    other.reset();
    assert.deepEqual([other.ctrl, other.rnr, other.regions()[5]!.enabled], [0, 0, false]);
  });
});
