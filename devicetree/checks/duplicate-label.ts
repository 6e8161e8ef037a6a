/** duplicate_label: one label names one thing, be it a node, a property or a place in a value. */
import type { SourceRange } from '../source/index.js';
import type { DevicetreeNode } from '../model/index.js';
import { ERROR, type Check, type CheckContext } from './check.js';

export const duplicateLabel: Check = {
  name: 'duplicate_label',
  level: ERROR,
  tree: (context) => {
    const seen = new Map<string, Labelled>();
    for (const node of context.tree.nodes()) {
      for (const { text, range } of node.labels) claim(context, seen, text, { node, what: node.path, range });
      for (const property of node.properties.values()) {
        const what = `'${property.name}' in ${node.path}`;
        for (const { text, range } of property.labels) claim(context, seen, text, { node, what, range });
        if (property.syntax.values?.some(({ labels }) => labels.length > 0) !== true) continue;
        for (const { kind, text, range } of property.markers) {
          if (kind === 'label') claim(context, seen, text, { node, what: `the value of ${what}`, range });
        }
      }
    }
  },
};

interface Labelled {
  readonly node: DevicetreeNode;
  readonly what: string;
  readonly range: SourceRange;
}

function claim(context: CheckContext, seen: Map<string, Labelled>, label: string, here: Labelled): void {
  const first = seen.get(label);
  if (first === undefined) {
    seen.set(label, here);
    return;
  }
  context.reportNode(here.node, `The label '${label}' is on ${here.what} and on ${first.what}.`, {
    range: here.range,
    related: [{ range: first.range, message: 'here for the first time' }],
  });
}
