/**
 * Values by type (Devicetree Specification v0.4, table 2.3). A reader answers undefined where the bytes do not have that shape;
 * nothing in a flattened tree says what a value was meant to be. What is plain in the source is read there: most values of a
 * board never become bytes.
 */
import type { ValueSyntax } from '../syntax/index.js';
import type { DevicetreeNode, DevicetreeProperty } from './types.js';
import { UNRESOLVED_PHANDLE, wordOf } from './value.js';

/** The big-endian cell at a byte offset, which has to lie inside the value. */
export function cellAt(bytes: Uint8Array, offsetBytes: number): number {
  return (
    ((bytes[offsetBytes]! << 24) |
      (bytes[offsetBytes + 1]! << 16) |
      (bytes[offsetBytes + 2]! << 8) |
      bytes[offsetBytes + 3]!) >>>
    0
  );
}

/** `<u32>`: one cell. */
export function readU32(property: DevicetreeProperty): number | undefined {
  return property.lengthBytes === 4 ? readCell(property, 0) : undefined;
}

/** The cell of that number, or undefined where the value ends before it does. */
export function readCell(property: DevicetreeProperty, index: number): number | undefined {
  const first = property.syntax.values?.[0];
  if (first?.kind === 'cells' && first.bits === 32) {
    const cell = first.cells[index];
    if (cell?.kind === 'expression') return wordOf(cell.expression.value ?? 0n);
    if (cell?.kind === 'reference' && index === 0) return property.targets[0]?.phandle ?? UNRESOLVED_PHANDLE;
  }
  const { bytes } = property;
  return 4 * index + 4 <= bytes.length ? cellAt(bytes, 4 * index) : undefined;
}

/** `<u64>`: two cells, or one of 64 bits. */
export function readU64(property: DevicetreeProperty): bigint | undefined {
  const { bytes } = property;
  return bytes.length === 8 ? cellsAt(bytes, 0, 2) : undefined;
}

/** An array of cells; undefined where the length is no multiple of four. */
export function readCells(property: DevicetreeProperty): number[] | undefined {
  const { bytes } = property;
  if (bytes.length % 4 !== 0) return undefined;
  const cells: number[] = [];
  for (let at = 0; at < bytes.length; at += 4) cells.push(cellAt(bytes, at));
  return cells;
}

/** A number of `count` cells, the most significant first, as addresses and sizes are; of more than two the low 64 bits. */
export function cellsAt(bytes: Uint8Array, offsetBytes: number, count: number): bigint {
  let value = 0n;
  for (let i = Math.max(0, count - 2); i < count; i++)
    value = (value << 32n) | BigInt(cellAt(bytes, offsetBytes + 4 * i));
  return value;
}

/** Whether a part is one string, as written. */
function isOneString(value: ValueSyntax): value is ValueSyntax & { readonly kind: 'string' } {
  return value.kind === 'string' && !value.text.includes('\0');
}

/** `<string>`: bytes without 0 and one 0 behind them. */
export function readString(property: DevicetreeProperty): string | undefined {
  const { values } = property.syntax;
  const first = values?.[0];
  if (first !== undefined && values?.length === 1 && isOneString(first)) return first.text;
  const { bytes } = property;
  return bytes.length > 0 && bytes.indexOf(0) === bytes.length - 1 ? textAt(bytes, 0, bytes.length - 1) : undefined;
}

/** `<stringlist>`: strings, each with its 0. An empty value is an empty list. */
export function readStrings(property: DevicetreeProperty): string[] | undefined {
  const { values } = property.syntax;
  if (values?.every(isOneString) === true) return values.map(({ text }) => text);
  const { bytes } = property;
  const strings: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(0, at);
    if (end < 0) return undefined;
    strings.push(textAt(bytes, at, end));
    at = end + 1;
  }
  return strings;
}

/** Whether the value is a list of strings: it ends with a 0, or is empty. */
export function isStringList(property: DevicetreeProperty): boolean {
  if (property.syntax.values?.at(-1)?.kind === 'string') return true;
  const { bytes } = property;
  return bytes.length === 0 || bytes[bytes.length - 1] === 0;
}

/** Whether a list of strings holds one. */
export function hasString(property: DevicetreeProperty, text: string): boolean {
  const { values } = property.syntax;
  if (values?.every(isOneString) === true) return values.some((value) => value.text === text);
  const { bytes } = property;
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(0, at);
    if (end < 0) return false;
    if (end - at === text.length && isTextAt(bytes, at, text)) return true;
    at = end + 1;
  }
  return false;
}

function isTextAt(bytes: Uint8Array, start: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[start + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** What C's string functions would take: the bytes before the first 0, or all. */
export function firstString(property: DevicetreeProperty): string {
  const first = property.syntax.values?.[0];
  if (first !== undefined && isOneString(first)) return first.text;
  const { bytes } = property;
  const end = bytes.indexOf(0);
  return textAt(bytes, 0, end < 0 ? bytes.length : end);
}

function textAt(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}

/** The strings of a node's `compatible`, the most specific first; empty where it has none. */
export function compatibles(node: DevicetreeNode): string[] {
  const property = node.properties.get('compatible');
  return (property === undefined ? undefined : readStrings(property)) ?? [];
}

/**
 * Whether a node is there: without `status`, or with `okay` or the older `ok` (Devicetree Specification v0.4, 2.3.4). Its
 * parents are not asked.
 */
export function isOkay(node: DevicetreeNode): boolean {
  const property = node.properties.get('status');
  if (property === undefined) return true;
  const status = firstString(property);
  return status === 'okay' || status === 'ok';
}
