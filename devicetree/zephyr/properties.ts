/** Small readings of properties that Zephyr's rules need. Never an error: a bad value reads as none. */
import { readStrings, readU32, type DevicetreeNode, type DevicetreeProperty } from '../model/index.js';

/** The strings of a property; empty where it is missing or no list of strings. */
export function stringsOf(node: DevicetreeNode, name: string): readonly string[] {
  const property = node.properties.get(name);
  return (property === undefined ? undefined : readStrings(property)) ?? [];
}

/** The unsigned value of a property that is written as exactly one cell, as edtlib takes an `int`. */
export function cellOfProperty(property: DevicetreeProperty): number | undefined {
  return property.parts.every((part) => part.kind === 'cells') ? readU32(property) : undefined;
}

export function cellOf(node: DevicetreeNode, name: string): number | undefined {
  const property = node.properties.get(name);
  return property === undefined ? undefined : cellOfProperty(property);
}
