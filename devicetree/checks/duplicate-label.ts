/** duplicate_label: one label names one thing, be it a node, a property or a place in a value. */
import type { SourceRange } from '../source/index.js';
import type { DevicetreeNode, DevicetreeProperty } from '../model/index.js';
import { ERROR, type Check, type CheckContext } from './check.js';

export const duplicateLabel: Check = {
  name: 'duplicate_label',
  level: ERROR,
  tree: (context) => {
    const { tree } = context;
    const seen = new Map<string, Labelled>();
    // dtlib leaves nodes out before it looks at labels, dtc after.
    const omitted = tree.dialect === 'linux' ? [...context.omitted] : [];
    for (const node of tree.nodes()) claimNode(context, seen, node);
    for (const node of omitted) claimNode(context, seen, node);
    for (const property of tree.labelledProperties) claimProperty(context, seen, property);
    for (const node of omitted) for (const property of node.properties.values()) claimProperty(context, seen, property);
  },
};

interface Labelled {
  /** The label itself: its place is worked out when it is asked for. */
  readonly label: { readonly text: string; readonly range: SourceRange };
  readonly node: DevicetreeNode;
  readonly property?: DevicetreeProperty;
  readonly inValue?: boolean;
}

function claimNode(context: CheckContext, seen: Map<string, Labelled>, node: DevicetreeNode): void {
  for (const label of node.labels) claim(context, seen, { label, node });
}

function claimProperty(context: CheckContext, seen: Map<string, Labelled>, property: DevicetreeProperty): void {
  const { node } = property;
  for (const label of property.labels) claim(context, seen, { label, node, property });
  for (const marker of property.markers) {
    if (marker.kind === 'label') claim(context, seen, { label: marker, node, property, inValue: true });
  }
}

function claim(context: CheckContext, seen: Map<string, Labelled>, here: Labelled): void {
  const { text } = here.label;
  const first = seen.get(text);
  if (first === undefined) {
    seen.set(text, here);
    return;
  }
  context.reportNode(here.node, `The label '${text}' is on ${described(here)} and on ${described(first)}.`, {
    range: here.label.range,
    related: [{ range: first.label.range, message: 'here for the first time' }],
  });
}

function described({ node, property, inValue }: Labelled): string {
  if (property === undefined) return node.path;
  return `${inValue === true ? 'the value of ' : ''}'${property.name}' in ${node.path}`;
}
