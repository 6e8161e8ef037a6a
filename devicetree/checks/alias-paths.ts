/**
 * alias_paths: an alias is the path of a node, and its name is lowercase (Devicetree Specification v0.4, 3.3). dtlib refuses
 * anything else; dtc warns.
 */
import {
  firstString,
  readString,
  wholeValueRange,
  type Devicetree,
  type DevicetreeNode,
  type DevicetreeProperty,
} from '../model/index.js';
import { ALIAS, span } from './characters.js';
import type { Check, CheckContext } from './check.js';

export const aliasPaths: Check = {
  name: 'alias_paths',
  level: { linux: 'warning', zephyr: 'error' },
  omittedToo: true,
  node: (node, context) => {
    if (node.name !== 'aliases') return;
    // dtlib looks at /aliases only, and before it leaves out nodes that nothing refers to; dtc after.
    if (context.tree.dialect === 'zephyr' ? node.path !== '/aliases' : context.omitted.has(node)) return;
    for (const property of node.properties.values()) checkAlias(property, context);
    if (context.tree.dialect === 'zephyr' && node.phandle !== undefined && !node.properties.has('phandle')) {
      context.reportNode(node, 'A reference gives this node a phandle, which dtlib then takes for an alias.');
    }
  },
};

function checkAlias(property: DevicetreeProperty, context: CheckContext): void {
  const { tree } = context;
  const isLinux = tree.dialect === 'linux';
  if (isLinux && (property.name === 'phandle' || property.name === 'linux,phandle')) return;
  const problem = isLinux ? linuxProblem(tree, property) : zephyrProblem(tree, property);
  if (problem !== undefined) {
    context.reportProperty(property, problem, { range: wholeValueRange(property) });
    // dtlib reads no further; dtc goes on with the next alias.
    return;
  }
  if (span(property.name, ALIAS) < property.name.length) {
    const message = `'${property.name}' should be made of lowercase letters, digits and '-' only.`;
    if (isLinux) context.reportNode(property.node, message, { range: property.syntax.name.range });
    else context.reportProperty(property, message);
  }
}

function linuxProblem(tree: Devicetree, property: DevicetreeProperty): string | undefined {
  // In a plugin the node may be in the tree that it is applied to (dtc 1.8).
  if (tree.isPlugin) return undefined;
  if (property.lengthBytes === 0) return 'An alias is the path of a node.';
  const path = firstString(property);
  return nodeAt(tree, path) === undefined ? `There is no node '${path}'.` : undefined;
}

function zephyrProblem(tree: Devicetree, property: DevicetreeProperty): string | undefined {
  const [part] = property.parts;
  if (part === undefined || property.parts.length !== 1 || (part.kind !== 'string' && part.kind !== 'path')) {
    return 'An alias is the path of a node: "/soc/serial@40" or &uart0.';
  }
  // A reference that leads nowhere is reported where it is resolved; one that leads anywhere is right.
  if (part.kind === 'path') return undefined;
  const path = readString(property) ?? '';
  if (!path.startsWith('/')) return `An alias is a whole path; '${path}' does not begin with '/'.`;
  return nodeAt(tree, path) === undefined ? `There is no node '${path}'.` : undefined;
}

/** The node at a path with all unit addresses in full, as dtc and dtlib look it up here. */
function nodeAt(tree: Devicetree, path: string): DevicetreeNode | undefined {
  let node: DevicetreeNode | undefined = tree.root;
  for (const component of path.split('/')) {
    if (component !== '') node = node.children.get(component);
    if (node === undefined) break;
  }
  return node ?? tree.omitted.find((omitted) => omitted.path === path);
}
