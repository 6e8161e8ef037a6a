/** The nodes that carry `zephyr,memory-attr`, as Zephyr's generated table has them: okay nodes, parents first. */
import type { Devicetree, DevicetreeNode } from '../model/types.js';
import { cellOf, cellOfProperty, isOkay } from './properties.js';
import type { AddressRange, MemoryNode, UnusableMemoryNode } from './types.js';

/** Cells are 32 bits, big-endian. */
function cellsAt(bytes: Uint8Array, at: number, count: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let value = 0;
  for (let n = 0; n < count; n++) value = value * 2 ** 32 + view.getUint32(at + 4 * n);
  return value;
}

function cellCounts(node: DevicetreeNode | undefined): { readonly address: number; readonly size: number } {
  const count = (name: string, usual: number): number => {
    const cells = node === undefined ? undefined : cellOf(node, name);
    return cells === undefined || cells > 4 ? usual : cells;
  };
  // Devicetree Specification 2.3.5: the defaults are 2 and 1.
  return { address: count('#address-cells', 2), size: count('#size-cells', 1) };
}

/** An address of `node`'s children in the address space of the root, through `ranges` (Devicetree Specification 2.3.8). */
function translate(node: DevicetreeNode | undefined, address: number): number {
  let value = address;
  for (let bus = node; bus?.parent !== undefined; bus = bus.parent) {
    const ranges = bus.properties.get('ranges');
    // As edtlib: where a bus has no `ranges`, the address stays as it is.
    if (ranges === undefined) return value;
    const inner = cellCounts(bus);
    const outer = cellCounts(bus.parent);
    const bytes = 4 * (inner.address + outer.address + inner.size);
    for (let at = 0; bytes > 0 && at + bytes <= ranges.bytes.length; at += bytes) {
      const child = cellsAt(ranges.bytes, at, inner.address);
      const parent = cellsAt(ranges.bytes, at + 4 * inner.address, outer.address);
      const size = cellsAt(ranges.bytes, at + 4 * (inner.address + outer.address), inner.size);
      if (value < child || value >= child + size) continue;
      value = value - child + parent;
      break;
    }
  }
  return value;
}

/** The first block of `reg` in the CPU's address space, as `DT_REG_ADDR` and `DT_REG_SIZE` give it. */
export function firstBlock(node: DevicetreeNode): AddressRange | undefined {
  const bytes = node.properties.get('reg')?.bytes;
  const cells = cellCounts(node.parent);
  if (bytes === undefined || cells.address === 0 || bytes.length < 4 * (cells.address + cells.size)) return undefined;
  const base = cellsAt(bytes, 0, cells.address);
  return { base: translate(node.parent, base), size: cellsAt(bytes, 4 * cells.address, cells.size) };
}

/** Whether Zephyr's bindings give C the property; a tree without bindings takes every node. */
export type DeclaresAttribute = (node: DevicetreeNode) => boolean;

export interface MemoryNodes {
  /** Zephyr's `mem_attr_region[]`, in its order. */
  readonly regions: readonly MemoryNode[];
  readonly unusable: readonly UnusableMemoryNode[];
  /** Both, in tree order. */
  readonly all: readonly (MemoryNode | UnusableMemoryNode)[];
}

function memoryNode(node: DevicetreeNode, declares: DeclaresAttribute): MemoryNode | UnusableMemoryNode | undefined {
  const property = node.properties.get('zephyr,memory-attr');
  if (property === undefined || !isOkay(node)) return undefined;
  const attribute = cellOfProperty(property);
  const common = { name: node.name, node, property };
  if (attribute === undefined) return { ...common, attribute, reason: 'not-one-cell' };
  if (!declares(node)) return { ...common, attribute, reason: 'not-declared' };
  const block = firstBlock(node);
  return block === undefined ? { ...common, attribute, reason: 'no-reg' } : { ...common, ...block, attribute };
}

/** The nodes that are okay and carry `zephyr,memory-attr`, in the order of DT_MEMORY_ATTR_FOREACH_STATUS_OKAY_NODE. */
export function memoryNodesOf(tree: Devicetree, declares: DeclaresAttribute = () => true): MemoryNodes {
  const all: (MemoryNode | UnusableMemoryNode)[] = [];
  for (const node of tree.nodes()) {
    const found = memoryNode(node, declares);
    if (found !== undefined) all.push(found);
  }
  return {
    all,
    regions: all.filter((each): each is MemoryNode => !('reason' in each)),
    unusable: all.filter((each): each is UnusableMemoryNode => 'reason' in each),
  };
}
