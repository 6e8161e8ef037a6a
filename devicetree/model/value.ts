/** A property's value as bytes, and separately the parts it was written in and the places in it that mean more than bits. */
import type { SourceRange } from '../source/index.js';
import type { CellSyntax, LabelSyntax, PropertySyntax, ReferenceSyntax, ValueSyntax } from '../syntax/index.js';
import type { DevicetreeNode, Marker, ValuePart } from './types.js';

/** The value of a phandle that refers to nothing, as dtc writes it. */
export const UNRESOLVED_PHANDLE = 0xffff_ffff;

/** The nodes of a value's references, in order; undefined where it has none. */
export type Targets = readonly (DevicetreeNode | undefined)[] | undefined;

const NO_BYTES = new Uint8Array(0);

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

/** Bytes that a whole value takes. */
export function valueLength({ values }: PropertySyntax, targets: Targets): number {
  if (values === undefined) return 0;
  if (values.length === 1) return lengthOf(values[0]!, targets?.[0]);
  let length = 0;
  let reference = 0;
  for (const value of values) {
    length += lengthOf(value, targets?.[reference]);
    if (targets !== undefined) reference += referencesIn(value);
  }
  return length;
}

/**
 * Encodes a value big-endian (Devicetree Specification v0.4, section 2.2.4). An expression without a value counts as 0, as does
 * a reference in cells that are too narrow or too wide for a phandle.
 */
export function encodeValue(syntax: PropertySyntax, targets: Targets): Uint8Array {
  const { values } = syntax;
  if (values === undefined) return NO_BYTES;
  const out: Output = { bytes: new Uint8Array(valueLength(syntax, targets)), at: 0, targets, reference: 0 };
  for (const value of values) addValue(out, value);
  return out.bytes;
}

interface Output {
  readonly bytes: Uint8Array;
  at: number;
  readonly targets: Targets;
  reference: number;
}

function addValue(out: Output, value: ValueSyntax): void {
  switch (value.kind) {
    case 'cells':
      for (const cell of value.cells) addCell(out, cell, value.bits);
      return;
    case 'reference': {
      const node = out.targets?.[out.reference++];
      if (node !== undefined) addText(out, node.path);
      return;
    }
    case 'string':
      return addText(out, value.text);
    case 'bytes':
    case 'incbin':
      if (value.bytes === undefined) return;
      out.bytes.set(value.bytes, out.at);
      out.at += value.bytes.length;
      return;
    case 'invalid':
      return;
  }
}

function addCell(out: Output, cell: CellSyntax, bits: 8 | 16 | 32 | 64): void {
  if (cell.kind === 'expression') {
    addNumber(out, cell.expression.value ?? 0n, bits);
    return;
  }
  const node = out.targets?.[out.reference++];
  if (bits === 32) addWord(out, node?.phandle ?? UNRESOLVED_PHANDLE);
  else addNumber(out, 0n, bits);
}

function addNumber(out: Output, value: bigint, bits: 8 | 16 | 32 | 64): void {
  switch (bits) {
    case 8:
      out.bytes[out.at++] = Number(BigInt.asUintN(8, value));
      return;
    case 16: {
      const half = Number(BigInt.asUintN(16, value));
      out.bytes[out.at++] = half >> 8;
      out.bytes[out.at++] = half;
      return;
    }
    case 32:
      return addWord(out, wordOf(value));
    case 64:
      addWord(out, wordOf(value >> 32n));
      return addWord(out, wordOf(value));
  }
}

function addWord(out: Output, word: number): void {
  const { bytes, at } = out;
  bytes[at] = word >>> 24;
  bytes[at + 1] = word >>> 16;
  bytes[at + 2] = word >>> 8;
  bytes[at + 3] = word;
  out.at = at + 4;
}

function addText(out: Output, text: string): void {
  for (let i = 0; i < text.length; i++) out.bytes[out.at++] = text.charCodeAt(i);
  out.bytes[out.at++] = 0;
}

/** The low 32 bits; nearly every cell fits a number, and that way is faster. */
export function wordOf(value: bigint): number {
  return value >= 0n && value <= 0xffff_ffffn ? Number(value) : Number(BigInt.asUintN(32, value));
}

export interface ValueDescription {
  readonly parts: readonly ValuePart[];
  readonly markers: readonly Marker[];
}

/** The parts of a value and its markers, in the order of their bytes. */
export function describeValue({ values }: PropertySyntax, targets: Targets): ValueDescription {
  const parts: ValuePart[] = [];
  const markers: Marker[] = [];
  let start = 0;
  let reference = 0;
  for (const value of values ?? []) {
    const lengthBytes = lengthOf(value, targets?.[reference]);
    const { range } = value;
    if (value.kind === 'cells') {
      parts.push({ kind: 'cells', offsetBytes: start, lengthBytes, bits: value.bits, range });
    } else {
      parts.push({ kind: value.kind === 'reference' ? 'path' : value.kind, offsetBytes: start, lengthBytes, range });
    }
    reference = addMarkers(markers, value, start, lengthBytes, targets, reference);
    start += lengthBytes;
  }
  return { parts, markers };
}

/** Adds a part's markers, and answers with the number of the next reference. */
function addMarkers(
  markers: Marker[],
  value: ValueSyntax,
  start: number,
  lengthBytes: number,
  targets: Targets,
  firstReference: number,
): number {
  let reference = firstReference;
  for (const label of value.labels) markers.push(labelMarker(label, start));
  const inner: Marker[] = value.innerLabels.map(({ label, offsetBytes }) => labelMarker(label, start + offsetBytes));
  if (value.kind === 'reference') {
    markers.push(referenceMarker('path', value.reference, value.range, start, targets?.[reference++]));
  } else if (value.kind === 'cells') {
    for (let i = 0; i < value.cells.length; i++) {
      const cell = value.cells[i]!;
      if (cell.kind !== 'reference') continue;
      const offset = start + (i * value.bits) / 8;
      inner.push(referenceMarker('phandle', cell.reference, cell.range, offset, targets?.[reference++]));
    }
  }
  if (value.innerLabels.length > 0) inner.sort((a, b) => a.offsetBytes - b.offsetBytes);
  for (const marker of inner) markers.push(marker);
  for (const label of value.labelsAfter) markers.push(labelMarker(label, start + lengthBytes));
  return reference;
}

function labelMarker({ text, range }: LabelSyntax, offsetBytes: number): Marker {
  return { kind: 'label', offsetBytes, text, range };
}

function referenceMarker(
  kind: 'phandle' | 'path',
  reference: ReferenceSyntax,
  range: SourceRange,
  offsetBytes: number,
  node: DevicetreeNode | undefined,
): Marker {
  const place = { kind, offsetBytes, text: reference.target, range };
  return node === undefined ? place : { ...place, node };
}
