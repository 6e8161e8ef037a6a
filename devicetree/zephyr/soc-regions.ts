/** The MPU regions that come before devicetree's: Zephyr's default table (arm_mpu_regions.c), or the SoC's own if it is given. */
import type { Devicetree, DevicetreeNode, DevicetreeProperty } from '../model/index.js';
import { firstBlock } from './memory-nodes.js';
import { stringsOf } from './properties.js';
import type { MemoryRange, ArmRegionType, MpuTarget, PlanConfig, SocRegion } from './types.js';

export interface SocTable {
  /** Those whose place is known, with their slot. */
  readonly regions: readonly { readonly slot: number; readonly region: SocRegion }[];
  /** Slots that the table takes, known or not. */
  readonly slots: number;
  /** `default`: Zephyr's arm_mpu_regions.c. `assumed`: the same, though the SoC has a table of its own. */
  readonly from: 'given' | 'default' | 'assumed';
  /** Properties of /chosen that the default table needs and devicetree lacks. */
  readonly missing: readonly string[];
}

interface Chosen {
  readonly range: MemoryRange;
  readonly node?: DevicetreeNode;
  readonly property?: DevicetreeProperty;
}

function chosen(tree: Devicetree, name: string, given: MemoryRange | undefined): Chosen | undefined {
  const property = tree.find('/chosen')?.properties.get(name);
  const node = property === undefined ? undefined : chosenNode(tree, property);
  const range = given ?? (node === undefined ? undefined : firstBlock(node));
  if (range === undefined) return undefined;
  return { range, ...(node === undefined ? {} : { node }), ...(property === undefined ? {} : { property }) };
}

/** A reference outside of `<>` is a path; a string may be a path or an alias. */
function chosenNode(tree: Devicetree, property: DevicetreeProperty): DevicetreeNode | undefined {
  const marked = property.markers.find((marker) => marker.node !== undefined)?.node;
  if (marked !== undefined) return marked;
  const [path] = stringsOf(property.node, property.name);
  return path === undefined ? undefined : tree.find(path);
}

/** REGION_FLASH_SIZE and REGION_SRAM_SIZE of arm_mpu_mem_cfg.h: whole KiB, a power of two, at least so much. */
function roundedKib(size: number, leastKib: number): number {
  const kib = Math.max(Math.floor(size / 1024), leastKib);
  return 2 ** Math.ceil(Math.log2(kib)) * 1024;
}

const LEAST_FLASH_KIB = 32;
const LEAST_SRAM_KIB = 16;

function flashSize(size: number, target: MpuTarget): number {
  return target.pmsa === 'v8' ? Math.floor(size / 1024) * 1024 : roundedKib(size, LEAST_FLASH_KIB);
}

function sramSize(size: number, target: MpuTarget, config: PlanConfig): number {
  if (target.pmsa !== 'v8') return roundedKib(size, LEAST_SRAM_KIB);
  return config.zephyr === 'main' ? size : Math.floor(size / 1024) * 1024;
}

function region(name: string, type: ArmRegionType, { range, node, property }: Chosen, size: number): SocRegion {
  const place = { ...(node === undefined ? {} : { node }), ...(property === undefined ? {} : { property }) };
  return { name, type, base: range.base, size, ...place };
}

/** The SoC's part of the plan. Flash is there only where code runs from it (CONFIG_XIP). */
export function socRegionsOf(tree: Devicetree, target: MpuTarget, config: PlanConfig): SocTable {
  if (config.socRegions !== undefined) {
    const regions = config.socRegions.map((each, slot) => ({ slot, region: each }));
    return { regions, slots: regions.length, from: 'given', missing: [] };
  }
  const regions: { slot: number; region: SocRegion }[] = [];
  const missing: string[] = [];
  let slots = 0;
  if (config.xip) {
    const flash = chosen(tree, 'zephyr,flash', config.flash);
    if (flash === undefined) missing.push('zephyr,flash');
    else regions.push({ slot: slots, region: region('FLASH_0', 'FLASH', flash, flashSize(flash.range.size, target)) });
    slots++;
  }
  const sram = chosen(tree, 'zephyr,sram', config.sram);
  const type = config.zephyr === 'main' && config.sramWriteThrough ? 'RAM_WT' : 'RAM';
  if (sram === undefined) missing.push('zephyr,sram');
  else regions.push({ slot: slots, region: region('SRAM_0', type, sram, sramSize(sram.range.size, target, config)) });
  slots++;
  return { regions, slots, from: config.customSocRegions ? 'assumed' : 'default', missing };
}
