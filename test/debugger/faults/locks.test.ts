// Writes to ROM and code in RAM under Mbed OS's locks, on three kinds of memory; and sticky bits of earlier faults.
import assert from 'node:assert/strict';
import { findBoard } from '../../../debugger/launch/index.js';
import { explainFault, type LockView } from '../../../debugger/index.js';
import type { BoardDescription, StoreBehaviour } from '../../../emulator/index.js';
import { faultOfCode, readerOf, reportOfCode, type Setting } from './faulty.js';

const MPS2 = findBoard('mps2-an385');

function boardWith(store: StoreBehaviour): BoardDescription {
  return { ...MPS2, memories: MPS2.memories.map((memory) => (memory.base === 0 ? { ...memory, store } : memory)) };
}

function lock(count: number, linked = true): LockView {
  return { linked, count, protectionOn: count === 0, holders: count > 0 ? ['transfer, leak.cpp:8'] : [] };
}

/** Regions 0 and 1 as Mbed OS's driver programs them (their values as read back on QEMU), and MPU_CTRL. */
const DRIVER: NonNullable<Setting['words']> = [
  [0xe000_ed98, 0],
  [0xe000_ed9c, 0],
  [0xe000_eda0, 0x0602_f039],
  [0xe000_ed98, 1],
  [0xe000_ed9c, 0],
  [0xe000_eda0, 0x130b_f53f],
  [0xe000_ed94, 7],
];
/** str r0, [r3] to ROM; bx r3 into RAM. */
const WRITE: Setting = { code: [0x6018], registers: { 3: 0x800 }, words: DRIVER };
const EXECUTE: Setting = { code: [0x4718], registers: { 3: 0x2000_0101 }, words: DRIVER };

const OUTCOMES: readonly (readonly [store: StoreBehaviour, says: RegExp])[] = [
  ['write', /would stick on this board/],
  ['ignore', /would be dropped on this board without a fault/],
  [
    'busFault',
    /would still fault on this board, with a BusFault: many devices fault even when the MPU allows the write/,
  ],
];

describe('debugger/faults: Mbed locks', () => {
  for (const [store, says] of OUTCOMES) {
    it(`a write to ROM without the lock, where stores ${store}`, () => {
      const report = reportOfCode(
        { ...WRITE, board: boardWith(store) },
        { locks: { romWrite: lock(0), ramExecution: lock(0) } },
      );
      assert.equal(report.title, 'MemManage fault: write to read-only region 0');
      assert.match(report.lockNotes.join(' '), /ROM write lock is not held \(count 0\)/);
      assert.match(report.lockNotes.join(' '), says);
      assert.match(report.nextSteps[0]!, /ScopedRomWriteLock/);
    });
  }

  it('a write that the MPU allows and the memory refuses', () => {
    const unprotected: Setting = { ...WRITE, words: [...DRIVER, [0xe000_ed98, 0], [0xe000_eda0, 0x0602_f038]] };
    const report = reportOfCode(
      { ...unprotected, board: boardWith('busFault') },
      { locks: { romWrite: lock(1), ramExecution: lock(0) } },
    );
    assert.equal(report.title, 'BusFault: write to 0x00000800 failed');
    assert.match(report.lockNotes.join(' '), /held \(count 1\), by transfer, leak\.cpp:8/);
    assert.match(report.lockNotes.join(' '), /many devices still fault even when the MPU allows it/);
    assert.match(report.nextSteps[0]!, /FlashIAP/);
  });

  it('a write that is denied although the lock is held', () => {
    const report = reportOfCode(WRITE, { locks: { romWrite: lock(2), ramExecution: lock(0) } });
    assert.match(report.lockNotes.join(' '), /count and MPU disagree/);
    assert.match(report.nextSteps[0]!, /lock history/);
  });

  it('a lock that nobody links', () => {
    const report = reportOfCode(WRITE, { locks: { romWrite: lock(0, false), ramExecution: lock(0) } });
    assert.match(report.lockNotes[0]!, /not linked/);
  });

  it('code in RAM without the lock', () => {
    const report = reportOfCode(EXECUTE, { locks: { romWrite: lock(0), ramExecution: lock(0) } });
    assert.equal(report.title, 'MemManage fault: execution at execute-never region 1');
    assert.match(report.lockNotes[0]!, /RAM execution lock is not held/);
    assert.match(report.nextSteps[0]!, /ScopedRamExecutionLock/);
  });

  it('says nothing of locks where there are none, or where they do not matter', () => {
    assert.deepEqual(reportOfCode(WRITE).lockNotes, []);
    const locks = { romWrite: lock(0), ramExecution: lock(0) };
    assert.deepEqual(reportOfCode({ code: [0xde00] }, { locks }).lockNotes, []);
  });
});

describe('debugger/faults: sticky bits', () => {
  it('tells the new bits from what an earlier BusFault left', () => {
    const { machine, fault } = faultOfCode({ code: [0x4718], registers: { 3: 0x4000_0001 } });
    // PRECISERR and BFARVALID of before, which nobody cleared (B3.2.15: write one to clear).
    const later = { ...fault, cfsr: fault.cfsr | 0x8200, bfar: 0x1234_5678 };
    const report = explainFault(later, { mpu: machine.mpuView, readMemory: readerOf(machine) });
    assert.deepEqual(
      report.bits.map(({ name, state }) => `${name} ${state}`),
      ['IACCVIOL new'],
    );
    assert.deepEqual(
      report.staleBits.map(({ name, state }) => `${name} ${state}`),
      ['PRECISERR stale'],
    );
    assert.equal(report.addressRegister.valid, false);
    assert.match(
      report.addressRegister.sentence,
      /BFAR still shows 0x12345678 as valid: that is from an earlier fault/,
    );
  });

  it('says when a bit was set before', () => {
    const { machine, fault } = faultOfCode({ code: [0xde00] });
    const report = explainFault({ ...fault, newBits: [] }, { mpu: machine.mpuView, readMemory: readerOf(machine) });
    assert.deepEqual(
      report.bits.map(({ state }) => state),
      ['again'],
    );
  });

  it('does not call the bits of the first fault stale in the one that followed from it', () => {
    const report = reportOfCode({ code: [0xde00], words: [[0xe000_ed08, 0x9000_0000]] });
    assert.ok(report.derived);
    assert.deepEqual(report.derived.staleBits, []);
  });
});
