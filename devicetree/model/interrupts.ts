/** Interrupts (Devicetree Specification v0.4, 2.4): who handles a node's interrupts, with which numbers. */
import { cellCount, childCells } from './addresses.js';
import { readPhandleList } from './phandle-arguments.js';
import { cellAt, readCells, readU32 } from './read.js';
import type { Devicetree, DevicetreeNode } from './types.js';

export interface Interrupt {
  /** The controller, or the nexus where its map says nothing about this interrupt. */
  readonly controller: DevicetreeNode;
  /** The specifier in the controller's own terms. */
  readonly cells: readonly number[];
  /** Of its entry in `interrupts` or `interrupts-extended`. */
  readonly offsetBytes: number;
}

/** Nexus nodes that an interrupt may pass; a map that leads to itself ends there. */
const LONGEST_ROUTE = 16;

/** Controllers and nexus nodes. */
export function isInterruptProvider(node: DevicetreeNode): boolean {
  return node.properties.has('interrupt-controller') || node.properties.has('interrupt-map');
}

/**
 * The node that a node's `interrupts` go to: by `interrupt-parent` of the node or of the nearest one above it that has it, or
 * the nearest provider above, whichever comes first.
 */
export function interruptParent(tree: Devicetree, node: DevicetreeNode): DevicetreeNode | undefined {
  for (let at: DevicetreeNode | undefined = node; at !== undefined; at = at.parent) {
    if (at !== node && isInterruptProvider(at)) return at;
    const property = at.properties.get('interrupt-parent');
    const phandle = property === undefined ? undefined : readU32(property);
    if (phandle !== undefined) return tree.phandles.get(phandle);
  }
  return undefined;
}

/** A node's interrupts. `interrupts-extended` wins over `interrupts`. */
export function readInterrupts(tree: Devicetree, node: DevicetreeNode): Interrupt[] {
  const interrupts: Interrupt[] = [];
  for (const { provider, cells, offsetBytes } of specifiers(tree, node)) {
    interrupts.push({ ...route(tree, provider, unitOf(node), cells), offsetBytes });
  }
  return interrupts;
}

interface Specifier {
  readonly provider: DevicetreeNode;
  readonly cells: readonly number[];
  readonly offsetBytes: number;
}

function specifiers(tree: Devicetree, node: DevicetreeNode): Specifier[] {
  const extended = node.properties.get('interrupts-extended');
  if (extended !== undefined) {
    return readPhandleList(tree, extended, '#interrupt-cells').entries.flatMap(({ provider, cells, offsetBytes }) =>
      provider === undefined ? [] : [{ provider, cells, offsetBytes }],
    );
  }
  const property = node.properties.get('interrupts');
  const provider = property === undefined ? undefined : interruptParent(tree, node);
  const count = provider === undefined ? undefined : cellCount(provider, '#interrupt-cells');
  const all = property === undefined ? undefined : readCells(property);
  if (provider === undefined || all === undefined || count === undefined || count === 0) return [];
  const found: Specifier[] = [];
  for (let at = 0; at + count <= all.length; at += count) {
    found.push({ provider, cells: all.slice(at, at + count), offsetBytes: 4 * at });
  }
  return found;
}

/** The cells of the node's first address, which a map compares. */
function unitOf(node: DevicetreeNode): number[] {
  const bytes = node.properties.get('reg')?.bytes;
  const count = node.parent === undefined ? 0 : childCells(node.parent).address;
  const cells: number[] = [];
  for (let i = 0; bytes !== undefined && i < count && 4 * i + 4 <= bytes.length; i++) cells.push(cellAt(bytes, 4 * i));
  return cells;
}

/** Follows nexus maps (2.4.3) to the controller. */
function route(
  tree: Devicetree,
  provider: DevicetreeNode,
  unit: readonly number[],
  cells: readonly number[],
): Pick<Interrupt, 'controller' | 'cells'> {
  let controller = provider;
  let address = unit;
  let specifier = cells;
  for (let hop = 0; hop < LONGEST_ROUTE; hop++) {
    const next = controller.properties.has('interrupt-controller')
      ? undefined
      : mapOnce(tree, controller, address, specifier);
    if (next === undefined) break;
    ({ controller, address, specifier } = next);
  }
  return { controller, cells: specifier };
}

interface Mapped {
  readonly controller: DevicetreeNode;
  readonly address: readonly number[];
  readonly specifier: readonly number[];
}

/** The entry of a nexus' `interrupt-map` for an address and a specifier. */
function mapOnce(
  tree: Devicetree,
  nexus: DevicetreeNode,
  address: readonly number[],
  specifier: readonly number[],
): Mapped | undefined {
  const property = nexus.properties.get('interrupt-map');
  const map = property === undefined ? undefined : readCells(property);
  if (map === undefined) return undefined;
  const addressCells = cellCount(nexus, '#address-cells') ?? 0;
  const wanted = [...resized(address, addressCells), ...specifier];
  const maskProperty = nexus.properties.get('interrupt-map-mask');
  const mask = maskProperty === undefined ? undefined : readCells(maskProperty);
  for (let at = 0; at + wanted.length < map.length;) {
    const parent = tree.phandles.get(map[at + wanted.length]!);
    if (parent === undefined) return undefined;
    const parentAddress = cellCount(parent, '#address-cells') ?? 0;
    const start = at + wanted.length + 1;
    const end = start + parentAddress + (cellCount(parent, '#interrupt-cells') ?? 0);
    const base = at;
    if (wanted.every((cell, i) => ((cell ^ map[base + i]!) & (mask?.[i] ?? 0xffff_ffff)) === 0)) {
      const outer = map.slice(start, start + parentAddress);
      return { controller: parent, address: outer, specifier: map.slice(start + parentAddress, end) };
    }
    at = end;
  }
  return undefined;
}

/** Cut, or filled up with 0 as far as makes sense. */
function resized(cells: readonly number[], count: number): number[] {
  const result = cells.slice(0, count);
  while (result.length < Math.min(count, 16)) result.push(0);
  return result;
}
