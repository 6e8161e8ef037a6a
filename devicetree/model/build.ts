/** The way from a syntax tree to the merged devicetree. */
import type { DevicetreeFinding } from '../source/index.js';
import type { SyntaxTree } from '../syntax/index.js';
import { findNode } from './find.js';
import { merge } from './merge.js';
import { resolve } from './resolve.js';
import type { Devicetree, Dialect } from './types.js';

export interface BuiltTree {
  readonly tree: Devicetree;
  /** What makes the tree itself doubtful; what is in it is looked at by the checks. */
  readonly findings: readonly DevicetreeFinding[];
}

/**
 * Merges the statements in the order in which dtc (`linux`) or dtlib (`zephyr`) applies them, gives out phandles as they do,
 * and resolves references. A source with errors gives the tree of what is sound.
 */
export function buildTree(syntax: SyntaxTree, options: { readonly dialect: Dialect }): BuiltTree {
  const merged = merge(syntax, options.dialect);
  const { nodes, phandles, omitted, labelledProperties } = resolve(merged);
  const { root, isPlugin, memoryReservations, deletions, repetitions } = merged;
  const labels = merged.labels.finish(nodes, omitted);
  const tree: Devicetree = {
    dialect: options.dialect,
    root,
    isPlugin,
    memoryReservations,
    labelledProperties: labelledProperties.filter(({ node }) => !node.deleted),
    sharesLabels: merged.labels.isShared,
    labels,
    phandles,
    deletions,
    repetitions,
    omitted,
    find: (path) => findNode({ root, labels }, path),
    nodes: () => nodes,
  };
  return { tree, findings: merged.findings };
}
