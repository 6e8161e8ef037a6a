/**
 * How dtc merges a node's body (dtc 1.6 to 1.8). A node that is given for the first time keeps its body as one list: a
 * deletion in it comes too early for what stands before it, and a name may not come twice. Every later body is merged entry
 * by entry into what is there; what was deleted keeps its place and comes back to it.
 */
import type {
  BodySyntax,
  DeleteNodeSyntax,
  DeletePropertySyntax,
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
  markOmit,
  nameOf,
  reportNothingDeleted,
  type MergeState,
} from './merge-state.js';
import type { TreeNode } from './node.js';

/** Puts a definition's body into a node; `fresh` where it is the node's first. */
export function applyDtcBody(state: MergeState, node: TreeNode, syntax: NodeSyntax, fresh: boolean): void {
  node.definitions.push(syntax);
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
  if (known === undefined) {
    addPropertyLabels(addProperty(node, syntax), syntax.labels);
    return;
  }
  if (!known.deleted && (fresh || node.graves?.has(`p:${syntax.name.text}`) === true)) {
    state.repetitions.push({ kind: 'property', node, first: known.syntax.name, again: syntax.name });
  }
  if (known.deleted) known.revive(syntax);
  else known.assign(syntax);
  addPropertyLabels(known, syntax.labels);
}

function applyChild(state: MergeState, node: TreeNode, syntax: NodeSyntax, fresh: boolean): void {
  const { name } = syntax;
  if (name === undefined) return;
  const known = node.children.get(name.text);
  const child = known ?? addChild(state, node, name);
  if (child === undefined) return;
  if (known === undefined && syntax.omitIfNoRef) markOmit(state, child);
  if (known?.deleted === true) {
    known.deleted = false;
    known.definitions = [];
  } else if (known !== undefined && (fresh || node.graves?.has(`n:${name.text}`) === true)) {
    const first = known.definitions[0];
    state.repetitions.push({
      kind: 'node',
      node: known,
      first: first === undefined ? name : nameOf(first),
      again: name,
    });
  }
  addNodeLabels(state, child, syntax.labels);
  applyDtcBody(state, child, syntax, known === undefined);
}

function applyDeleteProperty(state: MergeState, node: TreeNode, syntax: DeletePropertySyntax, fresh: boolean): void {
  const name = syntax.name.text;
  const known = node.properties.get(name);
  if (known === undefined || known.deleted) {
    if (fresh) bury(node, `p:${name}`);
    reportNothingDeleted(state, syntax.range, `There is no property '${name}' to delete here.`);
  } else if (fresh || node.graves?.has(`p:${name}`) === true) {
    reportNothingDeleted(
      state,
      syntax.range,
      `dtc keeps '${name}': a deletion in a node's first body takes nothing away.`,
    );
  } else {
    deleteProperty(state, known, syntax);
  }
}

function applyDeleteNode(state: MergeState, node: TreeNode, syntax: DeleteNodeSyntax, fresh: boolean): void {
  const name = syntax.name?.text;
  if (name === undefined) return;
  const known = node.children.get(name);
  if (known === undefined || known.deleted) {
    if (fresh) bury(node, `n:${name}`);
    reportNothingDeleted(state, syntax.range, `There is no node '${name}' to delete here.`);
  } else if (fresh || node.graves?.has(`n:${name}`) === true) {
    reportNothingDeleted(
      state,
      syntax.range,
      `dtc keeps '${name}': a deletion in a node's first body takes nothing away.`,
    );
  } else {
    deleteNode(state, known, syntax);
  }
}

function bury(node: TreeNode, grave: string): void {
  node.graves ??= new Set();
  node.graves.add(grave);
}
