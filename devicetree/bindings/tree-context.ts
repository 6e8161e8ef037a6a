/** What the checks of one tree share: bindings, phandles, and where findings go. */
import type { Devicetree, DevicetreeNode, DevicetreeProperty } from '../model/index.js';
import type { DevicetreeFinding, SourceRange } from '../source/index.js';
import type { BindingMatches } from './match.js';
import type { BindingIndex } from './types.js';

export interface TreeContext {
  readonly matches: BindingMatches;
  readonly tree: Devicetree;
  readonly index: BindingIndex;
  readonly findings: DevicetreeFinding[];
}

/** A controller with the cells meant for it, and the reference with its cells. */
export interface Specifier {
  readonly controller: DevicetreeNode;
  readonly cells: readonly number[];
  readonly range: SourceRange;
}

/** How many cells follow a reference to `node`; a finding, and undefined, where the node does not say. */
export type SpecifierLength = (
  context: TreeContext,
  node: DevicetreeNode,
  space: string,
  range: SourceRange,
) => number | undefined;

/** Adds an error, with the place of what it contradicts. */
export function error(
  context: TreeContext,
  code: string,
  range: SourceRange,
  message: string,
  related?: SourceRange,
): void {
  add(context, 'error', code, range, message, related);
}

/** Adds a warning: it builds, but is hardly meant. */
export function warning(
  context: TreeContext,
  code: string,
  range: SourceRange,
  message: string,
  related?: SourceRange,
): void {
  add(context, 'warning', code, range, message, related);
}

function add(
  context: TreeContext,
  severity: 'error' | 'warning',
  code: string,
  range: SourceRange,
  message: string,
  related: SourceRange | undefined,
): void {
  const places = related === undefined ? {} : { related: [{ range: related, message: 'declared here' }] };
  context.findings.push({ code, severity, message, range, ...places });
}

/** Where a node is first defined. */
export function nodePlace(node: DevicetreeNode): SourceRange | undefined {
  const definition = node.definitions[0];
  return definition?.name?.range ?? definition?.reference?.range;
}

/** The source of each 32-bit cell, in order. */
export function cellRanges(property: DevicetreeProperty): readonly SourceRange[] {
  return (property.syntax.values ?? []).flatMap((value) =>
    value.kind === 'cells' ? value.cells.map(({ range }) => range) : [],
  );
}

/** `1 cell`, `3 cells`. */
export function counted(cells: number): string {
  return cells === 1 ? '1 cell' : `${cells} cells`;
}
