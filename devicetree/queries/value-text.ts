/** A merged value as devicetree source, its numbers worked out. */
import { hex8 } from '../../base/index.js';
import { phandleOffsets, type DevicetreeProperty, type Marker, type ValuePart } from '../model/index.js';

/** Cells and bytes beyond these are left out of one text. */
const MOST = 4096;

/** `<&gpio0 0xd 0x0>, "text"`; undefined for a property without a value. `mostCells` of each part are shown, then `…`. */
export function valueText(property: DevicetreeProperty, mostCells = MOST): string | undefined {
  if (property.syntax.values === undefined) return undefined;
  const references = new Map<number, Marker>();
  for (const marker of property.markers) if (marker.kind !== 'label') references.set(marker.offsetBytes, marker);
  const offsets = references.size === 0 ? NONE : new Set(phandleOffsets(property));
  return property.parts.map((part) => partText(property, part, references, offsets, mostCells)).join(', ');
}

const NONE: ReadonlySet<number> = new Set();

function partText(
  { bytes, syntax }: DevicetreeProperty,
  part: ValuePart,
  references: ReadonlyMap<number, Marker>,
  phandles: ReadonlySet<number>,
  mostCells: number,
): string {
  const { offsetBytes: start, lengthBytes, bits = 32 } = part;
  switch (part.kind) {
    case 'cells': {
      const width = bits / 8;
      const cells: string[] = [];
      const count = lengthBytes / width;
      for (let i = 0; i < Math.min(count, mostCells); i++) {
        const at = start + i * width;
        const reference = phandles.has(at) ? references.get(at) : undefined;
        cells.push(reference === undefined ? hexAt(bytes, at, width) : referenceText(reference.text));
      }
      if (count > mostCells) cells.push('…');
      return `${bits === 32 ? '' : `/bits/ ${bits} `}<${cells.join(' ')}>`;
    }
    case 'string':
      return stringText(bytes.subarray(start, start + Math.max(0, lengthBytes - 1)));
    case 'bytes':
    case 'incbin': {
      const shown = [...bytes.subarray(start, start + Math.min(lengthBytes, mostCells))];
      const list = shown.map((byte) => hex8(byte).slice(2)).join(' ');
      return `[${list}${lengthBytes > mostCells ? ' …' : ''}]`;
    }
    case 'path': {
      const marker = references.get(start);
      return marker === undefined ? '""' : referenceText(marker.text);
    }
    case 'invalid':
      return syntax.values === undefined ? '' : '/* unreadable */';
  }
}

function referenceText(target: string): string {
  return /^\w+$/.test(target) ? `&${target}` : `&{${target}}`;
}

function hexAt(bytes: Uint8Array, at: number, width: number): string {
  let text = '';
  for (let i = 0; i < width; i++) text += (bytes[at + i] ?? 0).toString(16).padStart(2, '0');
  return `0x${text.replace(/^0+(?=.)/, '')}`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\t': '\\t', '\r': '\\r', '"': '\\"', '\\': '\\\\' };

function stringText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    if (ESCAPES[character] !== undefined) text += ESCAPES[character];
    else if (byte >= 0x20 && byte < 0x7f) text += character;
    else text += `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return `"${text}"`;
}

/** `0x14000 = 81920`; small numbers once. */
export function numberText(value: bigint): string {
  if (value >= 0n && value < 10n) return String(value);
  const hex = value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
  return `${hex} = ${value}`;
}
