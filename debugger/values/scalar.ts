/** Numbers in bytes and back: integers of any size as bigint, float and double as number, bit-fields. */
import type { CType } from '../types/c-type.js';
import { bare, isFloat, isSigned, sizeOf } from './type-shape.js';
import { readValue } from './read.js';
import type { TypedValue, ValueAccess } from './typed-value.js';

export type Scalar =
  { readonly kind: 'integer'; readonly value: bigint } | { readonly kind: 'float'; readonly value: number };

export type ScalarResult =
  | { readonly ok: true; readonly scalar: Scalar; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly why: string };

/** Little-endian, unsigned. */
export function integerFrom(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
  return value;
}

/** The low `sizeBytes` bytes of a value, little-endian. */
export function integerBytes(value: bigint, sizeBytes: number): Uint8Array {
  const bytes = new Uint8Array(sizeBytes);
  let rest = BigInt.asUintN(sizeBytes * 8, value);
  for (let i = 0; i < sizeBytes; i++) {
    bytes[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
}

export function wrapInteger(value: bigint, sizeBytes: number, signed: boolean): bigint {
  return signed ? BigInt.asIntN(sizeBytes * 8, value) : BigInt.asUintN(sizeBytes * 8, value);
}

function floatFrom(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return bytes.length === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true);
}

function floatBytes(value: number, sizeBytes: number): Uint8Array {
  const bytes = new Uint8Array(sizeBytes);
  const view = new DataView(bytes.buffer);
  if (sizeBytes === 4) view.setFloat32(0, value, true);
  else view.setFloat64(0, value, true);
  return bytes;
}

/** Whether a type is a float that this program can compute with: IEEE single or double. */
export function isKnownFloat(type: CType): boolean {
  const size = sizeOf(type);
  return isFloat(bare(type)) && (size === 4 || size === 8);
}

/** The number in `bytes`, as `type` reads it; anything that is no float is taken as an integer. */
export function decodeScalar(type: CType, bytes: Uint8Array, bitField?: TypedValue['bitField']): Scalar {
  if (bitField === undefined && isKnownFloat(type)) return { kind: 'float', value: floatFrom(bytes) };
  const signed = isSigned(bare(type));
  const raw = integerFrom(bytes);
  const width = bitField?.bitSize ?? bytes.length * 8;
  const shifted = bitField === undefined ? raw : raw >> BigInt(bitField.bitOffset);
  return { kind: 'integer', value: signed ? BigInt.asIntN(width, shifted) : BigInt.asUintN(width, shifted) };
}

/** Reads a scalar value; `bytes` are what stands in the program. */
export function readScalar(value: TypedValue, access: ValueAccess): ScalarResult {
  const read = readValue(value, access);
  if (!read.ok) return read;
  return { ok: true, scalar: decodeScalar(value.type, read.bytes, value.bitField), bytes: read.bytes };
}

/** Doubles beyond 64-bit integers saturate, NaN is 0: C leaves both undefined, Arm's conversions do this. */
function truncate(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (!Number.isFinite(value)) return value > 0 ? 0x7fff_ffff_ffff_ffffn : -0x8000_0000_0000_0000n;
  return BigInt(Math.trunc(value));
}

/** The bytes of `scalar` converted to `type` as a C cast does. */
export function encodeScalar(type: CType, scalar: Scalar): Uint8Array {
  const shape = bare(type);
  const size = sizeOf(type);
  if (isKnownFloat(type)) return floatBytes(Number(scalar.value), size);
  if (shape.kind === 'base' && shape.encoding === 'boolean') {
    return integerBytes(Number(scalar.value) !== 0 ? 1n : 0n, size);
  }
  const whole = scalar.kind === 'integer' ? scalar.value : truncate(scalar.value);
  return integerBytes(whole, Math.min(size, 16));
}

/** A value that stands nowhere, such as the result of an addition. */
export function scalarValue(type: CType, scalar: Scalar): TypedValue {
  return { type, location: { kind: 'bytes', bytes: encodeScalar(type, scalar) } };
}

export function integerValue(type: CType, value: bigint | number): TypedValue {
  return scalarValue(type, { kind: 'integer', value: BigInt(value) });
}
