/**
 * The checks of graphs (ports and endpoints, as dtc 1.8): graph_nodes, graph_port, graph_endpoint. graph_child_address, which
 * dtc dropped in 1.8, is not among them: bindings ask for what it warns about.
 */
import { nodeNameRange, readU32, type DevicetreeNode } from '../model/index.js';
import { WARNING, type Check, type CheckContext } from './check.js';
import { firstEndpoint } from './facts.js';

export const graphNodes: Check = {
  name: 'graph_nodes',
  level: WARNING,
  tree: ({ tree, reportNode }) => {
    const endpoint = firstEndpoint(tree.root);
    if (endpoint === undefined) return;
    const range = nodeNameRange(endpoint);
    reportNode(tree.root, 'An endpoint belongs below a port, not below the root node.', { range });
  },
};

export const graphPort: Check = {
  name: 'graph_port',
  level: WARNING,
  node: (node, context) => {
    if (!context.facts(node).isGraphPort) return;
    checkReg(node, context);
    if (!context.tree.isPlugin && node.baseName !== 'port')
      context.reportNode(node, "A node with endpoints is called 'port'.");
  },
};

export const graphEndpoint: Check = {
  name: 'graph_endpoint',
  level: WARNING,
  node: (node, context) => {
    if (node.parent === undefined || !context.facts(node.parent).isGraphPort) return;
    checkReg(node, context);
    if (context.tree.isPlugin) return;
    if (node.baseName !== 'endpoint') context.reportNode(node, "A port's child is called 'endpoint'.");
    const remote = remoteOf(node, context);
    if (remote === undefined || remoteOf(remote, context) === node) return;
    const range = nodeNameRange(remote);
    context.reportNode(node, `${remote.path} does not refer back to this endpoint.`, {
      related: range === undefined ? [] : [{ range, message: 'the other end' }],
    });
  },
};

/** The number of a port or endpoint: one cell, in the unit address too. */
function checkReg(node: DevicetreeNode, { facts, reportNode }: CheckContext): void {
  const property = node.properties.get('reg');
  if (property === undefined || node.parent === undefined) return;
  const range = property.syntax.name.range;
  const number = readU32(property);
  if (number === undefined) {
    reportNode(node, "'reg' of a port or an endpoint is one cell.", { range });
    return;
  }
  const expected = number.toString(16);
  if ((node.unitAddress ?? '') !== expected) reportNode(node, `The unit address of this node is '${expected}'.`);
  const { givenAddressCells, givenSizeCells } = facts(node.parent);
  if (givenAddressCells !== 1) reportNode(node, '#address-cells above a port or an endpoint is 1.', { range });
  if (givenSizeCells !== 0) reportNode(node, '#size-cells above a port or an endpoint is 0.', { range });
}

function remoteOf(endpoint: DevicetreeNode, { tree, reportProperty }: CheckContext): DevicetreeNode | undefined {
  const property = endpoint.properties.get('remote-endpoint');
  const phandle = property === undefined ? undefined : readU32(property);
  if (property === undefined || phandle === undefined || phandle === 0 || phandle === 0xffff_ffff) return undefined;
  const remote = tree.phandles.get(phandle);
  if (remote === undefined) reportProperty(property, `No node has the phandle 0x${phandle.toString(16)}.`);
  return remote;
}
