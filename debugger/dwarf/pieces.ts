/** Values that lie in several places (DWARF 5, 2.6.1.2). */
import type { ValueLocation } from '../types/c-type.js';
import type { FrameContext } from './frame-context.js';

/** More bits than any object of a microcontroller has. */
const BIT_LIMIT = 2 ** 31;

interface Piece {
  readonly location: ValueLocation;
  readonly bitSize: number;
  /** How far into the location the piece starts. */
  readonly bitOffset: number;
}

export class PieceCollector {
  private readonly pieces: Piece[] = [];

  get isEmpty(): boolean {
    return this.pieces.length === 0;
  }

  add(location: ValueLocation, bitSize: number, bitOffset: number): void {
    this.pieces.push({ location, bitSize: Math.min(bitSize, BIT_LIMIT), bitOffset });
  }

  /** Pieces of whole bytes stay places that can be written; others are read and put together. */
  location(context: FrameContext): ValueLocation {
    if (this.pieces.every(({ bitSize, bitOffset }) => bitSize % 8 === 0 && bitOffset === 0)) {
      return {
        kind: 'pieces',
        pieces: this.pieces.map(({ location, bitSize }) => ({ location, sizeBytes: bitSize / 8 })),
      };
    }
    return this.combined(context);
  }

  /** Byte by byte, each with the bits that have a value. */
  private combined(context: FrameContext): ValueLocation {
    const total = this.pieces.reduce((sum, { bitSize }) => sum + bitSize, 0);
    if (total > 8192) return { kind: 'unavailable', why: 'it is in too many pieces' };
    let bits = 0n;
    let known = 0n;
    let length = 0;
    for (const { location, bitSize, bitOffset } of this.pieces) {
      const value = bitSize + bitOffset <= 1024 ? readBits(location, bitSize, bitOffset, context) : undefined;
      if (value !== undefined) {
        bits |= value << BigInt(length);
        known |= ((1n << BigInt(bitSize)) - 1n) << BigInt(length);
      }
      length += bitSize;
    }
    const byteAt = (from: bigint, i: number): number => Number((from >> BigInt(8 * i)) & 0xffn);
    const size = Math.ceil(length / 8);
    const lastMask = length % 8 === 0 ? 0xff : (1 << (length % 8)) - 1;
    const isKnown = (i: number): boolean => byteAt(known, i) === (i === size - 1 ? lastMask : 0xff);
    if (Array.from({ length: size }, (_, i) => i).every(isKnown)) {
      return { kind: 'bytes', bytes: Uint8Array.from({ length: size }, (_, i) => byteAt(bits, i)) };
    }
    const location = (i: number): ValueLocation => {
      if (byteAt(known, i) === 0) return { kind: 'unavailable', why: 'optimized out' };
      const bytes = Uint8Array.of(byteAt(bits, i));
      return { kind: 'bytes', bytes, ...(isKnown(i) ? {} : { known: Uint8Array.of(byteAt(known, i)) }) };
    };
    return {
      kind: 'pieces',
      pieces: Array.from({ length: size }, (_, i) => ({ location: location(i), sizeBytes: 1 })),
    };
  }
}

function readBits(
  location: ValueLocation,
  bitSize: number,
  bitOffset: number,
  context: FrameContext,
): bigint | undefined {
  const bytes = readBytes(location, Math.ceil((bitSize + bitOffset) / 8), context);
  if (bytes === undefined) return undefined;
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
  return BigInt.asUintN(bitSize, value >> BigInt(bitOffset));
}

/** The bytes of a location that is not in pieces itself; fewer where it has fewer. */
export function readBytes(location: ValueLocation, size: number, context: FrameContext): Uint8Array | undefined {
  switch (location.kind) {
    case 'memory':
      return context.memory(location.address, size);
    case 'register': {
      const value = context.register(location.register);
      return value === undefined
        ? undefined
        : Uint8Array.from({ length: Math.min(size, 4) }, (_, i) => (value >>> (8 * i)) & 0xff);
    }
    case 'bytes':
      return location.bytes.subarray(0, size);
    case 'pieces':
    case 'unavailable':
      return undefined;
  }
}
