/** The printer's two modes, interpreter and run-time units, on the same random streams: equal state at the end of each. */
import assert from 'node:assert/strict';
import { loadElf } from '../../../debugger/elf/index.js';
import { Machine, type BoardDescription, type MachineOptions } from '../../../emulator/index.js';
import { boardOf } from '../../differential/ringfence.js';
import { buildStreamImage } from '../../differential/stream-image.js';
import { ALL_TARGETS } from '../../differential/targets.js';

const SEED = 3;
const BLOCKS = 600;
/** Fewer where each block leaves floating-point registers too. */
const FLOAT_BLOCKS = 150;
const LIMIT = 50_000_000;

/** What is left of a machine that ran an image to its end. */
function outcome(elf: Uint8Array, board: BoardDescription, execution: NonNullable<MachineOptions['execution']>) {
  const output: Uint8Array[] = [];
  const machine = new Machine({
    board,
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
  for (const target of ALL_TARGETS) {
    const { name, streamRows, layout } = target;
    const blocks = layout?.floats === true ? FLOAT_BLOCKS : BLOCKS;
    it(`end ${blocks} random blocks (seed ${SEED}) of ${name} in the state in which the interpreter ends them`, () => {
      const { elf } = buildStreamImage(streamRows, SEED, blocks, layout);
      const interpreted = outcome(elf, boardOf(target), 'interpreter');
      assert.equal(interpreted.reason, 'exit');
      assert.deepEqual(outcome(elf, boardOf(target), 'units'), interpreted);
    });
  }
});
