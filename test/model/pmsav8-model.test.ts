/** The models of PMSAv8 and of security attribution against worked examples of the Armv8-M ARM (DDI 0553). */
import assert from 'node:assert/strict';
import { mpuCheck, type Pmsav8Type, type Pmsav8Verdict } from './pmsav8-model.js';
import { NO_IDAU, securityCheck, ttResponse, validate, type IdauModel, type SauModel } from './sau-model.js';

const RAM = 0x2000_0000;
const ON = 1;
const PRIVDEFENA = 4;

/** An enabled region; `low` is SH, AP and XN. */
function region(base: number, limit: number, low = 0b010): { readonly rbar: number; readonly rlar: number } {
  return { rbar: base + low, rlar: limit - 31 + 1 };
}

type Case = readonly [
  what: string,
  ctrl: number,
  regions: readonly { readonly rbar: number; readonly rlar: number }[],
  ask: readonly [Pmsav8Type, address: number, privileged: boolean],
  allowed: boolean,
  decider: Pmsav8Verdict['decider'],
];

const PAGE = region(RAM, RAM + 0xfff);
const CASES: readonly Case[] = [
  ['off: everything is read', 0, [], ['read', RAM, false], true, 'off'],
  ['off: peripherals are not executed', 0, [], ['fetch', 0x4000_0000, true], false, 'off'],
  ['PRIVDEFENA: the map for privileged code', ON | PRIVDEFENA, [], ['write', RAM, true], true, 'background'],
  ['PRIVDEFENA: not for others', ON | PRIVDEFENA, [], ['write', RAM, false], false, 'none'],
  ['the last byte', ON, [PAGE], ['read', RAM + 0xfff, false], true, 0],
  ['the byte after it', ON, [PAGE], ['read', RAM + 0x1000, false], false, 'none'],
  ['two match', ON, [PAGE, region(RAM + 0x20, RAM + 0x3f)], ['read', RAM + 0x3f, true], false, [0, 1]],
  ['one of two matches', ON, [PAGE, region(RAM + 0x20, RAM + 0x3f)], ['read', RAM + 0x40, true], true, 0],
  ['AP 00: privileged code alone', ON, [region(RAM, RAM + 31, 0b000)], ['read', RAM, false], false, 0],
  ['AP 10: privileged code reads', ON, [region(RAM, RAM + 31, 0b100)], ['write', RAM, true], false, 0],
  ['AP 11: all read', ON, [region(RAM, RAM + 31, 0b110)], ['read', RAM, false], true, 0],
  ['XN', ON, [region(RAM, RAM + 31, 0b011)], ['fetch', RAM, true], false, 0],
  ['limit below base', ON, [region(RAM + 0x40, RAM + 0x1f)], ['read', RAM + 0x40, true], false, 'none'],
  ['the PPB asks nobody', ON, [region(0xe000_0000, 0xe00f_ffff, 0)], ['read', 0xe000_ed00, false], true, 'ppb'],
  ['nor does a vector read', ON, [PAGE, PAGE], ['vector', RAM, true], true, 'vector'],
  ['system space is never executed', ON, [region(0, 0xffff_ffff)], ['fetch', 0xf000_0000, true], false, 0],
];

describe('the model of PMSAv8', () => {
  for (const [what, ctrl, regions, [type, address, privileged], allowed, decider] of CASES) {
    it(what, () => {
      const verdict = mpuCheck({ ctrl, regions, negativePriority: false }, { type, address, privileged });
      assert.deepEqual([verdict.allowed, verdict.decider], [allowed, decider]);
    });
  }
});

describe('the model of security attribution', () => {
  const NSC = 2;
  const low = region(0, 0xffff, 0);
  const callable = { rbar: 0x1_0000, rlar: 0x1_ffe0 + NSC + 1 };
  const sau: SauModel = { ctrl: 1, regions: [low, callable, region(0xff00, 0x1_00ff, 0)] };
  const secureIdau: IdauModel = () => ({ exempt: false, ns: false, nsc: false, region: 9 });
  const callableIdau: IdauModel = () => ({ exempt: false, ns: false, nsc: true });

  const table: readonly (readonly [string, SauModel, IdauModel, address: number, ns: boolean, nsc: boolean])[] = [
    ['Non-secure by its region', sau, NO_IDAU, 0x100, true, false],
    ['callable by its region', sau, NO_IDAU, 0x1_8000, false, true],
    ['two regions', sau, NO_IDAU, 0xff00, false, false],
    ['no region', sau, NO_IDAU, 0x2_0000, false, false],
    ['off', { ...sau, ctrl: 0 }, NO_IDAU, 0x100, false, false],
    ['off, ALLNS', { ...sau, ctrl: 2 }, NO_IDAU, 0x1_8000, true, false],
    ['a Secure IDAU wins', sau, secureIdau, 0x1_8000, false, false],
    ['a callable IDAU over a Non-secure region', sau, callableIdau, 0x100, false, true],
    ['a callable IDAU over no region', sau, callableIdau, 0x2_0000, false, false],
  ];
  for (const [what, unit, idau, address, ns, nsc] of table) {
    it(what, () => {
      const found = securityCheck(unit, idau, address, false, true);
      assert.deepEqual([found.ns, found.nsc], [ns, nsc]);
    });
  }

  const open = { ctrl: 1, regions: [region(0, 0xffff_ffff)], negativePriority: false };
  const closed = { ...open, regions: [region(0, 0xffff_ffff, 0)] };
  const system = { secure: open, nonSecure: closed, sau, idau: NO_IDAU };

  it('comes before the MPU of the state that asks', () => {
    const ask = (type: Pmsav8Type, address: number, secure: boolean): unknown => {
      const verdict = validate(system, { type, address, privileged: false, secure });
      return typeof verdict === 'string' ? verdict : verdict.allowed;
    };
    assert.equal(ask('read', 0x2_0000, false), 'AUVIOL');
    assert.equal(ask('fetch', 0x1_8000, false), 'INVEP');
    assert.equal(ask('fetch', 0x100, true), 'INVTRAN');
    assert.equal(ask('read', 0x100, true), true);
    assert.equal(ask('read', 0x100, false), false);
  });

  // IREGION(31:24) IRVALID(23) S(22) NSRW(21) NSR(20) RW(19) R(18) SRVALID(17) MRVALID(16) SREGION(15:8) MREGION(7:0)
  it('is told by TT', () => {
    const state = { secure: true, handlerMode: false, nPRIV: { secure: false, nonSecure: true } };
    assert.equal(ttResponse(system, state, 0x100, false, false), 0x003f_0000);
    assert.equal(ttResponse(system, state, 0x1_8000, false, false), 0x004f_0100);
    assert.equal(ttResponse(system, state, 0x100, true, false), 0x0003_0000);
    assert.equal(ttResponse({ ...system, idau: secureIdau }, state, 0x100, false, true), 0x09cf_0000);
    assert.equal(ttResponse(system, { ...state, secure: false }, 0x100, false, false), 0);
  });
});
