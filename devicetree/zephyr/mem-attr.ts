/** Zephyr's memory attribute library (subsys/mem_mgmt/mem_attr.c): its table of regions and its check of a buffer. */
import type { Devicetree } from '../model/index.js';
import { memoryNodesOf, type DeclaresAttribute } from './memory-nodes.js';
import type { MemoryNode } from './types.js';
import { hexWords, rangeWords, sizeWords } from './words.js';

/** `mem_attr_get_regions`: the okay nodes with `zephyr,memory-attr`, in tree order. */
export function regionsOf(tree: Devicetree, declares?: DeclaresAttribute): readonly MemoryNode[] {
  return memoryNodesOf(tree, declares).regions;
}

/** What `mem_attr_check_buf` returns. */
export type CheckCode = '0' | '-ENOSYS' | '-ENOTSUP' | '-ENOBUFS' | '-ENOSPC' | '-EINVAL';

export interface CheckConfig {
  /** CONFIG_MMU: addresses are virtual, and the check gives up. */
  readonly mmu?: boolean;
  /** Width of `size_t`; sums wrap there. Default 32. */
  readonly addressBits?: 32 | 64;
}

export interface CheckResult {
  readonly code: CheckCode;
  /** The region whose range decided. */
  readonly region: MemoryNode | undefined;
  /** Why, in a sentence. */
  readonly message: string;
  /** `end-wraps`: a region that should have matched ends where addresses end. `buffer-wraps`: the buffer does, and passed. */
  readonly quirk?: 'end-wraps' | 'buffer-wraps';
}

type Region = Pick<MemoryNode, 'name' | 'base' | 'size' | 'attribute'>;

function inside(region: Region, address: number): boolean {
  return address >= region.base && address < region.base + region.size;
}

function outcome(region: MemoryNode, wanted: number, fits: boolean, size: number): Omit<CheckResult, 'quirk'> {
  const where = `${region.name} (${rangeWords(region)})`;
  if (!fits) {
    return { code: '-ENOSPC', region, message: `${sizeWords(size)} reach beyond the end of ${where}.` };
  }
  const lacking = (wanted & ~region.attribute) >>> 0;
  if (lacking !== 0)
    return { code: '-EINVAL', region, message: `${where} lacks the attribute bits ${hexWords(lacking)}.` };
  return { code: '0', region, message: `All of the buffer lies in ${where}, which has every attribute bit asked for.` };
}

/**
 * What `mem_attr_check_buf(address, size, attributes)` returns, and why. The first region in table order that holds the address
 * decides; end addresses wrap as `size_t` does.
 */
export function checkBuffer(
  regions: readonly MemoryNode[],
  address: number,
  size: number,
  attributes: number,
  config: CheckConfig = {},
): CheckResult {
  if (config.mmu === true)
    return {
      code: '-ENOSYS',
      region: undefined,
      message: 'CONFIG_MMU is on: addresses are virtual, nothing is checked.',
    };
  if (size === 0) return { code: '-ENOTSUP', region: undefined, message: 'A size of 0 is not accepted.' };
  const wrap =
    config.addressBits === 64 ? (value: number): number => value : (value: number): number => value % 2 ** 32;
  for (const region of regions) {
    const end = wrap(region.base + region.size);
    if (address < region.base || address >= end) continue;
    const bufferEnd = wrap(address + size);
    const result = outcome(region, attributes, bufferEnd <= end, size);
    if (bufferEnd >= address || result.code === '-ENOSPC') return result;
    const message = `${result.message} The buffer's end wraps to ${hexWords(bufferEnd)}, so the check takes it as inside although it is not.`;
    return { ...result, message, quirk: 'buffer-wraps' };
  }
  const missed = regions.find((region) => inside(region, address));
  if (missed === undefined) {
    return {
      code: '-ENOBUFS',
      region: undefined,
      message: `${hexWords(address)} lies in no region with zephyr,memory-attr.`,
    };
  }
  const message = `${missed.name} (${rangeWords(missed)}) ends where addresses end: its end wraps to 0, and no buffer is ever found in it.`;
  return { code: '-ENOBUFS', region: missed, message, quirk: 'end-wraps' };
}
