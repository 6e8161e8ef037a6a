/**
 * Zephyr's heaps by memory attribute (subsys/mem_mgmt/mem_attr_heap.c over lib/heap): which regions become heaps, and where a
 * first allocation lands. Sizes are those of a fresh pool on a 32-bit core, without CONFIG_SYS_HEAP_RUNTIME_STATS.
 */
import { ATTRIBUTE_LAYOUT, builtInAttributes } from './attributes.js';
import { attributeExpression } from './describe.js';
import type { MemoryNode } from './types.js';
import { hexWords, rangeWords, sizeWords } from './words.js';

/** MAX_MULTI_HEAPS of sys/multi_heap.h. */
export const MOST_HEAPS = 8;

export interface MemoryHeap {
  readonly region: MemoryNode;
  /** The software bits, which a request has to equal. */
  readonly software: number;
  /** What one allocation can get at most from the fresh heap, in bytes; 0: too small to be a heap, Zephyr asserts. */
  readonly largestBytes: number;
}

export type PoolCode = '0' | '-EALREADY' | '-ENOMEM';

export interface HeapPool {
  /** What `mem_attr_heap_pool_init` returns. After -ENOMEM the first eight heaps work all the same. */
  readonly code: PoolCode;
  /** In devicetree order, which is the order in which they are tried. */
  readonly heaps: readonly MemoryHeap[];
  /** Regions with software bits that came after the eighth. */
  readonly left: readonly MemoryNode[];
  readonly message: string;
}

const UNIT = 8;
/** `struct z_heap` without its buckets. */
const HEAP_BYTES = 16;

interface Layout {
  /** Bytes before each block: heaps beyond 0x7fff units have wide headers. */
  readonly header: number;
  /** All units, and those of the one free chunk. */
  readonly units: number;
  readonly free: number;
}

/** `sys_heap_init`. Undefined: too small. */
function layoutOf({ base, size }: MemoryNode): Layout | undefined {
  const footer = Math.floor(size / UNIT) > 0x7fff ? 8 : 4;
  const start = Math.ceil(base / UNIT) * UNIT;
  const end = Math.floor((base + size - footer) / UNIT) * UNIT;
  const units = (end - start) / UNIT;
  const header = units > 0x7fff ? 8 : 4;
  const least = header === 8 ? 2 : 1;
  if (units <= HEAP_BYTES / UNIT) return undefined;
  const buckets = 32 - Math.clz32(units - least + 1);
  const free = units - Math.ceil((HEAP_BYTES + 4 * buckets) / UNIT);
  return free < least ? undefined : { header, units, free };
}

function heapOf(region: MemoryNode): MemoryHeap {
  const layout = layoutOf(region);
  const software = (region.attribute & ATTRIBUTE_LAYOUT.software.mask) >>> 0;
  return { region, software, largestBytes: layout === undefined ? 0 : layout.free * UNIT - layout.header };
}

/** `mem_attr_heap_pool_init`. `again`: it was called before. */
export function initPool(regions: readonly MemoryNode[], again = false): HeapPool {
  const wanted = regions.filter((region) => (region.attribute & ATTRIBUTE_LAYOUT.software.mask) !== 0);
  const heaps = wanted.slice(0, MOST_HEAPS).map(heapOf);
  const left = wanted.slice(MOST_HEAPS);
  if (again) return { code: '-EALREADY', heaps, left, message: 'The pool is initialised already; nothing changes.' };
  const first = left[0];
  if (first === undefined) return { code: '0', heaps, left, message: `${heaps.length} heaps.` };
  const message = `${wanted.length} regions have software bits, but there are ${MOST_HEAPS} heaps: from ${first.name} on they stay unused.`;
  return { code: '-ENOMEM', heaps, left, message };
}

/** Whether the fresh heap has room (`sys_heap_alloc`, `sys_heap_aligned_alloc`). */
function hasRoom(heap: MemoryHeap, align: number, bytes: number): boolean {
  const layout = layoutOf(heap.region);
  if (layout === undefined || Math.floor(bytes / UNIT) >= layout.units) return false;
  const extra = align <= layout.header ? 0 : align - layout.header;
  return Math.ceil((bytes + extra + layout.header) / UNIT) <= layout.free;
}

export interface Placement {
  /** Undefined: NULL. */
  readonly heap: MemoryHeap | undefined;
  readonly message: string;
}

function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(Math.log2(value));
}

function request(align: number, bytes: number): string {
  return align > 0 ? `${sizeWords(bytes)} aligned to ${align}` : sizeWords(bytes);
}

function nullPlacement(heaps: readonly MemoryHeap[], attribute: number, align: number, bytes: number): Placement {
  const outside = (attribute & ~ATTRIBUTE_LAYOUT.software.mask) >>> 0;
  if (outside !== 0) {
    return {
      heap: undefined,
      message: `NULL: ${hexWords(outside)} are not software bits (19:16), and heaps know no others.`,
    };
  }
  const names = attributeExpression(attribute, builtInAttributes('main'));
  const same = heaps.filter((heap) => heap.software === attribute);
  if (same.length === 0) {
    const more = heaps.find((heap) => (heap.software & attribute) === attribute && attribute !== 0);
    const hint =
      more === undefined ? '' : `; ${more.region.name} has more bits than asked for, and that does not count`;
    return { heap: undefined, message: `NULL: no heap has exactly ${names}${hint}.` };
  }
  const which =
    same.length === 1 ? `the heap with exactly ${names}` : `none of the ${same.length} heaps with exactly ${names}`;
  const verb = same.length === 1 ? 'cannot hold' : 'can hold';
  return { heap: undefined, message: `NULL: ${which} ${verb} ${request(align, bytes)}.` };
}

/**
 * Where `mem_attr_heap_aligned_alloc(attribute, align, bytes)` gets its block from while the heaps are empty. Align 0 stands for
 * `mem_attr_heap_alloc`.
 */
export function placeAllocation(
  heaps: readonly MemoryHeap[],
  attribute: number,
  align: number,
  bytes: number,
): Placement {
  if (bytes === 0) return { heap: undefined, message: 'NULL: 0 bytes are never allocated.' };
  if (align !== 0 && !isPowerOfTwo(align)) {
    return {
      heap: undefined,
      message: `The alignment ${align} is no power of two. The arguments are (attribute, align, bytes).`,
    };
  }
  const tried: MemoryHeap[] = [];
  for (const heap of heaps) {
    if (heap.software !== attribute) continue;
    tried.push(heap);
    if (!hasRoom(heap, align, bytes)) continue;
    const names = attributeExpression(attribute, builtInAttributes('main'));
    const before =
      tried.length > 1
        ? `, after ${tried
            .slice(0, -1)
            .map((each) => each.region.name)
            .join(', ')} had no room`
        : '';
    const message = `${heap.region.name} (${rangeWords(heap.region)}): the first heap in devicetree order with exactly ${names}${before}.`;
    return { heap, message };
  }
  return nullPlacement(heaps, attribute, align, bytes);
}

/**
 * `mem_attr_heap_get_region(address)`: the heap with the highest start at or below the address, whether or not the address lies in
 * it. Undefined: below every heap, where Zephyr reads before its table.
 */
export function heapRegionAt(heaps: readonly MemoryHeap[], address: number): MemoryNode | undefined {
  let found: MemoryHeap | undefined;
  for (const heap of heaps) {
    const start = Math.ceil(heap.region.base / UNIT) * UNIT;
    if (start <= address && (found === undefined || heap.region.base >= found.region.base)) found = heap;
  }
  return found?.region;
}
