/** ZM061: a linker region named as one that Zephyr's linker script has already. */
import { isOkay, type Devicetree, type DevicetreeNode } from '../../model/index.js';
import { reservedToken } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { linkerRegions } from '../memory.js';
import { freeRegionName } from '../names.js';
import { chosen } from '../reading.js';

export const zm061 = rule('ZM061', 'error', 'Reserved region name', (context, report) => {
  const { tree } = context.compilation;
  for (const { node, region } of linkerRegions(context)) {
    const why = region === undefined ? undefined : reservedToken(region.token, tree);
    if (region === undefined || why === undefined || isMeant(tree, node, region.token)) continue;
    const name = freeRegionName(context, node);
    report({
      message: why,
      range: region.range,
      fixes: fixOf(`Rename it to "${name}"`, [{ range: region.range, newText: `"${name}"` }]),
    });
  }
});

/** The memory that the script means by a name; it may have that name. */
const MEANT: Readonly<Record<string, string>> = {
  RAM: 'zephyr,sram',
  FLASH: 'zephyr,flash',
  ITCM: 'zephyr,itcm',
  DTCM: 'zephyr,dtcm',
};

function isMeant(tree: Devicetree, node: DevicetreeNode, token: string): boolean {
  const property = MEANT[token];
  const meant = property === undefined ? undefined : chosen(tree, property)?.node;
  // The script has regions for the tightly coupled memories only where the chosen one is okay.
  return meant === node || (token.endsWith('TCM') && (meant === undefined || !isOkay(meant)));
}
