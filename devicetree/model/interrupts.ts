/** Interrupts (Devicetree Specification v0.4, 2.4): who handles a node's interrupts, with which numbers. */
import { cellCount, childCells } from './addresses.js';
import { readInterruptMap, type InterruptMap, type MapRow } from './interrupt-map.js';
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
  const maps = new Map<DevicetreeNode, InterruptMap | undefined>();
  const mapOf = (nexus: DevicetreeNode): InterruptMap | undefined => {
    if (!maps.has(nexus)) maps.set(nexus, readInterruptMap(tree, nexus));
    return maps.get(nexus);
  };
  const unit = unitOf(node);
  return specifiers(tree, node).map(({ provider, cells, offsetBytes }) => ({
    ...route(mapOf, provider, unit, cells),
    offsetBytes,
  }));
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
  mapOf: (nexus: DevicetreeNode) => InterruptMap | undefined,
  provider: DevicetreeNode,
  unit: readonly number[],
  cells: readonly number[],
): Pick<Interrupt, 'controller' | 'cells'> {
  let row: MapRow = { controller: provider, address: unit, specifier: cells };
  for (let hop = 0; hop < LONGEST_ROUTE; hop++) {
    const { controller, address, specifier } = row;
    if (controller.properties.has('interrupt-controller')) break;
    const next = mapOf(controller)?.find(address, specifier);
    if (next === undefined) break;
    row = next;
  }
  return { controller: row.controller, cells: row.specifier };
}
