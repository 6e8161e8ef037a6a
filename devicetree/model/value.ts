/** A property's value as bytes: the parts it was written in and the places in it that mean more than their bits. */
import type { CellSyntax, PropertySyntax, ValueLabel, ValueSyntax } from '../syntax/tree.js';
import type { DevicetreeNode, Marker, ValuePart } from './types.js';

export interface EncodedValue {
  readonly bytes: Uint8Array;
  readonly parts: readonly ValuePart[];
  readonly markers: readonly Marker[];
}

/** The value of a phandle that refers to nothing, as dtc writes it. */
export const UNRESOLVED_PHANDLE = 0xffff_ffff;

const NOTHING: EncodedValue = { bytes: new Uint8Array(0), parts: [], markers: [] };

/**
 * Encodes a value big-endian (Devicetree Specification v0.4, section 2.2.4). `targets` are the nodes of the value's references,
 * in order. An expression without a value counts as 0, as does a cell of a width that cannot hold a phandle.
 */
export function encodeValue(
  syntax: PropertySyntax,
  targets: readonly (DevicetreeNode | undefined)[] | undefined,
): EncodedValue {
  const { values } = syntax;
  if (values === undefined) return NOTHING;
  let length = 0;
  let reference = 0;
  for (const value of values) {
    length += lengthOf(value, targets?.[reference]);
    if (targets !== undefined) reference += referencesIn(value);
  }
  const encoder = new Encoder(length, targets ?? []);
  for (const value of values) encoder.add(value);
  return { bytes: encoder.bytes, parts: encoder.parts, markers: encoder.markers };
}

/** Bytes that a part takes; `target` matters for a path only. */
export function lengthOf(value: ValueSyntax, target: DevicetreeNode | undefined): number {
  switch (value.kind) {
    case 'cells':
      return (value.cells.length * value.bits) / 8;
    case 'string':
      return value.text.length + 1;
    case 'bytes':
      return value.bytes.length;
    case 'incbin':
      return value.bytes?.length ?? 0;
    case 'reference':
      return target === undefined ? 0 : target.path.length + 1;
    case 'invalid':
      return 0;
  }
}

/** How many references a part holds. */
export function referencesIn(value: ValueSyntax): number {
  if (value.kind === 'reference') return 1;
  if (value.kind !== 'cells') return 0;
  let count = 0;
  for (const cell of value.cells) if (cell.kind === 'reference') count++;
  return count;
}

/** Writes the parts one after the other. */
class Encoder {
  readonly bytes: Uint8Array;
  readonly parts: ValuePart[] = [];
  readonly markers: Marker[] = [];
  private readonly targets: readonly (DevicetreeNode | undefined)[];
  private offset = 0;
  private reference = 0;

  constructor(length: number, targets: readonly (DevicetreeNode | undefined)[]) {
    this.bytes = new Uint8Array(length);
    this.targets = targets;
  }

  add(value: ValueSyntax): void {
    const start = this.offset;
    const { range } = value;
    this.addLabels(value.labels, start);
    switch (value.kind) {
      case 'cells':
        for (const cell of value.cells) this.addCell(cell, value.bits);
        this.parts.push({
          kind: 'cells',
          offsetBytes: start,
          lengthBytes: this.offset - start,
          bits: value.bits,
          range,
        });
        return;
      case 'reference':
        this.addPath(value.reference.target, range);
        break;
      case 'string':
        this.addText(value.text);
        break;
      case 'bytes':
      case 'incbin':
        this.addBytes(value.bytes);
        break;
      case 'invalid':
        break;
    }
    const kind = value.kind === 'reference' ? 'path' : value.kind;
    this.parts.push({ kind, offsetBytes: start, lengthBytes: this.offset - start, range });
  }

  private addLabels(labels: readonly ValueLabel[], start: number): void {
    for (const { label, offsetBytes } of labels) {
      this.markers.push({ kind: 'label', offsetBytes: start + offsetBytes, text: label.text, range: label.range });
    }
  }

  private addCell(cell: CellSyntax, bits: 8 | 16 | 32 | 64): void {
    if (cell.kind === 'expression') {
      this.addNumber(cell.expression.value ?? 0n, bits);
      return;
    }
    const node = this.targets[this.reference++];
    const { target: text, range } = cell.reference;
    const place = { kind: 'phandle', offsetBytes: this.offset, text, range } as const;
    this.markers.push(node === undefined ? place : { ...place, node });
    if (bits === 32) this.addWord(node?.phandle ?? UNRESOLVED_PHANDLE);
    else this.addNumber(0n, bits);
  }

  private addPath(text: string, range: Marker['range']): void {
    const node = this.targets[this.reference++];
    const place = { kind: 'path', offsetBytes: this.offset, text, range } as const;
    this.markers.push(node === undefined ? place : { ...place, node });
    if (node !== undefined) this.addText(node.path);
  }

  private addNumber(value: bigint, bits: 8 | 16 | 32 | 64): void {
    switch (bits) {
      case 8:
        this.bytes[this.offset++] = Number(BigInt.asUintN(8, value));
        return;
      case 16: {
        const half = Number(BigInt.asUintN(16, value));
        this.bytes[this.offset++] = half >> 8;
        this.bytes[this.offset++] = half;
        return;
      }
      case 32:
        this.addWord(wordOf(value));
        return;
      case 64:
        this.addWord(wordOf(value >> 32n));
        this.addWord(wordOf(value));
        return;
    }
  }

  private addWord(word: number): void {
    const { bytes, offset } = this;
    bytes[offset] = word >>> 24;
    bytes[offset + 1] = word >>> 16;
    bytes[offset + 2] = word >>> 8;
    bytes[offset + 3] = word;
    this.offset = offset + 4;
  }

  private addText(text: string): void {
    for (let i = 0; i < text.length; i++) this.bytes[this.offset++] = text.charCodeAt(i);
    this.bytes[this.offset++] = 0;
  }

  private addBytes(bytes: Uint8Array | undefined): void {
    if (bytes === undefined) return;
    this.bytes.set(bytes, this.offset);
    this.offset += bytes.length;
  }
}

/** The low 32 bits; nearly every cell fits a number, and that way is faster. */
function wordOf(value: bigint): number {
  return value >= 0n && value <= 0xffff_ffffn ? Number(value) : Number(BigInt.asUintN(32, value));
}
