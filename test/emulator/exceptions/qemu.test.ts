import assert from 'node:assert/strict';
import { Rig, vector } from './rig.js';

/**
 * Gold values: what a handler saw of LR, stack pointers, status registers and its frame on qemu-system-arm 7.2 -M mps2-an385, for
 * the same steps made by instructions. Only the frame's PC is ours: 0x2000, the culprit's address. The guard is 64 KiB at
 * 0x2020_0000 without any permission, region 7; region 0 is 4 GiB with every permission.
 */
const PC = 0x2000;
const GUARD = 0x2020_0000;
const ALLOW_ALL = { size: 31, ap: 3 };

interface Scenario {
  readonly title: string;
  readonly steps: (rig: Rig, see: () => void) => void;
  readonly sees: readonly string[];
}

const SVC = { kind: 'svc' } as const;
const UDF = { kind: 'usage', bit: 'UNDEFINSTR' } as const;

const SCENARIOS: readonly Scenario[] = [
  {
    title: 'DACCVIOL with MemManage enabled',
    steps: (rig, see) => {
      rig.enableFaults();
      rig.mpuControl(5);
      rig.exceptions.raise(rig.loadOf(GUARD + 0x10));
      see();
    },
    sees: [
      'ipsr=4 lr=fffffff9 msp=2000ffd0 psp=0 cfsr=82 hfsr=0 mmfar=20200010 bfar=0 icsr=804 shcsr=70001 fm=0 ctl=0 pc=2000 xpsr=1000000',
    ],
  },
  {
    title: 'DACCVIOL with MemManage disabled',
    steps: (rig, see) => {
      rig.mpuControl(5);
      rig.exceptions.raise(rig.loadOf(GUARD + 0x10));
      see();
    },
    sees: [
      'ipsr=3 lr=fffffff9 msp=2000ffd0 psp=0 cfsr=82 hfsr=40000000 mmfar=20200010 bfar=0 icsr=803 shcsr=0 fm=0 ctl=0 pc=2000 xpsr=1000000',
    ],
  },
  {
    title: 'MSTKERR on SVC: MemManage first, SVCall stays pending',
    steps: (rig, see) => {
      rig.enableFaults();
      rig.mpuControl(5);
      rig.useProcessStack(GUARD + 0x100);
      rig.exceptions.raise(SVC);
      see();
    },
    sees: [
      'ipsr=4 lr=fffffffd msp=2000fff0 psp=202000e0 cfsr=10 hfsr=0 mmfar=0 bfar=0 icsr=b804 shcsr=78001 fm=0 ctl=0 pc=0 xpsr=0',
    ],
  },
  {
    title: 'MSTKERR of lower priority than SVCall: SVCall first, MemManage chained to its return',
    steps: (rig, see) => {
      rig.enableFaults();
      rig.handlerPriority(4, 0x80);
      rig.handlerPriority(11, 0x40);
      rig.mpuControl(5);
      rig.useProcessStack(GUARD + 0x100);
      rig.exceptions.raise(SVC);
      see();
      assert.equal(rig.exceptions.returnFrom(rig.cpu.lr).kind, 'entered');
      see();
    },
    sees: [
      'ipsr=b lr=fffffffd msp=2000fff0 psp=202000e0 cfsr=10 hfsr=0 mmfar=0 bfar=0 icsr=480b shcsr=72080 fm=0 ctl=0 pc=0 xpsr=0',
      'ipsr=4 lr=fffffffd msp=2000fff0 psp=202000e0 cfsr=10 hfsr=0 mmfar=0 bfar=0 icsr=804 shcsr=70001 fm=0 ctl=0 pc=0 xpsr=0',
    ],
  },
  {
    title: 'DACCVIOL and MSTKERR together are one MemManage',
    steps: (rig, see) => {
      rig.enableFaults();
      rig.mpuControl(5);
      rig.useProcessStack(GUARD + 0x100);
      rig.exceptions.raise(rig.loadOf(GUARD + 0x10));
      see();
    },
    sees: [
      'ipsr=4 lr=fffffffd msp=2000fff0 psp=202000e0 cfsr=92 hfsr=0 mmfar=20200010 bfar=0 icsr=804 shcsr=70001 fm=0 ctl=0 pc=0 xpsr=0',
    ],
  },
  {
    title: 'STKERR on SVC',
    steps: (rig, see) => {
      rig.enableFaults();
      rig.mpuControl(5);
      rig.useProcessStack(0x6000_0100);
      rig.exceptions.raise(SVC);
      see();
    },
    sees: [
      'ipsr=5 lr=fffffffd msp=2000fff0 psp=600000e0 cfsr=1000 hfsr=0 mmfar=0 bfar=0 icsr=b805 shcsr=78002 fm=0 ctl=0 pc=0 xpsr=0',
    ],
  },
  {
    title: 'STKERR on SVC with BusFault disabled',
    steps: (rig, see) => {
      rig.mpuControl(5);
      rig.useProcessStack(0x6000_0100);
      rig.exceptions.raise(SVC);
      see();
    },
    sees: [
      'ipsr=3 lr=fffffffd msp=2000fff0 psp=600000e0 cfsr=1000 hfsr=40000000 mmfar=0 bfar=0 icsr=b803 shcsr=8000 fm=0 ctl=0 pc=0 xpsr=0',
    ],
  },
  {
    title: 'MUNSTKERR: chained to the return, PSP stays',
    steps: (rig, see) => {
      rig.enableFaults();
      rig.mpuControl(5);
      rig.useProcessStack(0x2010_0100);
      rig.exceptions.raise(SVC);
      see();
      rig.cpu.psp = GUARD + 0x100;
      rig.exceptions.returnFrom(0xffff_fffd);
      see();
    },
    sees: [
      'ipsr=b lr=fffffffd msp=2000fff0 psp=201000e0 cfsr=0 hfsr=0 mmfar=0 bfar=0 icsr=80b shcsr=70080 fm=0 ctl=0 pc=2002 xpsr=1000000',
      'ipsr=4 lr=fffffffd msp=2000fff0 psp=20200100 cfsr=8 hfsr=0 mmfar=0 bfar=0 icsr=804 shcsr=70001 fm=0 ctl=0 pc=0 xpsr=0',
    ],
  },
  {
    title: 'UNSTKERR',
    steps: (rig, see) => {
      rig.enableFaults();
      rig.mpuControl(5);
      rig.useProcessStack(0x2010_0100);
      rig.exceptions.raise(SVC);
      rig.cpu.psp = 0x6000_0000;
      rig.exceptions.returnFrom(0xffff_fffd);
      see();
    },
    sees: [
      'ipsr=5 lr=fffffffd msp=2000fff0 psp=60000000 cfsr=800 hfsr=0 mmfar=0 bfar=0 icsr=805 shcsr=70002 fm=0 ctl=0 pc=0 xpsr=0',
    ],
  },
  {
    title: 'INVPC for EXC_RETURN 0xFFFFFFF0',
    steps: (rig, see) => {
      rig.enableFaults();
      rig.mpuControl(5);
      rig.useProcessStack(0x2010_0100);
      rig.exceptions.raise(SVC);
      rig.exceptions.returnFrom(0xffff_fff0);
      see();
    },
    sees: [
      'ipsr=6 lr=fffffff0 msp=2000fff0 psp=201000e0 cfsr=40000 hfsr=0 mmfar=0 bfar=0 icsr=806 shcsr=70008 fm=0 ctl=0 pc=0 xpsr=0',
    ],
  },
  {
    title: 'INVPC where IPSR in the frame says Thread and EXC_RETURN says Handler: the frame is pushed again',
    steps: (rig, see) => {
      nested(rig);
      see();
      rig.poke(rig.cpu.msp + 28, 0x2100_0000);
      rig.exceptions.returnFrom(0xffff_fff1);
      see();
    },
    sees: [
      'ipsr=10 lr=fffffff1 msp=2000ffb8 psp=201000e0 cfsr=0 hfsr=0 mmfar=0 bfar=0 icsr=10 shcsr=70080 fm=0 ctl=0 pc=10c0 xpsr=2100000b',
      'ipsr=6 lr=fffffff1 msp=2000ffb8 psp=201000e0 cfsr=40000 hfsr=0 mmfar=0 bfar=0 icsr=6 shcsr=70088 fm=0 ctl=0 pc=10c0 xpsr=21000000',
    ],
  },
  {
    title: 'INVPC for a return to Thread mode over another active exception',
    steps: (rig, see) => {
      nested(rig);
      rig.exceptions.returnFrom(0xffff_fffd);
      see();
    },
    sees: [
      'ipsr=6 lr=fffffffd msp=2000ffb8 psp=201000e0 cfsr=40000 hfsr=0 mmfar=0 bfar=0 icsr=6 shcsr=70088 fm=0 ctl=0 pc=2002 xpsr=1000000',
    ],
  },
  {
    title: 'NONBASETHRDENA allows it, and SVCall stays active',
    steps: (rig, see) => {
      nested(rig);
      rig.write(0xe000_ed14, 0x201);
      assert.deepEqual(rig.exceptions.returnFrom(0xffff_fffd), { kind: 'returned', from: 16, to: 0, sleep: false });
      rig.cpu.pc = PC + 4;
      rig.exceptions.raise(UDF);
      see();
    },
    sees: [
      'ipsr=6 lr=fffffffd msp=2000ffb8 psp=201000e0 cfsr=10000 hfsr=0 mmfar=0 bfar=0 icsr=6 shcsr=70088 fm=0 ctl=0 pc=2004 xpsr=1000000',
    ],
  },
  {
    title: 'UNALIGNED',
    steps: (rig, see) => {
      rig.enableFaults();
      rig.cpu.apsr = 0x8000_0000;
      const access = { kind: 'load', address: 0x2010_0001, sizeBytes: 4, privileged: true, exclusive: false } as const;
      rig.exceptions.raise({ kind: 'access', failure: { kind: 'unaligned', access } });
      see();
    },
    sees: [
      'ipsr=6 lr=fffffff9 msp=2000ffd0 psp=0 cfsr=1000000 hfsr=0 mmfar=0 bfar=0 icsr=806 shcsr=70008 fm=0 ctl=0 pc=2000 xpsr=81000000',
    ],
  },
  {
    title: 'late pending exceptions chain in the order of their priorities, on one realigned frame',
    steps: (rig, see) => {
      rig.enableFaults();
      rig.handlerPriority(11, 0x20);
      rig.handlerPriority(14, 0x60);
      rig.writeByte(0xe000_e401, 0x50);
      rig.writeByte(0xe000_e402, 0x30);
      rig.write(0xe000_e100, 0xff);
      rig.useProcessStack(0x2010_0104);
      rig.exceptions.raise(SVC);
      see();
      rig.write(0xe000_e200, 6);
      rig.write(0xe000_ed04, 0x1000_0000);
      for (let n = 0; n < 3; n++) {
        const outcome = rig.exceptions.returnFrom(rig.cpu.lr);
        assert.ok(outcome.kind === 'entered' && outcome.tailChained);
        see();
      }
      assert.equal(rig.exceptions.returnFrom(rig.cpu.lr).kind, 'returned');
      assert.deepEqual([rig.cpu.psp, rig.cpu.usesPsp, rig.cpu.pc], [0x2010_0104, true, PC + 2]);
    },
    sees: [
      'ipsr=b lr=fffffffd msp=2000fff0 psp=201000e0 cfsr=0 hfsr=0 mmfar=0 bfar=0 icsr=80b shcsr=70080 fm=0 ctl=0 pc=2002 xpsr=1000200',
      'ipsr=12 lr=fffffffd msp=2000fff0 psp=201000e0 cfsr=0 hfsr=0 mmfar=0 bfar=0 icsr=10411812 shcsr=70000 fm=0 ctl=0 pc=2002 xpsr=1000200',
      'ipsr=11 lr=fffffffd msp=2000fff0 psp=201000e0 cfsr=0 hfsr=0 mmfar=0 bfar=0 icsr=1000e811 shcsr=70000 fm=0 ctl=0 pc=2002 xpsr=1000200',
      'ipsr=e lr=fffffffd msp=2000fff0 psp=201000e0 cfsr=0 hfsr=0 mmfar=0 bfar=0 icsr=80e shcsr=70400 fm=0 ctl=0 pc=2002 xpsr=1000200',
    ],
  },
  {
    title: 'entry from unprivileged code keeps nPRIV and realigns',
    steps: (rig, see) => {
      rig.enableFaults();
      rig.useProcessStack(0x2010_0104, true);
      rig.exceptions.raise(UDF);
      see();
    },
    sees: [
      'ipsr=6 lr=fffffffd msp=2000fff0 psp=201000e0 cfsr=10000 hfsr=0 mmfar=0 bfar=0 icsr=806 shcsr=70008 fm=0 ctl=1 pc=2000 xpsr=1000200',
    ],
  },
  {
    title: 'return from SVCall clears FAULTMASK',
    steps: (rig, see) => {
      rig.enableFaults();
      rig.useProcessStack(0x2010_0100);
      rig.exceptions.raise(SVC);
      rig.cpu.faultmask = 1;
      assert.equal(rig.exceptions.returnFrom(0xffff_fffd).kind, 'returned');
      rig.exceptions.raise(UDF);
      see();
    },
    sees: [
      'ipsr=6 lr=fffffffd msp=2000fff0 psp=201000e0 cfsr=10000 hfsr=0 mmfar=0 bfar=0 icsr=806 shcsr=70008 fm=0 ctl=0 pc=2002 xpsr=1000000',
    ],
  },
  {
    title: 'a failing return clears FAULTMASK before its fault is weighed',
    steps: (rig, see) => {
      rig.enableFaults();
      rig.useProcessStack(0x2010_0100);
      rig.exceptions.raise(SVC);
      rig.cpu.faultmask = 1;
      rig.exceptions.returnFrom(0xffff_fff0);
      see();
    },
    sees: [
      'ipsr=6 lr=fffffff0 msp=2000fff0 psp=201000e0 cfsr=40000 hfsr=0 mmfar=0 bfar=0 icsr=806 shcsr=70008 fm=0 ctl=0 pc=0 xpsr=0',
    ],
  },
  {
    title: 'IACCVIOL stacks the target and leaves MMFAR alone',
    steps: (rig, see) => {
      rig.enableFaults();
      rig.write(0xe000_ed34, 0x1234_5678);
      rig.mpuControl(5);
      rig.region(6, 0x2021_0000, 7, 3, 1);
      rig.cpu.pc = 0x2021_0000;
      rig.exceptions.raise(rig.fetchOf(0x2021_0000));
      see();
    },
    sees: [
      'ipsr=4 lr=fffffff9 msp=2000ffd0 psp=0 cfsr=1 hfsr=0 mmfar=12345678 bfar=0 icsr=804 shcsr=70001 fm=0 ctl=0 pc=20210000 xpsr=1000000',
    ],
  },
  {
    title: 'MSTKERR where only privileged code may write the process stack',
    steps: (rig, see) => {
      rig.enableFaults();
      rig.region(6, 0x2010_0000, 11, 1);
      rig.mpuControl(5);
      rig.useProcessStack(0x2010_0100, true);
      rig.exceptions.raise(SVC);
      see();
    },
    sees: [
      'ipsr=4 lr=fffffffd msp=2000fff0 psp=201000e0 cfsr=10 hfsr=0 mmfar=0 bfar=0 icsr=b804 shcsr=78001 fm=0 ctl=1 pc=0 xpsr=0',
    ],
  },
  {
    title: 'MUNSTKERR where only privileged code may read it, although the handler is privileged',
    steps: (rig, see) => {
      rig.enableFaults();
      rig.mpuControl(5);
      rig.useProcessStack(0x2010_0100, true);
      rig.exceptions.raise(SVC);
      rig.region(6, 0x2010_0000, 11, 1);
      rig.exceptions.returnFrom(0xffff_fffd);
      see();
    },
    sees: [
      'ipsr=4 lr=fffffffd msp=2000fff0 psp=201000e0 cfsr=8 hfsr=0 mmfar=0 bfar=0 icsr=804 shcsr=70001 fm=0 ctl=1 pc=2002 xpsr=1000000',
    ],
  },
  {
    title: 'a BusFault of unprivileged code in the PPB',
    steps: (rig, see) => {
      rig.enableFaults();
      rig.mpuControl(5);
      rig.useProcessStack(0x2010_0100, true);
      assert.equal(rig.system.read(0xe000_ed00, 4, false), 'unprivilegedPpb');
      const access = { kind: 'load', address: 0xe000_ed00, sizeBytes: 4, privileged: false, exclusive: false } as const;
      rig.exceptions.raise({ kind: 'access', failure: { kind: 'bus', access, reason: 'unprivilegedPpb' } });
      see();
    },
    sees: [
      'ipsr=5 lr=fffffffd msp=2000fff0 psp=201000e0 cfsr=8200 hfsr=0 mmfar=0 bfar=e000ed00 icsr=805 shcsr=70002 fm=0 ctl=1 pc=2000 xpsr=1000000',
    ],
  },
  {
    title: 'INVPC for a handler whose active bit is gone',
    steps: (rig, see) => {
      rig.enableFaults();
      rig.mpuControl(5);
      rig.useProcessStack(0x2010_0100);
      rig.exceptions.raise(SVC);
      rig.write(0xe000_ed24, rig.read(0xe000_ed24) & ~0x80);
      rig.exceptions.returnFrom(0xffff_fffd);
      see();
    },
    sees: [
      'ipsr=6 lr=fffffffd msp=2000fff0 psp=201000e0 cfsr=40000 hfsr=0 mmfar=0 bfar=0 icsr=806 shcsr=70008 fm=0 ctl=0 pc=2002 xpsr=1000000',
    ],
  },
  {
    title: 'IT bits of a fault in an IT block are those of the culprit',
    steps: (rig, see) => {
      rig.enableFaults();
      rig.useProcessStack(0x2010_0100);
      rig.cpu.apsr = 0x6000_0000;
      rig.cpu.itState = 0x08;
      rig.exceptions.raise(rig.loadOf(0x7000_0000));
      see();
    },
    sees: [
      'ipsr=5 lr=fffffffd msp=2000fff0 psp=201000e0 cfsr=8200 hfsr=0 mmfar=0 bfar=70000000 icsr=805 shcsr=70002 fm=0 ctl=0 pc=2000 xpsr=61000800',
    ],
  },
  {
    title: 'IT bits of an SVC in an IT block are those of the next instruction',
    steps: (rig, see) => {
      rig.enableFaults();
      rig.useProcessStack(0x2010_0100);
      rig.cpu.apsr = 0x6000_0000;
      rig.cpu.itState = 0x0c;
      rig.exceptions.raise(SVC);
      see();
      rig.exceptions.returnFrom(0xffff_fffd);
      assert.equal(rig.cpu.itState, 0x18);
    },
    sees: [
      'ipsr=b lr=fffffffd msp=2000fff0 psp=201000e0 cfsr=0 hfsr=0 mmfar=0 bfar=0 icsr=80b shcsr=70080 fm=0 ctl=0 pc=2002 xpsr=61001800',
    ],
  },
  {
    title: 'NMI',
    steps: (rig, see) => {
      rig.useProcessStack(0x2010_0100);
      rig.write(0xe000_ed04, 0x8000_0000);
      rig.exceptions.enter();
      see();
    },
    sees: [
      'ipsr=2 lr=fffffffd msp=2000fff0 psp=201000e0 cfsr=0 hfsr=0 mmfar=0 bfar=0 icsr=802 shcsr=0 fm=0 ctl=0 pc=2000 xpsr=1000000',
    ],
  },
  {
    title: 'INVSTATE keeps T = 0 in the frame',
    steps: (rig, see) => {
      rig.enableFaults();
      rig.useProcessStack(0x2010_0100);
      rig.cpu.thumb = false;
      rig.exceptions.raise({ kind: 'usage', bit: 'INVSTATE' });
      see();
    },
    sees: [
      'ipsr=6 lr=fffffffd msp=2000fff0 psp=201000e0 cfsr=20000 hfsr=0 mmfar=0 bfar=0 icsr=806 shcsr=70008 fm=0 ctl=0 pc=2000 xpsr=0',
    ],
  },
  {
    title: 'PRIMASK escalates an enabled MemManage',
    steps: (rig, see) => {
      rig.enableFaults();
      rig.mpuControl(5);
      rig.cpu.primask = 1;
      rig.exceptions.raise(rig.loadOf(GUARD + 0x10));
      see();
    },
    sees: [
      'ipsr=3 lr=fffffff9 msp=2000ffd0 psp=0 cfsr=82 hfsr=40000000 mmfar=20200010 bfar=0 icsr=803 shcsr=70000 fm=0 ctl=0 pc=2000 xpsr=1000000',
    ],
  },
  {
    title: 'BASEPRI escalates a MemManage of the same priority',
    steps: (rig, see) => {
      rig.enableFaults();
      rig.mpuControl(5);
      rig.handlerPriority(4, 0x40);
      rig.cpu.basepri = 0x40;
      rig.exceptions.raise(rig.loadOf(GUARD + 0x10));
      see();
    },
    sees: [
      'ipsr=3 lr=fffffff9 msp=2000ffd0 psp=0 cfsr=82 hfsr=40000000 mmfar=20200010 bfar=0 icsr=803 shcsr=70000 fm=0 ctl=0 pc=2000 xpsr=1000000',
    ],
  },
  {
    title: 'UNDEFINSTR and MSTKERR, both disabled, are one HardFault',
    steps: (rig, see) => {
      rig.mpuControl(5);
      rig.useProcessStack(GUARD + 0x100);
      rig.exceptions.raise(UDF);
      see();
    },
    sees: [
      'ipsr=3 lr=fffffffd msp=2000fff0 psp=202000e0 cfsr=10010 hfsr=40000000 mmfar=0 bfar=0 icsr=803 shcsr=0 fm=0 ctl=0 pc=0 xpsr=0',
    ],
  },
  {
    title: 'UNDEFINSTR before a MSTKERR of lower priority',
    steps: (rig, see) => {
      rig.enableFaults();
      rig.mpuControl(5);
      rig.handlerPriority(4, 0xc0);
      rig.handlerPriority(6, 0x20);
      rig.useProcessStack(GUARD + 0x100);
      rig.exceptions.raise(UDF);
      see();
    },
    sees: [
      'ipsr=6 lr=fffffffd msp=2000fff0 psp=202000e0 cfsr=10010 hfsr=0 mmfar=0 bfar=0 icsr=4806 shcsr=72008 fm=0 ctl=0 pc=0 xpsr=0',
    ],
  },
  {
    title: "SVC inside SVCall is a HardFault (the frame PC is the manual's; QEMU 7.2 returns behind the SVC)",
    steps: (rig, see) => {
      rig.enableFaults();
      rig.useProcessStack(0x2010_0100);
      rig.exceptions.raise(SVC);
      rig.cpu.apsr = 0x6000_0000;
      rig.cpu.sp = 0x2000_ffd8;
      rig.exceptions.raise(SVC);
      see();
    },
    sees: [
      'ipsr=3 lr=fffffff1 msp=2000ffb8 psp=201000e0 cfsr=0 hfsr=40000000 mmfar=0 bfar=0 icsr=3 shcsr=70080 fm=0 ctl=0 pc=10b0 xpsr=6100000b',
    ],
  },
  {
    title: 'LDRT of privileged memory, and the unprivileged frame does not fit either',
    steps: (rig, see) => {
      rig.enableFaults();
      rig.region(6, 0x2010_0000, 11, 1);
      rig.mpuControl(5);
      rig.useProcessStack(0x2010_0100, true);
      rig.exceptions.raise(rig.loadOf(0x2010_0800, false));
      see();
    },
    sees: [
      'ipsr=4 lr=fffffffd msp=2000fff0 psp=201000e0 cfsr=92 hfsr=0 mmfar=20100800 bfar=0 icsr=804 shcsr=70001 fm=0 ctl=1 pc=0 xpsr=0',
    ],
  },
];

/** IRQ 0 preempts the SVCall handler two instructions in. */
function nested(rig: Rig): void {
  rig.enableFaults();
  rig.handlerPriority(11, 0x80);
  rig.writeByte(0xe000_e400, 0x10);
  rig.write(0xe000_e100, 1);
  rig.useProcessStack(0x2010_0100);
  rig.exceptions.raise(SVC);
  rig.cpu.sp = 0x2000_ffd8;
  rig.cpu.apsr = 0x2000_0000;
  rig.cpu.pc = vector(11) + 0x10;
  rig.write(0xe000_e200, 1);
  assert.equal(rig.exceptions.pendingToTake(), 16);
  rig.exceptions.enter();
}

describe('exceptions, against QEMU', () => {
  for (const { title, steps, sees } of SCENARIOS) {
    it(title, () => {
      const rig = new Rig();
      rig.region(0, 0, ALLOW_ALL.size, ALLOW_ALL.ap);
      rig.region(7, GUARD, 15, 0);
      rig.cpu.pc = PC;
      const seen: string[] = [];
      steps(rig, () => {
        assert.equal(rig.cpu.pc, vector(rig.cpu.ipsr), 'the handler starts');
        seen.push(rig.report());
      });
      assert.deepEqual(seen, sees);
    });
  }
});
