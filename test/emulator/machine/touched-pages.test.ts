/** A state holds the pages that something was written to, whoever wrote: found without looking at all others. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findBoard } from '../../../debugger/launch/index.js';
import { Machine } from '../../../emulator/index.js';
import { PAGE_BYTES } from '../../../emulator/interpreter/layout.js';
import { firmware, firmwareMachine, runToEnd } from './firmware.js';

const BOARD = findBoard('mps2-an385');
const RAM = 0x2000_0000;
const PSRAM = 0x2100_0000;

/** Offsets of pages that are not all zero, by memory, found by looking at every byte. */
function pagesInUse(machine: Machine): number[][] {
  const { bytes, blocks } = machine.memory;
  return blocks.map(({ host, memory }) => {
    const count = Math.ceil(memory.sizeBytes / PAGE_BYTES);
    const offsets = Array.from({ length: count }, (_, page) => page * PAGE_BYTES);
    return offsets.filter((offset) => {
      const start = host + offset;
      return bytes.subarray(start, Math.min(start + PAGE_BYTES, host + memory.sizeBytes)).some((byte) => byte !== 0);
    });
  });
}

function pagesSaved(machine: Machine): number[][] {
  return machine.save().memories.map((pages) => pages.map(({ offset }) => offset));
}

function touchedCount(machine: Machine): number {
  return [...machine.memory.touchedPages()].length;
}

/** A machine that stores R1 at R0 with STR, STRB, STRH, STMIA, STRD and STREX, unaligned over a page's end, and by PUSH. */
function storing(at: number): Machine {
  const machine = new Machine({ board: BOARD });
  const table = Uint32Array.of(RAM + 5 * PAGE_BYTES, 0x41);
  // str r1, [r0]; movw r2, #0x4000; add r0, r2; strb r1, [r0]; add r0, r2; strh r1, [r0]; add r0, r2; stmia r0!, {r1, r2};
  // add r0, r2; strd r1, r2, [r0]; add r0, r2; ldrex r3, [r0]; strex r3, r1, [r0]; add r0, r2; str r1, [r0, #-10];
  // push {r1}; b .
  const code = Uint16Array.of(
    ...[0x6001, 0xf244, 0x0200, 0x4410, 0x7001, 0x4410, 0x8001, 0x4410, 0xc006, 0x4410],
    ...[0xe9c0, 0x1200, 0x4410, 0xe850, 0x3f00, 0xe840, 0x1300, 0x4410, 0xf840, 0x1c0a],
    ...[0xb402, 0xe7fe],
  );
  machine.writeMemory(0, new Uint8Array(table.buffer));
  machine.writeMemory(0x40, new Uint8Array(code.buffer));
  machine.reset();
  machine.cpu.setReg(0, at);
  machine.cpu.setReg(1, 0x1234_5678);
  return machine;
}

describe('pages that a state holds', () => {
  it('are those that any store of a program reached', () => {
    const machine = storing(PSRAM);
    assert.equal(machine.run(40).reason, 'budget');
    const psram = BOARD.memories.findIndex(({ base }) => base === PSRAM);
    const expected = [0, 1, 2, 3, 4, 5, 6].map((page) => page * PAGE_BYTES);
    assert.deepEqual(pagesSaved(machine)[psram], expected);
    assert.deepEqual(pagesSaved(machine), pagesInUse(machine));
  });

  it('are few, and stay few', () => {
    const machine = storing(PSRAM);
    machine.run(40);
    // The vector table and code, seven pages of PSRAM, the stack's.
    assert.equal(touchedCount(machine), 9);
    machine.readMemory(RAM, 0x10_0000);
    machine.run(1000);
    assert.equal(touchedCount(machine), 9);
  });

  it('do not count where only zeros were written', () => {
    const machine = new Machine({ board: BOARD });
    const before = machine.stateHash();
    machine.writeMemory(RAM + 0x1_0000, new Uint8Array(64));
    assert.equal(touchedCount(machine), 1);
    assert.deepEqual(pagesSaved(machine).flat(), []);
    assert.equal(machine.stateHash(), before);
  });

  it('come and go with a restore', () => {
    const machine = storing(PSRAM);
    const start = machine.save();
    machine.run(40);
    const end = machine.save();
    const hash = machine.stateHash();
    machine.restore(start);
    assert.deepEqual(pagesSaved(machine), pagesInUse(machine));
    assert.equal(touchedCount(machine), 1);
    machine.run(40);
    assert.equal(machine.stateHash(), hash);
    const other = new Machine({ board: BOARD });
    other.restore(end);
    assert.equal(other.stateHash(), hash);
    assert.deepEqual(pagesInUse(other), pagesInUse(machine));
  });

  it("are right for a debugger's writes anywhere", () => {
    const places = fc.oneof(
      ...BOARD.memories.map(({ base, sizeBytes }) => fc.integer({ min: base, max: base + sizeBytes - 8 })),
    );
    const writes = fc.array(fc.tuple(places, fc.uint8Array({ minLength: 1, maxLength: 8 })), { maxLength: 12 });
    fc.assert(
      fc.property(writes, (list) => {
        const machine = new Machine({ board: BOARD });
        for (const [address, bytes] of list) machine.writeMemory(address, bytes);
        assert.deepEqual(pagesSaved(machine), pagesInUse(machine));
      }),
      { numRuns: 15 },
    );
  });

  for (const name of ['programs/malloc-churn-newlib-O2', 'mbed-mpu/conformance-mps2-an385-O2']) {
    it(`are right after ${name}`, function () {
      this.timeout(20_000);
      const { machine } = firmwareMachine(firmware(name));
      runToEnd(machine, 3_000_000);
      assert.deepEqual(pagesSaved(machine), pagesInUse(machine));
    });
  }
});
