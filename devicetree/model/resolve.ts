/**
 * What follows once all statements are merged: phandles that nodes carry, references and the phandles that they make needed,
 * nodes that nobody refers to, and what was deleted leaves the tree.
 */
import type { PropertySyntax, ReferenceSyntax, ValueSyntax } from '../syntax/index.js';
import { lookUp, reportMissing } from './merge-state.js';
import type { Merged } from './merge.js';
import type { TreeNode, TreeProperty } from './node.js';
import { explicitPhandle } from './phandle.js';
import { settle } from './settle.js';
import { encodeValue, lengthOf } from './value.js';

/** Bytes that paths in values may come to; a short source can ask for any number of long paths. */
const PATH_BYTES = 16 * 1024 * 1024;

export interface Resolved {
  /** Parents first, children in order. */
  readonly nodes: readonly TreeNode[];
  readonly phandles: ReadonlyMap<number, TreeNode>;
  readonly omitted: readonly TreeNode[];
  /** Also those of nodes that are left out. */
  readonly labelledProperties: readonly TreeProperty[];
}

export function resolve(merged: Merged): Resolved {
  settle(merged);
  const nodes = preorder(merged.root);
  if (merged.dialect === 'linux') for (const node of nodes) removeNameProperty(node);
  const phandles = givenPhandles(merged, nodes);
  const labelledProperties = resolveReferences(merged, nodes, phandles);
  const omitted = merged.hasOmitIfNoRef ? omitUnused(merged, nodes, phandles) : [];
  return { nodes: omitted.length > 0 ? preorder(merged.root) : nodes, phandles, omitted, labelledProperties };
}

function preorder(root: TreeNode): TreeNode[] {
  const nodes: TreeNode[] = [];
  const visit = (node: TreeNode): void => {
    nodes.push(node);
    if (node.children.size > 0) for (const child of node.children.values()) visit(child);
  };
  visit(root);
  return nodes;
}

/** dtc drops a property `name` that says what the node is called: the flattened tree needs none (name_properties). */
function removeNameProperty(node: TreeNode): void {
  const property = node.properties.get('name');
  if (property !== undefined && isText(property.syntax, node.parent === undefined ? '' : node.baseName)) {
    node.removeProperty('name');
  }
}

function isText(syntax: PropertySyntax, text: string): boolean {
  const bytes = encodeValue(syntax, undefined);
  if (bytes.length !== text.length + 1 || bytes[text.length] !== 0) return false;
  for (let i = 0; i < text.length; i++) if (bytes[i] !== text.charCodeAt(i)) return false;
  return true;
}

/** Phandles that nodes carry. The first of two nodes with one number keeps it (dtc explicit_phandles). */
function givenPhandles(merged: Merged, nodes: readonly TreeNode[]): Map<number, TreeNode> {
  const phandles = new Map<number, TreeNode>();
  const names = merged.dialect === 'zephyr' ? ['phandle'] : ['phandle', 'linux,phandle'];
  for (const node of nodes) {
    if (node.isPlain) continue;
    for (const name of names) {
      const property = node.properties.get(name);
      if (property === undefined || node.phandle !== undefined) continue;
      const given = explicitPhandle(property);
      if (given.kind !== 'number' || phandles.has(given.value)) continue;
      node.phandle = given.value;
      phandles.set(given.value, node);
    }
  }
  return phandles;
}

interface Resolver {
  readonly merged: Merged;
  readonly phandles: Map<number, TreeNode>;
  nextPhandle: number;
  pathBytes: number;
}

/**
 * Finds the node of every reference. A node that a cell refers to and that has no phandle yet gets the lowest free one, in the
 * order of the references, as dtc and dtlib do. Answers with the properties that have labels.
 */
function resolveReferences(
  merged: Merged,
  nodes: readonly TreeNode[],
  phandles: Map<number, TreeNode>,
): TreeProperty[] {
  const resolver: Resolver = { merged, phandles, nextPhandle: 1, pathBytes: 0 };
  const labelled: TreeProperty[] = [];
  for (const node of nodes) {
    if (node.isPlain) continue;
    for (const property of node.properties.values()) {
      const { values, isPlain } = property.syntax;
      const hasLabels = values !== undefined && isPlain !== true && resolveProperty(resolver, property, values);
      if (hasLabels || property.labels.length > 0) labelled.push(property);
    }
  }
  return labelled;
}

/** True where the value holds labels. */
function resolveProperty(resolver: Resolver, property: TreeProperty, values: readonly ValueSyntax[]): boolean {
  let labels = 0;
  for (const value of values) {
    labels += value.labels.length + value.innerLabels.length + value.labelsAfter.length;
    if (value.kind === 'reference') {
      property.addTarget(resolvePath(resolver, value, value.reference));
    } else if (value.kind === 'cells') {
      for (const cell of value.cells) {
        if (cell.kind === 'reference') property.addTarget(resolveCell(resolver, cell.reference, value.bits));
      }
    }
  }
  return labels > 0;
}

function resolveCell(resolver: Resolver, reference: ReferenceSyntax, bits: number): TreeNode | undefined {
  const { merged, phandles } = resolver;
  const target = lookUp(merged, reference);
  if (target === undefined) {
    if (!merged.isPlugin) reportMissing(merged, reference, 'dtc-phandle-references');
    return undefined;
  }
  target.referenced = true;
  if (target.phandle === undefined && bits === 32) {
    while (phandles.has(resolver.nextPhandle)) resolver.nextPhandle++;
    target.phandle = resolver.nextPhandle;
    phandles.set(target.phandle, target);
  }
  return target;
}

function resolvePath(resolver: Resolver, value: ValueSyntax, reference: ReferenceSyntax): TreeNode | undefined {
  const { merged } = resolver;
  const target = lookUp(merged, reference);
  if (target === undefined) {
    reportMissing(merged, reference, 'dtc-path-references');
    return undefined;
  }
  target.referenced = true;
  resolver.pathBytes += lengthOf(value, target);
  if (resolver.pathBytes <= PATH_BYTES) return target;
  if (resolver.pathBytes - lengthOf(value, target) <= PATH_BYTES) {
    const message = `The paths in values come to more than ${PATH_BYTES} bytes; the rest is left out.`;
    merged.findings.push({ code: 'dts-budget-paths', severity: 'error', message, range: reference.range });
  }
  return undefined;
}

/**
 * Takes out nodes under /omit-if-no-ref/ that nothing refers to. They keep their labels, and what referred to nodes below them
 * keeps the phandles.
 */
function omitUnused(merged: Merged, nodes: readonly TreeNode[], phandles: Map<number, TreeNode>): TreeNode[] {
  const omitted: TreeNode[] = [];
  for (const node of nodes) {
    if (node.deleted || !node.omitIfNoRef || node.referenced) continue;
    // dtlib empties the root, and keeps it.
    const gone = node.parent === undefined ? [...node.children.values()] : [node];
    for (const below of preorder(node)) {
      below.deleted = below !== merged.root;
      if (below.phandle !== undefined) phandles.delete(below.phandle);
    }
    omitted.push(...gone);
    for (const child of gone) child.parent?.removeChild(child.name);
    if (node.parent === undefined) emptyRoot(node);
  }
  return omitted;
}

function emptyRoot(root: TreeNode): void {
  root.phandle = undefined;
  for (const name of root.properties.keys()) root.removeProperty(name);
}
