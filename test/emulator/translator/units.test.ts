/** The printer's two modes, interpreter and run-time units, on the same random streams: equal state at the end of each. */
import assert from 'node:assert/strict';
import { findBoard } from '../../../debugger/launch/index.js';
import { loadElf } from '../../../debugger/elf/index.js';
import { Machine, type MachineOptions } from '../../../emulator/index.js';
import { buildStreamImage } from '../../differential/stream-image.js';
import { STREAM_ROWS } from '../../differential/stream-rows.js';

const SEED = 3;
const BLOCKS = 600;
const LIMIT = 50_000_000;

/** What is left of a machine that ran an image to its end. */
function outcome(elf: Uint8Array, execution: NonNullable<MachineOptions['execution']>) {
  const output: Uint8Array[] = [];
  const machine = new Machine({
    board: findBoard('mps2-an385'),
    execution,
    semihosting: {},
    output: (_channel, bytes) => output.push(bytes.slice()),
  });
  for (const { loadAddress, bytes } of loadElf(elf, 'stream.elf').elf!.segments)
    machine.writeMemory(loadAddress, bytes);
  machine.reset();
  let event = machine.run(LIMIT);
  while (event.reason === 'fault') event = machine.run(LIMIT);
  return { reason: event.reason, retired: event.retired, state: machine.stateHash(), output: Buffer.concat(output) };
}

describe('Units printed at run time', () => {
  it(`end ${BLOCKS} random blocks (seed ${SEED}) in the state in which the interpreter ends them`, () => {
    const { elf } = buildStreamImage(STREAM_ROWS, SEED, BLOCKS);
    const interpreted = outcome(elf, 'interpreter');
    assert.equal(interpreted.reason, 'exit');
    assert.deepEqual(outcome(elf, 'units'), interpreted);
  });
});
