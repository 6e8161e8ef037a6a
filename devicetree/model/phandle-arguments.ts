/** Lists of phandles with arguments: `clocks = <&rcc 1 2>, <&hse>;`, where each provider's `#…-cells` says how many follow. */
import { cellCount } from './addresses.js';
import { cellAt } from './read.js';
import type { Devicetree, DevicetreeNode, DevicetreeProperty } from './types.js';

export interface PhandleEntry {
  /** Undefined for an entry that was left open with 0 or 0xffffffff. */
  readonly provider: DevicetreeNode | undefined;
  readonly cells: readonly number[];
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

export interface PhandleList {
  readonly entries: readonly PhandleEntry[];
  /** Where reading ended early, and why: no such node, no such `#…-cells`, or too few cells. */
  readonly problem?: {
    readonly kind: 'no-node' | 'no-cells-property' | 'too-short';
    readonly offsetBytes: number;
    readonly provider?: DevicetreeNode;
  };
}

/**
 * Reads a list of phandles with arguments. `cellsName` is the provider's property, e.g. `#clock-cells`; `missing` is the number
 * of arguments where the provider has none, undefined where that ends the reading.
 */
export function readPhandleList(
  tree: Devicetree,
  property: DevicetreeProperty,
  cellsName: string,
  missing?: number,
): PhandleList {
  const { bytes } = property;
  const entries: PhandleEntry[] = [];
  let at = 0;
  while (at + 4 <= bytes.length) {
    const phandle = cellAt(bytes, at);
    if (phandle === 0 || phandle === 0xffff_ffff) {
      entries.push({ provider: undefined, cells: [], offsetBytes: at, lengthBytes: 4 });
      at += 4;
      continue;
    }
    const provider = tree.phandles.get(phandle);
    if (provider === undefined) return { entries, problem: { kind: 'no-node', offsetBytes: at } };
    const count = cellCount(provider, cellsName) ?? missing;
    if (count === undefined) return { entries, problem: { kind: 'no-cells-property', offsetBytes: at, provider } };
    const lengthBytes = 4 * (count + 1);
    if (at + lengthBytes > bytes.length) return { entries, problem: { kind: 'too-short', offsetBytes: at, provider } };
    const cells: number[] = [];
    for (let i = 1; i <= count; i++) cells.push(cellAt(bytes, at + 4 * i));
    entries.push({ provider, cells, offsetBytes: at, lengthBytes });
    at += lengthBytes;
  }
  return { entries };
}
