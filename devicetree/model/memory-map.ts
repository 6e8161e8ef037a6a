/** The memories of a tree as the CPU sees them: RAM, flash, Zephyr's regions and what is reserved, with gaps and overlaps. */
import { cpuAddresses } from './addresses.js';
import { compatibles, firstString, isOkay } from './read.js';
import type { Devicetree, DevicetreeNode } from './types.js';

export type MemoryKind =
  /** `device_type = "memory"`, or RAM by its compatible. */
  | 'memory'
  /** Flash that can be read like memory. */
  | 'flash'
  /** A node of Zephyr with `zephyr,memory-attr` or `zephyr,memory-region` that is none of the others. */
  | 'region'
  /** Below `/reserved-memory`, or a /memreserve/. */
  | 'reserved';

export interface MemoryEntry {
  readonly kind: MemoryKind;
  /** Undefined for a /memreserve/. */
  readonly node: DevicetreeNode | undefined;
  /** Which block of `reg`, or which /memreserve/. */
  readonly index: number;
  readonly start: bigint;
  readonly size: bigint;
  /** False where `status` says that the node is not there. */
  readonly okay: boolean;
  /** `zephyr,memory-region`: the name that the linker knows. */
  readonly regionName: string | undefined;
  /** Roles from `/chosen`: `zephyr,sram`. */
  readonly chosen: readonly string[];
}

export interface MemoryOverlap {
  readonly first: MemoryEntry;
  readonly second: MemoryEntry;
  readonly start: bigint;
  readonly size: bigint;
  /** One lies wholly in the other, as reserved memory does in RAM. */
  readonly nested: boolean;
}

export interface MemoryMap {
  /** By address; of those with one start the larger first. */
  readonly entries: readonly MemoryEntry[];
  /** Nodes that would be memories but cannot be placed: a bus above has no `ranges`, or `reg` makes no pair. */
  readonly unplaced: readonly DevicetreeNode[];
  /** Between okay entries. */
  readonly gaps: readonly { readonly start: bigint; readonly size: bigint }[];
  /** Among okay entries; at most `MOST_OVERLAPS`. */
  readonly overlaps: readonly MemoryOverlap[];
}

/** More are not listed: a table of thousands of overlaps helps nobody. */
export const MOST_OVERLAPS = 1000;

/** `compatible` of memories that have no `device_type`. */
const RAM = new Set([
  'mmio-sram',
  'mmio-dram',
  'zephyr,memory-region',
  'arm,itcm',
  'arm,dtcm',
  'st,stm32-ccm',
  'nxp,imx-itcm',
  'nxp,imx-dtcm',
]);
const FLASH = new Set(['soc-nv-flash', 'mmio-flash', 'cfi-flash']);

/** Works out the memory map. Blocks without a size are left out. */
export function memoryMap(tree: Devicetree): MemoryMap {
  const entries: MemoryEntry[] = [];
  const unplaced: DevicetreeNode[] = [];
  const roles = chosenRoles(tree);
  for (const node of tree.nodes()) {
    const kind = kindOf(node, roles);
    if (kind === undefined) continue;
    const blocks = cpuAddresses(node);
    // A reserved area without `reg` is placed at run time.
    if (blocks.length === 0 ? kind !== 'reserved' : blocks.includes(undefined)) unplaced.push(node);
    const region = node.properties.get('zephyr,memory-region');
    const shared = {
      kind,
      node,
      okay: isOkay(node),
      regionName: region === undefined ? undefined : firstString(region),
      chosen: roles.get(node) ?? [],
    };
    blocks.forEach((block, index) => {
      if (block !== undefined && block.size > 0n) entries.push({ ...shared, index, ...block });
    });
  }
  addReservations(tree, entries);
  entries.sort(byAddress);
  return { entries, unplaced, gaps: gapsOf(entries), overlaps: overlapsOf(entries) };
}

function kindOf(node: DevicetreeNode, roles: ReadonlyMap<DevicetreeNode, readonly string[]>): MemoryKind | undefined {
  if (node.parent?.name === 'reserved-memory' && node.parent.parent?.parent === undefined) return 'reserved';
  const type = node.properties.get('device_type');
  if (type !== undefined && firstString(type) === 'memory') return 'memory';
  for (const compatible of compatibles(node)) {
    if (RAM.has(compatible)) return 'memory';
    if (FLASH.has(compatible)) return 'flash';
  }
  if (node.properties.has('zephyr,memory-attr') || node.properties.has('zephyr,memory-region')) return 'region';
  const chosen = roles.get(node);
  if (chosen?.some((role) => role === 'zephyr,sram' || role === 'zephyr,dtcm' || role === 'zephyr,itcm') === true)
    return 'memory';
  return undefined;
}

/** What `/chosen` calls a node. */
function chosenRoles(tree: Devicetree): Map<DevicetreeNode, string[]> {
  const roles = new Map<DevicetreeNode, string[]>();
  for (const property of tree.root.children.get('chosen')?.properties.values() ?? []) {
    const path = property.bytes.length === 0 ? '' : firstString(property);
    const node = path.startsWith('/') ? tree.find(path) : undefined;
    if (node === undefined) continue;
    const known = roles.get(node);
    if (known === undefined) roles.set(node, [property.name]);
    else known.push(property.name);
  }
  return roles;
}

function addReservations(tree: Devicetree, entries: MemoryEntry[]): void {
  tree.memoryReservations.forEach(({ address, size }, index) => {
    if (address.value === undefined || size.value === undefined || size.value <= 0n) return;
    const place = { start: BigInt.asUintN(64, address.value), size: BigInt.asUintN(64, size.value) };
    entries.push({ kind: 'reserved', node: undefined, index, ...place, okay: true, regionName: undefined, chosen: [] });
  });
}

function byAddress(a: MemoryEntry, b: MemoryEntry): number {
  if (a.start !== b.start) return a.start < b.start ? -1 : 1;
  if (a.size !== b.size) return a.size > b.size ? -1 : 1;
  return 0;
}

function gapsOf(entries: readonly MemoryEntry[]): { start: bigint; size: bigint }[] {
  const gaps: { start: bigint; size: bigint }[] = [];
  let end: bigint | undefined;
  for (const entry of entries) {
    if (!entry.okay) continue;
    if (end !== undefined && entry.start > end) gaps.push({ start: end, size: entry.start - end });
    const last = entry.start + entry.size;
    if (end === undefined || last > end) end = last;
  }
  return gaps;
}

function overlapsOf(entries: readonly MemoryEntry[]): MemoryOverlap[] {
  const overlaps: MemoryOverlap[] = [];
  let open: MemoryEntry[] = [];
  for (const second of entries) {
    if (!second.okay) continue;
    open = open.filter((entry) => entry.start + entry.size > second.start);
    for (const first of open) {
      if (overlaps.length >= MOST_OVERLAPS) return overlaps;
      const firstEnd = first.start + first.size;
      const secondEnd = second.start + second.size;
      const nested = secondEnd <= firstEnd;
      overlaps.push({
        first,
        second,
        start: second.start,
        size: (nested ? secondEnd : firstEnd) - second.start,
        nested,
      });
    }
    open.push(second);
  }
  return overlaps;
}
