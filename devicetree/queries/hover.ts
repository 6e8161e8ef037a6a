/** What is shown when the mouse rests on something. */
import { describeBinding } from '../bindings/index.js';
import type { DevicetreeNode } from '../model/index.js';
import type { SourceFile } from '../source/index.js';
import { describeAttribute } from '../zephyr/index.js';
import { elementAt } from './element.js';
import { macroMarkdown, valueOfMacro, valueOfUse } from './macro-hover.js';
import { code, cut, paragraphs, placeWords } from './markdown.js';
import { aboutProperty, meaningTable, nodeMarkdown, propertyMarkdown, sizeText } from './node-hover.js';
import { architectureOf, regionMarkdown } from './region-hover.js';
import { cellMeanings, specifierEntries } from './specifiers.js';
import { STATUS_VALUES } from './standard.js';
import type { Element, Hover, QueryContext, ValuePlace } from './types.js';
import { numberText } from './value-text.js';

export interface HoverOptions {
  /** Only what concerns memory regions: for the feature level 'memory'. */
  readonly memoryOnly?: boolean;
}

/** Markdown about the thing at a place; undefined where there is nothing to say. */
export function hover(
  context: QueryContext,
  file: SourceFile,
  offset: number,
  { memoryOnly = false }: HoverOptions = {},
): Hover | undefined {
  const element = elementAt(context, file, offset);
  if (element === undefined) return undefined;
  const markdown = memoryOnly ? memoryMarkdown(context, element) : markdownFor(context, element);
  return markdown === undefined || markdown === '' ? undefined : { range: element.range, markdown };
}

const MEMORY_PROPERTIES: ReadonlySet<string> = new Set(['reg', 'zephyr,memory-attr', 'zephyr,memory-region']);

/** The region of a memory node, from its name, label, `reg` and attribute. */
function memoryMarkdown(context: QueryContext, element: Element): string | undefined {
  const node = nodeForMemory(element);
  return node === undefined ? undefined : regionMarkdown(context, node);
}

function nodeForMemory(element: Element): DevicetreeNode | undefined {
  switch (element.kind) {
    case 'node-name':
    case 'label':
    case 'reference':
      return element.node;
    case 'property-name':
      return MEMORY_PROPERTIES.has(element.syntax.name.text) ? element.node : undefined;
    case 'cell':
    case 'value':
    case 'macro-use':
      return element.place !== undefined && MEMORY_PROPERTIES.has(element.place.syntax.name.text)
        ? element.place.node
        : undefined;
    case 'string':
    case 'macro-definition':
    case 'include':
      return undefined;
  }
}

function markdownFor(context: QueryContext, element: Element): string | undefined {
  switch (element.kind) {
    case 'node-name':
      if (element.node !== undefined) return nodeMarkdown(context, element.node);
      return element.syntax.kind === 'node'
        ? 'This node is not in the devicetree: it is deleted later, or nothing refers to it.'
        : undefined;
    case 'label':
      return labelMarkdown(context, element);
    case 'reference':
      return referenceMarkdown(context, element);
    case 'property-name':
      return propertyNameMarkdown(context, element);
    case 'string':
      return stringMarkdown(context, element);
    case 'cell':
      return cellMarkdown(context, element);
    case 'value':
      return element.place.property === undefined
        ? undefined
        : propertyMarkdown(context, element.place.property, element.place.syntax);
    case 'macro-use':
      return macroUseMarkdown(context, element);
    case 'macro-definition':
      return macroMarkdown(context, element.macro, valueOfMacro(context, element.macro));
    case 'include':
      return includeMarkdown(context, element);
  }
}

function labelMarkdown(
  context: QueryContext,
  { of, node, label }: Extract<Element, { kind: 'label' }>,
): string | undefined {
  if (of === 'node') return node === undefined ? undefined : nodeMarkdown(context, node);
  if (of === 'reservation') return `Label ${code(label)} of a memory reservation.`;
  return `Label ${code(label)} of a ${of === 'property' ? 'property' : 'place in a value'}; only the assembler output of dtc knows it.`;
}

function referenceMarkdown(
  context: QueryContext,
  element: Extract<Element, { kind: 'reference' }>,
): string | undefined {
  const { node, place, reference } = element;
  if (node === undefined) {
    const name = reference.kind === 'label' ? `&${reference.target}` : `&{${reference.target}}`;
    return `${code(name)} is not in this devicetree.`;
  }
  return paragraphs(
    place === undefined ? undefined : entryMarkdown(context, element, place),
    nodeMarkdown(context, node),
  );
}

/** Of a reference in a list: the cells that follow it, by name. */
function entryMarkdown(
  context: QueryContext,
  { range }: Extract<Element, { kind: 'reference' }>,
  { property, syntax }: ValuePlace,
): string | undefined {
  if (property?.syntax !== syntax) return undefined;
  const marker = property.markers.find(
    (each) => each.kind === 'phandle' && each.range.file === range.file && each.range.start === range.start,
  );
  const entry = specifierEntries(context, property).find(({ offsetBytes }) => offsetBytes === marker?.offsetBytes);
  if (entry === undefined || entry.cells.length === 0) return undefined;
  return entry.cells
    .map((cell, i) => `- ${entry.names[i] ?? `cell ${i}`}: ${code(numberText(BigInt(cell)))}`)
    .join('\n');
}

function propertyNameMarkdown(
  context: QueryContext,
  { syntax, node, property }: Extract<Element, { kind: 'property-name' }>,
): string | undefined {
  const name = syntax.name.text;
  if (property !== undefined)
    return propertyMarkdown(context, property, syntax.kind === 'property' ? syntax : undefined);
  const about = aboutProperty(context, node, name);
  if (syntax.kind === 'delete-property') return paragraphs('Deletes the property that was set before.', about);
  const again = node?.properties.get(name);
  const gone =
    node === undefined
      ? 'The node is not in the devicetree in the end.'
      : again === undefined
        ? 'Deleted later: the node does not have it in the end.'
        : `Deleted later, and set again in ${placeWords(again.syntax.name.range)}.`;
  return paragraphs(gone, about);
}

function stringMarkdown(
  context: QueryContext,
  { text, place }: Extract<Element, { kind: 'string' }>,
): string | undefined {
  const name = place.syntax.name.text;
  if (name === 'compatible') return compatibleMarkdown(context, text);
  if (name === 'status') {
    const words = STATUS_VALUES.get(text) ?? (text === 'ok' ? 'An older spelling of `okay`.' : undefined);
    return words === undefined ? undefined : `**${code(text)}** — ${words}`;
  }
  const target = text.startsWith('/') ? context.compilation.tree.find(text) : undefined;
  if (target !== undefined) return nodeMarkdown(context, target);
  return place.property === undefined ? undefined : propertyMarkdown(context, place.property, place.syntax);
}

function compatibleMarkdown({ bindings }: QueryContext, text: string): string {
  const found = bindings?.bindingsFor(text) ?? [];
  const vendor = bindings?.vendorPrefixes?.get(text.split(',', 1)[0] ?? '');
  if (found.length > 0) return cut(found.map(describeBinding).join('\n\n---\n\n'), 4000);
  return paragraphs(
    `**${code(text)}**${vendor === undefined ? '' : ` — ${vendor}`}`,
    bindings === undefined ? undefined : 'No binding has this compatible.',
  );
}

function cellMarkdown(
  context: QueryContext,
  { cell, place, offsetBytes, range }: Extract<Element, { kind: 'cell' }>,
): string | undefined {
  if (cell.kind !== 'expression') return undefined;
  const { value } = cell.expression;
  const { property, syntax } = place;
  const counts = property?.syntax === syntax;
  const number = value === undefined ? 'This has no value: a name in it is not known.' : `${code(numberText(value))}`;
  const isAttribute = syntax.name.text === 'zephyr,memory-attr';
  const attribute =
    isAttribute && value !== undefined
      ? describeAttribute(Number(BigInt.asUintN(32, value)), context.attributeTable, architectureOf(context)).text
      : undefined;
  const meaning = property === undefined || !counts ? undefined : cellMeaning(context, place, offsetBytes, value);
  const memory =
    counts && MEMORY_PROPERTIES.has(syntax.name.text) && place.node !== undefined
      ? regionMarkdown(context, place.node)
      : undefined;
  const list = property !== undefined && counts && meaning !== undefined ? meaningTable(context, property) : undefined;
  const simple =
    cell.expression.kind === 'number' && meaning === undefined && attribute === undefined && memory === undefined;
  // A plain number of one digit says nothing that one does not see.
  if (simple && value !== undefined && range.end - range.start < 2) return undefined;
  return paragraphs(paragraphs(number, meaning, attribute), memory, list);
}

function cellMeaning(
  context: QueryContext,
  { property }: ValuePlace,
  offsetBytes: number,
  value: bigint | undefined,
): string | undefined {
  if (property === undefined) return undefined;
  const meaning = cellMeanings(context, property).find(
    (each) => offsetBytes >= each.offsetBytes && offsetBytes < each.offsetBytes + each.lengthBytes,
  );
  if (meaning === undefined) return undefined;
  const size =
    meaning.name === 'size' && value !== undefined && meaning.lengthBytes === 4 ? `, ${sizeText(value)}` : '';
  const of = meaning.controller === undefined ? '' : ` for ${code(meaning.controller.path)}`;
  return `**${meaning.name}**${of}${size}`;
}

function macroUseMarkdown(context: QueryContext, { use, place }: Extract<Element, { kind: 'macro-use' }>): string {
  const isMemory =
    place !== undefined && MEMORY_PROPERTIES.has(place.syntax.name.text) && place.property?.syntax === place.syntax;
  return paragraphs(
    macroMarkdown(context, use.macro, valueOfUse(context, use, place)),
    isMemory && place.node !== undefined ? regionMarkdown(context, place.node) : undefined,
  );
}

function includeMarkdown({ includePaths }: QueryContext, { site }: Extract<Element, { kind: 'include' }>): string {
  if (site.target !== undefined) return code(site.target.path);
  const folders = includePaths.slice(0, 12).map((path) => `- ${code(path)}`);
  return paragraphs(
    `${code(site.name)} is not found in the file's own folder and`,
    folders.length === 0 ? 'there are no include folders.' : folders.join('\n'),
  );
}
