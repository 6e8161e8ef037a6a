/** duplicate_label: one label names one thing, be it a node, a property or a place in a value. */
import type { SourceRange } from '../source/index.js';
import type { ValueSyntax } from '../syntax/index.js';
import type { DevicetreeNode, DevicetreeProperty } from '../model/index.js';
import { ERROR, type Check, type CheckContext } from './check.js';

export const duplicateLabel: Check = {
  name: 'duplicate_label',
  level: ERROR,
  tree: (context) => {
    const seen = new Map<string, Labelled>();
    // dtlib leaves nodes out before it looks at labels, dtc after.
    const omitted = context.tree.dialect === 'linux' ? context.omitted : [];
    for (const node of [...context.tree.nodes(), ...omitted]) {
      for (const { text, range } of node.labels) claim(context, seen, text, { node, range });
      for (const property of node.properties.values()) {
        for (const { text, range } of property.labels) claim(context, seen, text, { node, property, range });
        if (property.syntax.values?.some(hasLabels) !== true) continue;
        for (const { kind, text, range } of property.markers) {
          if (kind === 'label') claim(context, seen, text, { node, property, inValue: true, range });
        }
      }
    }
  },
};

interface Labelled {
  readonly node: DevicetreeNode;
  readonly property?: DevicetreeProperty;
  readonly inValue?: boolean;
  readonly range: SourceRange;
}

function hasLabels({ labels, innerLabels, labelsAfter }: ValueSyntax): boolean {
  return labels.length + innerLabels.length + labelsAfter.length > 0;
}

function claim(context: CheckContext, seen: Map<string, Labelled>, label: string, here: Labelled): void {
  const first = seen.get(label);
  if (first === undefined) {
    seen.set(label, here);
    return;
  }
  context.reportNode(here.node, `The label '${label}' is on ${described(here)} and on ${described(first)}.`, {
    range: here.range,
    related: [{ range: first.range, message: 'here for the first time' }],
  });
}

function described({ node, property, inValue }: Labelled): string {
  if (property === undefined) return node.path;
  return `${inValue === true ? 'the value of ' : ''}'${property.name}' in ${node.path}`;
}
