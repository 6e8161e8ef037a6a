/**
 * How Zephyr's dtlib merges a node's body (Zephyr 3.7): entry by entry as it reads, at once, the first body like any other.
 * What was deleted is gone, and comes back at the end.
 */
import type { BodySyntax, DeleteNodeSyntax, NodeSyntax, PropertySyntax } from '../syntax/index.js';
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

/** Puts a definition's body into a node. */
export function applyDtlibBody(state: MergeState, node: TreeNode, syntax: NodeSyntax): void {
  node.addDefinition(syntax);
  for (const entry of syntax.body) applyEntry(state, node, syntax, entry);
}

function applyEntry(state: MergeState, node: TreeNode, body: NodeSyntax, entry: BodySyntax): void {
  switch (entry.kind) {
    case 'property':
      return applyProperty(state, node, entry);
    case 'node':
      return applyChild(state, node, body, entry);
    case 'delete-property': {
      const property = node.properties.get(entry.name.text);
      if (property === undefined) {
        reportNothingDeleted(state, entry.range, `There is no property '${entry.name.text}' to delete here.`);
        return;
      }
      node.removeProperty(entry.name.text);
      deleteProperty(state, property, entry);
      return;
    }
    case 'delete-node': {
      const name = entry.name?.text;
      if (name === undefined) return;
      const child = node.children.get(name);
      if (child !== undefined) removeNode(state, child, entry);
      else reportNothingDeleted(state, entry.range, `There is no node '${name}' to delete here.`);
      return;
    }
  }
}

/** Takes a node out of the tree; the root only loses what is in it. */
export function removeNode(state: MergeState, node: TreeNode, syntax: DeleteNodeSyntax): void {
  deleteNode(state, node, syntax);
  if (node.parent === undefined) {
    for (const child of node.children.keys()) node.removeChild(child);
    for (const property of node.properties.keys()) node.removeProperty(property);
  } else {
    node.parent.removeChild(node.name);
  }
}

function applyProperty(state: MergeState, node: TreeNode, syntax: PropertySyntax): void {
  const known = node.properties.get(syntax.name.text);
  if (known === undefined) {
    addPropertyLabels(addProperty(node, syntax, true), syntax.labels);
    return;
  }
  if (syntax.values === undefined && known.syntax.values !== undefined) {
    // dtlib looks the property up and finds nothing to assign.
    known.assign(syntax, false);
    const message = `Zephyr keeps the value of '${known.name}' here; /delete-property/ would take it away.`;
    const related = [{ range: known.syntax.range, message: 'the value that stays' }];
    const { range } = syntax.name;
    state.findings.push({ code: 'dts-value-kept', severity: 'warning', message, range, related });
  } else {
    known.assign(syntax);
  }
  addPropertyLabels(known, syntax.labels);
}

function applyChild(state: MergeState, node: TreeNode, body: NodeSyntax, syntax: NodeSyntax): void {
  const { name } = syntax;
  if (name === undefined) return;
  const known = node.children.get(name.text);
  if (known?.broughtBy === body) {
    const definition = known.definitions[0];
    const first = definition === undefined ? name : nameOf(definition);
    state.repetitions.push({ kind: 'node', node: known, first, again: name, isDeletion: false });
  }
  const child = known ?? addChild(state, node, name, true);
  if (child === undefined) return;
  if (known === undefined) child.broughtBy = body;
  addNodeLabels(state, child, syntax.labels);
  if (syntax.omitIfNoRef) markOmit(state, child);
  applyDtlibBody(state, child, syntax);
}
