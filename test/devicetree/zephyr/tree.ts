/** Small devicetrees for tests: written as literals, printed as source, read by the engine. */
import assert from 'node:assert/strict';
import {
  attributeTableFrom,
  buildTree,
  DEFAULT_BUDGET,
  parse,
  preprocess,
  type AttributeTable,
  type Devicetree,
  type SourceReader,
} from '../../../devicetree/index.js';

/** Cells, a string, strings, or true for a property without a value; an object is a child node. */
export type Written = readonly number[] | string | readonly string[] | true | { readonly [name: string]: Written };
export type NodeWritten = { readonly [name: string]: Written };

function isNode(written: Written): written is NodeWritten {
  return typeof written === 'object' && !Array.isArray(written);
}

function valueText(written: Exclude<Written, NodeWritten>): string {
  if (written === true) return '';
  if (typeof written === 'string') return ` = ${JSON.stringify(written)}`;
  const parts = written.map((each) => (typeof each === 'string' ? JSON.stringify(each) : `0x${each.toString(16)}`));
  return typeof written[0] === 'string' ? ` = ${parts.join(', ')}` : ` = <${parts.join(' ')}>`;
}

function bodyText(written: NodeWritten): string {
  return Object.entries(written)
    .map(([name, value]) => (isNode(value) ? `${name} { ${bodyText(value)} };` : `${name}${valueText(value)};`))
    .sort((a, b) => Number(a.includes('{')) - Number(b.includes('{')))
    .join(' ');
}

export interface ReadSource {
  readonly tree: Devicetree;
  readonly table: AttributeTable;
}

/** Source text, with headers by name, as Zephyr's build reads it. It has to be without findings. */
export function readSource(text: string, headers: Readonly<Record<string, string>> = {}): ReadSource {
  const files = new Map(
    Object.entries(headers).map(([name, header]) => [`/include/${name}`, { path: `/include/${name}`, text: header }]),
  );
  const reader: SourceReader = { read: (path) => files.get(path) };
  const file = { path: '/board.dts', text };
  const input = { files: [file], includePaths: ['/include'], defines: {}, budget: DEFAULT_BUDGET };
  const { output, macros, findings } = preprocess(input, reader);
  const syntax = parse(output, { reader, includePaths: [], dialect: 'zephyr', budget: DEFAULT_BUDGET });
  const built = buildTree(syntax, { dialect: 'zephyr' });
  assert.deepEqual(
    [...findings, ...syntax.findings, ...built.findings].map(({ message }) => message),
    [],
  );
  return { tree: built.tree, table: attributeTableFrom(macros) };
}

export function treeOf(written: NodeWritten): Devicetree {
  return readSource(`/dts-v1/; / { ${bodyText(written)} };`).tree;
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
