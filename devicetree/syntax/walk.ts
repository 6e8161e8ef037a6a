/** Ways through a tree, and the innermost piece of syntax at a place in a file, through includes and macros. */
import type { SourceFile, SourceRange } from '../source/index.js';
import type {
  BodySyntax,
  CellSyntax,
  ExpressionSyntax,
  LabelSyntax,
  NameSyntax,
  NodeSyntax,
  ReferenceSyntax,
  SlashIncludeSyntax,
  SyntaxTree,
  TopLevelSyntax,
  ValueSyntax,
} from './tree.js';

/** Calls `visit` for every node as it is written, parents first, with the nodes around it, outermost first. */
export function walkNodes(tree: SyntaxTree, visit: (node: NodeSyntax, around: readonly NodeSyntax[]) => void): void {
  const around: NodeSyntax[] = [];
  const walk = (items: readonly (TopLevelSyntax | BodySyntax)[]): void => {
    for (const item of items) {
      if (item.kind !== 'node') continue;
      visit(item, around);
      around.push(item);
      walk(item.body);
      around.pop();
    }
  };
  walk(tree.statements);
}

/** Calls `visit` for every reference of a tree: heads of nodes, deletions, and values. */
export function walkReferences(tree: SyntaxTree, visit: (reference: ReferenceSyntax) => void): void {
  const walk = (items: readonly (TopLevelSyntax | BodySyntax)[]): void => {
    for (const item of items) {
      if ('reference' in item && item.reference !== undefined) visit(item.reference);
      if (item.kind === 'node') walk(item.body);
      else if (item.kind === 'property') for (const value of item.values ?? []) visitValue(value, visit);
    }
  };
  walk(tree.statements);
}

function visitValue(value: ValueSyntax, visit: (reference: ReferenceSyntax) => void): void {
  if (value.kind === 'reference') visit(value.reference);
  if (value.kind !== 'cells') return;
  for (const cell of value.cells) if (cell.kind === 'reference') visit(cell.reference);
}

/** What stands at a place, from the outside in. Members are set as far as the place lies in such a piece. */
export interface SyntaxAt {
  /** The nodes around, outermost first; the last is the innermost, also where the place is in its head. */
  readonly nodes: readonly NodeSyntax[];
  /** The statement or body item that is no node: a property, a deletion, a tag. */
  readonly item?: Exclude<TopLevelSyntax | BodySyntax, NodeSyntax>;
  readonly value?: ValueSyntax;
  readonly cell?: CellSyntax;
  /** The innermost one. */
  readonly expression?: ExpressionSyntax;
  readonly reference?: ReferenceSyntax;
  readonly label?: LabelSyntax;
  readonly name?: NameSyntax;
  readonly include?: SlashIncludeSyntax;
}

/**
 * The innermost syntax at an offset of a file. A name or number also holds the offset right behind it, as a cursor stands there.
 * Undefined where the file is not part of the tree or the place belongs to no statement. A file that was included several times
 * answers for the last time.
 */
export function syntaxAt(tree: SyntaxTree, file: SourceFile, offset: number): SyntaxAt | undefined {
  const include = tree.slashIncludes.find(({ range }) => holds(range, file, offset));
  if (include !== undefined) return { nodes: [], include };
  const index = placesOf(tree).get(file);
  if (index === undefined) return undefined;
  let place: Place | undefined = lastBefore(index, offset);
  while (place !== undefined && !holdsItem(place, file, offset)) place = place.parent;
  return place === undefined ? undefined : inItem(place, file, offset);
}

/** A statement or body item in the file where it stands. */
interface Place {
  readonly item: TopLevelSyntax | BodySyntax;
  readonly range: SourceRange;
  readonly parent: Place | undefined;
}

const placesOfTree = new WeakMap<SyntaxTree, ReadonlyMap<SourceFile, readonly Place[]>>();

/** All items of each file, in order of their starts; of two that start alike the inner one is later. */
function placesOf(tree: SyntaxTree): ReadonlyMap<SourceFile, readonly Place[]> {
  const known = placesOfTree.get(tree);
  if (known !== undefined) return known;
  const places = new Map<SourceFile, Place[]>();
  const add = (items: readonly (TopLevelSyntax | BodySyntax)[], parent: Place | undefined): void => {
    for (const item of items) {
      const { range } = item;
      const place = { item, range, parent };
      const list = places.get(range.file);
      if (list === undefined) places.set(range.file, [place]);
      else list.push(place);
      if (item.kind === 'node') add(item.body, place);
    }
  };
  add(tree.statements, undefined);
  for (const list of places.values()) list.sort((a, b) => a.range.start - b.range.start);
  placesOfTree.set(tree, places);
  return places;
}

function lastBefore(places: readonly Place[], offset: number): Place | undefined {
  let low = -1;
  let high = places.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (places[middle]!.range.start <= offset) low = middle;
    else high = middle - 1;
  }
  return places[low];
}

/** Items end before the offset behind their semicolon; one that lacks it goes on there. */
function holdsItem({ range }: Place, file: SourceFile, offset: number): boolean {
  if (range.file !== file || offset < range.start || offset > range.end) return false;
  return offset < range.end || file.text.charAt(range.end - 1) !== ';';
}

function holds(range: SourceRange, file: SourceFile, offset: number): boolean {
  return range.file === file && range.start <= offset && offset <= range.end;
}

/** The last of some pieces that holds the place: where two meet, the one that starts there. */
function pick<T extends { readonly range: SourceRange }>(
  pieces: readonly T[],
  file: SourceFile,
  offset: number,
): T | undefined {
  return pieces.findLast(({ range }) => holds(range, file, offset));
}

function inItem(place: Place, file: SourceFile, offset: number): SyntaxAt {
  const nodes: NodeSyntax[] = [];
  for (let at: Place | undefined = place; at !== undefined; at = at.parent) {
    if (at.item.kind === 'node') nodes.unshift(at.item);
  }
  const { item } = place;
  const labels = 'labels' in item ? item.labels : [];
  const label = pick(labels, file, offset);
  const name = 'name' in item && typeof item.name === 'object' ? pick([item.name], file, offset) : undefined;
  const reference =
    'reference' in item && item.reference !== undefined ? pick([item.reference], file, offset) : undefined;
  return {
    nodes,
    ...(item.kind === 'node' ? {} : { item }),
    ...(label === undefined ? {} : { label }),
    ...(name === undefined ? {} : { name }),
    ...(reference === undefined ? {} : { reference }),
    ...(item.kind === 'property' ? inValues(item.values ?? [], file, offset) : {}),
    ...(item.kind === 'memreserve' ? inExpression([item.address, item.size], file, offset) : {}),
  };
}

function inValues(values: readonly ValueSyntax[], file: SourceFile, offset: number): Partial<SyntaxAt> {
  const value = pick(values, file, offset);
  const labels = values.flatMap(({ labels, innerLabels, labelsAfter }) => [
    ...labels,
    ...innerLabels.map((inner) => inner.label),
    ...labelsAfter,
  ]);
  const label = pick(labels, file, offset);
  return {
    ...(value === undefined ? {} : { value }),
    ...(label === undefined ? {} : { label }),
    ...(value?.kind === 'reference' ? { reference: value.reference } : {}),
    ...(value?.kind === 'cells' ? inCells(value.cells, file, offset) : {}),
  };
}

function inCells(cells: readonly CellSyntax[], file: SourceFile, offset: number): Partial<SyntaxAt> {
  const cell = pick(cells, file, offset);
  if (cell === undefined) return {};
  if (cell.kind === 'reference') return { cell, reference: cell.reference };
  return { cell, ...inExpression([cell.expression], file, offset) };
}

function inExpression(from: readonly ExpressionSyntax[], file: SourceFile, offset: number): Partial<SyntaxAt> {
  let expression = pick(from, file, offset);
  if (expression === undefined) return {};
  for (let inner: ExpressionSyntax | undefined = expression; inner !== undefined;) {
    expression = inner;
    inner = pick(inner.operands, file, offset);
  }
  return { expression, ...(expression.name === undefined ? {} : { name: expression.name }) };
}
