/** Memory as text. */
import assert from 'node:assert/strict';
import { hexDump } from '../../extension/memory/hex-dump.js';

describe('A hex dump', () => {
  it('shows sixteen bytes a line and what they spell', () => {
    const bytes = Uint8Array.from('Ringfence\0\x7f~ 12345', (character) => character.charCodeAt(0));
    assert.equal(
      hexDump(0x2000_0000, bytes, 0),
      '0x20000000  52 69 6e 67 66 65 6e 63 65 00 7f 7e 20 31 32 33  Ringfence..~ 123\n' +
        '0x20000010  34 35                                            45\n',
    );
  });

  it('says where nothing answers', () => {
    assert.equal(hexDump(0x4000_0000, new Uint8Array(0), 512), '0x40000000  nothing answers here (512 bytes)\n');
  });

  it('wraps around at the end of the address space', () => {
    assert.match(hexDump(0xffff_fff0, new Uint8Array(17), 0), /\n0x00000000 {2}00 /);
  });
});
