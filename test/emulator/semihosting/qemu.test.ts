/** A session of semihosting calls with the R0 that QEMU 7.2 (`-semihosting-config enable=on,target=native`) answers. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeSemihostingFiles } from '../../../host/index.js';
import { BUFFER, Guest } from './guest.js';

/** In a word's place: the handle that the last SYS_OPEN gave. */
const HANDLE = 'handle';
type Word = number | string;

const TEXT = '0123456789abcdef';
const FEATURES = ':semihosting-features';

const SESSION: readonly (readonly [what: string, op: number, words: readonly Word[], r0: number | 'handle'])[] = [
  ['open features', 0x01, [FEATURES, 0, 21], 'handle'],
  ['its length', 0x0c, [HANDLE], 5],
  ['no terminal', 0x09, [HANDLE], 0],
  ['read 5', 0x06, [HANDLE, BUFFER, 5], 0],
  ['read past the end', 0x06, [HANDLE, BUFFER, 3], 3],
  ['seek to 4', 0x0a, [HANDLE, 4], 0],
  ['read 3 where 1 is left', 0x06, [HANDLE, BUFFER, 3], 2],
  ['write features', 0x05, [HANDLE, TEXT, 3], 3],
  ['close', 0x02, [HANDLE], 0],
  ['close again', 0x02, [HANDLE], -1],
  ['errno', 0x13, [], 9],
  ['open features for writing', 0x01, [FEATURES, 4, 21], -1],
  ['errno', 0x13, [], 13],
  ['open a file for writing', 0x01, ['f.txt', 4, 5], 'handle'],
  ['write 10', 0x05, [HANDLE, TEXT, 10], 0],
  ['its length', 0x0c, [HANDLE], 10],
  ['no terminal', 0x09, [HANDLE], 0],
  ['read from it', 0x06, [HANDLE, BUFFER, 3], 3],
  ['close', 0x02, [HANDLE], 0],
  ['open for update', 0x01, ['f.txt', 2, 5], 'handle'],
  ['read 4', 0x06, [HANDLE, BUFFER, 4], 0],
  ['write 2', 0x05, [HANDLE, TEXT, 2], 0],
  ['seek to 0', 0x0a, [HANDLE, 0], 0],
  ['read 20 where 10 are', 0x06, [HANDLE, BUFFER, 20], 10],
  ['read at the end', 0x06, [HANDLE, BUFFER, 20], 20],
  ['close', 0x02, [HANDLE], 0],
  ['open what is missing', 0x01, ['nope.txt', 0, 8], -1],
  ['errno', 0x13, [], 2],
  ['open in mode 12', 0x01, ['f.txt', 12, 5], -1],
  ['errno', 0x13, [], 22],
  ['rename', 0x0f, ['f.txt', 5, 'g.txt', 5], 0],
  ['rename what is missing', 0x0f, ['f.txt', 5, 'g.txt', 5], -1],
  ['remove', 0x0e, ['g.txt', 5], 0],
  ['remove what is missing', 0x0e, ['g.txt', 5], -1],
  ['is -1 an error', 0x08, [-1], 1],
  ['is 5 an error', 0x08, [5], 0],
  ['write to no handle', 0x05, [77, TEXT, 4], 4],
  ['read from no handle', 0x06, [77, BUFFER, 4], 4],
  ['terminal, no handle', 0x09, [77], -1],
  ['length, no handle', 0x0c, [77], -1],
  ['seek, no handle', 0x0a, [77, 0], -1],
  ['close no handle', 0x02, [77], -1],
  ['command line', 0x15, [BUFFER, 80], 0],
  ['command line that does not fit', 0x15, [BUFFER, 3], -1],
  ['temporary name that does not fit', 0x0d, [BUFFER, 1, 3], -1],
];

describe('semihosting against QEMU', () => {
  it('answers a session of calls as QEMU does', () => {
    const folder = mkdtempSync(join(tmpdir(), 'semihosting-'));
    try {
      const guest = new Guest({ files: new NodeSemihostingFiles(folder), commandLine: 'prog x' });
      let handle = 0;
      for (const [what, op, words, expected] of SESSION) {
        const r0 = guest.call(op, ...words.map((word) => (word === HANDLE ? handle : word)));
        if (expected !== 'handle') assert.equal(r0, expected, what);
        else {
          assert.ok(r0 > 0, what);
          handle = r0;
        }
        // Between two opens the text is what was written: 4 old bytes, 2 new ones, 4 old ones.
        if (what === 'read 20 where 10 are') assert.equal(guest.text(BUFFER, 10), '0123016789');
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
