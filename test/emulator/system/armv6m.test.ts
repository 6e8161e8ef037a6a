/** The system registers of Armv6-M: which exist, which of their fields, and who may touch them. */
import assert from 'node:assert/strict';
import { findBoard } from '../../../debugger/launch/index.js';
import { faultOf, Machine, type CoreName } from '../../../emulator/index.js';
import { Rig } from '../exceptions/rig.js';

/** Read out of reset, and read after 0xffffffff was written. */
type Row = readonly [address: number, name: string | undefined, reset: number, written: number, note?: string];

/**
 * qemu-system-arm 7.2 -M microbit, privileged word accesses; lines that differ say why (sections of DDI 0419E). Writes that
 * set something going are left out: ICSR, AIRCR, SysTick.
 */
const CORTEX_M0: readonly Row[] = [
  [0xe000_e004, undefined, 0, 0, 'ICTR'],
  [0xe000_e008, undefined, 0, 0, 'ACTLR'],
  [0xe000_e100, 'NVIC_ISER0', 0, 0xffff_ffff],
  [0xe000_e104, undefined, 0, 0, '32 interrupts at most'],
  [0xe000_e300, undefined, 0, 0, 'NVIC_IABR'],
  [0xe000_e400, 'NVIC_IPR0', 0, 0xc0c0_c0c0],
  [0xe000_e41c, 'NVIC_IPR7', 0, 0xc0c0_c0c0],
  [0xe000_e420, undefined, 0, 0],
  [0xe000_ed00, 'CPUID', 0x410c_c200, 0x410c_c200],
  [0xe000_ed08, undefined, 0, 0, 'no VTOR (B3.2.5); QEMU has one'],
  [0xe000_ed10, 'SCR', 0, 0x16, 'B3.2.7; QEMU keeps none of it'],
  [0xe000_ed14, 'CCR', 0x208, 0x208],
  [0xe000_ed18, undefined, 0, 0, 'SHPR1'],
  [0xe000_ed1c, 'SHPR2', 0, 0xc000_0000],
  [0xe000_ed20, 'SHPR3', 0, 0xc0c0_0000, 'no DebugMonitor (B3.2.10); QEMU has its priority'],
  [0xe000_ed24, undefined, 0, 0, 'SHCSR'],
  [0xe000_ed28, undefined, 0, 0, 'CFSR'],
  [0xe000_ed2c, undefined, 0, 0, 'HFSR'],
  [0xe000_ed34, undefined, 0, 0, 'MMFAR'],
  [0xe000_ed38, undefined, 0, 0, 'BFAR'],
  [0xe000_ed40, undefined, 0, 0, 'ID_PFR0'],
  [0xe000_ed88, undefined, 0, 0, 'CPACR'],
  [0xe000_ef00, undefined, 0, 0, 'STIR'],
  [0xe000_1004, undefined, 0, 0, 'DWT_CYCCNT'],
];

describe('system registers of Armv6-M', () => {
  for (const [address, name, reset, written, note] of CORTEX_M0) {
    it(`${address.toString(16)} ${name ?? 'is absent'}${note === undefined ? '' : ` (${note})`}`, () => {
      const rig = new Rig({ core: 'cortex-m0', priorityBits: 2, mpuRegions: 0 });
      const found = rig.system.registers().find(({ description }) => description.address === address);
      assert.equal(found?.description.name, name);
      assert.equal(rig.read(address), reset);
      rig.write(address, 0xffff_ffff);
      assert.equal(rig.read(address), written);
    });
  }

  const rig = (core: CoreName): Rig => new Rig({ core, priorityBits: 2 });

  it('have no fields that Armv7-M alone has', () => {
    const fields = (name: string): readonly string[] => {
      const found = rig('cortex-m0plus')
        .system.registers()
        .find(({ description }) => description.name === name);
      return Object.keys(found!.description.fields);
    };
    assert.ok(!fields('ICSR').includes('RETTOBASE'));
    assert.deepEqual(fields('AIRCR'), ['VECTKEY', 'ENDIANNESS', 'SYSRESETREQ', 'VECTCLRACTIVE']);
    assert.deepEqual(fields('CCR'), ['STKALIGN', 'UNALIGN_TRP']);
    assert.deepEqual(fields('SHPR3'), ['PRI_14_PendSV', 'PRI_15_SysTick']);
    assert.ok(!fields('MPU_RASR').includes('TEX'));
  });

  it('ignore PRIGROUP and VECTRESET in AIRCR, and reset by SYSRESETREQ', () => {
    const one = rig('cortex-m0plus');
    one.write(0xe000_ed0c, 0x05fa_0701);
    assert.equal(one.read(0xe000_ed0c), 0xfa05_0000);
    assert.equal(one.resets, 0);
    one.write(0xe000_ed0c, 0x05fa_0004);
    assert.equal(one.resets, 1);
  });

  it('take whole words only, the priorities of interrupts too (B3.4.7)', () => {
    const one = rig('cortex-m0plus');
    one.writeByte(0xe000_e400, 0xc0);
    one.writeByte(0xe000_ed23, 0xc0);
    assert.deepEqual([one.read(0xe000_e400), one.read(0xe000_ed20)], [0, 0]);
    assert.deepEqual(one.findings, ['ppb-narrow-write', 'ppb-narrow-write']);
  });

  it('have VTOR on a Cortex-M0+', () => {
    const one = rig('cortex-m0plus');
    one.write(0xe000_ed08, 0x2000_0080);
    assert.equal(one.read(0xe000_ed08), 0x2000_0080);
  });

  it('refuse unprivileged code without exception', () => {
    const one = rig('cortex-m0plus');
    for (const address of [0xe000_ed00, 0xe000_e010, 0xe000_ef00, 0xe000_0000, 0xe000_ed90]) {
      assert.equal(one.system.read(address, 4, false), 'unprivilegedPpb');
      assert.equal(one.system.write(address, 4, 0, false), 'unprivilegedPpb');
    }
  });

  it('leave SysTick out where the board has none (B3.3)', () => {
    const one = new Rig({ core: 'cortex-m0', priorityBits: 2, mpuRegions: 0, sysTick: false });
    one.write(0xe000_e014, 99);
    assert.equal(one.read(0xe000_e014), 0);
    assert.equal(one.read(0xe000_e01c), 0);
  });
});

describe('faults of Armv6-M', () => {
  const PC = 0x2000;

  it('are HardFaults without status, whose cause is known all the same', () => {
    const rig = new Rig({ core: 'cortex-m0plus', priorityBits: 2 });
    rig.region(7, 0x2020_0000, 15, 0);
    rig.mpuControl(5);
    rig.cpu.pc = PC;
    const outcome = rig.exceptions.raise(rig.loadOf(0x2020_0010));
    assert.equal(outcome.kind, 'entered');
    const { fault } = outcome;
    assert.deepEqual([fault?.exception, fault?.original, fault?.escalation], [3, 3, undefined]);
    assert.deepEqual([fault?.bits, fault?.newBits], [['DACCVIOL'], []]);
    assert.deepEqual([fault?.cfsr, fault?.hfsr, fault?.mmfar], [0, 0, 0]);
    assert.equal(fault?.failure?.kind === 'mpu' && fault.failure.verdict.rule, 'accessPermission');
  });

  it('tell an SVC that was escalated, and a BKPT', () => {
    const svc = new Rig({ core: 'cortex-m0plus', priorityBits: 2 });
    svc.cpu.primask = 1;
    const escalated = svc.exceptions.raise({ kind: 'svc' });
    assert.deepEqual(
      [escalated.fault?.exception, escalated.fault?.original, escalated.fault?.escalation, escalated.fault?.bits],
      [3, 11, 'priority', []],
    );
    const bkpt = new Rig({ core: 'cortex-m0plus', priorityBits: 2 }).exceptions.raise({ kind: 'bkpt' });
    assert.deepEqual([bkpt.fault?.exception, bkpt.fault?.bits], [3, ['DEBUGEVT']]);
  });

  it('find an exception return that does not fit UNPREDICTABLE', () => {
    const rig = new Rig({ core: 'cortex-m0plus', priorityBits: 2 });
    rig.exceptions.raise({ kind: 'svc' });
    const outcome = rig.exceptions.returnFrom(0xffff_fff3);
    assert.equal(outcome.kind, 'entered');
    assert.deepEqual(rig.unpredictable, [
      'An exception return that does not fit what is active is UNPREDICTABLE (Armv6-M ARM, B1.5.8). Here it is a HardFault.',
    ]);
  });

  it('find a frame that does not fit the mode UNPREDICTABLE', () => {
    const rig = new Rig({ core: 'cortex-m0plus', priorityBits: 2 });
    rig.exceptions.raise({ kind: 'svc' });
    rig.poke(rig.cpu.msp + 28, 0x0100_000e);
    const outcome = rig.exceptions.returnFrom(0xffff_fff9);
    assert.deepEqual([outcome.kind, rig.cpu.ipsr], ['entered', 3]);
    assert.deepEqual(rig.unpredictable, [
      'A frame whose xPSR does not fit the mode that is returned to is UNPREDICTABLE (Armv6-M ARM, B1.5.8). Here it is a HardFault.',
    ]);
  });
});

describe('a machine of Armv6-M', () => {
  /** Code at 0x100 of a micro:bit's flash, from its reset. */
  function machineOf(...code: readonly number[]): Machine {
    const machine = new Machine({ board: findBoard('microbit') });
    const bytes = (values: readonly number[], size: number): Uint8Array =>
      Uint8Array.from(values.flatMap((v) => Array.from({ length: size }, (_, i) => (v >>> (8 * i)) & 0xff)));
    machine.writeMemory(0, bytes([0x2000_1000, 0x101, 0x201, 0x201], 4));
    machine.writeMemory(0x100, bytes(code, 2));
    machine.reset();
    return machine;
  }

  it('tells of masks that are not there, and changes nothing', () => {
    // mvns r0, r0; msr basepri, r0; msr faultmask, r0; mrs r1, basepri; cpsid f
    const machine = machineOf(0x43c0, 0xf380, 0x8811, 0xf380, 0x8813, 0xf3ef, 0x8111, 0xb671);
    machine.cpu.setReg(1, 7);
    assert.equal(machine.run(5).reason, 'budget');
    assert.deepEqual([machine.cpu.basepri, machine.cpu.faultmask, machine.cpu.reg(1)], [0, 0, 0]);
    assert.deepEqual(
      machine.findings.map(({ code, pc }) => [code, pc]),
      [0x102, 0x106, 0x10a, 0x10e].map((pc) => ['special-register-absent', pc]),
    );
    assert.match(machine.findings[0]!.message, /^A Cortex-M0 has no BASEPRI/);
  });

  it('has no bit-band', () => {
    // movs r0, #0x22; lsls r0, r0, #24; ldr r1, [r0]
    const fault = faultOf(machineOf(0x2022, 0x0600, 0x6801).run(3));
    assert.deepEqual(
      [fault?.failure?.kind === 'bus' && fault.failure.reason, fault?.failure?.access.address],
      ['unmapped', 0x2200_0000],
    );
  });

  it('takes no Q, no IT and six bits of IPSR from a frame', () => {
    const machine = machineOf(0xbf00);
    machine.cpu.xpsr = 0xffff_fdce;
    assert.equal(machine.cpu.xpsr, 0xf100_000e);
  });
});
