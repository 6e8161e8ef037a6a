/** Finding a node by what people call it: its path, an alias, a label. */
import { firstString } from './read.js';
import type { DevicetreeNode } from './types.js';

interface Named {
  readonly root: DevicetreeNode;
  readonly labels: ReadonlyMap<string, DevicetreeNode>;
}

/** See `Devicetree.find`. */
export function findNode({ root, labels }: Named, path: string): DevicetreeNode | undefined {
  if (path.startsWith('/')) return descend(root, path);
  const slash = path.indexOf('/');
  const first = slash < 0 ? path : path.slice(0, slash);
  const start = first.startsWith('&') ? labels.get(first.slice(1)) : (aliased(root, first) ?? labels.get(first));
  return start === undefined || slash < 0 ? start : descend(start, path.slice(slash));
}

function aliased(root: DevicetreeNode, alias: string): DevicetreeNode | undefined {
  const property = root.children.get('aliases')?.properties.get(alias);
  const path = property === undefined ? undefined : firstString(property);
  return path?.startsWith('/') === true ? descend(root, path) : undefined;
}

function descend(from: DevicetreeNode, path: string): DevicetreeNode | undefined {
  let node: DevicetreeNode | undefined = from;
  for (const component of path.split('/')) {
    if (component !== '') node = child(node, component);
    if (node === undefined) return undefined;
  }
  return node;
}

/** The child of that name, or the only one that differs in the case of its unit address or has one where the name has none. */
function child(node: DevicetreeNode, name: string): DevicetreeNode | undefined {
  const exact = node.children.get(name);
  if (exact !== undefined) return exact;
  const at = name.indexOf('@');
  const baseName = at < 0 ? name : name.slice(0, at);
  const unitAddress = at < 0 ? undefined : name.slice(at + 1).toLowerCase();
  let found: DevicetreeNode | undefined;
  for (const other of node.children.values()) {
    if (other.baseName !== baseName) continue;
    if (unitAddress !== undefined && other.unitAddress?.toLowerCase() !== unitAddress) continue;
    if (found !== undefined) return undefined;
    found = other;
  }
  return found;
}
