/**
 * Inflate (RFC 1951) inside zlib's frame (RFC 1950), for compressed debug sections. The output never grows beyond the
 * size that the caller names, whatever the input says.
 */

const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
];
const DISTANCE_EXTRA = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
/** The order in which a dynamic block gives the lengths of its code-length codes (RFC 1951, 3.2.7). */
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** A canonical Huffman code: how many codes of each length there are, and the symbols in code order. */
interface Huffman {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

function huffman(lengths: Uint8Array): Huffman {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length]!++;
  counts[0] = 0;
  const next = new Uint16Array(16);
  for (let length = 1; length < 15; length++) next[length + 1] = next[length]! + counts[length]!;
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => {
    if (length !== 0) symbols[next[length]!++] = symbol;
  });
  return { counts, symbols };
}

const FIXED_LITERALS = huffman(
  Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
);
const FIXED_DISTANCES = huffman(new Uint8Array(30).fill(5));

class Inflater {
  private position: number;
  private held = 0;
  private heldBits = 0;
  private length = 0;
  private readonly input: Uint8Array;
  private readonly output: Uint8Array;

  constructor(input: Uint8Array, start: number, size: number) {
    this.input = input;
    this.position = start;
    this.output = new Uint8Array(size);
  }

  /** The whole output, or `undefined` when the stream is bad or does not have exactly the promised size. */
  run(): Uint8Array | undefined {
    for (;;) {
      const header = this.bits(3);
      if (header < 0) return undefined;
      const kind = header >> 1;
      const good =
        kind === 0 ? this.stored() : kind === 1 ? this.block(FIXED_LITERALS, FIXED_DISTANCES) : this.dynamic(kind);
      if (!good) return undefined;
      if ((header & 1) === 1) return this.length === this.output.length ? this.output : undefined;
    }
  }

  /** The next `count` bits (up to 16), or -1 at the end of the input. */
  private bits(count: number): number {
    while (this.heldBits < count) {
      const byte = this.input[this.position++];
      if (byte === undefined) return -1;
      this.held |= byte << this.heldBits;
      this.heldBits += 8;
    }
    const value = this.held & ((1 << count) - 1);
    this.held >>>= count;
    this.heldBits -= count;
    return value;
  }

  private symbol(code: Huffman): number {
    let value = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length < 16; length++) {
      const bit = this.bits(1);
      if (bit < 0) return -1;
      value |= bit;
      const count = code.counts[length]!;
      if (value - count < first) return code.symbols[index + (value - first)] ?? -1;
      index += count;
      first = (first + count) << 1;
      value <<= 1;
    }
    return -1;
  }

  private stored(): boolean {
    this.held = 0;
    this.heldBits = 0;
    const size = this.bits(16);
    const complement = this.bits(16);
    if (size < 0 || complement !== (~size & 0xffff)) return false;
    const end = this.position + size;
    if (end > this.input.length || this.length + size > this.output.length) return false;
    this.output.set(this.input.subarray(this.position, end), this.length);
    this.length += size;
    this.position = end;
    return true;
  }

  private dynamic(kind: number): boolean {
    if (kind !== 2) return false;
    const literals = this.bits(5) + 257;
    const distances = this.bits(5) + 1;
    const codes = this.bits(4) + 4;
    const lengths = new Uint8Array(320);
    for (let i = 0; i < codes; i++) lengths[LENGTH_ORDER[i]!] = Math.max(0, this.bits(3));
    const lengthCode = huffman(lengths.slice(0, 19));
    lengths.fill(0);
    for (let i = 0; i < literals + distances;) {
      const symbol = this.symbol(lengthCode);
      if (symbol < 0) return false;
      if (symbol < 16) {
        lengths[i++] = symbol;
        continue;
      }
      const value = symbol === 16 ? (lengths[i - 1] ?? 0) : 0;
      const repeat = symbol === 16 ? 3 + this.bits(2) : symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7);
      if (i + repeat > literals + distances) return false;
      lengths.fill(value, i, i + repeat);
      i += repeat;
    }
    return this.block(huffman(lengths.slice(0, literals)), huffman(lengths.slice(literals, literals + distances)));
  }

  private block(literals: Huffman, distances: Huffman): boolean {
    for (;;) {
      const symbol = this.symbol(literals);
      if (symbol < 0) return false;
      if (symbol === 256) return true;
      if (symbol < 256) {
        if (this.length >= this.output.length) return false;
        this.output[this.length++] = symbol;
        continue;
      }
      const count = this.withExtra(LENGTH_BASE, LENGTH_EXTRA, symbol - 257);
      const distance = this.withExtra(DISTANCE_BASE, DISTANCE_EXTRA, this.symbol(distances));
      if (count < 0 || distance < 0 || !this.copy(count, distance)) return false;
    }
  }

  /** A length or distance: its base and the extra bits that follow the symbol (RFC 1951, 3.2.5). -1 when bad. */
  private withExtra(bases: readonly number[], extras: readonly number[], code: number): number {
    const base = bases[code];
    if (base === undefined) return -1;
    const extra = this.bits(extras[code]!);
    return extra < 0 ? -1 : base + extra;
  }

  private copy(count: number, distance: number): boolean {
    const from = this.length - distance;
    if (from < 0 || this.length + count > this.output.length) return false;
    for (let i = 0; i < count; i++) this.output[this.length + i] = this.output[from + i]!;
    this.length += count;
    return true;
  }
}

/** Unpacks a zlib stream that must give exactly `size` bytes; `undefined` when it does not. The checksum is not checked. */
export function inflateZlib(input: Uint8Array, size: number): Uint8Array | undefined {
  const header = ((input[0] ?? 0) << 8) | (input[1] ?? 0);
  if ((header & 0x0f00) !== 0x0800 || header % 31 !== 0 || (header & 0x20) !== 0) return undefined;
  // No deflate stream grows more than 1032 times, so a larger promise is a lie and must not be allocated.
  if (size > input.length * 1032) return undefined;
  return new Inflater(input, 2, size).run();
}
