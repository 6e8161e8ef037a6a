/** Guest memory as semihosting sees it: past the MPU, like a debugger, and never past its end. */
import { decodeUtf8 } from '../../base/index.js';

/** Debugger-style access. `undefined` and `false` mean that there is no memory at the address. */
export interface SemihostingMemory {
  readByte(address: number): number | undefined;
  readWord(address: number): number | undefined;
  writeByte(address: number, value: number): boolean;
}

/** The guest passed an address where there is no memory; caught at the end of the call, which fails with EFAULT. */
export class GuestMemoryError extends Error {}

/** Longest name that SYS_OPEN, SYS_REMOVE and SYS_RENAME take, in bytes. */
const MAX_NAME_BYTES = 4096;

export class GuestMemory {
  private readonly memory: SemihostingMemory;

  constructor(memory: SemihostingMemory) {
    this.memory = memory;
  }

  byte(address: number): number {
    const value = address <= 0xffff_ffff ? this.memory.readByte(address) : undefined;
    if (value === undefined) throw new GuestMemoryError();
    return value;
  }

  /** Field `index` of a parameter block. */
  word(block: number, index = 0): number {
    const address = block + 4 * index;
    const value = address <= 0xffff_fffc ? this.memory.readWord(address) : undefined;
    if (value === undefined) throw new GuestMemoryError();
    return value >>> 0;
  }

  bytes(address: number, lengthBytes: number): Uint8Array {
    const bytes = new Uint8Array(lengthBytes);
    for (let i = 0; i < lengthBytes; i++) bytes[i] = this.byte(address + i);
    return bytes;
  }

  putBytes(address: number, bytes: Uint8Array): void {
    bytes.forEach((byte, i) => {
      const at = address + i;
      if (at > 0xffff_ffff || !this.memory.writeByte(at, byte)) throw new GuestMemoryError();
    });
  }

  putWord(block: number, index: number, value: number): void {
    this.putBytes(block + 4 * index, Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24));
  }

  /** A name of so many bytes, up to its first NUL; `undefined` if it is too long to be one. */
  name(address: number, lengthBytes: number): string | undefined {
    if (lengthBytes > MAX_NAME_BYTES) return undefined;
    const bytes = this.bytes(address, lengthBytes);
    const end = bytes.indexOf(0);
    return decodeUtf8(end < 0 ? bytes : bytes.subarray(0, end));
  }
}
