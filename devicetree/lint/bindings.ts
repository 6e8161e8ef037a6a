/** Which properties Zephyr sees on a node: what its binding declares, or, without bindings at hand, what is sure about them. */
import type { DevicetreeNode } from '../model/index.js';
import { compatibles, isCompatible } from './reading.js';
import type { Declaration, LintBindings } from './types.js';

export const REGION_COMPATIBLE = 'zephyr,memory-region';

/** Compatibles whose binding, in every release, has neither `zephyr,memory-attr` nor `zephyr,memory-region`. */
const WITHOUT_MEMORY_PROPERTIES: ReadonlySet<string> = new Set(['mmio-sram']);

/** How Zephyr takes a property of the node. Without bindings only sure cases are anything but `declared`. */
export function declarationOf(node: DevicetreeNode, property: string, bindings: LintBindings | undefined): Declaration {
  if (bindings !== undefined) return bindings.declaration(node, property);
  const [first] = compatibles(node);
  if (first !== undefined) return WITHOUT_MEMORY_PROPERTIES.has(first.text) ? 'undeclared' : 'declared';
  return hasOwnBindingOnly(node) ? 'no-binding' : 'declared';
}

/** Without `compatible`, a node can still have a binding from its parent's; the root and plain buses give none. */
function hasOwnBindingOnly({ parent }: DevicetreeNode): boolean {
  return (
    parent === undefined ||
    compatibles(parent).length === 0 ||
    parent.parent === undefined ||
    isCompatible(parent, 'simple-bus')
  );
}
