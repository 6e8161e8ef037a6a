/** Reads a plain variable's number in a frame, for comparing with GDB. */
import type { FrameContext, Variable } from '../../../debugger/dwarf/index.js';
import type { CType, ValueLocation } from '../../../debugger/index.js';

/** The number as GDB's Python gives it, or `?` when the variable has no value. */
export function readValue(variable: Variable, context: FrameContext): string {
  const type = variable.type();
  const { size, isSigned } = shape(type);
  const bytes = bytesAt(variable.locate(context), size, context);
  if (bytes === undefined) return '?';
  let value = 0n;
  for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return String(isSigned ? BigInt.asIntN(size * 8, value) : value);
}

export function bytesAt(location: ValueLocation, size: number, context: FrameContext): Uint8Array | undefined {
  switch (location.kind) {
    case 'memory':
      return context.memory(location.address, size);
    case 'register': {
      const value = context.register(location.register);
      return value === undefined ? undefined : Uint8Array.from({ length: 4 }, (_, i) => (value >>> (8 * i)) & 0xff);
    }
    case 'bytes':
      return location.bytes;
    case 'pieces': {
      const parts = location.pieces.map((piece) =>
        bytesAt(piece.location, piece.sizeBytes, context)?.subarray(0, piece.sizeBytes),
      );
      return parts.includes(undefined) ? undefined : Uint8Array.from(parts.flatMap((part) => [...part!]));
    }
    case 'unavailable':
      return undefined;
  }
}

function shape(type: CType): { size: number; isSigned: boolean } {
  switch (type.kind) {
    case 'typedef':
    case 'qualified':
      return shape(type.target());
    case 'base':
      return { size: type.sizeBytes, isSigned: type.encoding === 'signed' };
    case 'enum':
      return { size: type.sizeBytes, isSigned: type.signed };
    case 'pointer':
      return { size: type.sizeBytes, isSigned: false };
    default:
      return { size: 4, isSigned: false };
  }
}
