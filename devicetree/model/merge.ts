/** The statements of a source, one after the other, into one tree: the order in which dtc and dtlib apply them. */
import type {
  DeleteNodeSyntax,
  LabelSyntax,
  MemoryReservationSyntax,
  NodeSyntax,
  OmitIfNoRefSyntax,
  PropertySyntax,
  ReferenceSyntax,
  SyntaxTree,
} from '../syntax/index.js';
import { applyDtcBody } from './merge-dtc.js';
import { applyDtlibBody, removeNode } from './merge-dtlib.js';
import {
  addChild,
  addNodeLabels,
  addProperty,
  deleteNode,
  lookUp,
  markOmit,
  nameOf,
  newMergeState,
  reportMissing,
  type MergeState,
} from './merge-state.js';
import type { TreeNode } from './node.js';
import type { Dialect } from './types.js';

export interface Merged extends MergeState {
  readonly isPlugin: boolean;
  readonly memoryReservations: readonly MemoryReservationSyntax[];
}

/** Merges all statements. Deleted nodes and properties are still there, marked (dtc), or gone (dtlib). */
export function merge(syntax: SyntaxTree, dialect: Dialect): Merged {
  const state = newMergeState(dialect);
  const merger: Merger = { state, isPlugin: false, hasRoot: false, fragments: 0 };
  const memoryReservations: MemoryReservationSyntax[] = [];
  for (const statement of syntax.statements) {
    switch (statement.kind) {
      case 'tag':
        if (statement.name === 'plugin') merger.isPlugin = true;
        break;
      case 'memreserve':
        memoryReservations.push(statement);
        break;
      case 'node':
        mergeNode(merger, statement);
        break;
      case 'delete-node':
        mergeDeletion(merger, statement);
        break;
      case 'omit-if-no-ref':
        mergeOmit(merger, statement);
        break;
    }
  }
  return { ...state, isPlugin: merger.isPlugin, memoryReservations };
}

interface Merger {
  readonly state: MergeState;
  isPlugin: boolean;
  /** A root was given, or a plugin's fragment made one. */
  hasRoot: boolean;
  fragments: number;
}

function mergeNode(merger: Merger, syntax: NodeSyntax): void {
  const { state } = merger;
  const { reference } = syntax;
  if (reference === undefined) {
    if (syntax.name?.text !== '/') return;
    addNodeLabels(state, state.root, syntax.labels);
    applyBody(state, state.root, syntax, !merger.hasRoot);
    merger.hasRoot = true;
    return;
  }
  const labelled = syntax.labels.length > 0;
  const target = merger.isPlugin && reference.kind === 'path' && !labelled ? undefined : lookUp(state, reference);
  if (target !== undefined) {
    addNodeLabels(state, target, syntax.labels);
    applyBody(state, target, syntax, false);
  } else if (merger.isPlugin && !labelled) {
    addFragment(merger, syntax, reference);
  } else {
    reportMissing(state, reference, 'dts-reference-not-found');
  }
}

function applyBody(state: MergeState, node: TreeNode, syntax: NodeSyntax, fresh: boolean): void {
  if (state.dialect === 'zephyr') applyDtlibBody(state, node, syntax);
  else applyDtcBody(state, node, syntax, fresh);
}

function mergeDeletion(merger: Merger, syntax: DeleteNodeSyntax): void {
  const { state } = merger;
  if (syntax.reference === undefined) return;
  const target = lookUp(state, syntax.reference);
  if (target === undefined) reportMissing(state, syntax.reference, 'dts-reference-not-found');
  else if (state.dialect === 'zephyr') removeNode(state, target, syntax);
  else if (target.parent === undefined) refuseRoot(state, syntax);
  else deleteNode(state, target, syntax);
}

function refuseRoot(state: MergeState, { range }: DeleteNodeSyntax | OmitIfNoRefSyntax): void {
  const message = 'The root node cannot be taken away: nothing would be left.';
  state.findings.push({ code: 'dts-root-deleted', severity: 'error', message, range });
}

function mergeOmit(merger: Merger, syntax: OmitIfNoRefSyntax): void {
  const target = lookUp(merger.state, syntax.reference);
  if (target === undefined) reportMissing(merger.state, syntax.reference, 'dts-reference-not-found');
  else if (target.parent === undefined && merger.state.dialect === 'linux') refuseRoot(merger.state, syntax);
  else markOmit(merger.state, target);
}

/**
 * A plugin's `&label { };` whose node is elsewhere: dtc makes it `fragment@N { target = <&label>; __overlay__ { }; }`, a path
 * `target-path = "/path"`.
 */
function addFragment(merger: Merger, syntax: NodeSyntax, reference: ReferenceSyntax): void {
  const { state } = merger;
  const { range } = reference;
  const fragment = makeNode(state, state.root, `fragment@${merger.fragments++}`, syntax);
  const overlay = fragment === undefined ? undefined : makeNode(state, fragment, '__overlay__', undefined);
  if (fragment === undefined || overlay === undefined) return;
  merger.hasRoot = true;
  const labels: readonly LabelSyntax[] = [];
  const part = { range, labels, labelsAfter: labels, innerLabels: [] };
  const values: PropertySyntax['values'] =
    reference.kind === 'path'
      ? [{ kind: 'string', text: reference.target, ...part }]
      : [{ kind: 'cells', bits: 32, cells: [{ kind: 'reference', reference, range }], ...part }];
  const name = { text: reference.kind === 'path' ? 'target-path' : 'target', range };
  addProperty(fragment, { kind: 'property', name, labels, values, range });
  applyBody(state, overlay, syntax, true);
}

function makeNode(
  state: MergeState,
  parent: TreeNode,
  text: string,
  definition: NodeSyntax | undefined,
): TreeNode | undefined {
  const known = parent.children.get(text);
  if (known !== undefined && !known.deleted) return known;
  const range = definition === undefined ? parent.definitions[0]?.range : nameOf(definition).range;
  if (range === undefined) return undefined;
  const node = addChild(state, parent, { text, range });
  if (definition !== undefined) node?.addDefinition(definition);
  return node;
}
