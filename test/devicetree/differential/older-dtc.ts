/**
 * Where our checks follow a newer dtc than the one that is installed, or leave out what it counts, the older one's rule, so that
 * the rest can be compared to the last warning.
 */
import { isInterruptProvider, type Devicetree, type DevicetreeNode } from '../../../devicetree/index.js';

/** What a dtc of that version warns about, given what we find; each entry is a code and a subject. */
export function asDtcOf(
  [, minor]: readonly [major: number, minor: number],
  tree: Devicetree,
  ours: ReadonlySet<string>,
): Set<string> {
  const expected = new Set(ours);
  for (const node of tree.nodes()) {
    if (minor < 7) addRulesOf16(node, expected);
    if (deletedAllChildren(tree, node) && hasUnusedCells(node))
      expected.add(`dtc-avoid-unnecessary-addr-size ${node.path}`);
  }
  if (minor < 7) for (const entry of expected) if (entry.startsWith('dtc-interrupt-map ')) expected.delete(entry);
  return expected;
}

/** A check that dtc dropped in 1.8, and that we do not have. */
export const DROPPED_BY_DTC = 'dtc-graph-child-address';

function addRulesOf16(node: DevicetreeNode, expected: Set<string>): void {
  // dtc 1.6 wants #address-cells of every interrupt controller, and does not mind #interrupt-cells elsewhere.
  const { properties, path } = node;
  const isComplete = properties.has('#interrupt-cells') && properties.has('#address-cells');
  expected.delete(`dtc-interrupt-provider ${path}`);
  if (isInterruptProvider(node) && !isComplete) expected.add(`dtc-interrupt-provider ${path}`);
  // dtc 1.6 does not count dma-ranges, nor ranges of children.
  const children = [...node.children.values()];
  if (children.length > 0 && !children.some((child) => child.properties.has('reg')) && hasUnusedCells(node, true)) {
    expected.add(`dtc-avoid-unnecessary-addr-size ${path}`);
  }
}

/** dtc keeps deleted children in its list, and therefore asks what the cells are for. */
function deletedAllChildren(tree: Devicetree, node: DevicetreeNode): boolean {
  if (node.children.size > 0) return false;
  return tree.deletions.some(
    ({ syntax, path }) => syntax.kind === 'delete-node' && path.slice(0, path.lastIndexOf('/')) === node.path,
  );
}

function hasUnusedCells(node: DevicetreeNode, dmaRangesToo = false): boolean {
  const { properties } = node;
  if (node.parent === undefined || properties.has('ranges')) return false;
  if (!dmaRangesToo && properties.has('dma-ranges')) return false;
  return properties.has('#address-cells') && properties.has('#size-cells');
}
