/** Semihosting without files, call by call (Arm, Semihosting for AArch32 and AArch64, version 2.0). */
import assert from 'node:assert/strict';
import { type SemihostingFiles, NO_FILES } from '../../../emulator/index.js';
import { BUFFER, Guest } from './guest.js';

const OUTSIDE = 0x2_0000;

describe('semihosting', () => {
  it('opens :tt by mode: reading is stdin, writing stdout, appending stderr', () => {
    const guest = new Guest();
    for (let mode = 0; mode < 12; mode++) {
      const handle = guest.open(':tt', mode);
      assert.equal(guest.call(0x09, handle), 1);
      assert.equal(guest.call(0x05, handle, 'abc', 3), mode < 4 ? 3 : 0);
    }
    assert.deepEqual([guest.out, guest.err], ['abc'.repeat(4), 'abc'.repeat(4)]);
  });

  it('reads what was typed, and then the end of the input', () => {
    const guest = new Guest();
    const handle = guest.open(':tt', 0);
    guest.input = [...Buffer.from('hello!')];
    assert.equal(guest.call(0x06, handle, BUFFER, 5), 0);
    assert.equal(guest.text(BUFFER, 5), 'hello');
    assert.equal(guest.call(0x06, handle, BUFFER, 5), 4);
    assert.equal(guest.call(0x06, handle, BUFFER, 5), 5);
    guest.input = [0x41];
    assert.deepEqual([guest.call(0x07), guest.call(0x07)], [0x41, -1]);
  });

  it('writes characters and strings', () => {
    const guest = new Guest();
    guest.put(BUFFER, 'x'.repeat(0x6000) + '\0');
    guest.semihosting.call(0x04, BUFFER, guest);
    guest.semihosting.call(0x03, BUFFER, guest);
    assert.equal(guest.out.length, 0x6001);
  });

  it('reports both extensions in :semihosting-features', () => {
    const guest = new Guest();
    const handle = guest.open(':semihosting-features', 0);
    assert.equal(guest.call(0x06, handle, BUFFER, 5), 0);
    assert.equal(guest.text(BUFFER, 5), 'SHFB\x03');
    assert.equal(guest.call(0x0a, handle, 6), -1);
  });

  it('tells time from retired instructions and the given epoch', () => {
    const guest = new Guest({ epochSeconds: 1_000_000_000 });
    guest.now = 25_000_000 * 200 + 250_000 * 7;
    assert.equal(guest.call(0x10), 20_007);
    assert.equal(guest.call(0x11), 1_000_000_200);
    assert.equal(guest.call(0x31), 25_000_000);
    assert.equal(guest.call(0x30), 0);
    assert.deepEqual([guest.field(0), guest.field(1)], [guest.now % 2 ** 32, 1]);
  });

  it('exits with the status that SYS_EXIT and SYS_EXIT_EXTENDED mean', () => {
    const guest = new Guest();
    const exit = (status: number, applicationExit: boolean): object => ({ kind: 'exit', status, applicationExit });
    assert.deepEqual(guest.semihosting.call(0x18, 0x20026, guest), exit(0, true));
    assert.deepEqual(guest.semihosting.call(0x18, 0x20023, guest), exit(1, false));
    assert.deepEqual(guest.result(0x20, 0x20026, 42), exit(42, true));
    assert.deepEqual(guest.result(0x20, 0x20026, -1), exit(-1, true));
    assert.deepEqual(guest.result(0x20, 0x20024, 42), exit(1, false));
  });

  it('hands out the command line and its length without the NUL', () => {
    const guest = new Guest({ commandLine: 'demo one två' });
    assert.equal(guest.call(0x15, BUFFER, 14), 0);
    assert.equal(guest.field(1), 13);
    assert.equal(Buffer.from(guest.bytes.subarray(BUFFER, BUFFER + 14)).toString(), 'demo one två\0');
    assert.equal(guest.call(0x15, BUFFER, 13), -1);
  });

  it('fills the heap block through the pointer', () => {
    const heap = { heapBase: 0x2000_0000, heapLimit: 0x2000_8000, stackBase: 0x2001_0000, stackLimit: 0x2000_8000 };
    const guest = new Guest({ heap });
    assert.equal(guest.call(0x16, BUFFER), 0);
    assert.deepEqual(
      [0, 4, 8, 12].map((offset) => guest.readWord(BUFFER + offset)),
      Object.values(heap),
    );
  });

  it('gives the same temporary name for the same identifier', () => {
    const guest = new Guest();
    assert.equal(guest.call(0x0d, BUFFER, 0x2a, 32), 0);
    assert.equal(guest.text(BUFFER, 17), 'ringfence-2a.tmp\0');
    assert.equal(guest.call(0x0d, BUFFER, 0x100, 32), -1);
  });

  it('refuses SYS_SYSTEM, files and operations that do not exist', () => {
    const guest = new Guest();
    assert.equal(guest.call(0x12, 'rm -rf /', 8), -1);
    for (const [op, errno, words] of [
      [0x01, 13, ['a', 4, 1]],
      [0x0e, 13, ['a', 1]],
      [0x0f, 13, ['a', 1, 'b', 1]],
      [0x17, 22, []],
      [0x19, 22, []],
      [0xffff_ffff, 22, []],
    ] as const) {
      assert.equal(guest.call(op, ...words), -1);
      assert.equal(guest.call(0x13), errno);
    }
  });

  it('says EFAULT for blocks, names and buffers that are not there', () => {
    const guest = new Guest();
    const out = guest.open(':tt', 4);
    const errno = (r0: number, expected: number): void => {
      assert.equal(r0, expected);
      assert.equal(guest.call(0x13), 14);
    };
    for (const op of [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x08, 0x09, 0x0a, 0x0c, 0x0d, 0x0e, 0x0f, 0x15, 0x16, 0x20]) {
      for (const block of [OUTSIDE, 0xffff_fffe]) {
        const result = guest.semihosting.call(op, block, guest);
        errno(result.kind === 'return' ? result.value | 0 : 0, -1);
      }
    }
    errno(guest.call(0x01, OUTSIDE, 0, 3), -1);
    errno(guest.call(0x05, out, 0xffff, 8), 8);
    errno(guest.call(0x05, out, 0xffff_fff8, 0xffff_ffff), -1);
    errno(guest.call(0x16, OUTSIDE), -1);
  });

  it('never allocates by a length from the guest', () => {
    let largest = 0;
    let reads = 0;
    const files: SemihostingFiles = {
      ...NO_FILES,
      open: () => ({ value: 1 }),
      read: (_handle, length) => {
        largest = Math.max(largest, length);
        reads++;
        return { value: new Uint8Array(reads > 3 ? 0 : 10) };
      },
    };
    const guest = new Guest({ files });
    const handle = guest.open('big', 0);
    assert.equal(guest.call(0x06, handle, BUFFER, 0x7fff_ffff), 0x7fff_ffff - 30);
    assert.equal(largest, 0x1_0000);
    assert.equal(guest.call(0x01, 'x', 0, 0xffff_ffff), -1);
    assert.equal(guest.call(0x13), 22);
  });

  it('keeps at most 256 handles open, and closes them all at reset', () => {
    const guest = new Guest();
    for (let i = 0; i < 256; i++) assert.ok(guest.open(':tt', 4) > 0);
    assert.equal(guest.open(':tt', 4), -1);
    assert.equal(guest.call(0x13), 24);
    guest.semihosting.reset();
    assert.equal(guest.open(':tt', 4), 1);
  });

  it('goes on after a save and a restore', () => {
    const guest = new Guest();
    const handle = guest.open(':semihosting-features', 0);
    guest.call(0x06, handle, BUFFER, 4);
    const other = new Guest();
    other.semihosting.restore(JSON.parse(JSON.stringify(guest.semihosting.save())) as never);
    assert.equal(other.call(0x06, handle, BUFFER, 4), 3);
    assert.equal(other.bytes[BUFFER], 3);
    assert.equal(guest.call(0x06, handle, BUFFER, 4), 3);
  });
});
