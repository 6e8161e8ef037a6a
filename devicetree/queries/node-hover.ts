/** What a node is: path, labels, what it is compatible with, where it lies and where it was written. */
import { bindingFor, describeBinding, describeProperty } from '../bindings/index.js';
import {
  compatibles,
  cpuAddresses,
  firstString,
  isOkay,
  type DevicetreeNode,
  type DevicetreeProperty,
} from '../model/index.js';
import type { SourceRange } from '../source/index.js';
import type { NodeSyntax, PropertySyntax } from '../syntax/index.js';
import { code, codeBlock, counted, cut, paragraphs, placeWords, table } from './markdown.js';
import { regionMarkdown } from './region-hover.js';
import { cellMeanings, specifierEntries } from './specifiers.js';
import { standardProperty } from './standard.js';
import type { QueryContext } from './types.js';
import { valueText } from './value-text.js';

/** Definitions that are listed; a board's root has dozens. */
const MOST_PLACES = 6;
const MOST_ROWS = 16;

export function nodeMarkdown(context: QueryContext, node: DevicetreeNode): string {
  const binding = context.bindings === undefined ? undefined : bindingFor(context.bindings, node);
  const labels = node.labels.map(({ text }) => code(`${text}:`)).join(' ');
  return paragraphs(
    `**${code(node.path)}**${labels === '' ? '' : ` ${labels}`}`,
    regionMarkdown(context, node),
    factList(context, node),
    binding === undefined ? undefined : cut(describeBinding(binding), 1500),
    placesLine(node.definitions.map(nameRangeOf)),
  );
}

function nameRangeOf(syntax: NodeSyntax): SourceRange {
  return syntax.name?.range ?? syntax.reference?.range ?? syntax.range;
}

function factList(context: QueryContext, node: DevicetreeNode): string {
  const facts: string[] = [];
  const names = compatibles(node);
  if (names.length > 0) facts.push(`compatible: ${names.map(code).join(', ')}`);
  const status = node.properties.get('status');
  if (status !== undefined) facts.push(`status: ${code(firstString(status))}${usedWords(node)}`);
  else if (firstDisabled(node) !== undefined) facts.push(`status: not given${usedWords(node)}`);
  const addresses = node.parent === undefined || !hasSizes(node) ? [] : cpuAddresses(node);
  for (const range of addresses.slice(0, 4))
    if (range !== undefined) facts.push(`addresses: ${rangeText(range.start, range.size)}`);
  const chosen = chosenFor(context, node);
  if (chosen.length > 0) facts.push(`chosen: ${chosen.map(code).join(', ')}`);
  if (node.children.size > 0) facts.push(counted(node.children.size, 'child node'));
  return facts.map((fact) => `- ${fact}`).join('\n');
}

function hasSizes(node: DevicetreeNode): boolean {
  const sizes = node.parent?.properties.get('#size-cells')?.bytes;
  return sizes === undefined || sizes.some((byte) => byte !== 0);
}

/** The nearest node above, itself not counted, that is not okay. */
function firstDisabled(node: DevicetreeNode): DevicetreeNode | undefined {
  for (let at = node.parent; at !== undefined; at = at.parent) if (!isOkay(at)) return at;
  return undefined;
}

function usedWords(node: DevicetreeNode): string {
  const above = firstDisabled(node);
  return above === undefined ? '' : `, and ${code(above.path)} above it is not okay`;
}

export function rangeText(start: bigint, size: bigint): string {
  if (size === 0n) return code(hex(start));
  return `${code(`${hex(start)}-${hex(start + size - 1n)}`)} (${sizeText(size)})`;
}

function hex(value: bigint): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}

/** `64 KiB`, `0x3010 bytes`. */
export function sizeText(size: bigint): string {
  let value = size;
  let unit = 0;
  while (unit < 4 && value >= 1024n && value % 1024n === 0n) {
    value /= 1024n;
    unit++;
  }
  if (unit > 0) return `${value} ${['', 'KiB', 'MiB', 'GiB', 'TiB'][unit]!}`;
  return value < 1024n ? `${value} ${value === 1n ? 'byte' : 'bytes'}` : `0x${value.toString(16)} bytes`;
}

/** Properties of `/chosen` that mean the node. */
export function chosenFor({ compilation }: QueryContext, node: DevicetreeNode): readonly string[] {
  const chosen = compilation.tree.root.children.get('chosen');
  const found: string[] = [];
  for (const property of chosen?.properties.values() ?? []) {
    if (property.markers.some((marker) => marker.kind !== 'label' && marker.node === node)) found.push(property.name);
    else if (property.bytes.length > 0 && firstString(property) === node.path) found.push(property.name);
  }
  return found;
}

function placesLine(ranges: readonly SourceRange[]): string {
  const [first, ...more] = ranges.map(placeWords);
  if (first === undefined) return '';
  const shown = more.slice(0, MOST_PLACES);
  const rest = more.length - shown.length;
  const extended = shown.length === 0 ? '' : `, extended in ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  return `*Defined in ${first}${extended}*`;
}

/** A property: what counts in the end, what its binding says, where it was set. */
export function propertyMarkdown(
  context: QueryContext,
  property: DevicetreeProperty,
  shown: PropertySyntax | undefined,
): string {
  const { node, name } = property;
  const text = valueText(property, 32);
  const concernsMemory = name === 'reg' || name === 'zephyr,memory-attr' || name === 'zephyr,memory-region';
  return paragraphs(
    codeBlock(text === undefined ? `${name};` : `${name} = ${cut(text, 600)};`),
    shown === undefined || shown === property.syntax
      ? undefined
      : `Overridden in ${placeWords(property.syntax.name.range)}: the value above is what counts.`,
    concernsMemory ? regionMarkdown(context, node) : undefined,
    meaningTable(context, property),
    aboutProperty(context, node, name),
    historyLine(property),
  );
}

/** What the binding or the specification says of a property's name. */
export function aboutProperty(
  context: QueryContext,
  node: DevicetreeNode | undefined,
  name: string,
): string | undefined {
  const binding = context.bindings === undefined || node === undefined ? undefined : bindingFor(context.bindings, node);
  const described = binding === undefined ? undefined : describeProperty(binding, name);
  if (described !== undefined) return described;
  const standard = standardProperty(name);
  return standard === undefined ? undefined : `**${code(name)}** — ${standard.type}\n\n${standard.words}`;
}

function historyLine({ history, syntax }: DevicetreeProperty): string {
  const places = history.map((each) => placeWords(each.name.range));
  if (places.length === 1) return `*Set in ${places[0]!}*`;
  const counts = placeWords(syntax.name.range);
  const others = history.filter((each) => each !== syntax).map((each) => placeWords(each.name.range));
  return `*Set in ${counts}, over ${others.slice(-MOST_PLACES).join(', ')}*`;
}

/** For lists of references and for addresses: which cells mean what. */
export function meaningTable(context: QueryContext, property: DevicetreeProperty): string | undefined {
  const entries = specifierEntries(context, property);
  if (entries.length > 0) {
    const rows = entries.slice(0, MOST_ROWS).map(({ controller, cells, names }, i) => {
      const words = cells.map((cell, k) => `${names[k] ?? `cell ${k}`} ${code(numberOf(cell))}`);
      return [String(i), code(controller.path), words.join(', ')];
    });
    return table([['', 'controller', 'cells'], ...rows]);
  }
  if (property.name === 'reg' && property.node.parent !== undefined && hasSizes(property.node)) {
    const blocks = cpuAddresses(property.node);
    const known = blocks.flatMap((range, i) =>
      range === undefined ? [] : [[String(i), rangeText(range.start, range.size)]],
    );
    return known.length === 0 ? undefined : table([['', 'addresses for the CPU'], ...known.slice(0, MOST_ROWS)]);
  }
  if (property.name !== 'interrupts') return undefined;
  const meanings = cellMeanings(context, property);
  const [first] = meanings;
  if (first?.controller === undefined) return undefined;
  const words = meanings
    .slice(0, MOST_ROWS)
    .map(({ name, offsetBytes }) => `${name} ${code(numberOf(cellOf(property, offsetBytes)))}`);
  return `To ${code(first.controller.path)}: ${words.join(', ')}`;
}

function cellOf({ bytes }: DevicetreeProperty, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at);
}

function numberOf(value: number): string {
  return value < 10 ? String(value) : `${value} (0x${value.toString(16)})`;
}
