/** A property's value as dtlib sees it: by how it was written, not by what its bytes could mean. */
import { decodeUtf8 } from '../../base/index.js';
import type { DevicetreeNode, DevicetreeProperty, Marker } from '../model/index.js';

/**
 * dtlib's `Type`. `unknown` where a part could not be read or computed; nothing can be said of such a value. `<>` is `nums`, a
 * value in `/bits/ 16` or `/bits/ 64` is `compound`, `[01], [02]` too.
 */
export type ValueShape =
  | 'empty'
  | 'bytes'
  | 'num'
  | 'nums'
  | 'string'
  | 'strings'
  | 'path'
  | 'phandle'
  | 'phandles'
  | 'phandles-and-nums'
  | 'compound'
  | 'unknown';

/** For messages: `a string`. */
export const SHAPE_TEXT: Readonly<Record<ValueShape, string>> = {
  empty: 'no value',
  bytes: 'bytes',
  num: 'a number',
  nums: 'numbers',
  string: 'a string',
  strings: 'strings',
  path: 'a path',
  phandle: 'a reference',
  phandles: 'references',
  'phandles-and-nums': 'references with numbers',
  compound: 'a mixed value',
  unknown: 'an unknown value',
};

export function valueShape(property: DevicetreeProperty): ValueShape {
  const { parts, bytes } = property;
  if (parts.length === 0) return 'empty';
  if (parts.some(({ kind }) => kind === 'invalid') || hasUnknownCell(property)) return 'unknown';
  const kinds = parts.map(({ kind, bits }) =>
    kind === 'cells' && bits !== 32 ? (bits === 8 ? 'bytes' : 'wide') : kind,
  );
  if (kinds.every((kind) => kind === 'cells')) return cellsShape(property);
  if (kinds.every((kind) => kind === 'string')) return kinds.length === 1 ? 'string' : 'strings';
  if (kinds.length === 1 && (kinds[0] === 'bytes' || kinds[0] === 'incbin')) return 'bytes';
  if (kinds.length === 1 && kinds[0] === 'path') return bytes.length > 0 ? 'path' : 'unknown';
  return 'compound';
}

function cellsShape({ parts, bytes, markers }: DevicetreeProperty): ValueShape {
  const references = markers.filter(({ kind }) => kind === 'phandle').length;
  if (references === 0) return parts.length === 1 && bytes.length === 4 ? 'num' : 'nums';
  if (bytes.length !== 4 * references) return 'phandles-and-nums';
  return references === 1 && parts.length === 1 ? 'phandle' : 'phandles';
}

/** An expression without a value: a macro that nobody defined, a division by zero. */
function hasUnknownCell({ syntax }: DevicetreeProperty): boolean {
  return (syntax.values ?? []).some(
    (value) =>
      value.kind === 'cells' &&
      value.cells.some((cell) => cell.kind === 'expression' && cell.expression.value === undefined),
  );
}

/** The 32-bit cells of a value; a rest of less than four bytes is left out. */
export function cellsOf({ bytes }: DevicetreeProperty): readonly number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cells: number[] = [];
  for (let offset = 0; offset + 4 <= bytes.length; offset += 4) cells.push(view.getUint32(offset));
  return cells;
}

/** The one number of `<1>`, or undefined. */
export function numberOf(property: DevicetreeProperty | undefined): number | undefined {
  return property !== undefined && valueShape(property) === 'num' ? cellsOf(property)[0] : undefined;
}

/** The strings of a value that is nothing else, or undefined. */
export function textsOf(property: DevicetreeProperty | undefined): readonly string[] | undefined {
  if (property === undefined) return undefined;
  const shape = valueShape(property);
  if (shape !== 'string' && shape !== 'strings') return undefined;
  return property.parts.map(({ offsetBytes, lengthBytes }) =>
    decodeUtf8(property.bytes.subarray(offsetBytes, offsetBytes + lengthBytes - 1)),
  );
}

/** The compatible strings of a node, in order. */
export function compatiblesOf(node: DevicetreeNode): readonly string[] {
  return textsOf(node.properties.get('compatible')) ?? [];
}

const referencesOf = new WeakMap<DevicetreeProperty, ReadonlyMap<number, Marker>>();

/** The marker of a reference at a place in the value. */
export function referenceAt(property: DevicetreeProperty, offsetBytes: number): Marker | undefined {
  let references = referencesOf.get(property);
  if (references === undefined) {
    const markers = property.markers.filter(({ kind }) => kind === 'phandle');
    references = new Map(markers.map((marker) => [marker.offsetBytes, marker]));
    referencesOf.set(property, references);
  }
  return references.get(offsetBytes);
}
