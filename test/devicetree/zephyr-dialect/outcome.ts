/** A tree in the shape that record_gold.py writes down for dtlib's. */
import { readString, type Devicetree, type DevicetreeFinding, type DevicetreeNode } from '../../../devicetree/index.js';

export interface GoldNode {
  readonly name: string;
  readonly labels: readonly string[];
  /** Name, bytes in hexadecimal, labels. */
  readonly properties: readonly (readonly [string, string, readonly string[]])[];
  readonly children: readonly GoldNode[];
}

export interface GoldTree {
  readonly memreserves: readonly (readonly [string, string])[];
  readonly aliases: Readonly<Record<string, string | undefined>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly tree: GoldNode;
}

/** What a source comes to: a tree, or that it is refused. */
export type Outcome = GoldTree | { readonly error: string };

/** Our outcome; `error` holds the codes of our findings. */
export function outcomeOf(tree: Devicetree, findings: readonly DevicetreeFinding[]): Outcome {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { error: errors.map(({ code }) => code).join(' ') };
  const aliases = tree.root.children.get('aliases')?.properties.keys() ?? [];
  return {
    memreserves: tree.memoryReservations.map(({ address, size }) => [hex(address.value), hex(size.value)]),
    aliases: Object.fromEntries([...aliases].map((alias) => [alias, aliased(tree, alias)])),
    labels: Object.fromEntries([...tree.labels].map(([label, node]) => [label, node.path])),
    tree: nodeValue(tree.root),
  };
}

/** dtlib looks at aliases before it leaves out nodes that nothing refers to. */
function aliased(tree: Devicetree, alias: string): string | undefined {
  const property = tree.root.children.get('aliases')?.properties.get(alias);
  const path = property === undefined ? undefined : readString(property);
  return tree.find(alias)?.path ?? tree.omitted.find((node) => node.path === path)?.path;
}

function hex(value: bigint | undefined): string {
  return `0x${(value ?? 0n).toString(16)}`;
}

function nodeValue(node: DevicetreeNode): GoldNode {
  const properties: [string, string, string[]][] = [...node.properties.values()].map(({ name, bytes, labels }) => [
    name,
    Buffer.from(bytes).toString('hex'),
    labels.map(({ text }) => text),
  ]);
  if (node.phandle !== undefined && !node.properties.has('phandle')) {
    properties.push(['phandle', node.phandle.toString(16).padStart(8, '0'), []]);
  }
  const children = [...node.children.values()].map(nodeValue);
  return { name: node.name, labels: node.labels.map(({ text }) => text), properties, children };
}
