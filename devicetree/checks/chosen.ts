/**
 * The checks of /chosen (Devicetree Specification v0.4, 3.6): chosen_node_is_root, chosen_node_bootargs,
 * chosen_node_stdout_path, obsolete_chosen_interrupt_controller.
 */
import type { DevicetreeProperty } from '../model/index.js';
import { WARNING, type Check, type CheckContext } from './check.js';
import { checkString } from './type-checks.js';

export const chosenNodeIsRoot: Check = {
  name: 'chosen_node_is_root',
  level: WARNING,
  node: (node, { reportNode }) => {
    if (node.name === 'chosen' && node.parent?.parent !== undefined) {
      reportNode(node, "'chosen' belongs directly below the root node.");
    }
  },
};

export const chosenNodeBootargs = inChosen('chosen_node_bootargs', ['bootargs'], checkString);

export const chosenNodeStdoutPath = inChosen(
  'chosen_node_stdout_path',
  ['stdout-path', 'linux,stdout-path'],
  (property, context) => {
    if (property.name === 'linux,stdout-path') {
      if (property.node.properties.has('stdout-path')) return;
      context.reportProperty(property, "'stdout-path' has replaced 'linux,stdout-path'.", { tag: 'deprecated' });
    }
    checkString(property, context);
  },
);

export const obsoleteChosenInterruptController: Check = {
  name: 'obsolete_chosen_interrupt_controller',
  level: WARNING,
  tree: ({ tree, reportProperty }) => {
    const property = tree.root.children.get('chosen')?.properties.get('interrupt-controller');
    if (property === undefined) return;
    reportProperty(property, "'interrupt-controller' of /chosen is obsolete.", { tag: 'deprecated' });
  },
};

function inChosen(
  name: string,
  properties: readonly string[],
  check: (property: DevicetreeProperty, context: CheckContext) => void,
): Check {
  return {
    name,
    level: WARNING,
    properties,
    property: (property, context) => {
      if (property.node.name === 'chosen') check(property, context);
    },
  };
}
