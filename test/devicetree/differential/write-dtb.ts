/** A writer of flattened devicetrees as dtc's: a merged tree that gives the same bytes is the same in all, order included. */
import { explicitPhandle, type Devicetree, type DevicetreeNode } from '../../../devicetree/index.js';

interface OutNode {
  readonly name: string;
  readonly properties: Map<string, Uint8Array>;
  readonly children: Map<string, OutNode>;
}

/** `dtc -O dtb -b 0`, without -@: for a plugin with `__fixups__` and `__local_fixups__`. */
export function writeDtb(tree: Devicetree): Uint8Array {
  const root = outNode(tree.root);
  if (tree.isPlugin) addFixups(tree, root);
  const strings = new Strings();
  const structure: number[] = [];
  flatten(root, structure, strings);
  word(structure, 9);
  const reservations: number[] = [];
  for (const { address, size } of tree.memoryReservations) {
    double(reservations, address.value ?? 0n);
    double(reservations, size.value ?? 0n);
  }
  double(reservations, 0n);
  double(reservations, 0n);
  const header: number[] = [];
  const start = 40 + reservations.length;
  const total = start + structure.length + strings.bytes.length;
  for (const field of [0xd00d_feed, total, start, start + structure.length, 40, 17, 16, 0]) word(header, field);
  word(header, strings.bytes.length);
  word(header, structure.length);
  return Uint8Array.from([...header, ...reservations, ...structure, ...strings.bytes]);
}

function outNode(node: DevicetreeNode): OutNode {
  const properties = new Map<string, Uint8Array>();
  for (const { name, bytes } of node.properties.values()) properties.set(name, bytes);
  const older = node.properties.get('linux,phandle');
  const isGiven = older !== undefined && explicitPhandle(older).kind === 'number';
  if (node.phandle !== undefined && !properties.has('phandle') && !isGiven) {
    properties.set('phandle', Uint8Array.from(wordBytes(node.phandle)));
  }
  const children = new Map<string, OutNode>();
  for (const child of node.children.values()) children.set(child.name, outNode(child));
  return { name: node.parent === undefined ? '' : node.name, properties, children };
}

/** What dtc adds to a plugin: where references lead outside, and where they lead inside. */
function addFixups(tree: Devicetree, root: OutNode): void {
  const outside: OutNode = { name: '__fixups__', properties: new Map(), children: new Map() };
  const inside: OutNode = { name: '__local_fixups__', properties: new Map(), children: new Map() };
  const inTree = new Set(tree.nodes());
  for (const node of inTree) {
    for (const property of node.properties.values()) {
      for (const marker of property.markers) {
        if (marker.kind !== 'phandle') continue;
        if (marker.node === undefined || !inTree.has(marker.node)) {
          append(outside, marker.text, Buffer.from(`${node.path}:${property.name}:${marker.offsetBytes}\0`, 'latin1'));
        } else {
          append(descend(inside, node.path), property.name, Uint8Array.from(wordBytes(marker.offsetBytes)));
        }
      }
    }
  }
  for (const node of [outside, inside]) {
    if (node.properties.size + node.children.size > 0) root.children.set(node.name, node);
  }
}

function descend(from: OutNode, path: string): OutNode {
  let node = from;
  for (const name of path.split('/')) {
    if (name === '') continue;
    const child = node.children.get(name) ?? { name, properties: new Map(), children: new Map() };
    node.children.set(name, child);
    node = child;
  }
  return node;
}

function append(node: OutNode, name: string, bytes: Uint8Array): void {
  node.properties.set(name, Uint8Array.from([...(node.properties.get(name) ?? []), ...bytes]));
}

function flatten(node: OutNode, out: number[], strings: Strings): void {
  word(out, 1);
  text(out, node.name);
  for (const [name, bytes] of node.properties) {
    word(out, 3);
    word(out, bytes.length);
    word(out, strings.offsetOf(name));
    for (const byte of bytes) out.push(byte);
    pad(out);
  }
  for (const child of node.children.values()) flatten(child, out, strings);
  word(out, 2);
}

/** Names, each once; one that ends another is found in it. */
class Strings {
  readonly bytes: number[] = [];
  private readonly offsets = new Map<string, number>();

  offsetOf(name: string): number {
    const known = this.offsets.get(name);
    if (known !== undefined) return known;
    const start = this.bytes.length;
    text(this.bytes, name, false);
    for (let i = 0; i <= name.length; i++) {
      const tail = name.slice(i);
      if (!this.offsets.has(tail)) this.offsets.set(tail, start + i);
    }
    return start;
  }
}

function wordBytes(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}

function word(out: number[], value: number): void {
  out.push(...wordBytes(value));
}

function double(out: number[], value: bigint): void {
  word(out, Number(BigInt.asUintN(32, value >> 32n)));
  word(out, Number(BigInt.asUintN(32, value)));
}

function text(out: number[], value: string, padded = true): void {
  for (let i = 0; i < value.length; i++) out.push(value.charCodeAt(i));
  out.push(0);
  if (padded) pad(out);
}

function pad(out: number[]): void {
  while (out.length % 4 !== 0) out.push(0);
}
