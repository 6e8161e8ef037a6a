/** The nodes that carry `zephyr,memory-attr`, as Zephyr's generated table has them: okay nodes, parents first. */
import { childCells, isOkay, readRanges, readReg, type Devicetree, type DevicetreeNode } from '../model/index.js';
import { cellOfProperty } from './properties.js';
import type { MemoryRange, MemoryNode, UnusableMemoryNode } from './types.js';

/** An address in the space of `bus`'s children where the CPU sees it, as edtlib's _translate has it. */
function translate(bus: DevicetreeNode | undefined, address: bigint): bigint {
  let value = address;
  for (let node = bus; node !== undefined; node = node.parent) {
    const ranges = readRanges(node);
    if (ranges === 'identity') continue;
    // Without `ranges`, or without a window, edtlib takes the address as it is; the model says that there is none.
    const here = value;
    const window = ranges?.find(({ child, size }) => here >= child && here < child + size);
    if (window === undefined) return value;
    value = here - window.child + window.parent;
  }
  return value;
}

/** The first block of `reg` in the CPU's address space, as DT_REG_ADDR and DT_REG_SIZE give it. Beyond 2^53 rounded. */
export function firstBlock(node: DevicetreeNode): MemoryRange | undefined {
  const [block] = readReg(node);
  if (block === undefined || node.parent === undefined) return undefined;
  const cells = childCells(node.parent);
  if (cells.address === 0 || cells.size === 0) return undefined;
  return { base: Number(translate(node.parent, block.address)), size: Number(block.size) };
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
