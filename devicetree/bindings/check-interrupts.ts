/** `interrupts` and `interrupts-extended`: to which controller each goes, and whether its binding names the cells (edtlib's `_interrupts`). */
import { wholeValueRange, type DevicetreeNode, type DevicetreeProperty } from '../model/index.js';
import type { SourceRange } from '../source/index.js';
import { followMap } from './nexus.js';
import { checkCellNames, checkNames, splitSpecifiers } from './specifiers.js';
import { cellRanges, counted, error, nodePlace, type Specifier, type TreeContext } from './tree-context.js';
import { cellsOf, numberOf, referenceAt, valueShape } from './values.js';

/** Checks a node's interrupts; `interrupts-extended` counts where both stand. */
export function checkInterrupts(context: TreeContext, node: DevicetreeNode): void {
  const extended = node.properties.get('interrupts-extended');
  const plain = node.properties.get('interrupts');
  const property = extended ?? plain;
  if (property === undefined || valueShape(property) === 'unknown') return;
  const specifiers =
    extended === undefined ? plainSpecifiers(context, property) : extendedSpecifiers(context, property);
  if (specifiers === undefined) return;
  for (const specifier of specifiers) {
    const mapped = mapInterrupt(context, node, specifier);
    if (mapped !== undefined) checkCellNames(context, mapped, specifier.range, 'interrupt');
  }
  checkNames(context, node, 'interrupt', specifiers.length);
}

function extendedSpecifiers(context: TreeContext, property: DevicetreeProperty): readonly Specifier[] | undefined {
  const elements = splitSpecifiers(context, property, 'interrupt');
  if (elements === undefined) return undefined;
  const specifiers = elements.filter((element) => element !== undefined);
  if (specifiers.length === elements.length) return specifiers;
  error(context, 'binding-interrupts', wholeValueRange(property), 'An element of interrupts-extended is no reference.');
  return undefined;
}

function plainSpecifiers(context: TreeContext, property: DevicetreeProperty): readonly Specifier[] | undefined {
  const { node } = property;
  const parent = interruptParent(node);
  if (parent === undefined) {
    const message = `Neither ${node.path} nor a node above it has an interrupt-parent.`;
    error(context, 'binding-interrupts', property.syntax.name.range, message);
    return undefined;
  }
  if (parent === 'unknown') return undefined;
  const length = interruptCells(context, parent, property.syntax.name.range);
  if (length === undefined) return undefined;
  const cells = cellsOf(property);
  if (length === 0 || cells.length % length !== 0) {
    const message = `${parent.path} takes ${counted(length)} for each interrupt (#interrupt-cells); there are ${cells.length}.`;
    const declared = parent.properties.get('#interrupt-cells')?.syntax.range;
    error(context, 'binding-interrupts', wholeValueRange(property), message, declared);
    return undefined;
  }
  const places = cellRanges(property);
  const specifiers: Specifier[] = [];
  for (let i = 0; i < cells.length; i += length) {
    const first = places[i] ?? wholeValueRange(property);
    const last = places[i + length - 1] ?? first;
    const range = last.file === first.file && last.end >= first.end ? { ...first, end: last.end } : first;
    specifiers.push({ controller: parent, cells: cells.slice(i, i + length), range });
  }
  return specifiers;
}

/** What `interrupt-parent` of the node or the nearest node above refers to, or a node above that takes interrupts itself. */
function interruptParent(node: DevicetreeNode): DevicetreeNode | 'unknown' | undefined {
  for (let each: DevicetreeNode | undefined = node; each !== undefined; each = each.parent) {
    const takes = each.properties.has('interrupt-controller') || each.properties.has('interrupt-map');
    if (each !== node && takes) return each;
    const property = each.properties.get('interrupt-parent');
    if (property === undefined) continue;
    return referenceAt(property, 0)?.node ?? 'unknown';
  }
  return undefined;
}

function interruptCells(context: TreeContext, node: DevicetreeNode, range: SourceRange): number | undefined {
  const property = node.properties.get('#interrupt-cells');
  if (property !== undefined) return numberOf(property);
  const message = `${node.path} has no #interrupt-cells, so interrupts cannot go there.`;
  error(context, 'binding-interrupts', range, message, nodePlace(node));
  return undefined;
}

/** Leads an interrupt through `interrupt-map`, whose rows start with the sender's unit address. */
function mapInterrupt(context: TreeContext, node: DevicetreeNode, specifier: Specifier): Specifier | undefined {
  const { controller, range } = specifier;
  if (controller.properties.has('interrupt-controller')) return specifier;
  if (!controller.properties.has('interrupt-map')) {
    const message = `${controller.path} is no interrupt-controller and has no interrupt-map.`;
    error(context, 'binding-interrupts', range, message, nodePlace(controller));
    return undefined;
  }
  const address = unitAddress(node, controller);
  if (address === undefined) {
    const message = `The interrupt-map of ${controller.path} goes by the address in 'reg', which ${node.path} lacks.`;
    error(context, 'binding-interrupts', range, message);
    return undefined;
  }
  const mapped = followMap(context, { ...specifier, cells: [...address, ...specifier.cells] }, 'interrupt', mapLength);
  if (mapped === undefined) return undefined;
  return { ...mapped, cells: mapped.cells.slice(numberOf(mapped.controller.properties.get('#address-cells')) ?? 0) };
}

/** Cells of a map's parent: its own address cells and its interrupt cells. */
function mapLength(context: TreeContext, node: DevicetreeNode, _space: string, range: SourceRange): number | undefined {
  const address = numberOf(node.properties.get('#address-cells'));
  if (address === undefined) {
    error(context, 'binding-interrupts', range, `${node.path} has no #address-cells, which an interrupt-map needs.`);
    return undefined;
  }
  const cells = interruptCells(context, node, range);
  return cells === undefined ? undefined : address + cells;
}

/** The first address of `reg`, as many cells as the nexus has for its children; the lower ones where `reg` has more. */
function unitAddress(node: DevicetreeNode, nexus: DevicetreeNode): readonly number[] | undefined {
  const wanted = numberOf(nexus.properties.get('#address-cells')) ?? 2;
  if (wanted === 0) return [];
  const reg = node.properties.get('reg');
  const there = numberOf(node.parent?.properties.get('#address-cells')) ?? 2;
  if (reg === undefined) return undefined;
  const cells = cellsOf(reg);
  if (cells.length < wanted) return undefined;
  return there > wanted ? cells.slice(there - wanted, there) : cells.slice(0, wanted);
}
