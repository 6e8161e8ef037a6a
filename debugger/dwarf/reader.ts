/** A cursor over a section with a sticky error: after a bad read it stands at its end, answers zero, and stays `failed`. */
import { decodeUtf8 } from '../../base/index.js';

/** 32-bit or 64-bit DWARF (DWARF 5, 7.4): how wide offsets into sections are. */
export type OffsetSize = 4 | 8;

export class Reader {
  readonly bytes: Uint8Array;
  position: number;
  readonly end: number;
  /** A read went past the end or met a number that cannot be meant. */
  failed = false;
  private readonly view: DataView;

  /** Reads `bytes` from `start` up to but not including `end`. */
  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.end = Math.max(0, Math.min(end, bytes.length));
    this.position = start;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (!(start >= 0 && start <= this.end)) this.fail();
  }

  get atEnd(): boolean {
    return this.position >= this.end;
  }

  fail(): void {
    this.failed = true;
    this.position = this.end;
  }

  /** Moves past `count` bytes and says where they start, or -1 when they are not there. */
  private advance(count: number): number {
    const at = this.position;
    if (!(count >= 0 && count <= this.end - at)) {
      this.fail();
      return -1;
    }
    this.position = at + count;
    return at;
  }

  skip(count: number): void {
    this.advance(count);
  }

  u8(): number {
    const at = this.advance(1);
    return at < 0 ? 0 : this.bytes[at]!;
  }

  i8(): number {
    return (this.u8() << 24) >> 24;
  }

  u16(): number {
    const at = this.advance(2);
    return at < 0 ? 0 : this.view.getUint16(at, true);
  }

  u24(): number {
    return this.u16() | (this.u8() << 16);
  }

  i16(): number {
    return (this.u16() << 16) >> 16;
  }

  u32(): number {
    const at = this.advance(4);
    return at < 0 ? 0 : this.view.getUint32(at, true);
  }

  i32(): number {
    return this.u32() | 0;
  }

  u64(): bigint {
    const at = this.advance(8);
    return at < 0 ? 0n : this.view.getBigUint64(at, true);
  }

  /** An unsigned integer of any width. */
  unsigned(sizeBytes: number): bigint {
    let value = 0n;
    const at = this.advance(sizeBytes);
    if (at >= 0) for (let i = sizeBytes - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.bytes[at + i]!);
    return value;
  }

  /** A target address; wider ones than 32 bits cannot be meant. */
  address(sizeBytes: number): number {
    if (sizeBytes === 4) return this.u32();
    const value = this.unsigned(sizeBytes);
    if (value > 0xffff_ffffn) this.fail();
    return Number(value & 0xffff_ffffn);
  }

  /** An offset into a section or a length; 64-bit ones beyond 2^32 cannot be meant. */
  offset(size: OffsetSize): number {
    return this.address(size);
  }

  /** The length that starts a unit, and the width of offsets that it implies (DWARF 5, 7.4). */
  initialLength(): { readonly length: number; readonly offsetSize: OffsetSize } {
    const length = this.u32();
    if (length < 0xffff_fff0) return { length, offsetSize: 4 };
    if (length !== 0xffff_ffff) this.fail();
    return { length: this.offset(8), offsetSize: 8 };
  }

  /** Unsigned LEB128; numbers beyond 2^53 lose precision, as nothing that long is valid where this is used. */
  uleb(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  /** Signed LEB128 with the same limit. */
  sleb(): number {
    return Number(this.slebBig());
  }

  ulebBig(): bigint {
    const start = this.position;
    while (this.u8() >= 0x80);
    // No number of a file is that long; a run of 0x80 bytes must not become a huge integer.
    if (this.position - start > 32) this.fail();
    let value = 0n;
    for (let i = this.position - 1; i >= start && !this.failed; i--)
      value = (value << 7n) | BigInt(this.bytes[i]! & 0x7f);
    return value;
  }

  slebBig(): bigint {
    const start = this.position;
    const value = this.ulebBig();
    return this.failed ? 0n : BigInt.asIntN(7 * (this.position - start), value);
  }

  /** `count` bytes of the section itself, not a copy. */
  take(count: number): Uint8Array {
    const at = this.advance(count);
    return at < 0 ? new Uint8Array() : this.bytes.subarray(at, at + count);
  }

  /** A NUL-terminated string. */
  string(): string {
    const stop = this.bytes.indexOf(0, this.position);
    if (stop < 0 || stop >= this.end) {
      this.fail();
      return '';
    }
    const text = decodeUtf8(this.bytes.subarray(this.position, stop));
    this.position = stop + 1;
    return text;
  }

  skipString(): void {
    const stop = this.bytes.indexOf(0, this.position);
    if (stop < 0 || stop >= this.end) this.fail();
    else this.position = stop + 1;
  }
}
