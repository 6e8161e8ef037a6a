/** Our emulator as an engine of the differential tests. */
import { findBoard } from '../../debugger/launch/index.js';
import { loadElf } from '../../debugger/elf/index.js';
import { Machine } from '../../emulator/index.js';
import type { StreamEngine } from './qemu.js';

const LIMIT = 2_000_000_000;

/** Runs an image to its SYS_EXIT and gives what it wrote to the semihosting console. */
export function runOnRingfence(elf: Uint8Array): Uint8Array {
  const chunks: Uint8Array[] = [];
  const machine = new Machine({
    board: findBoard('mps2-an385'),
    semihosting: {},
    output: (channel, bytes) => {
      if (channel === 'semihosting:stdout') chunks.push(bytes.slice());
    },
  });
  const { elf: file, findings } = loadElf(elf, 'stream.elf');
  if (!file) throw new Error(findings.map(({ message }) => message).join('; '));
  for (const { loadAddress, bytes } of file.segments) machine.writeMemory(loadAddress, bytes);
  machine.reset();
  for (;;) {
    const event = machine.run(LIMIT - machine.retired);
    if (event.reason === 'exit') return Buffer.concat(chunks);
    if (event.reason !== 'fault' && event.reason !== 'reset')
      throw new Error(`the image ended with ${event.reason} at ${event.pc.toString(16)}`);
  }
}

export const RINGFENCE: StreamEngine = { name: 'Ringfence', run: runOnRingfence };
