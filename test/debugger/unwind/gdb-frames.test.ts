/**
 * Backtraces at every instruction of a run, as gdb-multiarch 13.1 unwound them on QEMU 7.2 (gold/frames-*.json, refreshed by
 * fixture/refresh.mjs): with the program's call frame information, and from its instructions alone.
 */
import assert from 'node:assert/strict';
import { unwind, type Backtrace, type FrameInformation } from '../../../debugger/index.js';
import { Recording, type GoldFrame, type Stop } from './recording.js';

const hex = (value: number | undefined): string => (value === undefined ? '?' : `0x${value.toString(16)}`);

/** One line a frame. GDB gives an exception's frame the value of LR as PC and the handler's last SP. */
function goldText([kind, pc, sp, ...saved]: GoldFrame, exceptions: boolean): string {
  if (kind === 'exception') return exceptions ? `exception ${hex(pc)}` : 'exception';
  return `${kind} ${hex(pc)} sp=${hex(sp)} ${saved.map(hex).join(' ')}`;
}

function texts(backtrace: Backtrace): readonly string[] {
  return backtrace.frames.map((frame) => {
    if (frame.kind === 'crossing') return frame.name;
    if (frame.kind === 'exception') return `exception ${hex(frame.excReturn)}`;
    const { r } = frame.registers;
    return `function ${hex(frame.pc)} sp=${hex(r[13])} ${r.slice(4, 12).map(hex).join(' ')}`;
  });
}

function checkStop(stop: Stop, information: FrameInformation): void {
  const backtrace = unwind(stop.state, information, stop.read);
  const expected = stop.frames.map((frame) => goldText(frame, true));
  assert.deepEqual({ frames: texts(backtrace), end: backtrace.end.reason }, { frames: expected, end: 'main' });
}

describe('backtraces as in GDB', () => {
  for (const level of ['O0', 'O2', 'Os']) {
    const recording = new Recording(level);
    const ways = [
      { name: 'by call frame information', information: recording.information() },
      // Its author alone knows that it keeps the other stack's pointer in R4.
      { name: 'from instructions', information: recording.information(['run_on_psp']) },
    ];
    for (const { name, information } of ways) {
      it(`-${level}, ${name}`, () => {
        let checked = 0;
        for (const stop of recording.stops()) {
          checkStop(stop, information);
          checked++;
        }
        assert.ok(checked > 400);
      });
    }
  }
});
