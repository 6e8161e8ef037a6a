/**
 * Lists of references with cells (`gpios = <&gpio0 1 0>`): split by each controller's `#…-cells`, led through nexus nodes (`gpio-map`;
 * Devicetree Specification v0.4, 2.5), and held against the names that the controller's binding has for the cells.
 */
import { wholeValueRange, type DevicetreeNode, type DevicetreeProperty } from '../model/index.js';
import type { SourceRange } from '../source/index.js';
import { followMap } from './nexus.js';
import { cellRanges, counted, error, nodePlace, warning, type Specifier, type TreeContext } from './tree-context.js';
import { cellsOf, numberOf, referenceAt } from './values.js';

/**
 * `gpio` for `cs-gpios`, `pwm` for `pwms`: what a name says of its specifier space (edtlib's `_standard_phandle_val_list`).
 * Undefined for a name that does not end in `s`.
 */
export function specifierSpaceOf(name: string): string | undefined {
  for (const group of ['gpio', 'io-channel']) if (name.endsWith(`${group}s`)) return group;
  return name.endsWith('s') ? name.slice(0, -1) : undefined;
}

/** Checks a phandle-array and the `…-names` that belong to it. */
export function checkSpecifiers(context: TreeContext, property: DevicetreeProperty, space: string): void {
  const elements = splitSpecifiers(context, property, space);
  if (elements === undefined) return;
  for (const element of elements) if (element !== undefined) checkSpecifier(context, element, space);
  checkNames(context, property.node, space, elements.length);
}

/** Follows maps to the controller in the end, whose binding has to name as many cells as there are. */
function checkSpecifier(context: TreeContext, specifier: Specifier, space: string): void {
  const mapped = followMap(context, specifier, space, specifierLength);
  if (mapped !== undefined) checkCellNames(context, mapped, specifier.range, space);
}

/** The controller's binding says what the cells are; without names for them Zephyr's generator stops. */
export function checkCellNames(
  context: TreeContext,
  { controller, cells }: Specifier,
  range: SourceRange,
  space: string,
): void {
  const binding = context.matches.match(controller)?.binding;
  if (binding === undefined) {
    const message = `${controller.path} has no binding, so nothing says what its ${space} cells mean.`;
    error(context, 'binding-controller', range, message, nodePlace(controller));
    return;
  }
  const names = binding.cells.get(space) ?? [];
  if (names.length === cells.length) return;
  const listed = names.length === 0 ? 'none' : names.join(', ');
  const message = `${counted(cells.length)} for ${controller.path}, but its binding has names for ${names.length} (${space}-cells: ${listed}).`;
  error(context, 'binding-cell-names', range, message, binding.place);
}

/** How many cells follow a reference to `node`; a finding, and undefined, where the node does not say. */
function specifierLength(
  context: TreeContext,
  node: DevicetreeNode,
  space: string,
  range: SourceRange,
): number | undefined {
  const property = node.properties.get(`#${space}-cells`);
  const length = numberOf(property);
  if (property === undefined) {
    const message = `${node.path} has no #${space}-cells, so it cannot be referred to here.`;
    error(context, 'binding-specifier', range, message, nodePlace(node));
  }
  return length;
}

/** The elements of a list; undefined after a finding that makes the rest unreadable. */
export function splitSpecifiers(
  context: TreeContext,
  property: DevicetreeProperty,
  space: string,
): readonly (Specifier | undefined)[] | undefined {
  const cells = cellsOf(property);
  const places = cellRanges(property);
  const elements: (Specifier | undefined)[] = [];
  for (let i = 0; i < cells.length;) {
    const range = places[i] ?? wholeValueRange(property);
    const reference = referenceAt(property, i * 4);
    const controller = reference === undefined ? context.tree.phandles.get(cells[i]!) : reference.node;
    // A reference to a node that does not exist is somebody else's finding.
    if (controller === undefined && reference !== undefined) return undefined;
    if (controller === undefined) {
      if (cells[i] !== 0) strayCell(context, range, cells[i]!, elements.at(-1), space);
      elements.push(undefined);
      i++;
      continue;
    }
    const length = specifierLength(context, controller, space, range);
    if (length === undefined) return undefined;
    if (i + 1 + length > cells.length || hasReference(property, i + 1, length)) {
      tooFewCells(context, property, i, length, controller, space, places);
      return undefined;
    }
    const last = places[i + length] ?? range;
    const whole = last.file === range.file && last.end >= range.end ? { ...range, end: last.end } : range;
    elements.push({ controller, cells: cells.slice(i + 1, i + 1 + length), range: whole });
    i += 1 + length;
  }
  return elements;
}

/** A reference among the cells that belong to the one before: somebody left cells out. */
function hasReference(property: DevicetreeProperty, from: number, length: number): boolean {
  for (let k = 0; k < length; k++) if (referenceAt(property, (from + k) * 4) !== undefined) return true;
  return false;
}

function tooFewCells(
  context: TreeContext,
  property: DevicetreeProperty,
  at: number,
  wanted: number,
  controller: DevicetreeNode,
  space: string,
  places: readonly SourceRange[],
): void {
  let there = 0;
  while (at + 1 + there < property.bytes.length / 4 && referenceAt(property, (at + 1 + there) * 4) === undefined)
    there++;
  const message = `${controller.path} takes ${counted(wanted)} here (#${space}-cells); there ${there === 1 ? 'is' : 'are'} ${there}.`;
  const declared = controller.properties.get(`#${space}-cells`)?.syntax.range;
  const range = places[at] ?? wholeValueRange(property);
  // edtlib takes the next reference for a cell. It is hardly meant, but builds.
  if (at + 1 + wanted <= property.bytes.length / 4)
    warning(context, 'binding-specifier-short', range, message, declared);
  else error(context, 'binding-specifier', range, message, declared);
}

/** edtlib takes a number that is no phandle for an empty element; it is nearly always one cell too many. */
function strayCell(
  context: TreeContext,
  range: SourceRange,
  cell: number,
  before: Specifier | undefined,
  space: string,
): void {
  const message =
    before === undefined
      ? `A reference is expected here; ${cell} is none, and Zephyr takes it for an empty element.`
      : `${before.controller.path} takes ${counted(before.cells.length)} here (#${space}-cells); Zephyr takes this one for an empty element.`;
  warning(context, 'binding-specifier-stray', range, message);
}

/** `…-names` has a string for each element of what it names (edtlib's `_add_names`). */
export function checkNames(context: TreeContext, node: DevicetreeNode, of: string, count: number): void {
  const property = node.properties.get(`${of}-names`);
  if (property === undefined || property.parts.some(({ kind }) => kind !== 'string')) return;
  const names = property.parts.length;
  if (names === count) return;
  const message = `${names === 1 ? 'One name' : `${names} names`} for ${count} element${count === 1 ? '' : 's'}.`;
  error(context, 'binding-names', wholeValueRange(property), message);
}
