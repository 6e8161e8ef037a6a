/** The map of an interrupt nexus (Devicetree Specification v0.4, 2.4.3), read once and then looked up by what its mask leaves. */
import { cellCount } from './addresses.js';
import { readCells } from './read.js';
import type { Devicetree, DevicetreeNode } from './types.js';

export interface MapRow {
  readonly controller: DevicetreeNode;
  readonly address: readonly number[];
  readonly specifier: readonly number[];
}

export interface InterruptMap {
  /** The row for a child's address and specifier; the first of several. */
  find(address: readonly number[], specifier: readonly number[]): MapRow | undefined;
}

/** Cells of an address or specifier that are worth comparing; no binding has more. */
const MOST_CELLS = 16;

/** Undefined for a node without a map, or one that does not say how many cells its children's specifiers have. */
export function readInterruptMap(tree: Devicetree, nexus: DevicetreeNode): InterruptMap | undefined {
  const property = nexus.properties.get('interrupt-map');
  const cells = property === undefined ? undefined : readCells(property);
  const specifierCells = cellCount(nexus, '#interrupt-cells');
  const addressCells = cellCount(nexus, '#address-cells') ?? 0;
  if (cells === undefined || specifierCells === undefined) return undefined;
  if (specifierCells > MOST_CELLS || addressCells > MOST_CELLS) return undefined;
  const maskProperty = nexus.properties.get('interrupt-map-mask');
  const mask = maskProperty === undefined ? undefined : readCells(maskProperty);
  const rows = readRows(tree, cells, addressCells + specifierCells, mask);
  return { find: (address, specifier) => rows.get(keyOf([...resized(address, addressCells), ...specifier], mask)) };
}

/** Rows by key, as far as they make sense. */
function readRows(
  tree: Devicetree,
  cells: readonly number[],
  unitCells: number,
  mask: readonly number[] | undefined,
): Map<string, MapRow> {
  const rows = new Map<string, MapRow>();
  for (let at = 0; at + unitCells < cells.length;) {
    const controller = tree.phandles.get(cells[at + unitCells]!);
    if (controller === undefined) break;
    const start = at + unitCells + 1;
    const middle = start + (cellCount(controller, '#address-cells') ?? 0);
    const end = middle + (cellCount(controller, '#interrupt-cells') ?? 0);
    const key = keyOf(cells.slice(at, at + unitCells), mask);
    const row = { controller, address: cells.slice(start, middle), specifier: cells.slice(middle, end) };
    if (!rows.has(key)) rows.set(key, row);
    at = end;
  }
  return rows;
}

function keyOf(cells: readonly number[], mask: readonly number[] | undefined): string {
  return cells.map((cell, i) => (cell & (mask?.[i] ?? 0xffff_ffff)) >>> 0).join(' ');
}

/** Cut, or filled up with 0. */
function resized(cells: readonly number[], count: number): number[] {
  const result = cells.slice(0, count);
  while (result.length < count) result.push(0);
  return result;
}
