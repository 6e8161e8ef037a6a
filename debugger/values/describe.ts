/** The one-line summary of a value as GDB prints it: `{x = 1, y = 2}`, `0x20000004 <count>`, `"hello"`, `65 'A'`. */
import type { CType, Member } from '../types/c-type.js';
import { characterText, REPEATS, stringText, wideCharacterText } from './character-text.js';
import { enumText } from './enum-text.js';
import { floatText, radixText, type Format } from './number-text.js';
import { addressText, memberOf, part, readLocation, readValue, snapshot, unavailableText } from './read.js';
import { decodeScalar, integerFrom, isKnownFloat, readScalar } from './scalar.js';
import {
  bare,
  elementCount,
  elementType,
  isCharacter,
  isComposite,
  isFloat,
  isSigned,
  isWideCharacter,
  sizeOf,
  type BareType,
  type Composite,
  type Kind,
} from './type-shape.js';
import { typeName } from './type-name.js';
import type { TypedValue, ValueAccess } from './typed-value.js';

export interface DescribeOptions {
  readonly format?: Format;
  /** Array elements and characters shown before `...`; 200 if absent. */
  readonly maxElements?: number;
}

const MAX_ELEMENTS = 200;
const MAX_DEPTH = 20;
const MAX_SNAPSHOT = 0x4000;
/** A string in memory is read in parts that do not cross this boundary: what follows may not exist. */
const STRING_CHUNK = 64;

/** One summary under way: what it may still show. */
interface Printing {
  readonly access: ValueAccess;
  readonly format: Format;
  remaining: number;
  readonly maxElements: number;
}

/** One line for `value`; a value that cannot be read says why between angle brackets. */
export function describe(value: TypedValue, access: ValueAccess, options: DescribeOptions = {}): string {
  const maxElements = options.maxElements ?? MAX_ELEMENTS;
  return text(value, { access, format: options.format ?? 'natural', remaining: maxElements, maxElements }, 0);
}

function text(value: TypedValue, printing: Printing, depth: number): string {
  if (depth > MAX_DEPTH) return '{...}';
  if (value.location.kind === 'unavailable') return unavailableText(value.location.why);
  const type = bare(value.type);
  switch (type.kind) {
    case 'void':
      return 'void';
    case 'base':
      return baseText(value, type, printing);
    case 'enum':
      return scalarText(value, printing, (number) => enumText(type, number));
    case 'pointer':
      return pointerText(value, type, printing);
    case 'reference':
    case 'rvalueReference':
      return referenceText(value, type, printing, depth);
    case 'struct':
    case 'union':
    case 'class':
      return compositeText(whole(value, printing), type, printing, depth);
    case 'array':
      return arrayText(whole(value, printing), type, printing, depth);
    case 'function':
      return functionText(value, type, printing);
    case 'memberPointer':
      return scalarText(value, printing, (number) => number.toString());
    case 'unsupported':
      return `<${type.what}>`;
  }
}

/** Reads a composite at once, so that its parts cost nothing. */
function whole(value: TypedValue, printing: Printing): TypedValue {
  const size = sizeOf(value.type);
  return value.location.kind === 'bytes' || size > MAX_SNAPSHOT ? value : snapshot(value, size, printing.access);
}

function scalarText(value: TypedValue, printing: Printing, natural: (number: bigint) => string): string {
  const read = readScalar(value, printing.access);
  if (!read.ok) return unavailableText(read.why);
  if (read.scalar.kind === 'float') {
    const radix = printing.format === 'hex' || printing.format === 'padded' || printing.format === 'binary';
    if (!radix) return floatText(read.scalar.value, read.bytes);
    return radixText(integerFrom(read.bytes), read.bytes.length, printing.format);
  }
  const number = read.scalar.value;
  const size = sizeOf(value.type);
  if (printing.format === 'natural') return natural(number);
  if (printing.format === 'character') return characterFormat(number, bare(value.type));
  if (printing.format === 'address') return addressWithSymbol(Number(BigInt.asUintN(32, number)), printing.access);
  return radixText(number, size, printing.format);
}

function characterFormat(number: bigint, type: BareType): string {
  const byte = Number(BigInt.asUintN(8, number));
  const shown = isSigned(type) ? BigInt.asIntN(8, number) : byte;
  return `${shown} ${characterText(byte)}`;
}

function baseText(value: TypedValue, type: Kind<'base'>, printing: Printing): string {
  if ((isFloat(type) && !isKnownFloat(type)) || type.encoding === 'complex') {
    const read = readValue(value, printing.access);
    if (!read.ok) return unavailableText(read.why);
    return radixText(integerFrom(read.bytes), read.bytes.length, 'hex');
  }
  return scalarText(value, printing, (number) => {
    if (type.encoding === 'boolean' && number <= 1n) return number === 0n ? 'false' : 'true';
    if (isCharacter(type)) return `${number} ${characterText(Number(BigInt.asUintN(8, number)))}`;
    if (isWideCharacter(type)) return `${number} ${wideCharacterText(Number(number), type.sizeBytes)}`;
    return number.toString();
  });
}

/** ` <main+4>`, or nothing. */
function symbolSuffix(address: number, access: ValueAccess, code: boolean): string {
  const symbol = access.symbolAt?.(code ? (address & ~1) >>> 0 : address);
  if (symbol === undefined) return '';
  return ` <${symbol.name}${symbol.offsetBytes === 0 ? '' : `+${symbol.offsetBytes}`}>`;
}

/** An odd address right after a symbol's is a pointer to Thumb code. */
function addressWithSymbol(address: number, access: ValueAccess): string {
  const thumb = (address & 1) === 1 && access.symbolAt?.((address & ~1) >>> 0)?.offsetBytes === 0;
  return addressText(address) + symbolSuffix(address, access, thumb);
}

function pointerText(value: TypedValue, type: Kind<'pointer'>, printing: Printing): string {
  const target = bare(type.target());
  return scalarText(value, printing, (number) => {
    const address = Number(BigInt.asUintN(32, number));
    const shown = addressText(address) + symbolSuffix(address, printing.access, target.kind === 'function');
    if (!isCharacter(target) || address === 0) return shown;
    return `${shown} ${pointedString(address, printing)}`.trimEnd();
  });
}

/** Readable bytes from `address` on, at most `length`; fewer where memory ends in between. */
function readable(address: number, length: number, access: ValueAccess): Uint8Array {
  const whole = access.readMemory(address, length);
  if (whole?.length === length) return whole;
  const bytes: number[] = [];
  while (bytes.length < length) {
    const byte = access.readMemory((address + bytes.length) >>> 0, 1)?.[0];
    if (byte === undefined) break;
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

/** The string that a `char *` points to, in quotes, with `...` where it goes on; a reason where it cannot be read. */
function pointedString(address: number, printing: Printing): string {
  const bytes: number[] = [];
  while (bytes.length < printing.maxElements) {
    const at = (address + bytes.length) >>> 0;
    const length = Math.min(STRING_CHUNK - (at % STRING_CHUNK), printing.maxElements - bytes.length);
    const chunk = readable(at, length, printing.access);
    const end = chunk.indexOf(0);
    bytes.push(...(end < 0 ? chunk : chunk.subarray(0, end)));
    if (end >= 0) return stringText(Uint8Array.from(bytes));
    if (chunk.length < length) {
      const why = unavailableText(`Cannot access memory at address ${addressText(at + chunk.length)}`);
      return bytes.length === 0 ? why : `${stringText(Uint8Array.from(bytes))}${why}`;
    }
  }
  return `${stringText(Uint8Array.from(bytes))}...`;
}

function referenceText(value: TypedValue, type: Kind<'reference'>, printing: Printing, depth: number): string {
  const read = readScalar(value, printing.access);
  if (!read.ok) return unavailableText(read.why);
  const address = Number(read.scalar.value);
  // GDB shows where members refer to, but not what is there: that may be large, or lead back.
  if (depth > 0) return `@${addressText(address)}`;
  const target: TypedValue = { type: type.target(), location: { kind: 'memory', address } };
  return `@${addressText(address)}: ${text(target, printing, depth + 1)}`;
}

function functionText(value: TypedValue, type: CType, printing: Printing): string {
  if (value.location.kind !== 'memory') return '<function>';
  const address = value.location.address;
  const name = typeName(type, printing.access.language);
  return `{${name}} ${addressText(address)}${symbolSuffix(address, printing.access, true)}`;
}

function compositeText(value: TypedValue, type: Composite, printing: Printing, depth: number): string {
  if (type.incomplete) return '<incomplete type>';
  const parts: string[] = [];
  for (const member of type.members()) {
    if (parts.length >= printing.maxElements) {
      parts.push('...');
      break;
    }
    parts.push(memberText(value, type, member, printing, depth));
  }
  return parts.length === 0 ? '{<No data fields>}' : `{${parts.join(', ')}}`;
}

function memberText(value: TypedValue, type: Composite, member: Member, printing: Printing, depth: number): string {
  if (member.static) {
    const found = printing.access.findVariable?.(`${type.name}::${member.name}`);
    return `static ${member.name} = ${found === undefined ? '<optimized out>' : text(found, printing, depth + 1)}`;
  }
  const shown = text(memberOf(value, member), printing, depth + 1);
  if (member.inheritance) return `<${typeName(member.type(), 'c++')}> = ${shown}`;
  return member.name === '' ? shown : `${member.name} = ${shown}`;
}

function arrayText(value: TypedValue, type: Kind<'array'>, printing: Printing, depth: number): string {
  const element = elementType(type);
  const size = sizeOf(element);
  const count = elementCount(type);
  if (count === 0 || size === 0) return '{}';
  // A string of which only a part has a place is shown element by element, so that the part is seen.
  const isPartial =
    value.location.kind === 'pieces' &&
    !readLocation(value.location, value.offsetBytes ?? 0, count * size, printing.access).ok;
  if (isCharacter(bare(element)) && printing.format === 'natural' && !isPartial)
    return charactersText(value, count, printing);
  const parts: string[] = [];
  let i = 0;
  while (i < count) {
    if (printing.remaining <= 0) {
      parts.push('...');
      break;
    }
    const run = runLength(value, i, count, size, printing);
    const item = part(value, i * size, element);
    const nested = bare(element).kind === 'array' || isComposite(bare(element));
    if (run > REPEATS) {
      parts.push(`${text(item, printing, depth + 1)} <repeats ${run} times>`);
      printing.remaining -= REPEATS;
      i += run;
    } else {
      parts.push(text(item, printing, depth + 1));
      if (!nested) printing.remaining--;
      i++;
    }
  }
  return `{${joinElements(parts)}}`;
}

/** `...` follows the last element without a comma. */
function joinElements(parts: readonly string[]): string {
  const more = parts.at(-1) === '...';
  return (more ? parts.slice(0, -1) : parts).join(', ') + (more ? '...' : '');
}

/** How many elements from `i` on have the same bytes; 1 when they cannot be read. */
function runLength(value: TypedValue, i: number, count: number, size: number, printing: Printing): number {
  const read = (index: number) =>
    readLocation(value.location, (value.offsetBytes ?? 0) + index * size, size, printing.access);
  const first = read(i);
  if (!first.ok) return 1;
  let end = i + 1;
  // Runs are only looked at as far as a summary could show, unless the bytes are at hand.
  const limit = value.location.kind === 'bytes' ? count : Math.min(count, i + printing.maxElements);
  while (end < limit) {
    const next = read(end);
    if (!next.ok || !next.bytes.every((byte, k) => byte === first.bytes[k])) break;
    end++;
  }
  return end - i;
}

function charactersText(value: TypedValue, count: number, printing: Printing): string {
  const read = readLocation(value.location, value.offsetBytes ?? 0, Math.min(count, MAX_SNAPSHOT), printing.access);
  if (!read.ok) return unavailableText(read.why);
  let bytes = read.bytes;
  const limit = printing.maxElements;
  // A last NUL is not shown, and a tail of nothing but NULs counts as one long run.
  if (count <= limit) return stringText(bytes.at(-1) === 0 && count > 1 ? bytes.subarray(0, -1) : bytes);
  const lastUsed = bytes.findLastIndex((byte) => byte !== 0);
  if (bytes.length === count && lastUsed < limit) return stringText(bytes.subarray(0, -1));
  bytes = bytes.subarray(0, limit);
  return `${stringText(bytes)}...`;
}

/** The number of a scalar for other views (`memoryReference` of a pointer); undefined for the rest. */
export function pointerAddress(value: TypedValue, access: ValueAccess): number | undefined {
  const kind = bare(value.type).kind;
  if (kind !== 'pointer' && kind !== 'reference' && kind !== 'rvalueReference') return undefined;
  const read = readValue(value, access);
  if (!read.ok) return undefined;
  const scalar = decodeScalar(value.type, read.bytes);
  return Number(BigInt.asUintN(32, scalar.kind === 'integer' ? scalar.value : 0n));
}
