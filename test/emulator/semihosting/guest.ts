/** Memory and calls of a pretended guest: lays out parameter blocks, makes the call, gives R0. */
import {
  Semihosting,
  type SemihostingMemory,
  type SemihostingOptions,
  type SemihostingResult,
} from '../../../emulator/index.js';

export const BUFFER = 0x1000;
const BLOCK = 0x8000;
const STRINGS = 0x9000;

export class Guest implements SemihostingMemory {
  readonly bytes = new Uint8Array(0x1_0000);
  now = 0;
  input: number[] = [];
  out = '';
  err = '';
  readonly semihosting: Semihosting;

  constructor(options: SemihostingOptions = {}) {
    const host = {
      now: () => this.now,
      clockHz: 25_000_000,
      output: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => {
        const text = String.fromCharCode(...bytes);
        if (stream === 'stdout') this.out += text;
        else this.err += text;
      },
      input: () => this.input.shift(),
    };
    this.semihosting = new Semihosting(host, options);
  }

  readByte(address: number): number | undefined {
    return this.bytes[address];
  }

  readWord(address: number): number | undefined {
    if (address + 4 > this.bytes.length) return undefined;
    return new DataView(this.bytes.buffer).getUint32(address, true);
  }

  writeByte(address: number, value: number): boolean {
    if (address >= this.bytes.length) return false;
    this.bytes[address] = value;
    return true;
  }

  put(address: number, text: string): void {
    this.bytes.set(Buffer.from(text), address);
  }

  text(address: number, lengthBytes: number): string {
    return Buffer.from(this.bytes.subarray(address, address + lengthBytes)).toString('latin1');
  }

  /** Calls with a block of words; a string is put into memory and its address into the block. */
  result(op: number, ...words: readonly (number | string)[]): SemihostingResult {
    let strings = STRINGS;
    const view = new DataView(this.bytes.buffer);
    words.forEach((word, i) => {
      view.setUint32(BLOCK + 4 * i, typeof word === 'string' ? strings : word >>> 0, true);
      if (typeof word !== 'string') return;
      this.put(strings, `${word}\0`);
      strings += Buffer.byteLength(word) + 1;
    });
    return this.semihosting.call(op, BLOCK, this);
  }

  /** R0 as a signed number. */
  call(op: number, ...words: readonly (number | string)[]): number {
    const result = this.result(op, ...words);
    if (result.kind !== 'return') throw new Error('the call ended the program');
    return result.value | 0;
  }

  /** Field `i` of the block after the call. */
  field(i: number): number {
    return this.readWord(BLOCK + 4 * i)!;
  }

  open(name: string, mode: number): number {
    return this.call(1, name, mode, Buffer.byteLength(name));
  }
}
