/** Whether the rules have any business here: they are about Zephyr, and Linux's trees never hear of them. */
import type { LintContext } from './types.js';

const PREFIX = 'zephyr,';

/** True where a Zephyr context was given or some node has a `zephyr,…` property. */
export function isZephyr({ zephyr, compilation }: LintContext): boolean {
  if (zephyr !== undefined) return true;
  for (const node of compilation.tree.nodes()) {
    for (const name of node.properties.keys()) if (name.startsWith(PREFIX)) return true;
  }
  return false;
}
