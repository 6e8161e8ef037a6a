import assert from 'node:assert/strict';
import type { AccessKind, Fault } from '../../../emulator/index.js';
import { Rig, vector } from './rig.js';

/** Where QEMU cannot be asked (it aborts at lockup and hides some bits), the Armv7-M ARM's sections are the source. */

const SVC = { kind: 'svc' } as const;
const UDF = { kind: 'usage', bit: 'UNDEFINSTR' } as const;
const GUARD = 0x2020_0000;

function rig(): Rig {
  const it = new Rig();
  it.region(0, 0, 31, 3);
  it.region(7, GUARD, 15, 0);
  it.cpu.pc = 0x2000;
  return it;
}

function faultOf(outcome: { readonly kind: string; readonly fault?: Fault }): Fault {
  assert.ok(outcome.fault !== undefined, `no fault in ${outcome.kind}`);
  return outcome.fault;
}

describe('reset (B1.5.5)', () => {
  it('takes SP and PC from the vector table', () => {
    const r = rig();
    r.cpu.primask = 1;
    r.cpu.faultmask = 1;
    r.cpu.basepri = 0x40;
    r.useProcessStack(0x2010_0000, true);
    assert.deepEqual(r.exceptions.reset(), { kind: 'reset' });
    const { cpu } = r;
    assert.deepEqual([cpu.sp, cpu.pc, cpu.lr, cpu.thumb, cpu.ipsr], [0x2000_fff0, vector(1), 0xffff_ffff, true, 0]);
    assert.deepEqual([cpu.control, cpu.primask, cpu.faultmask, cpu.basepri, r.read(0xe000_ed94)], [0, 0, 0, 0, 0]);
  });

  it('locks up where the vector table cannot be read (B1.5.15)', () => {
    const r = new Rig();
    r.failure = (access) => ({ kind: 'bus', access, reason: 'unmapped' });
    const outcome = r.exceptions.reset();
    const fault = faultOf(outcome);
    assert.equal(outcome.kind, 'lockup');
    assert.deepEqual([fault.exception, fault.bits, r.exceptions.lockedUp], [0, ['VECTTBL'], true]);
    assert.equal(r.exceptions.pendingToTake(), undefined);
  });
});

describe('fault values', () => {
  it('tell the cause, the state before, and how it became a HardFault', () => {
    const r = rig();
    r.mpuControl(5);
    r.cpu.setReg(4, 0x1234);
    const fault = faultOf(r.exceptions.raise(r.loadOf(GUARD + 0x10)));
    assert.deepEqual([fault.exception, fault.original, fault.escalation], [3, 4, 'disabled']);
    assert.deepEqual(
      [fault.bits, fault.newBits],
      [
        ['DACCVIOL', 'FORCED'],
        ['DACCVIOL', 'FORCED'],
      ],
    );
    assert.deepEqual([fault.cfsr, fault.hfsr, fault.mmfar], [0x82, 0x4000_0000, GUARD + 0x10]);
    assert.deepEqual(
      [fault.pc, fault.before.r[13], fault.before.r[4], fault.before.xpsr],
      [0x2000, 0x2000_fff0, 0x1234, 0x0100_0000],
    );
    assert.equal(fault.stacked, true);
    assert.ok(fault.failure?.kind === 'mpu');
    assert.deepEqual(
      [fault.failure.verdict.decider, fault.failure.verdict.rule],
      [{ kind: 'region', region: 7 }, 'accessPermission'],
    );
    assert.ok(Object.isFrozen(fault) && Object.isFrozen(fault.before.r));
  });

  it('keep sticky bits apart from new ones', () => {
    const r = rig();
    r.enableFaults();
    r.mpuControl(5);
    r.exceptions.raise(r.loadOf(GUARD));
    r.exceptions.returnFrom(r.cpu.lr);
    const again = faultOf(r.exceptions.raise(r.loadOf(GUARD + 4)));
    assert.deepEqual([again.bits, again.newBits, again.mmfar], [['DACCVIOL'], [], GUARD + 4]);
    r.exceptions.returnFrom(r.cpu.lr);
    const other = faultOf(r.exceptions.raise(UDF));
    assert.deepEqual([other.bits, other.newBits, other.cfsr], [['UNDEFINSTR'], ['UNDEFINSTR'], 0x0001_0082]);
  });

  it('chain what the entry met: DACCVIOL, then MSTKERR', () => {
    const r = rig();
    r.enableFaults();
    r.mpuControl(5);
    r.useProcessStack(GUARD + 0x100);
    const fault = faultOf(r.exceptions.raise(r.loadOf(GUARD)));
    assert.deepEqual([fault.bits, fault.stacked, fault.exception], [['DACCVIOL'], false, 4]);
    assert.deepEqual([fault.derived?.bits, fault.derived?.during], [['MSTKERR'], { what: 'entry', exception: 4 }]);
    assert.deepEqual(fault.derived?.failure?.access, {
      kind: 'stack',
      address: GUARD + 0xe0,
      sizeBytes: 4,
      privileged: true,
      exclusive: false,
    });
    assert.equal(fault.derived.derived, undefined);
  });

  it('say which return failed', () => {
    const r = rig();
    r.enableFaults();
    r.mpuControl(5);
    r.useProcessStack(0x2010_0100);
    r.exceptions.raise(SVC);
    r.cpu.psp = GUARD;
    const fault = faultOf(r.exceptions.returnFrom(0xffff_fffd));
    assert.deepEqual(
      [fault.bits, fault.during, fault.pc],
      [['MUNSTKERR'], { what: 'return', exception: 11 }, vector(11)],
    );
  });

  /** Armv7-M ARM, B3.2.15 to B3.2.18: kinds of failing accesses, bits, and whether an address register follows. */
  const table: readonly { kind: AccessKind; bus: string; mpu: string; address: boolean }[] = [
    { kind: 'fetch', bus: 'IBUSERR', mpu: 'IACCVIOL', address: false },
    { kind: 'load', bus: 'PRECISERR', mpu: 'DACCVIOL', address: true },
    { kind: 'store', bus: 'PRECISERR', mpu: 'DACCVIOL', address: true },
    { kind: 'stack', bus: 'STKERR', mpu: 'MSTKERR', address: false },
    { kind: 'unstack', bus: 'UNSTKERR', mpu: 'MUNSTKERR', address: false },
  ];
  for (const { kind, bus, mpu, address } of table) {
    it(`a failing ${kind} sets ${mpu} or ${bus}`, () => {
      const access = { kind, address: 0x7000_0000, sizeBytes: 4, privileged: true, exclusive: false } as const;
      const none = { read: false, write: false, execute: false };
      const verdict = {
        allowed: false,
        decider: { kind: 'none' },
        rule: 'noRegion',
        privileged: none,
        unprivileged: none,
      } as const;
      for (const [failure, bit, valid] of [
        [{ kind: 'mpu', access, verdict } as const, mpu, 0x80],
        [{ kind: 'bus', access, reason: 'unmapped' } as const, bus, 0x8000],
      ] as const) {
        const r = rig();
        r.enableFaults();
        const fault = faultOf(r.exceptions.raise({ kind: 'access', failure }));
        assert.deepEqual(fault.bits, [bit]);
        assert.equal(fault.cfsr & 0x8080, address ? valid : 0);
        assert.deepEqual(
          [fault.mmfar, fault.bfar],
          [address && valid === 0x80 ? 0x7000_0000 : 0, address && valid === 0x8000 ? 0x7000_0000 : 0],
        );
      }
    });
  }

  it('BKPT is a HardFault with DEBUGEVT (B3.2.16; QEMU 7.2 says FORCED)', () => {
    const r = rig();
    const fault = faultOf(r.exceptions.raise({ kind: 'bkpt' }));
    assert.deepEqual([fault.exception, fault.original, fault.bits, r.cpu.ipsr], [3, 12, ['DEBUGEVT'], 3]);
    assert.deepEqual([r.read(0xe000_ed2c), r.read(0xe000_ed30), r.word(r.cpu.msp + 24)], [0x8000_0000, 2, 0x2000]);
  });

  it('BKPT is DebugMonitor with DEMCR.MON_EN (C1.4)', () => {
    const r = rig();
    r.write(0xe000_edfc, 1 << 16);
    const outcome = r.exceptions.raise({ kind: 'bkpt' });
    assert.deepEqual(outcome, { kind: 'entered', exception: 12, tailChained: false });
  });

  it('SVC with PRIMASK set is a HardFault that returns to the SVC (B1.5.7 ReturnAddress; QEMU 7.2 returns behind it)', () => {
    const r = rig();
    r.cpu.primask = 1;
    const fault = faultOf(r.exceptions.raise(SVC));
    assert.deepEqual([fault.original, fault.exception, fault.escalation, fault.bits], [11, 3, 'priority', ['FORCED']]);
    assert.equal(r.word(r.cpu.msp + 24), 0x2000);
  });
});

describe('vector reads', () => {
  it('that fail are a HardFault with VECTTBL; the exception stays pending (B1.5.11)', () => {
    const r = rig();
    // Vectors 0 to 15 lie in the last words of memory, those of interrupts behind it.
    r.poke(0x2040_0000 - 0x40 + 12, vector(3) | 1);
    const old = r.failure.bind(r);
    r.failure = (access) =>
      access.kind === 'vector' && access.address >= 64 ? { kind: 'bus', access, reason: 'unmapped' } : old(access);
    r.write(0xe000_e100, 1);
    r.write(0xe000_e200, 1);
    const fault = faultOf(r.exceptions.enter());
    assert.deepEqual(
      [fault.exception, fault.original, fault.escalation, fault.bits],
      [3, 16, 'vectorRead', ['VECTTBL']],
    );
    assert.deepEqual(fault.during, { what: 'entry', exception: 16 });
    assert.deepEqual([r.cpu.ipsr, r.read(0xe000_ed2c), r.read(0xe000_ed28), r.read(0xe000_e200)], [3, 2, 0, 1]);
  });

  it('of HardFault itself lock the core up (B1.5.15)', () => {
    const r = rig();
    r.write(0xe000_ed08, 0x6000_0000);
    const outcome = r.exceptions.raise(UDF);
    assert.equal(outcome.kind, 'lockup');
    const fault = faultOf(outcome);
    assert.deepEqual([fault.exception, fault.bits, fault.derived?.bits], [0, ['UNDEFINSTR', 'FORCED'], ['VECTTBL']]);
  });

  it('ignore the MPU (B3.5.3)', () => {
    const r = rig();
    r.enableFaults();
    r.region(6, 0, 9, 0);
    r.mpuControl(5);
    assert.equal(r.exceptions.raise(UDF).kind, 'entered');
    assert.equal(r.cpu.ipsr, 6);
  });
});

describe('lockup (B1.5.15)', () => {
  const inHardFault = (r: Rig): void => void r.exceptions.raise(UDF);
  const inNmi = (r: Rig): void => {
    r.write(0xe000_ed04, 0x8000_0000);
    r.exceptions.enter();
  };
  const withFaultmask = (r: Rig): void => void (r.cpu.faultmask = 1);
  for (const [where, go] of [
    ['HardFault', inHardFault],
    ['NMI', inNmi],
    ['FAULTMASK = 1', withFaultmask],
  ] as const) {
    it(`a fault in ${where}`, () => {
      const r = rig();
      r.enableFaults();
      if (where === 'HardFault') r.write(0xe000_ed24, 0);
      go(r);
      const outcome = r.exceptions.raise({ kind: 'usage', bit: 'DIVBYZERO' });
      assert.equal(outcome.kind, 'lockup');
      const fault = faultOf(outcome);
      assert.deepEqual([fault.exception, fault.original, fault.escalation], [0, 6, 'negativePriority']);
      assert.deepEqual([fault.newBits, r.exceptions.lockedUp], [['DIVBYZERO'], true]);
    });

    it(`SVC in ${where}`, () => {
      const r = rig();
      go(r);
      assert.equal(r.exceptions.raise(SVC).kind, 'lockup');
    });
  }

  it('a stacking fault of NMI over HardFault', () => {
    const r = rig();
    r.mpuControl(7);
    r.exceptions.raise(UDF);
    r.cpu.sp = GUARD + 0x100;
    r.write(0xe000_ed04, 0x8000_0000);
    const outcome = r.exceptions.enter();
    assert.deepEqual([outcome.kind, faultOf(outcome).bits], ['lockup', ['MSTKERR']]);
  });

  for (const [where, go, preempted] of [
    ['HardFault', inHardFault, true],
    ['FAULTMASK = 1', withFaultmask, true],
    ['NMI', inNmi, false],
  ] as const) {
    it(`an NMI ${preempted ? 'preempts' : 'does not preempt'} one in ${where}`, () => {
      const r = rig();
      go(r);
      const before = r.cpu.ipsr;
      assert.equal(r.exceptions.raise(UDF).kind, 'lockup');
      r.write(0xe000_ed04, 0x1000_0000); // PENDSVSET
      assert.equal(r.exceptions.pendingToTake(), undefined);
      r.write(0xe000_ed04, 0x8000_0000); // NMIPENDSET
      assert.equal(r.exceptions.pendingToTake(), preempted ? 2 : undefined);
      assert.equal(r.exceptions.lockedUp, true);
      if (!preempted) return;
      const entered = r.exceptions.enter();
      assert.deepEqual([entered.kind, r.cpu.ipsr, r.exceptions.lockedUp], ['entered', 2, false]);
      assert.equal(r.word(r.cpu.sp + 24), 0xffff_fffe, 'the return address');
      const back = r.exceptions.returnFrom(r.cpu.lr);
      assert.deepEqual([back.kind, r.cpu.ipsr, r.cpu.pc], ['returned', before, 0xffff_fffe]);
    });
  }

  it('an NMI does not preempt one of its own entry', () => {
    const r = rig();
    r.mpuControl(7);
    r.exceptions.raise(UDF);
    r.cpu.sp = GUARD + 0x100;
    r.write(0xe000_ed04, 0x8000_0000);
    assert.equal(r.exceptions.enter().kind, 'lockup');
    assert.equal(r.exceptions.pendingToTake(), undefined);
  });

  it('HFNMIENA = 0 spares the same entry: the MPU is off at negative priority', () => {
    const r = rig();
    r.mpuControl(5);
    r.exceptions.raise(UDF);
    r.cpu.sp = GUARD + 0x100;
    r.write(0xe000_ed04, 0x8000_0000);
    assert.deepEqual(r.exceptions.enter(), { kind: 'entered', exception: 2, tailChained: false });
  });

  it('BFHFNMIGN lets loads and stores at negative priority go on (B3.2.8)', () => {
    const r = rig();
    const cause = r.loadOf(0x7000_0000);
    assert.ok(cause.kind === 'access');
    assert.equal(r.exceptions.ignoresBusFault(cause.failure), false);
    r.write(0xe000_ed14, 0x300);
    assert.equal(r.exceptions.ignoresBusFault(cause.failure), false, 'not at ordinary priority');
    r.cpu.faultmask = 1;
    assert.equal(r.exceptions.ignoresBusFault(cause.failure), true);
    assert.deepEqual([r.read(0xe000_ed28), r.read(0xe000_ed38)], [0x8200, 0x7000_0000]);
    const fetch = r.fetchOf(0x7000_0000);
    assert.ok(fetch.kind === 'access');
    assert.equal(r.exceptions.ignoresBusFault(fetch.failure), false, 'fetches are not ignored');
  });
});

describe('priorities (B1.5.4)', () => {
  const rows: readonly {
    title: string;
    priorityBits?: number;
    group?: number;
    active?: readonly (readonly [exception: number, priority: number])[];
    primask?: number;
    faultmask?: number;
    basepri?: number;
    execution: number;
  }[] = [
    { title: 'Thread mode', execution: 256 },
    { title: 'PRIMASK', primask: 1, execution: 0 },
    { title: 'FAULTMASK', faultmask: 1, primask: 1, execution: -1 },
    { title: 'BASEPRI = 0 does nothing', basepri: 0, execution: 256 },
    { title: 'BASEPRI', basepri: 0x41, execution: 0x40 },
    { title: 'BASEPRI with all bits of the group', basepri: 0x41, group: 0, execution: 0x40 },
    { title: 'BASEPRI under PRIGROUP = 5', basepri: 0x7f, group: 5, execution: 0x40 },
    { title: 'BASEPRI under PRIGROUP = 7', basepri: 0x7f, group: 7, execution: 0 },
    { title: 'BASEPRI has the priority bits that exist', basepri: 0x5f, priorityBits: 3, execution: 0x40 },
    { title: 'an active exception', active: [[16, 0x80]], execution: 0x80 },
    { title: 'its group priority', active: [[16, 0x85]], group: 3, execution: 0x80 },
    {
      title: 'the highest of several',
      active: [
        [16, 0x80],
        [17, 0x20],
      ],
      execution: 0x20,
    },
    { title: 'BASEPRI above an active exception', active: [[16, 0x20]], basepri: 0x80, execution: 0x20 },
    { title: 'HardFault', active: [[3, -1]], execution: -1 },
    { title: 'NMI under PRIGROUP = 7', active: [[2, -2]], group: 7, execution: -2 },
  ];
  for (const row of rows) {
    it(row.title, () => {
      const r = new Rig({ priorityBits: row.priorityBits ?? 8 });
      r.write(0xe000_ed0c, (0x05fa << 16) | ((row.group ?? 0) << 8));
      for (const [exception, priority] of row.active ?? []) {
        r.system.exceptions.setPriority(exception, priority);
        r.system.exceptions.setActive(exception, true);
      }
      r.cpu.primask = row.primask ?? 0;
      r.cpu.faultmask = row.faultmask ?? 0;
      r.cpu.basepri = row.basepri ?? 0;
      assert.equal(r.exceptions.executionPriority(), row.execution);
      assert.equal(r.exceptions.negativePriority(), row.execution < 0);
    });
  }

  it('the lower number wins between equals, the subpriority between members of a group', () => {
    const r = new Rig();
    r.write(0xe000_ed0c, 0x05fa_0500);
    r.write(0xe000_e100, 7);
    r.write(0xe000_e400, 0x0041_4242);
    r.write(0xe000_e200, 7);
    assert.equal(r.exceptions.pendingToTake(), 18);
    r.write(0xe000_e280, 4);
    assert.equal(r.exceptions.pendingToTake(), 16);
  });

  it('a member of the same group does not preempt (QEMU 7.2: 0x45 under BASEPRI 0x41 with PRIGROUP = 5)', () => {
    const r = new Rig();
    r.write(0xe000_ed0c, 0x05fa_0500);
    r.write(0xe000_e100, 2);
    r.writeByte(0xe000_e401, 0x45);
    r.write(0xe000_e200, 2);
    r.cpu.basepri = 0x81;
    assert.equal(r.exceptions.pendingToTake(), 17);
    r.cpu.basepri = 0x41;
    assert.equal(r.exceptions.pendingToTake(), undefined);
  });

  it('MPU rights change with negative priority only if HFNMIENA = 0', () => {
    const r = rig();
    for (const [ctrl, differs] of [
      [5, true],
      [7, false],
      [0, false],
    ] as const) {
      r.mpuControl(ctrl);
      r.cpu.faultmask = 0;
      const before = r.exceptions.rightsKey();
      r.cpu.faultmask = 1;
      assert.equal(r.exceptions.rightsKey() !== before, differs, `MPU_CTRL = ${ctrl}`);
    }
  });
});

describe('entry and return (B1.5.7, B1.5.8)', () => {
  it('write the frame where the manual has it, with the rights of the interrupted code', () => {
    const r = rig();
    [1, 2, 3, 4].forEach((value, n) => r.cpu.setReg(n, value));
    r.cpu.setReg(12, 5);
    r.cpu.lr = 6;
    r.useProcessStack(0x2010_0000, true);
    r.touched.length = 0;
    r.exceptions.raise(SVC);
    const frame = 0x2010_0000 - 0x20;
    assert.deepEqual(
      r.touched.map(({ kind, address, privileged }) => [kind, address, privileged]),
      [...[0, 4, 8, 12, 16, 20, 24, 28].map((offset) => ['stack', frame + offset, false]), ['vector', 4 * 11, true]],
    );
    assert.deepEqual(
      [0, 4, 8, 12, 16, 20].map((offset) => r.word(frame + offset)),
      [1, 2, 3, 4, 5, 6],
    );
    assert.deepEqual(
      [r.cpu.usesPsp, r.cpu.privileged, r.exclusiveClears > 0, r.system.eventRegister],
      [false, true, true, true],
    );
    r.touched.length = 0;
    r.poke(frame, 0x77);
    r.poke(frame + 24, r.word(frame + 24) | 1);
    assert.deepEqual(r.exceptions.returnFrom(0xffff_fffd), { kind: 'returned', from: 11, to: 0, sleep: false });
    // PopStack: bit 0 of the return address is UNPREDICTABLE, and ignored.
    assert.deepEqual([r.unpredictable.length, /bit 0/.test(r.unpredictable[0]!)], [1, true]);
    assert.ok(r.touched.every(({ kind, privileged }) => kind === 'unstack' && !privileged));
    assert.deepEqual(
      [r.cpu.reg(0), r.cpu.reg(3), r.cpu.reg(12), r.cpu.lr, r.cpu.pc, r.cpu.sp],
      [0x77, 4, 5, 6, 0x2002, 0x2010_0000],
    );
    assert.deepEqual([r.cpu.control, r.cpu.privileged], [3, false]);
  });

  it('do not realign with STKALIGN = 0', () => {
    const r = rig();
    r.write(0xe000_ed14, 0);
    r.useProcessStack(0x2010_0104);
    r.exceptions.raise(SVC);
    assert.deepEqual([r.cpu.psp, r.word(r.cpu.psp + 28) & 0x200], [0x2010_00e4, 0]);
    r.exceptions.returnFrom(0xffff_fffd);
    assert.equal(r.cpu.sp, 0x2010_0104);
  });

  it('INVPC after unstacking Thread code pushes the frame where it was popped (QEMU 7.2 pushes it on MSP)', () => {
    const r = rig();
    r.enableFaults();
    r.useProcessStack(0x2010_0100);
    r.exceptions.raise(SVC);
    r.poke(r.cpu.psp + 28, 0x0100_0015);
    const fault = faultOf(r.exceptions.returnFrom(0xffff_fffd));
    assert.deepEqual(
      [fault.bits, r.cpu.ipsr, r.cpu.psp, r.cpu.msp, r.cpu.lr],
      [['INVPC'], 6, 0x2010_00e0, 0x2000_fff0, 0xffff_fffd],
    );
  });

  it('HFNMIENA = 0: the frame is read with the MPU on again, for HardFault is over (ExceptionReturn: DeActivate, PopStack)', () => {
    const r = rig();
    r.mpuControl(5);
    r.useProcessStack(0x2010_0100);
    r.exceptions.raise(UDF);
    r.cpu.psp = GUARD;
    assert.equal(r.exceptions.negativePriority(), true);
    const fault = faultOf(r.exceptions.returnFrom(0xffff_fffd));
    assert.deepEqual([fault.bits, r.priorities], [['MUNSTKERR', 'FORCED'], [256]]);
  });

  it('NMI leaves FAULTMASK alone', () => {
    const r = rig();
    r.cpu.faultmask = 1;
    r.write(0xe000_ed04, 0x8000_0000);
    r.exceptions.enter();
    r.exceptions.returnFrom(r.cpu.lr);
    assert.equal(r.cpu.faultmask, 1);
  });

  it('a late arrival of higher priority is taken on the same frame', () => {
    const r = rig();
    r.write(0xe000_e100, 3);
    r.write(0xe000_e400, 0x0000_2040);
    r.write(0xe000_e200, 1);
    const old = r.store.bind(r);
    r.store = (access, value) => {
      r.system.exceptions.setPending(17);
      return old(access, value);
    };
    assert.deepEqual(r.exceptions.enter(), { kind: 'entered', exception: 17, tailChained: false });
    assert.equal(r.read(0xe000_e200), 1);
  });

  it('SLEEPONEXIT asks for sleep at the last return to Thread mode only', () => {
    const r = rig();
    r.write(0xe000_ed10, 2);
    r.write(0xe000_e100, 1);
    r.handlerPriority(11, 0x80);
    r.exceptions.raise(SVC);
    r.write(0xe000_e200, 1);
    r.exceptions.enter();
    assert.deepEqual(r.exceptions.returnFrom(r.cpu.lr), { kind: 'returned', from: 16, to: 11, sleep: false });
    assert.deepEqual(r.exceptions.returnFrom(r.cpu.lr), { kind: 'returned', from: 11, to: 0, sleep: true });
  });
});

describe('sleep (B1.5.18, B1.5.19)', () => {
  it('WFI wakes for what PRIMASK alone holds back', () => {
    const r = rig();
    r.cpu.primask = 1;
    r.write(0xe000_e100, 1);
    assert.equal(r.exceptions.wakesFromWfi(), false);
    r.write(0xe000_e200, 1);
    assert.deepEqual([r.exceptions.pendingToTake(), r.exceptions.wakesFromWfi()], [undefined, true]);
  });

  it('WFI does not wake for what BASEPRI or a disabled interrupt holds back', () => {
    const r = rig();
    r.writeByte(0xe000_e400, 0x80);
    r.write(0xe000_e200, 1);
    assert.equal(r.exceptions.wakesFromWfi(), false);
    r.write(0xe000_e100, 1);
    r.cpu.basepri = 0x80;
    assert.equal(r.exceptions.wakesFromWfi(), false);
    r.cpu.basepri = 0x81;
    assert.equal(r.exceptions.wakesFromWfi(), false);
    r.cpu.basepri = 0x90;
    assert.equal(r.exceptions.wakesFromWfi(), true);
  });

  it('WFE takes one event', () => {
    const r = rig();
    assert.equal(r.exceptions.waitForEvent(), true);
    r.exceptions.sendEvent();
    assert.equal(r.exceptions.waitForEvent(), false);
    assert.equal(r.exceptions.waitForEvent(), true);
  });

  it('SEVONPEND makes a disabled interrupt an event, once for each time it becomes pending', () => {
    const r = rig();
    r.write(0xe000_e200, 1);
    assert.equal(r.exceptions.wakesFromWfe(), false);
    r.write(0xe000_ed10, 0x10);
    r.write(0xe000_e200, 1);
    assert.equal(r.exceptions.wakesFromWfe(), false);
    r.write(0xe000_e280, 1);
    r.write(0xe000_e200, 1);
    assert.equal(r.exceptions.wakesFromWfe(), true);
  });
});

describe('save and restore', () => {
  it('bring the whole system half back, through JSON', () => {
    const r = rig();
    r.enableFaults();
    r.mpuControl(5);
    r.write(0xe000_e100, 5);
    r.writeByte(0xe000_e402, 0x30);
    r.system.setInterrupt(2, true);
    r.write(0xe000_ed14, 0x211);
    r.exceptions.raise(r.loadOf(GUARD + 4));
    const saved: unknown = JSON.parse(JSON.stringify([r.system.save(), r.exceptions.save()]));
    const values = (from: Rig): unknown =>
      from.system.registers().map(({ description, value }) => [description.name, value]);
    const other = new Rig();
    assert.ok(Array.isArray(saved));
    other.system.restore(saved[0]);
    other.exceptions.restore(saved[1]);
    other.cpu.ipsr = r.cpu.ipsr;
    assert.deepEqual(values(other), values(r));
    assert.equal(other.exceptions.pendingToTake(), r.exceptions.pendingToTake());
  });
});
