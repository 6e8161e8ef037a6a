/** Writes a little-endian Arm ELF executable out of raw segments: all that a guest image of these tests needs. */

export interface ImageSegment {
  readonly address: number;
  readonly bytes: Uint8Array;
}

const HEADER_SIZE = 52;
const PROGRAM_HEADER_SIZE = 32;

/** An ET_EXEC file (ELF for the Arm Architecture, 4.3); `entry` has bit 0 set for Thumb. */
export function elfImage(entry: number, segments: readonly ImageSegment[]): Uint8Array {
  const headers = HEADER_SIZE + segments.length * PROGRAM_HEADER_SIZE;
  const size = segments.reduce((sum, { bytes }) => sum + bytes.length, headers);
  const file = new Uint8Array(size);
  const view = new DataView(file.buffer);
  file.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  const halfwords: readonly (readonly [number, number])[] = [
    [16, 2], // e_type ET_EXEC
    [18, 40], // e_machine EM_ARM
    [40, HEADER_SIZE],
    [42, PROGRAM_HEADER_SIZE],
    [44, segments.length],
  ];
  for (const [offset, value] of halfwords) view.setUint16(offset, value, true);
  view.setUint32(20, 1, true);
  view.setUint32(24, entry, true);
  view.setUint32(28, HEADER_SIZE, true);
  view.setUint32(36, 0x0500_0000, true); // EF_ARM_EABI_VER5
  let offset = headers;
  segments.forEach(({ address, bytes }, index) => {
    const fields = [1, offset, address, address, bytes.length, bytes.length, 7, 4];
    fields.forEach((field, i) => view.setUint32(HEADER_SIZE + index * PROGRAM_HEADER_SIZE + 4 * i, field, true));
    file.set(bytes, offset);
    offset += bytes.length;
  });
  return file;
}

/** 32-bit words as little-endian bytes. */
export function wordBytes(words: Iterable<number>): Uint8Array {
  const list = Uint32Array.from(words);
  const bytes = new Uint8Array(list.length * 4);
  const view = new DataView(bytes.buffer);
  list.forEach((word, i) => view.setUint32(4 * i, word, true));
  return bytes;
}

/** Little-endian bytes as words; a rest of less than four bytes is dropped. */
export function bytesToWords(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => view.getUint32(4 * i, true));
}
