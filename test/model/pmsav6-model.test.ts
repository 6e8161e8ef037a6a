/** The model of PMSAv6 against worked examples of the Armv6-M ARM (DDI 0419E, B3.1 and B3.5). */
import assert from 'node:assert/strict';
import { validate, type Pmsav6Type, type Pmsav6Verdict } from './pmsav6-model.js';

const RAM = 0x2000_0000;
const ON = 1;
const PRIVDEFENA = 4;

/** MPU_RASR of an enabled region. */
function rasr(log2: number, ap: number, xn = 0, srd = 0): number {
  return ((xn << 28) | (ap << 24) | (srd << 8) | ((log2 - 1) << 1) | 1) >>> 0;
}

type Case = readonly [
  what: string,
  ctrl: number,
  regions: readonly (readonly [base: number, rasr: number])[],
  ask: readonly [Pmsav6Type, address: number, privileged: boolean],
  allowed: boolean,
  decider: Pmsav6Verdict['decider'],
];

const CASES: readonly Case[] = [
  ['off: everything is read', 0, [], ['read', RAM, false], true, 'off'],
  ['off: peripherals are not executed', 0, [], ['fetch', 0x4000_0000, true], false, 'off'],
  ['on without regions: nothing for anybody', ON, [], ['read', RAM, true], false, 'none'],
  ['PRIVDEFENA: the map for privileged code', ON | PRIVDEFENA, [], ['write', RAM, true], true, 'background'],
  ['PRIVDEFENA: not for others', ON | PRIVDEFENA, [], ['write', RAM, false], false, 'none'],
  ['AP 010: others read', ON, [[RAM, rasr(8, 0b010)]], ['read', RAM + 255, false], true, 0],
  ['AP 010: others do not write', ON, [[RAM, rasr(8, 0b010)]], ['write', RAM, false], false, 0],
  ['AP 101: privileged code does not write', ON, [[RAM, rasr(8, 0b101)]], ['write', RAM, true], false, 0],
  ['a region ends', ON, [[RAM, rasr(8, 0b011)]], ['read', RAM + 256, true], false, 'none'],
  [
    'the highest number wins',
    ON,
    [
      [RAM, rasr(10, 0b011)],
      [RAM, rasr(8, 0b000)],
    ],
    ['read', RAM, true],
    false,
    1,
  ],
  ['a disabled subregion of 32 bytes', ON, [[RAM, rasr(8, 0b011, 0, 0x02)]], ['read', RAM + 32, true], false, 'none'],
  ['its neighbour', ON, [[RAM, rasr(8, 0b011, 0, 0x02)]], ['read', RAM + 64, true], true, 0],
  ['XN', ON, [[RAM, rasr(8, 0b011, 1)]], ['fetch', RAM, true], false, 0],
  ['a fetch needs read permission', ON, [[RAM, rasr(8, 0b001)]], ['fetch', RAM, false], false, 0],
  ['4 GiB', ON, [[0, rasr(32, 0b011)]], ['read', 0xdfff_fffc, false], true, 0],
  ['the PPB asks nobody', ON, [[0xe000_0000, rasr(20, 0b000)]], ['read', 0xe000_ed00, true], true, 'ppb'],
  ['system space is never executed', ON, [[0, rasr(32, 0b011)]], ['fetch', 0xf000_0000, true], false, 0],
  ['128 bytes take no part', ON, [[RAM, rasr(7, 0b011)]], ['read', RAM, true], false, 'none'],
];

describe('the model of PMSAv6', () => {
  for (const [what, ctrl, regions, [type, address, privileged], allowed, decider] of CASES) {
    it(what, () => {
      const mpu = { ctrl, regions: regions.map(([rbar, word]) => ({ rbar, rasr: word })), negativePriority: false };
      const verdict = validate(mpu, { type, address, privileged });
      assert.deepEqual([verdict.allowed, verdict.decider], [allowed, decider]);
    });
  }

  it('is off at negative priority unless HFNMIENA is set', () => {
    for (const [ctrl, decider] of [
      [ON, 'off'],
      [ON | 2, 'none'],
    ] as const)
      assert.equal(
        validate({ ctrl, regions: [], negativePriority: true }, { type: 'read', address: RAM, privileged: true })
          .decider,
        decider,
      );
  });
});
