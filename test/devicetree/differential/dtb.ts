/** A reader of flattened devicetrees, version 17 (Devicetree Specification v0.4, chapter 5): what dtc wrote, to compare with. */

export interface DtbNode {
  readonly name: string;
  readonly properties: Map<string, Uint8Array>;
  readonly children: Map<string, DtbNode>;
}

export interface Dtb {
  readonly reservations: readonly (readonly [address: bigint, size: bigint])[];
  readonly root: DtbNode;
}

const MAGIC = 0xd00d_feed;
const BEGIN_NODE = 1;
const END_NODE = 2;
const PROPERTY = 3;
const NOP = 4;

/** Reads a blob that dtc wrote; throws where it is none. */
export function readDtb(blob: Uint8Array): Dtb {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  if (view.getUint32(0) !== MAGIC) throw new Error('no flattened devicetree');
  if (view.getUint32(20) !== 17) throw new Error(`flattened devicetree of version ${view.getUint32(20)}`);
  const reader = { blob, view, at: view.getUint32(8), strings: view.getUint32(12) };
  return { reservations: readReservations(view, view.getUint32(16)), root: readNode(reader) };
}

function readReservations(view: DataView, start: number): [bigint, bigint][] {
  const reservations: [bigint, bigint][] = [];
  for (let at = start; ; at += 16) {
    const entry: [bigint, bigint] = [view.getBigUint64(at), view.getBigUint64(at + 8)];
    if (entry[0] === 0n && entry[1] === 0n) return reservations;
    reservations.push(entry);
  }
}

interface Reader {
  readonly blob: Uint8Array;
  readonly view: DataView;
  readonly strings: number;
  at: number;
}

function readNode(reader: Reader): DtbNode {
  const token = next(reader);
  if (token !== BEGIN_NODE) throw new Error(`token ${token} where a node begins`);
  const node: DtbNode = { name: textAt(reader.blob, reader.at), properties: new Map(), children: new Map() };
  reader.at = aligned(reader.at + node.name.length + 1);
  for (;;) {
    switch (reader.view.getUint32(reader.at)) {
      case BEGIN_NODE: {
        const child = readNode(reader);
        node.children.set(child.name, child);
        break;
      }
      case PROPERTY:
        readProperty(reader, node);
        break;
      case NOP:
        next(reader);
        break;
      case END_NODE:
        next(reader);
        return node;
      default:
        throw new Error(`token ${reader.view.getUint32(reader.at)} in a node`);
    }
  }
}

function readProperty(reader: Reader, node: DtbNode): void {
  next(reader);
  const length = next(reader);
  const name = textAt(reader.blob, reader.strings + next(reader));
  node.properties.set(name, reader.blob.slice(reader.at, reader.at + length));
  reader.at = aligned(reader.at + length);
}

function next(reader: Reader): number {
  const word = reader.view.getUint32(reader.at);
  reader.at += 4;
  return word;
}

function aligned(offset: number): number {
  return (offset + 3) & ~3;
}

function textAt(blob: Uint8Array, start: number): string {
  const end = blob.indexOf(0, start);
  return Buffer.from(blob.subarray(start, end)).toString('latin1');
}
