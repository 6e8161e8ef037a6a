/** ZM061: a linker region named as one that Zephyr's linker script has already. */
import type { Devicetree } from '../../model/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { linkerRegions } from '../memory.js';
import { freeRegionName, RESERVED_REGIONS } from '../names.js';
import { chosen, isOkay } from '../reading.js';
import type { DevicetreeNode } from '../../model/index.js';

const EFFECTS: Readonly<Record<string, string>> = {
  RAM: 'the linker moves all data of the program here',
  FLASH: 'the linker moves all code of the program here',
  IDT_LIST: 'the list of interrupts, which the build reads, is laid here',
  ITCM: 'the sections for ITCM go here instead of the chosen memory',
  DTCM: 'the sections for DTCM go here instead of the chosen memory',
};

export const zm061 = rule('ZM061', 'error', 'Reserved region name', (context, report) => {
  const { tree } = context.compilation;
  for (const { node, region } of linkerRegions(context)) {
    if (region === undefined || !isReserved(tree, node, region.token)) continue;
    const name = freeRegionName(context, node);
    report({
      message: `Zephyr's linker script has a region ${region.token} of its own: ${EFFECTS[region.token]!}.`,
      range: region.range,
      fixes: fixOf(`Rename it to "${name}"`, [{ range: region.range, newText: `"${name}"` }]),
    });
  }
});

/** The memory that the script means may have the name. */
function isReserved(tree: Devicetree, node: DevicetreeNode, token: string): boolean {
  if (token === 'RAM') return chosen(tree, 'zephyr,sram')?.node !== node;
  if (token === 'FLASH') return chosen(tree, 'zephyr,flash')?.node !== node;
  if (RESERVED_REGIONS.has(token)) return true;
  if (token !== 'ITCM' && token !== 'DTCM') return false;
  const tcm = chosen(tree, `zephyr,${token.toLowerCase()}`)?.node;
  return tcm !== undefined && tcm !== node && isOkay(tcm);
}
