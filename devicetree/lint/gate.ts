/** Whether the rules have any business here: they are about Zephyr, and Linux's trees never hear of them. */
import type { DevicetreeNode } from '../model/index.js';
import type { LintContext } from './types.js';

const PREFIX = 'zephyr,';

/** True where a Zephyr context was given or some node has a `zephyr,…` property. */
export function isZephyr({ zephyr, compilation }: LintContext): boolean {
  if (zephyr !== undefined) return true;
  const { tree } = compilation;
  // Where most trees have them.
  const chosen = tree.root.children.get('chosen');
  if (chosen !== undefined && hasZephyrProperty(chosen)) return true;
  for (const node of tree.nodes()) if (hasZephyrProperty(node)) return true;
  return false;
}

function hasZephyrProperty({ properties }: DevicetreeNode): boolean {
  for (const name of properties.keys()) if (name.startsWith(PREFIX)) return true;
  return false;
}
