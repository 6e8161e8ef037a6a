/** The unwinder on our rules against GDB's call stacks of real runs (fixtures/dwarf/gold.mjs). */
import assert from 'node:assert/strict';
import { openDebugInformation, programFrames, unwind } from '../../../debugger/index.js';
import { fixture, fixtureText } from '../elf/fixtures.js';

describe('The unwinder on DWARF', () => {
  for (const name of ['c-O0-dwarf5', 'c-O2-dwarf4', 'cpp-Og-dwarf5']) {
    it(`finds the callers that GDB finds: ${name}`, () => {
      const elf = fixture(`${name}.elf`);
      const info = openDebugInformation(elf);
      const information = programFrames(info, elf.symbols);
      const parts = fixtureText(`gold/${name}.stops`).split('STOP ').slice(1);
      assert.ok(parts.length >= 30);
      for (const part of parts) {
        const [registers, ...rows] = part.trimEnd().split('\n');
        const r = registers!.split(' ').map((value) => parseInt(value, 16));
        const memory = rows.filter((row) => row.startsWith('MEMORY')).map((row) => row.split(' '));
        const read = (address: number, size: number): Uint8Array | undefined => {
          for (const [, start, hex] of memory) {
            const offset = address - parseInt(start!, 16);
            const bytes = Buffer.from(hex!, 'hex');
            if (offset >= 0 && offset + size <= bytes.length)
              return new Uint8Array(bytes.subarray(offset, offset + size));
          }
          return elf.read(address, size);
        };
        const state = { r, xpsr: 0x0100_0000, msp: r[13]!, psp: 0, control: 0 };
        const { frames } = unwind(state, information, read, { pastMain: true, onStackOnly: true });
        const found = frames.map((frame) => (frame.kind === 'function' ? frame.pc : -1));
        // Inlined calls share the pc of the frame that they stand in.
        const gold = rows.filter((row) => row.startsWith('FRAME')).map((row) => parseInt(row.split(' ')[1]!, 16));
        const expected = gold.filter((pc, i) => i === 0 || pc !== gold[i - 1]);
        assert.deepEqual(found.slice(0, expected.length), expected, registers);
      }
    });
  }
});
