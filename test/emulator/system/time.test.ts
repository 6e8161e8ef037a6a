import assert from 'node:assert/strict';
import { Rig, type RigOptions } from '../exceptions/rig.js';

const CSR = 0xe000_e010;
const RVR = 0xe000_e014;
const CVR = 0xe000_e018;
const COUNTFLAG = 0x1_0000;

/** Armv7-M ARM, B3.3.1: the counter goes from CVR to 0, then reloads RVR on the next tick; each round takes RVR + 1 ticks. */
describe('SysTick', () => {
  function started(reload: number, csr: number, options?: RigOptions): Rig {
    const rig = new Rig(options);
    rig.write(RVR, reload);
    rig.write(CVR, 0);
    rig.write(CSR, csr);
    return rig;
  }

  it('counts retired instructions down and reloads', () => {
    const rig = started(3, 5);
    const seen: number[] = [];
    for (rig.retired = 0; rig.retired <= 9; rig.retired++) seen.push(rig.read(CVR));
    assert.deepEqual(seen, [0, 3, 2, 1, 0, 3, 2, 1, 0, 3]);
  });

  it('sets COUNTFLAG on the way from 1 to 0; reading it clears it, peeking does not', () => {
    const rig = started(3, 5);
    rig.retired = 3;
    assert.equal(rig.read(CSR), 5);
    rig.retired = 4;
    assert.equal(rig.system.peek(CSR, 4), 5 | COUNTFLAG);
    assert.equal(rig.read(CSR), 5 | COUNTFLAG);
    assert.equal(rig.read(CSR), 5);
    rig.retired = 8;
    assert.equal(rig.read(CSR), 5 | COUNTFLAG);
    rig.retired = 20;
    rig.write(CVR, 123);
    assert.equal(rig.read(CSR), 5, 'writing CVR clears COUNTFLAG');
    assert.equal(rig.read(CVR), 0);
  });

  it('pends with TICKINT at nextEvent, every RVR + 1 instructions', () => {
    const rig = started(99, 7);
    const { sysTick, exceptions } = rig.system;
    for (const at of [100, 200, 300]) {
      assert.equal(sysTick.nextEvent(), at);
      rig.retired = at - 1;
      sysTick.event();
      assert.equal(exceptions.isPending(15), false);
      rig.retired = at;
      sysTick.event();
      assert.equal(exceptions.isPending(15), true);
      exceptions.clearPending(15);
    }
  });

  it('catches up exactly when it is asked late', () => {
    const rig = started(99, 7);
    rig.retired = 1050;
    rig.system.sysTick.event();
    assert.equal(rig.read(CVR), 50);
    assert.equal(rig.system.sysTick.nextEvent(), 1100);
  });

  it('has no event without ENABLE, without TICKINT, or with RVR = 0', () => {
    for (const [reload, csr] of [
      [99, 6],
      [99, 5],
      [0, 7],
    ] as const) {
      assert.equal(started(reload, csr).system.sysTick.nextEvent(), Infinity);
    }
  });

  it('stops at 0 with RVR = 0, after the round that is under way', () => {
    const rig = started(9, 7);
    rig.retired = 5;
    rig.write(RVR, 0);
    assert.equal(rig.system.sysTick.nextEvent(), 10);
    rig.retired = 50;
    rig.system.sysTick.event();
    assert.deepEqual([rig.read(CVR), rig.system.exceptions.isPending(15)], [0, true]);
    assert.equal(rig.system.sysTick.nextEvent(), Infinity);
  });

  it('takes a new RVR at the next reload', () => {
    const rig = started(9, 7);
    rig.retired = 5;
    rig.write(RVR, 99);
    assert.equal(rig.read(CVR), 5);
    assert.equal(rig.system.sysTick.nextEvent(), 10);
    rig.retired = 11;
    assert.equal(rig.read(CVR), 99);
  });

  it('keeps its value while it is disabled', () => {
    const rig = started(9, 5);
    rig.retired = 4;
    rig.write(CSR, 4);
    rig.retired = 400;
    assert.equal(rig.read(CVR), 6);
    rig.write(CSR, 5);
    rig.retired = 402;
    assert.equal(rig.read(CVR), 4);
  });

  it('reads CLKSOURCE as one where there is no reference clock (B3.3.3)', () => {
    const rig = started(9, 3);
    assert.equal(rig.read(CSR), 7);
    assert.equal(rig.system.sysTick.nextEvent(), 10);
  });

  it('counts a reference clock with CLKSOURCE = 0 (SYST_CALIB as QEMU 7.2 has it for 1 MHz)', () => {
    const rig = started(9, 3, { sysTickReferenceHz: 1_000_000 });
    assert.equal(rig.read(0xe000_e01c), 0x270f);
    assert.equal(rig.read(CSR), 3);
    assert.equal(rig.system.sysTick.nextEvent(), 250);
    rig.retired = 249;
    assert.equal(rig.read(CVR), 1);
    rig.retired = 250;
    assert.deepEqual([rig.read(CVR), rig.read(CSR)], [0, 3 | COUNTFLAG]);
  });

  it('goes on from a save', () => {
    const rig = started(99, 7);
    rig.retired = 130;
    const saved: unknown = JSON.parse(JSON.stringify(rig.system.save()));
    const other = new Rig();
    other.retired = 130;
    other.system.restore(saved);
    assert.equal(other.system.sysTick.nextEvent(), rig.system.sysTick.nextEvent());
    other.retired = 160;
    assert.equal(other.read(CVR), 40);
  });
});

describe('DWT_CYCCNT (C1.8.8)', () => {
  const DEMCR = 0xe000_edfc;
  const CTRL = 0xe000_1000;
  const CYCCNT = 0xe000_1004;

  it('counts retired instructions while TRCENA and CYCCNTENA are set', () => {
    const rig = new Rig();
    rig.retired = 10;
    rig.write(CTRL, 1);
    rig.retired = 20;
    assert.equal(rig.read(CYCCNT), 0, 'no TRCENA yet');
    rig.write(DEMCR, 1 << 24);
    rig.retired = 35;
    assert.equal(rig.read(CYCCNT), 15);
    rig.write(CTRL, 0);
    rig.retired = 100;
    assert.equal(rig.read(CYCCNT), 15);
    rig.write(CTRL, 1);
    rig.write(CYCCNT, 0xffff_fffe);
    rig.retired = 105;
    assert.equal(rig.read(CYCCNT), 3, 'it wraps');
  });
});

describe('DEMCR', () => {
  it('MON_EN enables and MON_PEND pends DebugMonitor (C1.6.5)', () => {
    const rig = new Rig();
    rig.write(0xe000_edfc, 1 << 17);
    assert.equal(rig.exceptions.pendingToTake(), undefined);
    assert.equal(rig.read(0xe000_edfc), 1 << 17);
    rig.write(0xe000_edfc, 3 << 16);
    assert.equal(rig.exceptions.pendingToTake(), 12);
    rig.exceptions.enter();
    assert.equal(rig.read(0xe000_edfc), 1 << 16);
  });
});
