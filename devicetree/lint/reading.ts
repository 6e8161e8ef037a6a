/** Reads values out of the merged tree together with the place where each is written. */
import { childCells, type Devicetree, type DevicetreeNode, type DevicetreeProperty } from '../model/index.js';
import type { SourceRange } from '../source/index.js';
import type { CellSyntax, ExpressionSyntax, PropertySyntax } from '../syntax/index.js';

/** A string of a property's value, and the quoted text; no range where it was not written as a string of its own. */
export interface StringPlace {
  readonly text: string;
  readonly range: SourceRange | undefined;
}

/** The strings of a property, by its bytes; `status = "okay"` is one. */
export function strings(property: DevicetreeProperty | undefined): StringPlace[] {
  if (property === undefined) return [];
  const { bytes, parts } = property;
  const places: StringPlace[] = [];
  let start = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== 0) continue;
    const part = parts.find(({ kind, offsetBytes }) => kind === 'string' && offsetBytes === start);
    let text = '';
    for (let each = start; each < at; each++) text += String.fromCharCode(bytes[each]!);
    places.push({ text, range: part?.range });
    start = at + 1;
  }
  return places;
}

/** One string, or undefined when the value is anything else. */
export function onlyString(property: DevicetreeProperty | undefined): StringPlace | undefined {
  const all = strings(property);
  return all.length === 1 && property!.bytes.at(-1) === 0 && isText(property!) ? all[0] : undefined;
}

/** Written as strings (not as cells whose bytes happen to end with zero). */
export function isText(property: DevicetreeProperty): boolean {
  return property.parts.length > 0 && property.parts.every(({ kind }) => kind === 'string');
}

export function compatibles(node: DevicetreeNode): StringPlace[] {
  return strings(node.properties.get('compatible'));
}

/** Whether a compatible is among the node's. Asked of every node, so it looks at what is written and decodes nothing. */
export function isCompatible(node: DevicetreeNode, compatible: string): boolean {
  const values = node.properties.get('compatible')?.syntax.values;
  return values?.some((value) => value.kind === 'string' && value.text === compatible) === true;
}

/** A cell as it is written. `value` is that of the expression; a reference has none. */
export interface CellPlace {
  readonly cell: CellSyntax;
  readonly range: SourceRange;
  readonly value: bigint | undefined;
}

/** All cells of an assignment, whatever brackets they stand in; undefined where a part is no list of 32-bit cells. */
export function cellsOf(syntax: PropertySyntax): CellPlace[] | undefined {
  const places: CellPlace[] = [];
  for (const value of syntax.values ?? []) {
    if (value.kind !== 'cells' || value.bits !== 32) return undefined;
    for (const cell of value.cells) {
      places.push({ cell, range: cell.range, value: cell.kind === 'expression' ? cell.expression.value : undefined });
    }
  }
  return places;
}

/** The value's single cell as an expression; undefined where the value is anything else. */
export function onlyExpression(syntax: PropertySyntax): ExpressionSyntax | undefined {
  const cells = cellsOf(syntax);
  const cell = cells?.length === 1 ? cells[0]!.cell : undefined;
  return cell?.kind === 'expression' ? cell.expression : undefined;
}

/** An expression and everything in it, outermost first. */
export function* expressionsIn(expression: ExpressionSyntax): Iterable<ExpressionSyntax> {
  const waiting = [expression];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    for (let at = next.operands.length - 1; at >= 0; at--) waiting.push(next.operands[at]!);
  }
}

/** The range of the value: what stands between `=` and `;`. The property's whole range where it has no value. */
export function valueRange(syntax: PropertySyntax): SourceRange {
  const { values } = syntax;
  if (values === undefined || values.length === 0) return syntax.range;
  const { file, start } = values[0]!.range;
  const last = values.at(-1)!.range;
  return last.file === file && last.end >= start ? { file, start, end: last.end } : values[0]!.range;
}

/** One block of `reg`, as written: before the translation that the buses' `ranges` ask for. */
export interface RegBlock {
  readonly address: bigint;
  readonly size: bigint;
  /** The cells of address and size; undefined where `reg` is written in another way than cells of 32 bits. */
  readonly addressCells: readonly CellPlace[] | undefined;
  readonly sizeCells: readonly CellPlace[] | undefined;
  /** The block's cells, or the whole value. */
  readonly range: SourceRange;
}

export interface CellCounts {
  readonly addressCells: number;
  readonly sizeCells: number;
}

/** `#address-cells` and `#size-cells` of the node's bus. */
export function cellCounts({ parent }: DevicetreeNode): CellCounts {
  if (parent === undefined) return { addressCells: 2, sizeCells: 1 };
  const { address, size } = childCells(parent);
  return { addressCells: address, sizeCells: size };
}

/** The blocks of `reg`; empty where there is none or it does not fit the bus's cells. */
export function regBlocks(node: DevicetreeNode): RegBlock[] {
  const reg = node.properties.get('reg');
  const { addressCells, sizeCells } = cellCounts(node);
  const stride = addressCells + sizeCells;
  // More cells than that are no memory, and the numbers come from a file that may say anything.
  if (reg === undefined || stride === 0 || addressCells > 4 || sizeCells > 4 || reg.bytes.length % (4 * stride) !== 0)
    return [];
  const count = reg.bytes.length / (4 * stride);
  const cells = cellsOf(reg.syntax);
  const places = cells?.length === count * stride ? cells : undefined;
  const blocks: RegBlock[] = [];
  for (let block = 0; block < count; block++) {
    const at = block * stride;
    const own = places?.slice(at, at + stride);
    blocks.push({
      address: bigEndian(reg.bytes, 4 * at, 4 * (at + addressCells)),
      size: bigEndian(reg.bytes, 4 * (at + addressCells), 4 * (at + stride)),
      addressCells: own?.slice(0, addressCells),
      sizeCells: own?.slice(addressCells),
      range: (own && spanOf(own)) ?? valueRange(reg.syntax),
    });
  }
  return blocks;
}

/** The range of neighbouring cells; undefined where they do not lie in a row in one file. */
export function spanOf(cells: readonly CellPlace[]): SourceRange | undefined {
  const first = cells[0]?.range;
  const last = cells.at(-1)?.range;
  if (first === undefined || last === undefined || first.file !== last.file || last.end < first.start) return undefined;
  return { file: first.file, start: first.start, end: last.end };
}

function bigEndian(bytes: Uint8Array, start: number, end: number): bigint {
  let value = 0n;
  for (let at = start; at < end; at++) value = (value << 8n) | BigInt(bytes[at]!);
  return value;
}

/** The node that a property of `/chosen` names, and that property. */
export interface Chosen {
  readonly property: DevicetreeProperty;
  readonly node: DevicetreeNode;
}

export function chosen(tree: Devicetree, name: string): Chosen | undefined {
  const property = tree.root.children.get('chosen')?.properties.get(name);
  if (property === undefined) return undefined;
  const marked = property.markers.find(({ kind }) => kind !== 'label')?.node;
  const path = onlyString(property)?.text;
  const node = marked ?? (path === undefined ? undefined : tree.find(path));
  return node === undefined ? undefined : { property, node };
}

/** How people know a node: `sram1`, or `memory@20020000` where it has no label. */
export function nodeName(node: DevicetreeNode): string {
  return node.labels[0]?.text ?? node.name;
}

/** Where a node is first written: its name there. */
export function nodeRange(node: DevicetreeNode): SourceRange | undefined {
  const first = node.definitions[0];
  return first?.name?.range ?? first?.reference?.range;
}

/** The name of an assignment: where a finding about the whole property goes. */
export function propertyRange(property: DevicetreeProperty): SourceRange {
  return property.syntax.name.range;
}
