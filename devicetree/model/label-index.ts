/** Which node a label means while the tree is still being merged: labels come, move with nodes, and go with deletions. */
import type { NameSyntax } from '../syntax/index.js';
import type { TreeNode } from './node.js';

/** Beyond these, a label that several nodes carry means the one that had it first; such a tree is wrong anyway. */
const LOOKUPS_OF_SHARED_LABELS = 1000;
const SHARERS = 8;

export class LabelIndex {
  private readonly owners = new Map<string, TreeNode | Set<TreeNode>>();
  private sharedLookups = 0;
  /** Some label was given to a second node. */
  isShared = false;

  /** Gives the node a label. A label that the node has already changes nothing. */
  add(node: TreeNode, label: NameSyntax): void {
    const owner = this.owners.get(label.text);
    if (owner === node) return;
    if (owner === undefined) this.owners.set(label.text, node);
    else if (!(owner instanceof Set)) this.share(label.text, owner, node);
    else if (owner.has(node)) return;
    else owner.add(node);
    node.addLabel(label);
  }

  private share(label: string, first: TreeNode, second: TreeNode): void {
    this.isShared = true;
    this.owners.set(label, new Set([first, second]));
  }

  /** Takes all labels from a node that is being deleted. */
  removeAll(node: TreeNode): void {
    for (const { text } of node.labels) {
      const owner = this.owners.get(text);
      if (owner instanceof Set) owner.delete(node);
      else this.owners.delete(text);
    }
    node.removeLabels();
  }

  /** Gives a label of one node to another that takes its place. */
  move(label: NameSyntax, from: TreeNode, to: TreeNode): void {
    const owner = this.owners.get(label.text);
    if (owner instanceof Set) owner.delete(from);
    else if (owner === from) this.owners.delete(label.text);
    this.add(to, label);
  }

  /** All labels of nodes in the tree, each with the first node that has it. No label may come or go afterwards. */
  finish(nodes: readonly TreeNode[], omitted: readonly TreeNode[]): ReadonlyMap<string, TreeNode> {
    if (this.isShared) return firstOwners(nodes);
    for (const node of omitted) this.leaveOut(node);
    return this.owners as ReadonlyMap<string, TreeNode>;
  }

  /** The node and all below it are not in the tree; they keep their labels themselves. */
  private leaveOut(node: TreeNode): void {
    for (const { text } of node.labels) if (this.owners.get(text) === node) this.owners.delete(text);
    if (node.children.size > 0) for (const child of node.children.values()) this.leaveOut(child);
  }

  /** The node with that label; of several the first in the tree's order, as dtc and dtlib search. */
  find(label: string): TreeNode | undefined {
    const owner = this.owners.get(label);
    if (!(owner instanceof Set)) return owner;
    let best: TreeNode | undefined;
    const search = owner.size <= SHARERS && this.sharedLookups++ < LOOKUPS_OF_SHARED_LABELS;
    for (const node of owner) {
      if (best === undefined || comesBefore(node, best)) best = node;
      if (!search) break;
    }
    return best;
  }
}

function firstOwners(nodes: readonly TreeNode[]): Map<string, TreeNode> {
  const labels = new Map<string, TreeNode>();
  for (const node of nodes) for (const { text } of node.labels) if (!labels.has(text)) labels.set(text, node);
  return labels;
}

/** Whether `a` comes before `b` when parents are visited before their children. */
function comesBefore(a: TreeNode, b: TreeNode): boolean {
  const toA = ancestors(a);
  const toB = ancestors(b);
  let at = 0;
  while (at < toA.length && toA[at] === toB[at]) at++;
  const branchA = toA[at];
  const branchB = toB[at];
  if (branchA === undefined || branchB === undefined) return branchA === undefined;
  for (const child of branchA.parent?.children.values() ?? []) {
    if (child === branchA) return true;
    if (child === branchB) return false;
  }
  return false;
}

/** From the root to the node itself. */
function ancestors(node: TreeNode): TreeNode[] {
  const line: TreeNode[] = [];
  for (let at: TreeNode | undefined = node; at !== undefined; at = at.parent) line.push(at);
  return line.reverse();
}
