/** A property's value as dtlib sees it: by how it was written, not by what its bytes could mean. */
import { decodeUtf8 } from '../../base/index.js';
import type { DevicetreeNode, DevicetreeProperty, Marker } from '../model/index.js';
import type { CellSyntax, ValueSyntax } from '../syntax/index.js';

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

/** What one part of a value says of its shape. Looked up in the syntax, so that no bytes have to be made. */
type PartShape = 'cells' | 'bytes' | 'string' | 'path' | 'wide' | 'unknown';

export function valueShape(property: DevicetreeProperty): ValueShape {
  const { values } = property.syntax;
  if (values === undefined || values.length === 0) return 'empty';
  const first = partShape(values[0]!);
  let same = true;
  for (let i = 0; i < values.length; i++) {
    const shape = i === 0 ? first : partShape(values[i]!);
    if (shape === 'unknown') return 'unknown';
    same &&= shape === first;
  }
  if (!same) return 'compound';
  if (first === 'cells') return cellsShape(values);
  if (first === 'string') return values.length === 1 ? 'string' : 'strings';
  if (values.length > 1 || first === 'wide') return 'compound';
  // A path to a node that does not exist has its finding already.
  return first === 'path' && property.bytes.length === 0 ? 'unknown' : first;
}

function partShape(value: ValueSyntax): PartShape {
  switch (value.kind) {
    case 'cells':
      for (const cell of value.cells) if (isUnknown(cell)) return 'unknown';
      return value.bits === 32 ? 'cells' : value.bits === 8 ? 'bytes' : 'wide';
    case 'bytes':
    case 'incbin':
      return 'bytes';
    case 'string':
      return 'string';
    case 'reference':
      return 'path';
    case 'invalid':
      return 'unknown';
  }
}

/** An expression without a value: a macro that nobody defined, a division by zero. */
function isUnknown(cell: CellSyntax): boolean {
  return cell.kind === 'expression' && cell.expression.value === undefined;
}

function cellsShape(values: readonly ValueSyntax[]): ValueShape {
  let cells = 0;
  let references = 0;
  for (const value of values) {
    if (value.kind !== 'cells') continue;
    cells += value.cells.length;
    for (const { kind } of value.cells) if (kind === 'reference') references++;
  }
  const single = cells === 1 && values.length === 1;
  if (references === 0) return single ? 'num' : 'nums';
  if (references < cells) return 'phandles-and-nums';
  return single ? 'phandle' : 'phandles';
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
  const values = property?.syntax.values;
  if (values === undefined || values.length === 0) return undefined;
  const texts: string[] = [];
  for (const value of values) {
    if (value.kind !== 'string') return undefined;
    texts.push(decoded(value.text));
  }
  return texts;
}

/** Each unit of the syntax' text is a byte. */
function decoded(bytes: string): string {
  return /^[\t -~]*$/.test(bytes) ? bytes : decodeUtf8(Uint8Array.from(bytes, (unit) => unit.charCodeAt(0)));
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
