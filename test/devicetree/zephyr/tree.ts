/** Small devicetrees made by hand, for rules that need nothing of a source but its meaning. */
import type { Devicetree, DevicetreeNode, DevicetreeProperty } from '../../../devicetree/index.js';

/** Cells, a string, strings, or true for a property without a value; an object is a child node. */
export type Written = readonly number[] | string | readonly string[] | true | { readonly [name: string]: Written };
export type NodeWritten = { readonly [name: string]: Written };

function isNode(written: Written): written is NodeWritten {
  return typeof written === 'object' && !Array.isArray(written);
}

function stringBytes(text: string): number[] {
  return [...new TextEncoder().encode(text), 0];
}

function bytesOf(written: Exclude<Written, NodeWritten>): readonly number[] {
  if (written === true) return [];
  if (typeof written === 'string') return stringBytes(written);
  return written.flatMap((each) =>
    typeof each === 'string' ? stringBytes(each) : [24, 16, 8, 0].map((shift) => (each >>> shift) & 0xff),
  );
}

function kindOf(written: Exclude<Written, NodeWritten>): 'cells' | 'string' {
  return typeof written !== 'string' && written !== true && typeof written[0] === 'number' ? 'cells' : 'string';
}

function property(node: DevicetreeNode, name: string, written: Exclude<Written, NodeWritten>): DevicetreeProperty {
  const bytes = Uint8Array.from(bytesOf(written));
  const file = { path: 'tree.dts', text: '' };
  const range = { file, start: 0, end: 0 };
  const name_ = { text: name, range };
  const syntax = { kind: 'property', name: name_, labels: [], values: [], range } as const;
  const parts = [{ kind: kindOf(written), offsetBytes: 0, lengthBytes: bytes.length, range }] as const;
  return { name, node, bytes, parts, markers: [], labels: [], syntax, history: [syntax] };
}

function build(name: string, path: string, parent: DevicetreeNode | undefined, written: NodeWritten): DevicetreeNode {
  const [baseName = name, unitAddress] = name.split('@');
  const children = new Map<string, DevicetreeNode>();
  const properties = new Map<string, DevicetreeProperty>();
  const node: DevicetreeNode = {
    name,
    baseName,
    unitAddress,
    path,
    parent,
    children,
    properties,
    labels: [],
    definitions: [],
    phandle: undefined,
  };
  for (const [key, value] of Object.entries(written)) {
    if (isNode(value)) children.set(key, build(key, path === '/' ? `/${key}` : `${path}/${key}`, node, value));
    else properties.set(key, property(node, key, value));
  }
  return node;
}

function* preorder(node: DevicetreeNode): Generator<DevicetreeNode> {
  yield node;
  for (const child of node.children.values()) yield* preorder(child);
}

/** `undefined` inside an object literal is no property: what `...(condition && {…})` needs. */
export function treeOf(written: NodeWritten): Devicetree {
  const root = build('/', '/', undefined, written);
  const byPath = new Map([...preorder(root)].map((node) => [node.path, node]));
  return {
    dialect: 'zephyr',
    root,
    isPlugin: false,
    memoryReservations: [],
    labels: new Map(),
    phandles: new Map(),
    deletions: [],
    find: (path) => byPath.get(path),
    nodes: () => preorder(root),
  };
}

export interface BoardMemory {
  readonly name: string;
  readonly reg: readonly number[];
  readonly attribute?: number | undefined;
  readonly extra?: NodeWritten;
}

/** A board of one core with one cell for addresses and sizes: flash, sram, and further memories under the root. */
export function boardOf(
  core: string,
  mpu: string | undefined,
  regions: number | undefined,
  memories: readonly BoardMemory[],
  chosen: { readonly flash?: readonly number[]; readonly sram?: readonly number[] } = {},
): Devicetree {
  const { flash = [0, 0x80000], sram = [0x2000_0000, 0x40000] } = chosen;
  const mpuNode: NodeWritten =
    mpu === undefined
      ? {}
      : {
          'mpu@e000ed90': {
            compatible: `arm,${mpu}`,
            reg: [0xe000_ed90, 0x40],
            ...(regions === undefined ? {} : { 'arm,num-mpu-regions': [regions] }),
          },
        };
  const extra = memories.map(({ name, reg, attribute, extra: more }): [string, Written] => [
    name,
    {
      compatible: ['zephyr,memory-region', 'mmio-sram'],
      reg,
      ...(attribute === undefined ? {} : { 'zephyr,memory-attr': [attribute] }),
      ...more,
    },
  ]);
  return treeOf({
    '#address-cells': [1],
    '#size-cells': [1],
    chosen: { 'zephyr,flash': '/flash@0', 'zephyr,sram': '/sram@0' },
    cpus: {
      '#address-cells': [1],
      '#size-cells': [0],
      'cpu@0': { compatible: `arm,${core}`, reg: [0], '#address-cells': [1], '#size-cells': [1], ...mpuNode },
    },
    'flash@0': { compatible: 'soc-nv-flash', reg: flash },
    'sram@0': { compatible: 'mmio-sram', reg: sram },
    ...Object.fromEntries(extra),
  });
}
