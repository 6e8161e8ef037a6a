/** Nexus nodes: a connector's `gpio-map` leads a specifier on to the controller behind it (Devicetree Specification v0.4, 2.5). */
import { wholeValueRange, type DevicetreeNode, type DevicetreeProperty } from '../model/index.js';
import type { SourceRange } from '../source/index.js';
import { cellRanges, counted, error, type Specifier, type SpecifierLength, type TreeContext } from './tree-context.js';
import { cellsOf, referenceAt } from './values.js';

/** More nexus nodes behind each other than any board has; a circle of maps gets there. */
const MAX_MAPS = 32;

/**
 * Where a specifier ends after all maps on its way. Undefined where it gets lost, with a finding. `length` counts the cells that a
 * map's parent takes: for interrupts its address cells are among them.
 */
export function followMap(
  context: TreeContext,
  specifier: Specifier,
  space: string,
  length: SpecifierLength,
): Specifier | undefined {
  let current = specifier;
  for (let step = 0; step < MAX_MAPS; step++) {
    const map = current.controller.properties.get(`${space}-map`);
    if (map === undefined || (space === 'interrupt' && current.controller.properties.has('interrupt-controller'))) {
      return current;
    }
    const next = oneMap(context, current, map, space, length);
    if (next === undefined) return undefined;
    current = next;
  }
  error(context, 'binding-map', specifier.range, `The ${space}-map properties on the way lead in a circle.`);
  return undefined;
}

/** One row of a map: the child's cells, the parent, the parent's cells. */
function oneMap(
  context: TreeContext,
  { controller, cells, range }: Specifier,
  map: DevicetreeProperty,
  space: string,
  length: SpecifierLength,
): Specifier | undefined {
  const mask = maskOf(context, controller, `${space}-map-mask`, cells.length, range);
  const passThru = maskOf(context, controller, `${space}-map-pass-thru`, cells.length, range);
  if (mask === undefined || passThru === undefined) return undefined;
  const masked = cells.map((cell, i) => (mask === 'none' ? cell : (cell & mask[i]!) >>> 0));
  const rows = cellsOf(map);
  const places = cellRanges(map);
  for (let i = 0; i < rows.length;) {
    const at = i + cells.length;
    const reference = referenceAt(map, at * 4);
    const parent = reference === undefined ? context.tree.phandles.get(rows[at] ?? 0) : reference.node;
    if (parent === undefined) {
      if (reference === undefined) {
        const message = `Each row of ${map.name} is ${counted(cells.length)}, a reference and its cells; this one is not.`;
        error(context, 'binding-map', places[i] ?? wholeValueRange(map), message);
      }
      return undefined;
    }
    const parentLength = length(context, parent, space, places[at] ?? wholeValueRange(map));
    if (parentLength === undefined) return undefined;
    const parentCells = rows.slice(at + 1, at + 1 + parentLength);
    if (parentCells.length < parentLength) {
      error(context, 'binding-map', places[at] ?? wholeValueRange(map), `The last row of ${map.name} is too short.`);
      return undefined;
    }
    if (masked.every((cell, k) => rows[i + k] === cell)) {
      return { controller: parent, cells: passed(parentCells, cells, passThru), range };
    }
    i = at + 1 + parentLength;
  }
  const shown = masked.map((cell) => String(cell)).join(' ');
  error(
    context,
    'binding-map',
    range,
    `The ${map.name} of ${controller.path} has no row for <${shown}>.`,
    map.syntax.range,
  );
  return undefined;
}

/** Bits of the child's cells that the map hands on as they are; both lists end at the same cell. */
function passed(
  parent: readonly number[],
  child: readonly number[],
  mask: readonly number[] | 'none',
): readonly number[] {
  if (mask === 'none') return parent;
  return parent.map((cell, i) => {
    const k = i - parent.length + child.length;
    const bits = k < 0 ? 0 : mask[k]!;
    return (((child[k] ?? 0) & bits) | (cell & ~bits)) >>> 0;
  });
}

function maskOf(
  context: TreeContext,
  node: DevicetreeNode,
  name: string,
  length: number,
  range: SourceRange,
): readonly number[] | 'none' | undefined {
  const property = node.properties.get(name);
  if (property === undefined) return 'none';
  const cells = cellsOf(property);
  if (cells.length === length) return cells;
  error(
    context,
    'binding-map',
    wholeValueRange(property),
    `${name} of ${node.path} has to have ${counted(length)}.`,
    range,
  );
  return undefined;
}
