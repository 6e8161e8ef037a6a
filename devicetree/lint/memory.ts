/** The memories of a tree as the rules look at them: nodes with an attribute, nodes that the linker knows, and both. */
import { isOkay, type DevicetreeNode, type DevicetreeProperty } from '../model/index.js';
import type { SourceRange } from '../source/index.js';
import {
  ATTRIBUTE_LAYOUT,
  firstBlock,
  regionToken,
  type PlannedRegion,
  type ProgrammedRegion,
} from '../zephyr/index.js';
import { REGION_COMPATIBLE } from './bindings.js';
import { cellsOf, chosen, compatibles, isCompatible, onlyString, regBlocks, type RegBlock } from './reading.js';
import type { LintContext } from './types.js';

export interface Memory {
  readonly node: DevicetreeNode;
  readonly okay: boolean;
  /** `zephyr,memory-attr`. */
  readonly attribute: DevicetreeProperty | undefined;
  /** Its value, 32 bits unsigned; undefined where it is no single cell or holds a macro that nobody defined. */
  readonly value: number | undefined;
  /** `zephyr,memory-region`, where it is a string. */
  readonly region: RegionName | undefined;
  /** Okay and compatible with `zephyr,memory-region`: the linker script gets a region and a section. */
  readonly isLinkerRegion: boolean;
  /** `reg` as written. */
  readonly blocks: readonly RegBlock[];
  /** The first block in the CPU's address space; undefined without a `reg` that fits. */
  readonly base: number | undefined;
  readonly size: number | undefined;
  /** What the MPU makes of it. */
  readonly planned: PlannedRegion | undefined;
}

export interface RegionName {
  readonly property: DevicetreeProperty;
  readonly text: string;
  /** As C and the linker see it: everything but letters and digits turned to `_`. */
  readonly token: string;
  readonly range: SourceRange;
}

/** A memory whose first block is known. */
export type PlacedMemory = Memory & { readonly base: number; readonly size: number };

const memoriesOf = new WeakMap<LintContext, readonly Memory[]>();

/** Every node that has to do with memory attributes or linker regions, okay or not, parents first. */
export function memories(context: LintContext): readonly Memory[] {
  const known = memoriesOf.get(context);
  if (known !== undefined) return known;
  const planned = new Map<DevicetreeNode, PlannedRegion>();
  for (const region of context.plan.regions) {
    if (region.origin === 'devicetree' && region.node !== undefined) planned.set(region.node, region);
  }
  const found: Memory[] = [];
  for (const node of context.compilation.tree.nodes()) {
    const { properties } = node;
    const attribute = properties.get('zephyr,memory-attr');
    if (attribute === undefined && !properties.has('zephyr,memory-region') && !isCompatible(node, REGION_COMPATIBLE))
      continue;
    found.push(memoryOf(node, attribute, planned.get(node)));
  }
  memoriesOf.set(context, found);
  return found;
}

function memoryOf(
  node: DevicetreeNode,
  attribute: DevicetreeProperty | undefined,
  planned: PlannedRegion | undefined,
): Memory {
  const okay = isOkay(node);
  const blocks = regBlocks(node);
  const first = blocks.length === 0 ? undefined : firstBlock(node);
  return {
    node,
    okay,
    attribute,
    value: attribute === undefined ? undefined : attributeValue(attribute),
    region: regionName(node),
    isLinkerRegion: okay && isCompatible(node, REGION_COMPATIBLE),
    blocks,
    base: first?.base,
    size: first?.size,
    planned,
  };
}

function attributeValue(property: DevicetreeProperty): number | undefined {
  const cells = cellsOf(property.syntax);
  const value = cells?.length === 1 ? cells[0]!.value : undefined;
  return value === undefined || value < 0n || value > 0xffff_ffffn ? undefined : Number(value);
}

function regionName(node: DevicetreeNode): RegionName | undefined {
  const property = node.properties.get('zephyr,memory-region');
  const string = onlyString(property);
  if (property === undefined || string === undefined) return undefined;
  const { text, range } = string;
  return { property, text, token: regionToken(text), range: range ?? property.syntax.name.range };
}

/** Okay nodes with `zephyr,memory-attr`, in the order of Zephyr's table. */
export function attributed(context: LintContext): (Memory & { readonly attribute: DevicetreeProperty })[] {
  return memories(context).filter(
    (memory): memory is Memory & { readonly attribute: DevicetreeProperty } =>
      memory.okay && memory.attribute !== undefined,
  );
}

export function linkerRegions(context: LintContext): readonly Memory[] {
  return memories(context).filter((memory) => memory.isLinkerRegion);
}

export function isPlaced(memory: Memory): memory is PlacedMemory {
  return memory.base !== undefined && memory.size !== undefined;
}

/** Memories that get an MPU region from devicetree, with that region. */
export function programmed(
  context: LintContext,
): { readonly memory: PlacedMemory; readonly region: ProgrammedRegion }[] {
  return memories(context).flatMap((memory) =>
    memory.planned?.state === 'programmed' && memory.value !== undefined && isPlaced(memory)
      ? [{ memory, region: memory.planned }]
      : [],
  );
}

export function field(value: number, name: keyof typeof ATTRIBUTE_LAYOUT): number {
  const { mask } = ATTRIBUTE_LAYOUT[name];
  return (value & mask) >>> 0;
}

/** Bits of an attribute that rules ask for by name; the values are the same in every release. */
export const CACHEABLE = 0x1;
export const DMA = 0x8;
export const SW_ALLOC_CACHE = 0x1_0000;
export const SW_ALLOC_NON_CACHE = 0x2_0000;
export const SW_ALLOC_DMA = 0x4_0000;

/** Memories that the heap allocator takes, with their software bits, in the order in which it asks them. */
export function heaps(context: LintContext): { readonly memory: Memory; readonly software: number }[] {
  return attributed(context).flatMap((memory) => {
    const software = memory.value === undefined ? 0 : field(memory.value, 'software');
    return software === 0 ? [] : [{ memory, software }];
  });
}

/** The RAM that the program is linked to. */
export interface ProgramRam {
  readonly node: DevicetreeNode;
  readonly base: number;
  readonly size: number;
  readonly block: RegBlock;
}

export function programRam(context: LintContext): ProgramRam | undefined {
  const node = chosen(context.compilation.tree, 'zephyr,sram')?.node;
  const block = node === undefined ? undefined : regBlocks(node)[0];
  const first = node === undefined ? undefined : firstBlock(node);
  return node === undefined || block === undefined || first === undefined ? undefined : { node, block, ...first };
}

/** A TCM by its name or compatible: the core reaches it beside its caches. */
export function isTightlyCoupled({ node, region }: Memory): boolean {
  const names = [
    node.baseName,
    region?.text ?? '',
    ...node.labels.map(({ text }) => text),
    ...compatibles(node).map(({ text }) => text),
  ];
  return names.some((name) => /tcm/i.test(name));
}

export interface Extent {
  readonly base: number;
  readonly size: number;
}

/** What two extents share; undefined: nothing. */
export function sharedBy(a: Extent, b: Extent): Extent | undefined {
  const base = Math.max(a.base, b.base);
  const end = Math.min(a.base + a.size, b.base + b.size);
  return base < end ? { base, size: end - base } : undefined;
}

export function contains(outer: Extent, inner: Extent): boolean {
  return outer.base <= inner.base && inner.base + inner.size <= outer.base + outer.size;
}

/** Cortex-M and Cortex-R of 32 bits: addresses end at 4 GiB. */
export function has32BitAddresses({ target }: LintContext): boolean {
  return target.architecture !== undefined && target.core !== 'cortex-r82';
}

export function isCortexM({ target }: LintContext): boolean {
  return target.architecture?.endsWith('-M') === true || target.architecture?.includes('-M ') === true;
}

export function isCortexR({ target }: LintContext): boolean {
  return target.architecture?.endsWith('-R') === true;
}
