/** After the last statement: what is deleted leaves the tree, and of two with one name one is left, with the repetition noted. */
import type { NameSyntax } from '../syntax/index.js';
import { addPropertyLabels, nameOf, type MergeState } from './merge-state.js';
import type { TreeNode, TreeProperty } from './node.js';

export function settle(state: MergeState): void {
  // Marked nodes come before what they absorb, whose own doubles are then theirs.
  for (const node of state.unsettled) if (!node.deleted) settleNode(state, node);
  state.unsettled.clear();
}

/** `isJoined`: of two nodes that were reported, so that what both hold is not reported once more. */
function settleNode(state: MergeState, node: TreeNode, isJoined = false): void {
  const { length } = state.repetitions;
  const children = new Map<string, TreeNode>();
  const joined = new Set<TreeNode>();
  for (const child of [...node.children.values()]) settleChild(state, children, joined, child);
  const properties = new Map<string, TreeProperty>();
  for (const property of [...node.properties.values()]) settleProperty(state, properties, property);
  node.replaceAll(children, properties);
  for (const child of joined) settleNode(state, child, true);
  if (isJoined) state.repetitions.length = length;
}

/** dtc compares a child with deleted ones behind it too. */
function settleChild(state: MergeState, children: Map<string, TreeNode>, joined: Set<TreeNode>, child: TreeNode): void {
  const first = children.get(child.name);
  if (first === undefined) {
    if (!child.deleted) children.set(child.name, child);
    return;
  }
  const name = firstName(child);
  if (name === undefined) return;
  const isDeletion = child.deleted;
  state.repetitions.push({ kind: 'node', node: first, first: firstName(first) ?? name, again: name, isDeletion });
  if (isDeletion) return;
  absorb(state, first, child);
  joined.add(first);
}

function firstName({ definitions, deletion }: TreeNode): NameSyntax | undefined {
  const definition = definitions[0];
  return definition === undefined ? deletion?.name : nameOf(definition);
}

function settleProperty(state: MergeState, properties: Map<string, TreeProperty>, property: TreeProperty): void {
  if (property.deleted) return;
  const first = properties.get(property.name);
  if (first === undefined) properties.set(property.name, property);
  else joinProperties(state, first, property);
}

/** The second one's value counts from now on. */
function joinProperties(state: MergeState, first: TreeProperty, second: TreeProperty): void {
  const { node } = first;
  const again = second.syntax.name;
  state.repetitions.push({ kind: 'property', node, first: first.syntax.name, again, isDeletion: false });
  for (const assignment of second.history) first.assign(assignment);
  addPropertyLabels(first, second.labels);
}

/** Puts all that a second node of one name holds into the first, which may then hold names twice itself. */
function absorb(state: MergeState, first: TreeNode, second: TreeNode): void {
  for (const label of second.labels) state.labels.move(label, second, first);
  for (const definition of second.definitions) first.addDefinition(definition);
  if (!second.isPlain) first.isPlain = false;
  for (const property of second.properties.values()) {
    property.node = first;
    first.addProperty(property);
  }
  for (const child of second.children.values()) {
    child.parent = first;
    first.addChild(child);
  }
}
