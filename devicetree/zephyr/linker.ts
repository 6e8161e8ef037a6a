/** What the linker gets from `zephyr,memory-region` nodes (Zephyr's include/zephyr/linker/devicetree_regions.h). */
import { isOkay, type Devicetree, type DevicetreeNode } from '../model/index.js';
import { firstBlock } from './memory-nodes.js';
import { stringsOf } from './properties.js';
import type { MemoryRange } from './types.js';

export interface LinkerRegion {
  readonly node: DevicetreeNode;
  /** `zephyr,memory-region` as written. */
  readonly name: string;
  /** What the linker and C see; also the section's name, which takes input sections `TOKEN` and `TOKEN.*`. */
  readonly token: string;
  readonly range: MemoryRange | undefined;
  readonly symbols: LinkerSymbols;
  /** Why the token has another meaning for the linker script already. */
  readonly reserved: string | undefined;
}

export interface LinkerSymbols {
  readonly start: string;
  readonly end: string;
  readonly size: string;
  readonly loadStart: string;
}

/** Non-alphanumeric characters become `_`, as edtlib's str_as_token. */
export function regionToken(name: string): string {
  return name.replace(/[^A-Za-z0-9_]/g, '_');
}

/** Symbols that the section `token (NOLOAD)` defines. */
export function linkerSymbols(token: string): LinkerSymbols {
  const prefix = `__${token}`;
  return { start: `${prefix}_start`, end: `${prefix}_end`, size: `${prefix}_size`, loadStart: `${prefix}_load_start` };
}

const RESERVED: ReadonlyMap<string, string> = new Map([
  ['FLASH', 'is where the linker script puts code: this node would move it'],
  ['RAM', 'is where the linker script puts all data: this node would move it'],
  ['IDT_LIST', 'is where the linker script keeps the interrupt table before it is generated'],
]);

/** Regions that the linker script makes itself where /chosen names the memory. */
const RESERVED_WHEN_CHOSEN: ReadonlyMap<string, string> = new Map([
  ['ITCM', 'zephyr,itcm'],
  ['DTCM', 'zephyr,dtcm'],
]);

/** Why a linker script has the token already. Undefined: it is free. */
export function reservedToken(token: string, tree: Devicetree): string | undefined {
  const always = RESERVED.get(token);
  if (always !== undefined) return `${token} ${always}.`;
  const property = RESERVED_WHEN_CHOSEN.get(token);
  if (property === undefined || tree.find('/chosen')?.properties.get(property) === undefined) return undefined;
  return `${token} is the region that the linker script makes for ${property} of /chosen.`;
}

/** The regions and sections that Zephyr's linker script gets from devicetree, in tree order. */
export function linkerRegionsOf(tree: Devicetree): readonly LinkerRegion[] {
  const regions: LinkerRegion[] = [];
  for (const node of tree.nodes()) {
    const [name] = stringsOf(node, 'zephyr,memory-region');
    if (name === undefined || !isOkay(node) || !stringsOf(node, 'compatible').includes('zephyr,memory-region'))
      continue;
    const token = regionToken(name);
    const range = firstBlock(node);
    regions.push({ node, name, token, range, symbols: linkerSymbols(token), reserved: reservedToken(token, tree) });
  }
  return regions;
}

/** `zephyr,memory-region-flags` as ld takes it: any of R W X A I L, `!` inverts those after it (ld manual, MEMORY). */
export function validRegionFlags(flags: string): boolean {
  return /^[rwxail!]+$/i.test(flags) && !flags.endsWith('!');
}
