/**
 * FAULTMASK at negative priority. The condition of B5.2.3 would keep MSR from clearing it, too; B1.4.3 speaks of setting alone,
 * QEMU has no condition at all, and start-up code of operating systems clears it by MSR.
 */
import assert from 'node:assert/strict';
import { findBoard } from '../../../debugger/launch/index.js';
import { Machine } from '../../../emulator/index.js';

const CODE = 0x100;

// arm-none-eabi-as 2.40: msr faultmask, r0; mrs r4, faultmask; msr faultmask, r1; mrs r5, faultmask; cpsid f; mrs r6, faultmask;
// cpsie f; mrs r7, faultmask; b .
const ROUND = [
  ...[0xf380, 0x8813, 0xf3ef, 0x8413, 0xf381, 0x8813, 0xf3ef, 0x8513],
  ...[0xb671, 0xf3ef, 0x8613, 0xb661, 0xf3ef, 0x8713, 0xe7fe],
];
const UDF = 0xde00;

/** FAULTMASK after MSR of 1, MSR of 0, CPSID and CPSIE. */
function masks(code: readonly number[], handler: number): readonly number[] {
  const machine = new Machine({ board: findBoard('mps2-an385') });
  const table = Uint32Array.from({ length: 16 }, (_, n) => (n === 0 ? 0x2000_1000 : (n === 1 ? CODE : handler) + 1));
  machine.writeMemory(0, new Uint8Array(table.buffer));
  machine.writeMemory(CODE, new Uint8Array(Uint16Array.from(code).buffer));
  machine.reset();
  machine.cpu.setReg(0, 1);
  if (handler !== CODE) machine.run(1);
  machine.run(9);
  return machine.registers().r.slice(4, 8);
}

describe('FAULTMASK', () => {
  it('is set and cleared by MSR and CPS in Thread mode', () => assert.deepEqual(masks(ROUND, CODE), [1, 0, 1, 0]));

  it('is not set in HardFault', () => assert.deepEqual(masks([UDF, ...ROUND], CODE + 2), [0, 0, 0, 0]));

  it('is cleared by MSR where it is set itself, at priority -1', () => {
    const machine = new Machine({ board: findBoard('mps2-an385') });
    const table = Uint32Array.of(0x2000_1000, CODE + 1);
    machine.writeMemory(0, new Uint8Array(table.buffer));
    machine.writeMemory(CODE, new Uint8Array(Uint16Array.from(ROUND.slice(4)).buffer));
    machine.reset();
    machine.cpu.faultmask = 1;
    machine.run(2);
    assert.equal(machine.registers().faultmask, 0);
  });
});
