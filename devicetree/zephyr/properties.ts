/** Small readings of properties that Zephyr's rules need: strings, one cell, status. Never an error: a bad value reads as none. */
import type { DevicetreeNode, DevicetreeProperty } from '../model/types.js';

/** The strings of a property; empty where it is missing or no list of strings. */
export function stringsOf(node: DevicetreeNode, name: string): readonly string[] {
  const bytes = node.properties.get(name)?.bytes;
  if (bytes === undefined || bytes.length === 0 || bytes.at(-1) !== 0) return [];
  const strings: string[] = [];
  let text = '';
  for (const byte of bytes) {
    if (byte !== 0) {
      text += String.fromCharCode(byte);
      continue;
    }
    strings.push(text);
    text = '';
  }
  return strings;
}

/** The unsigned value of a property that is exactly one cell, as edtlib takes an `int`. */
export function cellOfProperty(property: DevicetreeProperty): number | undefined {
  const { bytes, parts } = property;
  if (bytes.length !== 4 || parts.some((part) => part.kind !== 'cells')) return undefined;
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
}

export function cellOf(node: DevicetreeNode, name: string): number | undefined {
  const property = node.properties.get(name);
  return property === undefined ? undefined : cellOfProperty(property);
}

/** Zephyr's status okay: absent, `okay` or `ok`. A parent's status does not count. */
export function isOkay(node: DevicetreeNode): boolean {
  const [status] = stringsOf(node, 'status');
  return status === undefined || status === 'okay' || status === 'ok';
}
