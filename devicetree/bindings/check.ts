/** What Zephyr's edtlib would stop a build for, and what it warns of: nodes held against their bindings. */
import type { Devicetree, DevicetreeNode } from '../model/index.js';
import type { DevicetreeFinding } from '../source/index.js';
import { checkCompatibles } from './check-compatible.js';
import { checkInterrupts } from './check-interrupts.js';
import { checkAgainst, checkInferred } from './check-properties.js';
import { checkPinctrl, checkReg, checkSpecified, checkWithoutBinding } from './check-standard.js';
import { matchBindings } from './match.js';
import type { TreeContext } from './tree-context.js';
import type { BindingIndex } from './types.js';

/**
 * Findings of a whole tree against its bindings, in the order of its nodes. Ranges lie in devicetree sources; what is wrong with
 * the bindings themselves is in `index.findings()`. edtlib stops at the first error; this goes on.
 */
export function checkBindings(tree: Devicetree, index: BindingIndex): DevicetreeFinding[] {
  const matches = matchBindings(tree.root, index);
  const context: TreeContext = { matches, tree, index, findings: [] };
  const compatibles = new Set<string>();
  for (const node of tree.nodes()) {
    checkCompatibles(context, node, compatibles);
    checkNode(context, node);
  }
  return context.findings;
}

function checkNode(context: TreeContext, node: DevicetreeNode): void {
  checkSpecified(context, node);
  const match = context.matches.match(node);
  if (match?.by === 'inferred') checkInferred(context, node);
  // A binding that declares no property says nothing about those that are there.
  if (match !== undefined && match.binding.properties.size > 0) checkAgainst(context, node, match);
  else checkWithoutBinding(context, node);
  checkInterrupts(context, node);
  checkPinctrl(context, node);
  checkReg(context, node);
}
