/** The printer's two modes, interpreter and run-time units, on the same random streams: equal state at the end of each. */
import assert from 'node:assert/strict';
import { findBoard } from '../../../debugger/launch/index.js';
import { loadElf } from '../../../debugger/elf/index.js';
import { Machine, type MachineOptions } from '../../../emulator/index.js';
import { buildStreamImage } from '../../differential/stream-image.js';
import { FLOAT_TARGETS, TARGETS } from '../../differential/targets.js';

const SEED = 3;
const BLOCKS = 600;
/** Fewer where each block leaves floating-point registers too. */
const FLOAT_BLOCKS = 150;
const LIMIT = 50_000_000;

/** What is left of a machine that ran an image to its end. */
function outcome(elf: Uint8Array, board: string, execution: NonNullable<MachineOptions['execution']>) {
  const output: Uint8Array[] = [];
  const machine = new Machine({
    board: findBoard(board),
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
  for (const { name, machine, streamRows, layout } of [...TARGETS, ...FLOAT_TARGETS]) {
    const blocks = layout?.floats === true ? FLOAT_BLOCKS : BLOCKS;
    it(`end ${blocks} random blocks (seed ${SEED}) of ${name} in the state in which the interpreter ends them`, () => {
      const { elf } = buildStreamImage(streamRows, SEED, blocks, layout);
      const interpreted = outcome(elf, machine, 'interpreter');
      assert.equal(interpreted.reason, 'exit');
      assert.deepEqual(outcome(elf, machine, 'units'), interpreted);
    });
  }
});
