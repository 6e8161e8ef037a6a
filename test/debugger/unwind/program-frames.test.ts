/**
 * Two independent ways to find callers, held against each other after every instruction of compiled programs: the call frame
 * information that GCC wrote (read by debugger/dwarf), and what the instructions themselves do to the stack.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBoard } from '../../../debugger/launch/index.js';
import { openDebugInformation } from '../../../debugger/dwarf/index.js';
import { loadElf, type ElfFile } from '../../../debugger/elf/index.js';
import { programFrames, unwind, type FrameInformation } from '../../../debugger/index.js';
import { readWhole } from '../../../debugger/session/frame-context.js';
import { Machine, type BoardDescription } from '../../../emulator/index.js';
import { root } from '../../support/root.js';

const FOLDER = join(root, 'test/fixtures/dwarf');
const STEPS = 1500;

/** An AN385 whose code memory is where the fixtures are linked to. */
function boardFor(elf: ElfFile): BoardDescription {
  const board = findBoard('mps2-an385');
  const origin = elf.section('.isr_vector')?.address ?? elf.segments[0]!.virtualAddress;
  if (origin === 0) return board;
  const flash = { name: 'flash', base: origin, sizeBytes: 0x4_0000, store: 'ignore' } as const;
  return { ...board, cpu: { ...board.cpu, initialVtor: origin }, memories: [flash, ...board.memories] };
}

function started(elf: ElfFile): Machine {
  const machine = new Machine({ board: boardFor(elf) });
  for (const { loadAddress, virtualAddress, bytes } of elf.segments) {
    machine.writeMemory(loadAddress, bytes);
    machine.writeMemory(virtualAddress, bytes);
  }
  machine.reset();
  return machine;
}

/** PC and SP of every frame, and how it ended. */
function chain(machine: Machine, information: FrameInformation): string {
  const read = (at: number, length: number) => readWhole(machine, at, length);
  // Instructions alone do not tell of tail calls.
  const { frames, end } = unwind(machine.registers(), information, read, { onStackOnly: true });
  const texts = frames.map((frame) =>
    frame.kind === 'function' ? `${frame.pc.toString(16)}/${frame.registers.r[13]?.toString(16)}` : frame.name,
  );
  return [...texts, end.reason].join(' ');
}

/** The Rust fixtures are read only: they have no vector table to start from. */
const runs = (name: string): boolean =>
  name.endsWith('.elf') && !name.includes('stripped') && !name.startsWith('rust-');

describe('callers by call frame information and by instructions', () => {
  for (const file of readdirSync(FOLDER).filter(runs)) {
    it(`agree in ${file}`, () => {
      const { elf } = loadElf(Uint8Array.from(readFileSync(join(FOLDER, file))), file);
      assert.ok(elf);
      const machine = started(elf);
      const byRows = programFrames(openDebugInformation(elf), elf.symbols);
      const byCode = programFrames(undefined, elf.symbols);
      let deepest = 0;
      for (let i = 0; i < STEPS; i++) {
        const expected = chain(machine, byRows);
        assert.equal(chain(machine, byCode), expected, `after ${i} instructions`);
        assert.match(expected, / (?:main|outermost)$/);
        deepest = Math.max(deepest, expected.split(' ').length - 1);
        machine.run(1);
      }
      assert.ok(deepest >= 2);
    });
  }
});
