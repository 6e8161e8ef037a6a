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
    const claims: Claims = { context, seen, unique: !tree.sharesLabels && omitted.length === 0 };
    if (!claims.unique) for (const node of tree.nodes()) claimNode(claims, node);
    for (const node of omitted) claimNode(claims, node);
    for (const property of tree.labelledProperties) claimProperty(claims, property);
    for (const node of omitted) for (const property of node.properties.values()) claimProperty(claims, property);
  },
};

interface Labelled {
  /** The label itself: its place is worked out when it is asked for. */
  readonly label: { readonly text: string; readonly range: SourceRange };
  readonly node: DevicetreeNode;
  readonly property?: DevicetreeProperty;
  readonly inValue?: boolean;
}

interface Claims {
  readonly context: CheckContext;
  readonly seen: Map<string, Labelled>;
  /** No two nodes have a label in common, so that the tree's own index stands for what they claim. */
  readonly unique: boolean;
}

function claimNode(claims: Claims, node: DevicetreeNode): void {
  for (const label of node.labels) claim(claims, { label, node });
}

function claimProperty(claims: Claims, property: DevicetreeProperty): void {
  const { node } = property;
  for (const label of property.labels) claim(claims, { label, node, property });
  for (const marker of property.markers) {
    if (marker.kind === 'label') claim(claims, { label: marker, node, property, inValue: true });
  }
}

function claim(claims: Claims, here: Labelled): void {
  const { context, seen } = claims;
  const { text } = here.label;
  const first = seen.get(text) ?? ofNode(claims, text);
  if (first === undefined) {
    seen.set(text, here);
    return;
  }
  context.reportNode(here.node, `The label '${text}' is on ${described(here)} and on ${described(first)}.`, {
    range: here.label.range,
    related: [{ range: first.label.range, message: 'here for the first time' }],
  });
}

function ofNode({ context, unique }: Claims, text: string): Labelled | undefined {
  const node = unique ? context.tree.labels.get(text) : undefined;
  const label = node?.labels.find((each) => each.text === text);
  return node === undefined || label === undefined ? undefined : { label, node };
}

function described({ node, property, inValue }: Labelled): string {
  if (property === undefined) return node.path;
  return `${inValue === true ? 'the value of ' : ''}'${property.name}' in ${node.path}`;
}
