/** The model of PMSAv7 against worked examples of the Armv7-M ARM (DDI 0403E, B3.1 and B3.5) and known field facts. */
import assert from 'node:assert/strict';
import { validateAddress, type ModelAccessType, type ModelDecider, type ModelRegion } from './pmsav7-model.js';

const OFF: ModelRegion = { rbar: 0, rasr: 0 };
const ENABLE = 1;
const HFNMIENA = 2;
const PRIVDEFENA = 4;
const FULL = 0b011;
const XN = 1 << 28;

interface RegionSpec {
  readonly base: number;
  readonly sizeBytes: number;
  readonly ap?: number;
  readonly xn?: boolean;
  readonly srd?: number;
}

function region({ base, sizeBytes, ap = FULL, xn = false, srd = 0 }: RegionSpec): ModelRegion {
  const size = Math.log2(sizeBytes) - 1;
  return { rbar: base, rasr: ((xn ? XN : 0) | (ap << 24) | (srd << 8) | (size << 1) | 1) >>> 0 };
}

interface Case {
  readonly what: string;
  readonly ctrl?: number;
  readonly regions?: readonly ModelRegion[];
  readonly negativePriority?: boolean;
  readonly address: number;
  readonly sizeBytes?: 1 | 2 | 4;
  readonly type?: ModelAccessType;
  readonly privileged?: boolean;
  readonly allowed: boolean;
  readonly decider: ModelDecider;
  readonly faultAddress?: number;
}

function check(test: Case): void {
  it(test.what, () => {
    const verdict = validateAddress(
      {
        ctrl: test.ctrl ?? ENABLE,
        regions: test.regions ?? [OFF],
        negativePriority: test.negativePriority ?? false,
      },
      {
        address: test.address,
        sizeBytes: test.sizeBytes ?? 1,
        type: test.type ?? 'read',
        privileged: test.privileged ?? false,
      },
    );
    assert.equal(verdict.allowed, test.allowed);
    assert.equal(verdict.decider, test.decider);
    if (test.faultAddress !== undefined) assert.equal(verdict.faultAddress, test.faultAddress);
  });
}

const RAM = 0x2000_0000;
const lower = region({ base: RAM, sizeBytes: 0x1000, ap: 0b000 });
const upper = region({ base: RAM, sizeBytes: 0x100, srd: 0b0000_0010 });

describe('PMSAv7 model', () => {
  describe('which region decides (B3.5.3: the last match of the loop)', () => {
    const regions = [lower, upper];
    check({ what: 'the highest number wins', regions, address: RAM, allowed: true, decider: 1 });
    check({
      what: 'a disabled subregion falls to a lower region',
      regions,
      address: RAM + 0x20,
      allowed: false,
      decider: 0,
    });
    check({ what: 'the next subregion is back', regions, address: RAM + 0x40, allowed: true, decider: 1 });
    check({ what: 'past the small region', regions, address: RAM + 0x100, allowed: false, decider: 0 });
    check({ what: 'past both', regions, address: RAM + 0x1000, allowed: false, decider: 'none' });
    check({ what: 'just below', regions, address: RAM - 1, allowed: false, decider: 'none' });
    check({
      what: 'a disabled region takes no part',
      regions: [lower, { ...upper, rasr: upper.rasr & ~1 }],
      address: RAM,
      allowed: false,
      decider: 0,
    });
    check({
      what: 'a disabled subregion falls to the background',
      ctrl: ENABLE | PRIVDEFENA,
      regions: [region({ base: RAM, sizeBytes: 0x100, ap: 0, srd: 1 })],
      address: RAM,
      privileged: true,
      allowed: true,
      decider: 'background',
    });
    check({
      what: 'an unaligned base is masked down',
      regions: [region({ base: RAM + 0x800, sizeBytes: 0x1000 })],
      address: RAM + 0x10,
      allowed: true,
      decider: 0,
    });
    const everything = [region({ base: 0x8000_0000, sizeBytes: 2 ** 32, srd: 0b0111_1111 })];
    check({ what: '4 GiB ignores its base', regions: everything, address: 0xf000_0000, allowed: true, decider: 0 });
    check({ what: '4 GiB with SRD', regions: everything, address: 0x8000_0000, allowed: false, decider: 'none' });
  });

  describe('access permissions (B3.5, AP field)', () => {
    // AP: privileged read, privileged write, unprivileged read, unprivileged write.
    const table: readonly (readonly [number, string])[] = [
      [0b000, '----'],
      [0b001, 'rw--'],
      [0b010, 'rwr-'],
      [0b011, 'rwrw'],
      [0b101, 'r---'],
      [0b110, 'r-r-'],
      [0b111, 'r-r-'],
    ];
    for (const [ap, rights] of table) {
      const regions = [region({ base: RAM, sizeBytes: 32, ap })];
      rights.split('').forEach((letter, column) => {
        const type = column % 2 === 0 ? 'read' : 'write';
        const privileged = column < 2;
        const what = `AP ${ap.toString(2).padStart(3, '0')} ${privileged ? 'privileged' : 'unprivileged'} ${type}`;
        check({ what, regions, address: RAM + 31, type, privileged, allowed: letter !== '-', decider: 0 });
        if (type === 'read') {
          const fetch = { regions, address: RAM, type: 'fetch', privileged, sizeBytes: 2, decider: 0 } as const;
          check({ ...fetch, what: `${what}: a fetch needs it`, allowed: letter !== '-' });
        }
      });
    }
    check({
      what: 'XN stops a fetch',
      regions: [region({ base: RAM, sizeBytes: 32, xn: true })],
      address: RAM,
      type: 'fetch',
      allowed: false,
      decider: 0,
    });
    check({
      what: 'XN does not stop a read',
      regions: [region({ base: RAM, sizeBytes: 32, xn: true })],
      address: RAM,
      allowed: true,
      decider: 0,
    });
    it('calls AP 0b100 unpredictable', () => {
      const regions = [region({ base: RAM, sizeBytes: 32, ap: 0b100 })];
      const mpu = { ctrl: ENABLE, regions, negativePriority: false };
      const verdict = validateAddress(mpu, { address: RAM, sizeBytes: 1, type: 'read', privileged: true });
      assert.match(verdict.unpredictable ?? '', /0b100/);
    });
  });

  describe('no region', () => {
    const background = ENABLE | PRIVDEFENA;
    const miss = { address: RAM, allowed: false, decider: 'none' } as const;
    check({ what: 'unprivileged, PRIVDEFENA', ctrl: background, ...miss });
    check({ what: 'privileged, no PRIVDEFENA', privileged: true, ...miss });
    check({
      what: 'privileged, PRIVDEFENA',
      ctrl: background,
      privileged: true,
      address: RAM,
      allowed: true,
      decider: 'background',
    });
    check({
      what: 'the background map is XN at 0x40000000',
      ctrl: background,
      privileged: true,
      address: 0x4000_0000,
      type: 'fetch',
      allowed: false,
      decider: 'background',
    });
  });

  describe('the default memory map (B3.1)', () => {
    const executeNever = [false, false, true, false, false, true, true];
    executeNever.forEach((xn, top) => {
      const address = top * 0x2000_0000 + 0x1000;
      check({
        what: `fetch from block ${top}, MPU off`,
        ctrl: 0,
        address,
        type: 'fetch',
        allowed: !xn,
        decider: 'disabled',
      });
      check({
        what: `store to block ${top}, MPU off`,
        ctrl: 0,
        address,
        type: 'write',
        allowed: true,
        decider: 'disabled',
      });
    });
    check({
      what: 'vendor space is XN',
      ctrl: 0,
      address: 0xe010_0000,
      type: 'fetch',
      allowed: false,
      decider: 'disabled',
    });
  });

  describe('who is never asked', () => {
    const regions = [region({ base: 0, sizeBytes: 2 ** 32, ap: 0 })];
    const open = [region({ base: 0, sizeBytes: 2 ** 32 })];
    check({ what: 'PPB read', regions, address: 0xe000_ed00, sizeBytes: 4, allowed: true, decider: 'ppb' });
    check({ what: 'PPB last byte', regions, address: 0xe00f_ffff, allowed: true, decider: 'ppb' });
    check({ what: 'above the PPB', regions, address: 0xe010_0000, allowed: false, decider: 0 });
    check({ what: 'PPB fetch', regions: open, address: 0xe000_0000, type: 'fetch', allowed: false, decider: 'ppb' });
    check({
      what: 'system space fetch',
      regions: open,
      address: 0xe010_0000,
      type: 'fetch',
      allowed: false,
      decider: 0,
    });
    check({
      what: 'a region lifts the XN of a device',
      regions: open,
      address: 0x4000_0000,
      type: 'fetch',
      allowed: true,
      decider: 0,
    });
    check({ what: 'vector read', regions, address: 0, sizeBytes: 4, type: 'vector', allowed: true, decider: 'vector' });
    check({
      what: 'negative priority, HFNMIENA = 0',
      regions,
      negativePriority: true,
      address: RAM,
      type: 'write',
      privileged: true,
      allowed: true,
      decider: 'negativePriority',
    });
    check({
      what: 'negative priority, HFNMIENA = 1',
      ctrl: ENABLE | HFNMIENA,
      regions,
      negativePriority: true,
      address: RAM,
      privileged: true,
      allowed: false,
      decider: 0,
    });
  });

  describe('unaligned accesses, byte for byte (B2.3)', () => {
    const regions = [region({ base: RAM, sizeBytes: 32 })];
    check({
      what: 'inside',
      regions,
      address: RAM + 1,
      sizeBytes: 4,
      allowed: true,
      decider: 0,
      faultAddress: RAM + 1,
    });
    check({
      what: 'the last byte sticks out',
      regions,
      address: RAM + 29,
      sizeBytes: 4,
      allowed: false,
      decider: 'none',
      faultAddress: RAM + 32,
    });
    check({
      what: 'the first byte is outside',
      regions,
      address: RAM - 1,
      sizeBytes: 2,
      allowed: false,
      decider: 'none',
      faultAddress: RAM - 1,
    });
  });
});
