/**
 * How dtc merges a node's body (dtc 1.6 to 1.8). A node that is given for the first time keeps its body as a list: a deletion
 * in it takes nothing away, and a name may stand twice, which is an error unless later bodies mend it. Every later body is
 * merged entry by entry into the first of each name; what was deleted keeps its place and comes back to it.
 */
import type {
  BodySyntax,
  DeleteNodeSyntax,
  DeletePropertySyntax,
  NameSyntax,
  NodeSyntax,
  PropertySyntax,
} from '../syntax/index.js';
import {
  addChild,
  addNodeLabels,
  addProperty,
  addPropertyLabels,
  deleteNode,
  deleteProperty,
  liveChild,
  markOmit,
  reportNothingDeleted,
  type MergeState,
} from './merge-state.js';
import type { TreeNode } from './node.js';

/** Puts a definition's body into a node; `fresh` where it is the node's first. */
export function applyDtcBody(state: MergeState, node: TreeNode, syntax: NodeSyntax, fresh: boolean): void {
  node.addDefinition(syntax);
  for (const entry of syntax.body) applyEntry(state, node, entry, fresh);
}

function applyEntry(state: MergeState, node: TreeNode, entry: BodySyntax, fresh: boolean): void {
  switch (entry.kind) {
    case 'property':
      return applyProperty(state, node, entry, fresh);
    case 'node':
      return applyChild(state, node, entry, fresh);
    case 'delete-property':
      return applyDeleteProperty(state, node, entry, fresh);
    case 'delete-node':
      return applyDeleteNode(state, node, entry, fresh);
  }
}

function applyProperty(state: MergeState, node: TreeNode, syntax: PropertySyntax, fresh: boolean): void {
  const known = node.properties.get(syntax.name.text);
  if (known === undefined || fresh) {
    if (known !== undefined) state.unsettled.add(node);
    addPropertyLabels(addProperty(node, syntax), syntax.labels);
    return;
  }
  if (known.deleted) known.revive(syntax);
  else known.assign(syntax);
  addPropertyLabels(known, syntax.labels);
}

function applyChild(state: MergeState, node: TreeNode, syntax: NodeSyntax, fresh: boolean): void {
  const { name } = syntax;
  if (name === undefined) return;
  const known = node.children.get(name.text);
  if (known === undefined || fresh) {
    if (known !== undefined) state.unsettled.add(node);
    const child = addChild(state, node, name);
    if (child === undefined) return;
    if (syntax.omitIfNoRef) markOmit(state, child);
    addNodeLabels(state, child, syntax.labels);
    applyDtcBody(state, child, syntax, true);
    return;
  }
  if (known.deleted) {
    known.deleted = false;
    known.forgetDefinitions();
  }
  addNodeLabels(state, known, syntax.labels);
  applyDtcBody(state, known, syntax, false);
}

function applyDeleteProperty(state: MergeState, node: TreeNode, syntax: DeletePropertySyntax, fresh: boolean): void {
  const { name, range } = syntax;
  const known = node.properties.get(name.text);
  if (known === undefined && fresh) {
    // In a first body the deletion takes the property's place; a later assignment comes to it.
    addProperty(node, { kind: 'property', name, labels: [], values: undefined, range }).deleted = true;
    state.unsettled.add(node);
  }
  if (known === undefined || known.deleted) reportNothing(state, 'property', name);
  else if (fresh) reportKept(state, name);
  else deleteProperty(state, known, syntax);
}

function applyDeleteNode(state: MergeState, node: TreeNode, syntax: DeleteNodeSyntax, fresh: boolean): void {
  const { name } = syntax;
  if (name === undefined) return;
  const known = node.children.get(name.text);
  if (fresh) {
    const placeholder = addChild(state, node, name);
    if (placeholder === undefined) return;
    placeholder.deleted = true;
    placeholder.deletion = syntax;
    state.unsettled.add(node);
    if (known === undefined) reportNothing(state, 'node', name);
  } else if (known !== undefined && !known.deleted) {
    deleteNode(state, known, syntax);
  } else if (known === undefined || liveChild(node, name.text) === undefined) {
    reportNothing(state, 'node', name);
  } else {
    reportKept(state, name);
  }
}

function reportNothing(state: MergeState, what: 'node' | 'property', { text, range }: NameSyntax): void {
  reportNothingDeleted(state, range, `There is no ${what} '${text}' to delete here.`);
}

function reportKept(state: MergeState, { text, range }: NameSyntax): void {
  reportNothingDeleted(state, range, `dtc keeps '${text}': a deletion in a node's first body takes nothing away.`);
}
