/**
 * The emulator under the debugger. The program is that of the backtrace recordings: QEMU's registers and GDB's frames are the
 * oracle for stepping and unwinding it here (test/debugger/unwind/gold/frames-*.json).
 */
import assert from 'node:assert/strict';
import { findBoard } from '../../../debugger/target/index.js';
import {
  describe as summarize,
  EmulatorTarget,
  evaluate,
  findRegister,
  frameRegister,
  readExactly,
  REGISTERS,
  unwind,
  type EvaluationContext,
} from '../../../debugger/index.js';
import { Machine } from '../../../emulator/index.js';
import { Recording } from '../unwind/recording.js';

const SRAM = 0x2000_0000;
const MPU_CTRL = 0xe000_ed94;
const MPU_RBAR = 0xe000_ed9c;
const MPU_RASR = 0xe000_eda0;

function word(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

function started(recording: Recording): EmulatorTarget {
  const target = new EmulatorTarget(new Machine({ board: findBoard('mps2-an385') }));
  assert.equal(target.writeMemory(0, recording.code), recording.code.length);
  assert.equal(target.reset(), undefined);
  return target;
}

/** A place in a run: all of R0 to R15 and the exception being handled. */
function keyOf({ r, xpsr }: { readonly r: readonly number[]; readonly xpsr: number }): string {
  return [...r, xpsr & 0x1ff].join(' ');
}

function addressOf(recording: Recording, name: string): number {
  const found = recording.functions.find((extent) => extent.name === name);
  assert.ok(found, name);
  return found.start;
}

describe('the emulator as a target', () => {
  const recording = new Recording('O2');

  for (const level of ['O0', 'O2', 'Os']) {
    it(`goes where QEMU went and has the frames that GDB had: -${level}`, () => {
      const run = new Recording(level);
      const target = started(run);
      const wanted = [...run.stops()].map(({ state, frames }) => [keyOf(state), frames] as const);
      const [first] = [...run.stops()];
      target.setBreakpoints(new Set([first!.state.r[15]!]));
      assert.equal(target.run(1000).reason, 'breakpoint');
      target.setBreakpoints(new Set());
      for (let n = 4; n < 12; n++) target.writeRegister(findRegister(`r${n}`)!, first!.state.r[n]!);
      const missed = new Map(wanted);
      for (let i = 0; i < 5000 && missed.size > 0; i++) {
        const registers = target.registers();
        const frames = missed.get(keyOf(registers));
        if (frames !== undefined) {
          const read = (at: number, length: number) => readExactly(target, at, length);
          const backtrace = unwind(registers, run.information(), read);
          const pcs = backtrace.frames.map((frame) => (frame.kind === 'function' ? frame.pc : frame.excReturn));
          assert.deepEqual(
            pcs,
            frames.map(([, pc]) => pc),
          );
          missed.delete(keyOf(registers));
        }
        target.step();
      }
      // QEMU executes one instruction more before it takes the PendSV that a store has made pending; there are two such stores.
      assert.ok(missed.size <= 2, `${missed.size} of ${wanted.length} stops were never reached`);
    });
  }

  it('reads back every register that it writes', () => {
    const target = started(recording);
    for (const { name, kind } of REGISTERS) {
      const value = kind === 'mask' ? (name === 'basepri' ? 0x40 : 1) : name === 'xpsr' ? 0xa100_0000 : 0x2000_0100;
      target.writeRegister(name, value);
      assert.equal(target.readRegister(name), value, name);
    }
  });

  it('moves the stack pointer along with CONTROL.SPSEL, in Thread mode', () => {
    const target = started(recording);
    target.writeRegister('psp', 0x2000_0800);
    target.writeRegister('control', 2);
    assert.equal(target.readRegister('sp'), 0x2000_0800);
    target.writeRegister('sp', 0x2000_0700);
    assert.equal(target.readRegister('psp'), 0x2000_0700);
    target.writeRegister('control', 1);
    assert.equal(target.readRegister('sp'), target.readRegister('msp'));
    assert.equal(target.explainAccess(SRAM, 'load').currentlyPrivileged, false);
  });

  it('stops at breakpoints and after watched writes', () => {
    const target = started(recording);
    target.setBreakpoints(new Set([addressOf(recording, 'SVC_Handler')]));
    assert.equal(target.run(100_000).pc, addressOf(recording, 'SVC_Handler'));
    target.setBreakpoints(new Set());
    const sp = target.readRegister('sp');
    target.setWatchpoints([{ id: 7, start: sp - 8, end: sp, read: false, write: true }]);
    const event = target.run(100_000);
    assert.ok(event.reason === 'watchpoint');
    assert.equal(event.hit.watchpointId, 7);
    assert.equal(event.hit.access.kind, 'store');
  });

  it('explains an access to privileged and to unprivileged code, past which it reads and writes', () => {
    const target = started(recording);
    // Region 2: 32 bytes, privileged read and write, unprivileged read only (Armv7-M ARM, B3.5.9).
    target.writeMemory(MPU_RBAR, word(SRAM | 0x12));
    target.writeMemory(MPU_RASR, word((2 << 24) | (4 << 1) | 1));
    target.writeMemory(MPU_CTRL, word(5));
    const { privileged, unprivileged } = target.explainAccess(SRAM + 4, 'store');
    assert.equal(privileged.verdict.allowed, true);
    assert.equal(unprivileged.verdict.rule, 'accessPermission');
    assert.deepEqual(unprivileged.verdict.decider, { kind: 'region', region: 2 });
    assert.equal(target.explainAccess(SRAM + 32, 'load').unprivileged.verdict.rule, 'noRegion');
    assert.equal(target.mpuRegions()[2]?.base, SRAM);
    target.writeRegister('control', 1);
    assert.equal(target.writeMemory(SRAM + 4, word(9)), 4);
    assert.deepEqual(readExactly(target, SRAM + 4, 4), word(9));
    assert.equal(readExactly(target, 0x6fff_fffe, 4), undefined);
  });

  it('goes back to a saved state', () => {
    const target = started(recording);
    target.run(100);
    const before = target.registers();
    const state = target.save();
    target.run(100);
    const later = target.registers();
    target.restore(state);
    assert.deepEqual(target.registers(), before);
    target.run(100);
    assert.deepEqual(target.registers(), later);
  });

  it('gives expressions the registers of a frame, and none that a call has spoiled', () => {
    const target = started(recording);
    target.setBreakpoints(new Set([addressOf(recording, 'leaf')]));
    target.run(100_000);
    const read = (at: number, length: number) => readExactly(target, at, length);
    const { frames } = unwind(target.registers(), recording.information(), read);
    const shown = frames.map((frame) => {
      assert.ok(frame.kind === 'function');
      const context: EvaluationContext = {
        readMemory: read,
        register: (name) => frameRegister(frame, target, name),
        findVariable: () => undefined,
        findType: () => undefined,
      };
      return ['$pc', '$R0', '$fp', '$control,x'].map((text) => {
        const result = evaluate(text, context);
        return result.ok ? summarize(result.value, context, result) : result.error.message;
      });
    });
    const [inner, outer] = shown;
    assert.deepEqual(inner, [`0x${addressOf(recording, 'leaf').toString(16)}`, '1', '0', '0x0']);
    assert.equal(outer?.[1], 'There is no register named $r0.');
  });
});
