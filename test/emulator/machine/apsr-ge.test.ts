/** APSR.GE: written by MSR and by instructions, stacked, saved and digested on a core with the DSP extension; absent without. */
import assert from 'node:assert/strict';
import { findBoard } from '../../../debugger/launch/index.js';
import { Machine } from '../../../emulator/index.js';

const CODE = 0x100;
const HANDLER = 0x11c;
// arm-none-eabi-as 2.40, -mcpu=cortex-m4: msr apsr_nzcvqg, r0; mrs r4, apsr; svc 0; mrs r5, apsr; uadd8 r1, r2, r3;
// mrs r6, apsr; sel r7, r2, r3; b .
const PROGRAM = [
  ...[0xf380, 0x8c00, 0xf3ef, 0x8400, 0xdf00, 0xf3ef, 0x8500, 0xfa82, 0xf143, 0xf3ef, 0x8600, 0xfaa2, 0xf783, 0xe7fe],
];
// mrs r8, apsr; msr apsr_g, r12; msr apsr_nzcvq, r12; bx lr
const HANDLING = [0xf3ef, 0x8800, 0xf38c, 0x8400, 0xf38c, 0x8800, 0x4770];

function machineOf(board: string): Machine {
  const machine = new Machine({ board: findBoard(board) });
  const table = Uint32Array.from({ length: 16 }, (_, n) => (n === 0 ? 0x2000_1000 : (n === 1 ? CODE : HANDLER) + 1));
  machine.writeMemory(0, new Uint8Array(table.buffer));
  machine.writeMemory(CODE, new Uint8Array(Uint16Array.from(PROGRAM).buffer));
  machine.writeMemory(HANDLER, new Uint8Array(Uint16Array.from(HANDLING).buffer));
  machine.reset();
  machine.cpu.setReg(0, 0xa805_ffff);
  machine.cpu.setReg(2, 0xff10_80f0);
  machine.cpu.setReg(3, 0x0120_8010);
  machine.cpu.setReg(12, 0x5000_0000);
  return machine;
}

const GE = 0x000f_0000;
/** SVC and four instructions in the handler come between the first two and the rest. */
const TO_SVC = 2;
const TO_UADD8 = TO_SVC + 1 + 4 + 2;

describe('APSR.GE', () => {
  it('is written and read, survives an exception, and tells SEL what to take', () => {
    const machine = machineOf('mps2-an386');
    machine.run(TO_UADD8 + 2);
    const { r } = machine.registers();
    assert.equal(r[4], 0xa805_0000);
    assert.equal(r[8], 0xa805_0000, 'exception entry changes no flag');
    assert.equal(r[5], 0xa805_0000, 'the handler wrote others; the frame brings these back');
    // Bytes, lowest first: f0+10, 80+80 and ff+01 carry, 10+20 does not (A7.7.191).
    assert.equal(r[1], 0x0030_0000);
    assert.equal(r[6], 0xa80b_0000, 'UADD8 leaves N Z C V Q alone');
    assert.equal(r[7], 0xff20_80f0);
  });

  it('is not there without the DSP extension (B1.4.2)', () => {
    const machine = machineOf('mps2-an385');
    machine.run(TO_UADD8 - 1);
    const { r } = machine.registers();
    assert.deepEqual([r[4], r[8], r[5]], [0xa800_0000, 0xa800_0000, 0xa800_0000]);
    machine.cpu.xpsr = 0x010f_0000;
    assert.equal(machine.cpu.xpsr, 0x0100_0000);
  });

  it('counts in saved states and digests', () => {
    const machine = machineOf('mps2-an386');
    machine.run(1);
    const state = machine.save();
    const hash = machine.stateHash();
    machine.cpu.apsr &= ~GE;
    assert.notEqual(machine.stateHash(), hash);
    machine.restore(state);
    assert.equal(machine.stateHash(), hash);
    assert.equal(machine.cpu.apsr & GE, 0x0005_0000);
  });
});
