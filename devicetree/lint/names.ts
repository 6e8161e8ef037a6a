/** Names for linker regions that are free: no region of the tree has them, and the linker script does not either. */
import type { DevicetreeNode } from '../model/index.js';
import { regionToken, reservedToken } from '../zephyr/index.js';
import { memories } from './memory.js';
import { nodeName } from './reading.js';
import type { LintContext } from './types.js';

/** A region's name for a node, from its label: `SRAM1`; with the address where that is taken. */
export function freeRegionName(context: LintContext, node: DevicetreeNode, wish = nodeName(node)): string {
  const taken = new Set(
    memories(context).flatMap((memory) => (memory.region === undefined ? [] : [memory.region.token])),
  );
  const isFree = (name: string): boolean =>
    !taken.has(name) && reservedToken(name, context.compilation.tree) === undefined;
  const plain = regionToken(wish.replace(/@/g, '_'))
    .toUpperCase()
    .replace(/^(?=\d)/, 'R');
  if (isFree(plain)) return plain;
  const base =
    node.unitAddress === undefined ? `${plain}_REGION` : `${plain}_${regionToken(node.unitAddress).toUpperCase()}`;
  if (isFree(base)) return base;
  for (let n = 2; ; n++) if (isFree(`${base}_${n}`)) return `${base}_${n}`;
}
