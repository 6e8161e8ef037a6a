/** What the cells of a value mean: which controller a list of references speaks to, and the names of addresses, sizes and cells. */
import { bindingFor, specifierSpaceOf } from '../bindings/index.js';
import {
  cellCount,
  childCells,
  interruptParent,
  readPhandleList,
  type DevicetreeNode,
  type DevicetreeProperty,
} from '../model/index.js';
import type { QueryContext } from './types.js';

/** Some cells of a property that mean one thing. */
export interface CellMeaning {
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  /** `pin`, `address`, `priority`. */
  readonly name: string;
  /** The node that reads the cell; undefined for addresses and sizes. */
  readonly controller: DevicetreeNode | undefined;
  /** Which entry of the list, from 0. */
  readonly entry: number;
}

/** A list of references: where each begins, and the controller. */
export interface SpecifierEntry {
  readonly controller: DevicetreeNode;
  readonly cells: readonly number[];
  readonly names: readonly string[];
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

/** Properties whose specifier space their name does not tell (Devicetree Specification v0.4, 2.4 and 2.5; Linux's bindings). */
const SPACES: Readonly<Record<string, string>> = {
  'interrupts-extended': 'interrupt',
  'msi-parent': 'msi',
  'thermal-sensors': 'thermal-sensor',
  'sound-dai': 'sound-dai',
};

/** Without a binding, names that are such lists wherever they stand. */
const USUAL = /^(.+-)?(gpios?|clocks|dmas|pwms|resets|phys|io-channels|mboxes|power-domains|hwlocks)$/;

/** The specifier space of a property: by its binding, else by names that everybody uses; undefined where it is no such list. */
export function spaceOf(context: QueryContext, property: DevicetreeProperty): string | undefined {
  const { name, node } = property;
  const known = SPACES[name];
  if (known !== undefined) return known;
  const spec = context.bindings === undefined ? undefined : bindingFor(context.bindings, node)?.properties.get(name);
  if (spec !== undefined) {
    return spec.type === 'phandle-array' ? (spec.specifierSpace ?? specifierSpaceOf(name)) : undefined;
  }
  if (!USUAL.test(name)) return undefined;
  if (/(^|-)gpios?$/.test(name)) return 'gpio';
  return name === 'mboxes' ? 'mbox' : specifierSpaceOf(name);
}

/** Names of the cells that a controller takes: from its binding, else those that everybody uses. */
export function cellNames(context: QueryContext, controller: DevicetreeNode, space: string): readonly string[] {
  const binding = context.bindings === undefined ? undefined : bindingFor(context.bindings, controller);
  const names = binding?.cells.get(space);
  if (names !== undefined) return names;
  const count = cellCount(controller, `#${space}-cells`) ?? 0;
  if (space === 'gpio' && count === 2) return ['pin', 'flags'];
  if (space === 'pwm' && count === 3) return ['channel', 'period', 'flags'];
  return [];
}

/** The entries of a list of references; empty where the property is none. */
export function specifierEntries(context: QueryContext, property: DevicetreeProperty): readonly SpecifierEntry[] {
  const space = spaceOf(context, property);
  if (space === undefined) return [];
  const { tree } = context.compilation;
  return readPhandleList(tree, property, `#${space}-cells`).entries.flatMap((entry) => {
    const { provider, cells, offsetBytes, lengthBytes } = entry;
    if (provider === undefined) return [];
    return [{ controller: provider, cells, names: cellNames(context, provider, space), offsetBytes, lengthBytes }];
  });
}

/** What the cells of a property mean, as far as that is known; in the order of the bytes. */
export function cellMeanings(context: QueryContext, property: DevicetreeProperty): readonly CellMeaning[] {
  const { name } = property;
  const isCells = (): boolean => property.parts.every(({ kind, bits }) => kind === 'cells' && bits === 32);
  if (name === 'reg') return isCells() ? regMeanings(property) : [];
  if (name === 'ranges' || name === 'dma-ranges') return isCells() ? rangesMeanings(property) : [];
  if (name === 'interrupts') return isCells() ? interruptMeanings(context, property) : [];
  if (spaceOf(context, property) === undefined || !isCells()) return [];
  return specifierEntries(context, property).flatMap(({ controller, cells, names, offsetBytes }, entry) =>
    cells.flatMap((_, i) => {
      const cellName = names[i];
      return cellName === undefined
        ? []
        : [{ offsetBytes: offsetBytes + 4 * (i + 1), lengthBytes: 4, name: cellName, controller, entry }];
    }),
  );
}

/** Rows of cells, each with named stretches; a row that is not whole is left out. */
function rows(
  property: DevicetreeProperty,
  parts: readonly { readonly name: string; readonly cells: number; readonly controller?: DevicetreeNode }[],
): readonly CellMeaning[] {
  const row = parts.reduce((sum, { cells }) => sum + cells, 0) * 4;
  const found: CellMeaning[] = [];
  for (let at = 0, entry = 0; row > 0 && at + row <= property.bytes.length; at += row, entry++) {
    let offsetBytes = at;
    for (const { name, cells, controller } of parts) {
      if (cells > 0) found.push({ offsetBytes, lengthBytes: cells * 4, name, controller, entry });
      offsetBytes += cells * 4;
    }
  }
  return found;
}

function regMeanings(property: DevicetreeProperty): readonly CellMeaning[] {
  const { parent } = property.node;
  if (parent === undefined) return [];
  const { address, size } = childCells(parent);
  return rows(property, [
    { name: 'address', cells: address },
    { name: 'size', cells: size },
  ]);
}

function rangesMeanings(property: DevicetreeProperty): readonly CellMeaning[] {
  const { node } = property;
  if (node.parent === undefined) return [];
  const own = childCells(node);
  return rows(property, [
    { name: 'child address', cells: own.address },
    { name: 'parent address', cells: childCells(node.parent).address },
    { name: 'size', cells: own.size },
  ]);
}

function interruptMeanings(context: QueryContext, property: DevicetreeProperty): readonly CellMeaning[] {
  const controller = interruptParent(context.compilation.tree, property.node);
  const count = controller === undefined ? undefined : cellCount(controller, '#interrupt-cells');
  if (controller === undefined || count === undefined || count === 0) return [];
  const names = cellNames(context, controller, 'interrupt');
  return rows(
    property,
    Array.from({ length: Math.min(count, 16) }, (_, i) => ({ name: names[i] ?? '', cells: 1, controller })),
  ).filter(({ name }) => name !== '');
}
