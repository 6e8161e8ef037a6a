/** Ranges that software makes callable: NSCCFG of the IoT Kit (Arm ECM0601256, Secure Privilege Control Block). */
import assert from 'node:assert/strict';
import { createPeripheral, Idau, type IdauRange } from '../../../emulator/index.js';

const RANGES: readonly IdauRange[] = [
  { start: 0x0000_0000, end: 0x1000_0000, kind: 'nonSecure', region: 0 },
  { start: 0x1000_0000, end: 0x2000_0000, kind: 'nonSecureCallable', callableBit: 0, region: 1 },
  { start: 0x3000_0000, end: 0x4000_0000, kind: 'nonSecureCallable', callableBit: 1, region: 3 },
  { start: 0x5000_0000, end: 0x6000_0000, kind: 'nonSecureCallable', region: 5 },
];

function kinds(idau: Idau): readonly string[] {
  return idau.ranges.map(({ kind }) => kind);
}

/** NSCCFG, and what regions 1 and 3 are then (ECM0601256: CODENSC is bit 0, RAMNSC bit 1). */
const SETTINGS = [
  { nsccfg: 0, code: 'secure', ram: 'secure' },
  { nsccfg: 1, code: 'nonSecureCallable', ram: 'secure' },
  { nsccfg: 2, code: 'secure', ram: 'nonSecureCallable' },
  { nsccfg: 3, code: 'nonSecureCallable', ram: 'nonSecureCallable' },
] as const;

describe('an IDAU with ranges that software makes callable', () => {
  for (const { nsccfg, code, ram } of SETTINGS) {
    it(`NSCCFG ${nsccfg}`, () => {
      const idau = new Idau(RANGES);
      idau.setCallable(nsccfg);
      assert.deepEqual(kinds(idau), ['nonSecure', code, ram, 'nonSecureCallable']);
    });
  }

  it('counts changes, and nothing else', () => {
    const idau = new Idau(RANGES);
    const before = idau.version;
    idau.setCallable(0);
    assert.equal(idau.version, before);
    idau.setCallable(2);
    assert.notEqual(idau.version, before);
  });
});

describe('the security controller of the IoT Kit', () => {
  it('keeps two bits of NSCCFG, tells them, and is zero out of reset', () => {
    const told: number[] = [];
    const device = createPeripheral(
      { kind: 'arm,iotkit-secctl', name: 'secctl', base: 0x5008_0000 },
      {
        now: () => 0,
        clockHz: 20_000_000,
        setInterrupt: () => undefined,
        setCallable: (bits) => told.push(bits),
        rescheduled: () => undefined,
        output: () => undefined,
      },
    );
    device.reset();
    device.write(0x14, 4, 0xffff_ffff);
    assert.equal(device.read(0x14, 4), 3);
    const saved = device.save();
    device.reset();
    assert.equal(device.read(0x14, 4), 0);
    device.restore(saved);
    assert.equal(device.read(0x14, 4), 3);
    assert.deepEqual(told, [0, 3, 0, 3]);
  });
});
