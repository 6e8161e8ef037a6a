/** What both ways of merging share: the tree so far, what was deleted, and how a reference is looked up. */
import type { DevicetreeFinding, SourceRange } from '../source/index.js';
import type {
  DeleteNodeSyntax,
  DeletePropertySyntax,
  NameSyntax,
  NodeSyntax,
  PropertySyntax,
  ReferenceSyntax,
} from '../syntax/index.js';
import { LabelIndex } from './label-index.js';
import { TreeNode, TreeProperty } from './node.js';
import type { Deletion, Dialect, Repetition } from './types.js';

/** Nodes in nodes, which references can chain to any depth. */
const DEEPEST_NODE = 1024;

export interface MergeState {
  readonly dialect: Dialect;
  readonly root: TreeNode;
  readonly labels: LabelIndex;
  readonly findings: DevicetreeFinding[];
  readonly deletions: Deletion[];
  readonly repetitions: Repetition[];
  /** The deletion that took a label away, for messages. */
  readonly lostLabels: Map<string, Deletion>;
  /** Nodes that hold what is deleted, or one name twice. */
  readonly unsettled: Set<TreeNode>;
  hasOmitIfNoRef: boolean;
  tooDeep: boolean;
}

export function newMergeState(dialect: Dialect): MergeState {
  return {
    dialect,
    root: new TreeNode('/', undefined),
    labels: new LabelIndex(),
    findings: [],
    deletions: [],
    repetitions: [],
    lostLabels: new Map(),
    unsettled: new Set(),
    hasOmitIfNoRef: false,
    tooDeep: false,
  };
}

/** A new child at the end, or undefined where the tree is too deep already; that is said once. */
export function addChild(state: MergeState, parent: TreeNode, name: NameSyntax, isNew = false): TreeNode | undefined {
  if (parent.depth >= DEEPEST_NODE) {
    if (!state.tooDeep) {
      const message = `Nodes lie more than ${DEEPEST_NODE} deep in each other; what lies deeper is left out.`;
      state.findings.push({ code: 'dts-budget-depth', severity: 'error', message, range: name.range });
    }
    state.tooDeep = true;
    return undefined;
  }
  const child = new TreeNode(name.text, parent);
  parent.addChild(child, isNew);
  return child;
}

/** Marks a node as to be left out unless something refers to it. */
export function markOmit(state: MergeState, node: TreeNode): void {
  node.omitIfNoRef = true;
  state.hasOmitIfNoRef = true;
}

export function addProperty(node: TreeNode, syntax: PropertySyntax, isNew = false): TreeProperty {
  const property = new TreeProperty(node, syntax);
  node.addProperty(property, isNew);
  return property;
}

export function addNodeLabels(state: MergeState, node: TreeNode, labels: readonly NameSyntax[]): void {
  for (const label of labels) state.labels.add(node, label);
}

export function addPropertyLabels(property: TreeProperty, labels: readonly NameSyntax[]): void {
  if (labels.length === 0) return;
  const merged = new Map(property.labels.map((label) => [label.text, label]));
  for (const label of labels) if (!merged.has(label.text)) merged.set(label.text, label);
  property.labels = [...merged.values()];
}

/** Marks a node and all below it as deleted, and takes their labels away. */
export function deleteNode(state: MergeState, node: TreeNode, syntax: DeleteNodeSyntax): void {
  const deletion = { syntax, path: node.path };
  state.deletions.push(deletion);
  if (node.parent !== undefined) state.unsettled.add(node.parent);
  markDeleted(state, node, deletion);
}

function markDeleted(state: MergeState, node: TreeNode, deletion: Deletion): void {
  // dtlib empties the root, and keeps it.
  node.deleted = node.parent !== undefined;
  for (const label of node.labels) state.lostLabels.set(label.text, deletion);
  state.labels.removeAll(node);
  state.unsettled.add(node);
  for (const property of node.properties.values()) property.deleted = true;
  for (const child of node.children.values()) if (!child.deleted) markDeleted(state, child, deletion);
}

export function deleteProperty(state: MergeState, property: TreeProperty, syntax: DeletePropertySyntax): void {
  const { node } = property;
  property.deleted = true;
  state.unsettled.add(node);
  state.deletions.push({ syntax, path: node.path });
}

/** The first child of that name that is not deleted. */
export function liveChild(node: TreeNode, name: string): TreeNode | undefined {
  const child = node.children.get(name);
  if (child?.deleted !== true) return child;
  return node.doubles?.get(name)?.find(({ deleted }) => !deleted);
}

/**
 * The node that a reference means in the tree as it stands: a label, or a path with every unit address in full, as dtc's and
 * dtlib's parsers look it up.
 */
export function lookUp(state: MergeState, reference: ReferenceSyntax): TreeNode | undefined {
  const { kind, target } = reference;
  if (kind === 'label') return state.labels.find(target);
  if (target.startsWith('/')) return descend(state.root, target, 0);
  const slash = target.indexOf('/');
  const start = state.labels.find(slash < 0 ? target : target.slice(0, slash));
  return start === undefined || slash < 0 ? start : descend(start, target, slash);
}

function descend(from: TreeNode, path: string, start: number): TreeNode | undefined {
  let node: TreeNode | undefined = from;
  let at = start;
  while (node !== undefined && at < path.length) {
    const slash = path.indexOf('/', at);
    const end = slash < 0 ? path.length : slash;
    if (end > at) node = liveChild(node, path.slice(at, end));
    at = end + 1;
  }
  return node;
}

/** Says that a reference means nothing, and what took its label away where that is known. */
export function reportMissing(state: MergeState, reference: ReferenceSyntax, code: string): void {
  const { kind, target, range } = reference;
  const lost = kind === 'label' ? state.lostLabels.get(target) : undefined;
  const what = kind === 'label' ? `No node has the label '${target}'` : `There is no node '${target}'`;
  const message = lost === undefined ? `${what}.` : `${what}: '${lost.path}' is deleted.`;
  const finding: DevicetreeFinding = { code, severity: 'error', message, range };
  state.findings.push(
    lost === undefined ? finding : { ...finding, related: [{ range: lost.syntax.range, message: 'deleted here' }] },
  );
}

/** Where a node's name stands in one of its definitions. */
export function nameOf(syntax: NodeSyntax): NameSyntax {
  if (syntax.name !== undefined) return syntax.name;
  if (syntax.reference !== undefined) return { text: `&${syntax.reference.target}`, range: syntax.reference.range };
  return { text: '', range: syntax.range };
}

/** A finding for a deletion that takes nothing away. */
export function reportNothingDeleted(state: MergeState, range: SourceRange, message: string): void {
  state.findings.push({ code: 'dts-nothing-deleted', severity: 'information', message, range, tag: 'unnecessary' });
}
