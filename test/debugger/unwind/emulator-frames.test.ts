/**
 * Backtraces on the emulator. The program is that of the backtrace recordings: QEMU's registers and GDB's frames are the oracle
 * for stepping and unwinding it here (gold/frames-*.json).
 */
import assert from 'node:assert/strict';
import { findBoard } from '../../../debugger/launch/index.js';
import { unwind } from '../../../debugger/index.js';
import { readWhole } from '../../../debugger/session/frame-context.js';
import { Machine } from '../../../emulator/index.js';
import { Recording } from './recording.js';

function started(recording: Recording): Machine {
  const machine = new Machine({ board: findBoard('mps2-an385') });
  assert.equal(machine.writeMemory(0, recording.code), recording.code.length);
  assert.equal(machine.reset(), undefined);
  return machine;
}

/** A place in a run: all of R0 to R15 and the exception being handled. */
function keyOf({ r, xpsr }: { readonly r: readonly number[]; readonly xpsr: number }): string {
  return [...r, xpsr & 0x1ff].join(' ');
}

describe('backtraces on the emulator', () => {
  for (const level of ['O0', 'O2', 'Os']) {
    it(`go where QEMU went and have the frames that GDB had: -${level}`, () => {
      const run = new Recording(level);
      const machine = started(run);
      const wanted = [...run.stops()].map(({ state, frames }) => [keyOf(state), frames] as const);
      const [first] = [...run.stops()];
      machine.setBreakpoints(new Set([first!.state.r[15]!]));
      assert.equal(machine.run(1000).reason, 'breakpoint');
      machine.setBreakpoints(new Set());
      for (let n = 4; n < 12; n++) machine.cpu.setReg(n, first!.state.r[n]!);
      const missed = new Map(wanted);
      for (let i = 0; i < 5000 && missed.size > 0; i++) {
        const registers = machine.registers();
        const frames = missed.get(keyOf(registers));
        if (frames !== undefined) {
          const backtrace = unwind(registers, run.information(), (at, length) => readWhole(machine, at, length));
          const pcs = backtrace.frames.map((frame) =>
            frame.kind === 'exception' ? frame.excReturn : frame.kind === 'function' ? frame.pc : 0,
          );
          assert.deepEqual(
            pcs,
            frames.map(([, pc]) => pc),
          );
          missed.delete(keyOf(registers));
        }
        machine.run(1);
      }
      // QEMU executes one instruction more before it takes the PendSV that a store has made pending; there are two such stores.
      assert.ok(missed.size <= 2, `${missed.size} of ${wanted.length} stops were never reached`);
    });
  }
});
