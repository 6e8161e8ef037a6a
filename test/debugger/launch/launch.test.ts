/** Programs that a board cannot run are refused with one sentence; the others start as the vector table says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../base/index.js';
import { findBoard } from '../../../debugger/launch/index.js';
import { createMachine, prepareLaunch } from '../../../debugger/index.js';
import { root } from '../../support/root.js';

const good = new Uint8Array(readFileSync(join(root, 'firmware/elf/debug-fixtures/loops-O0-dwarf5.elf')));
const board = findBoard('mps2-an385');

/** The file with the first two words of its vector table replaced. */
function withVectors(stack: number, reset: number): Uint8Array {
  const bytes = good.slice();
  const view = new DataView(bytes.buffer);
  const headers = view.getUint32(28, true);
  for (let i = 0; i < view.getUint16(44, true); i++) {
    const at = headers + 32 * i;
    if (view.getUint32(at, true) !== 1 || view.getUint32(at + 12, true) !== 0) continue;
    const offset = view.getUint32(at + 4, true);
    view.setUint32(offset, stack, true);
    view.setUint32(offset + 4, reset, true);
  }
  return bytes;
}

const REFUSED: readonly (readonly [name: string, bytes: Uint8Array, code: string, says: RegExp])[] = [
  ['text', Uint8Array.of(1, 2, 3), 'elf-not-elf', /is not an ELF file/],
  ['half a file', good.subarray(0, good.length >> 1), 'elf-truncated', /is cut off/],
  ['a vector table of zeros', withVectors(0, 0), 'vectors-zero', /vector table of zeros at 0x00000000/],
  ['a stack nowhere', withVectors(0x9000_0000, 0x101), 'vectors-bad-stack', /initial stack pointer 0x90000000/],
  ['a stack that is not aligned', withVectors(0x2000_1001, 0x101), 'vectors-bad-stack', /0x20001001/],
  ['a reset handler in Arm state', withVectors(0x2000_1000, 0x100), 'vectors-bad-reset', /bit 0 clear/],
  ['a reset handler nowhere', withVectors(0x2000_1000, 0x9000_0001), 'vectors-bad-reset', /0x90000001/],
];

describe('preparing a launch', () => {
  for (const [name, bytes, code, says] of REFUSED) {
    it(`refuses ${name}`, () => {
      assert.throws(
        () => prepareLaunch({ bytes, name: 'app.elf', board }),
        (error) =>
          error instanceof UserError &&
          error.code === code &&
          says.test(error.message) &&
          /^app\.elf .*\.$/.test(error.message),
      );
    });
  }

  it('names segment and memories of a board that the program is not for', () => {
    const small = { ...board, memories: board.memories.filter(({ base }) => base !== 0x2000_0000) };
    assert.throws(
      () => prepareLaunch({ bytes: good, name: 'app.elf', board: small }),
      /app\.elf has .* 0x20\w{6}.* mps2-an385 /,
    );
  });

  it('starts where the vector table says', () => {
    const launch = prepareLaunch({ bytes: good, name: 'app.elf', board });
    const { r } = createMachine(launch).registers();
    const view = new DataView(launch.elf.read(0, 8)!.slice().buffer);
    assert.equal(r[13], view.getUint32(0, true));
    assert.equal(r[15], (view.getUint32(4, true) & ~1) >>> 0);
    assert.deepEqual(launch.findings, []);
  });
});
