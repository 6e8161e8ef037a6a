/** What people ask of a devicetree's memory attributes, and the answers in words: tables, allocations, checks of buffers. */
import { readNumber } from '../../base/index.js';
import { builtInAttributes, type AttributeTable } from './attributes.js';
import { attributeExpression } from './describe.js';
import { initPool, placeAllocation } from './heap.js';
import { checkBuffer } from './mem-attr.js';
import type { MemoryNode } from './types.js';
import { hexWords, rangeWords, sizeWords } from './words.js';

export type ReadAttribute = { readonly value: number } | { readonly mistake: string };

/** An attribute as people write it: numbers and macros joined with `|`, in parentheses or not. */
export function readAttribute(text: string, table: AttributeTable = builtInAttributes('main')): ReadAttribute {
  let value = 0;
  for (const part of text.replaceAll(/[()<>]/g, ' ').split('|')) {
    const word = part.trim();
    const bits = readNumber(word) ?? table.macros.get(word)?.value;
    if (bits === undefined || bits > 0xffff_ffff) {
      const what = word === '' ? 'An attribute is missing' : `“${word}” is no memory attribute of ${table.source}`;
      return { mistake: `${what}: write numbers and macros joined with |, as in DT_MEM_SW_ALLOC_DMA or 0x10000.` };
    }
    value = (value | bits) >>> 0;
  }
  return { value };
}

/** `mem_attr_get_regions`, and the heaps that `mem_attr_heap_pool_init` makes of them. Lines without an end. */
export function attributesText(regions: readonly MemoryNode[], table: AttributeTable): string {
  if (regions.length === 0) return 'No enabled node of the devicetree has zephyr,memory-attr.';
  const pool = initPool(regions);
  const lines = regions.map((region) => {
    const heap = pool.heaps.find((each) => each.region === region);
    const attribute = `${hexWords(region.attribute)} (${attributeExpression(region.attribute, table)})`;
    const use = heap === undefined ? '' : `, a heap: at most ${sizeWords(heap.largestBytes)} in one block`;
    return `${region.name.padEnd(24)} ${rangeWords(region)}  ${sizeWords(region.size)}  ${attribute}${use}`;
  });
  return pool.code === '0' ? lines.join('\n') : `${lines.join('\n')}\n${pool.code}: ${pool.message}`;
}

/** Where `mem_attr_heap_aligned_alloc(attribute, align, bytes)` takes its block from while all heaps are empty. */
export function allocationText(
  regions: readonly MemoryNode[],
  { attribute, bytes, align = 0 }: { readonly attribute: number; readonly bytes: number; readonly align?: number },
): string {
  const { heaps } = initPool(regions);
  if (heaps.length === 0) return 'NULL: no region has a software attribute (DT_MEM_SW_…), so there are no heaps.';
  return placeAllocation(heaps, attribute, align, bytes).message;
}

/** What `mem_attr_check_buf(address, size, attribute)` returns, and why. */
export function bufferText(regions: readonly MemoryNode[], address: number, size: number, attribute: number): string {
  const { code, message } = checkBuffer(regions, address, size, attribute);
  return `${code}: ${message}`;
}
