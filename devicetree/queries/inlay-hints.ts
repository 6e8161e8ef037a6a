/** Small texts between the source's: what expressions are worth, what cells mean. */
import type { DevicetreeNode, DevicetreeProperty } from '../model/index.js';
import type { SourceFile } from '../source/index.js';
import type { CellSyntax, PropertySyntax, ValueSyntax } from '../syntax/index.js';
import { valueOffset } from './element.js';
import { sizeText } from './node-hover.js';
import { oneRegion, regionsOfNode } from './region-hover.js';
import { cellMeanings, type CellMeaning } from './specifiers.js';
import { propertyOf, syntaxIndex } from './syntax-index.js';
import type { InlayHint, QueryContext } from './types.js';

/** Hints of a part of a file, by offset. */
export function inlayHints(
  context: QueryContext,
  file: SourceFile,
  range: { readonly start: number; readonly end: number } = { start: 0, end: Infinity },
): readonly InlayHint[] {
  const index = syntaxIndex(context.compilation);
  const hints: InlayHint[] = [];
  for (const { syntax, owner, start, end } of index.file(file).entries) {
    if (start >= range.end) break;
    if (end <= range.start || syntax.kind !== 'property' || syntax.values === undefined) continue;
    if (!syntax.values.some(({ kind }) => kind === 'cells')) continue;
    const node = index.nodeOf(owner);
    const property = propertyOf(node, syntax);
    for (const value of syntax.values) addValueHints(context, file, hints, syntax, value, property);
    if (syntax.name.text === 'zephyr,memory-attr' && property?.syntax === syntax && node !== undefined) {
      addRegionHint(context, file, hints, syntax, node);
    }
  }
  return hints.filter(({ offset }) => offset >= range.start && offset <= range.end).sort((a, b) => a.offset - b.offset);
}

function addValueHints(
  context: QueryContext,
  file: SourceFile,
  hints: InlayHint[],
  syntax: PropertySyntax,
  value: ValueSyntax,
  property: DevicetreeProperty | undefined,
): void {
  if (value.kind !== 'cells') return;
  const meanings = new Map<number, CellMeaning>();
  // Another assignment's cells are not this one's.
  const counts = property?.syntax === syntax;
  if (counts) for (const each of cellMeanings(context, property)) meanings.set(each.offsetBytes, each);
  let offset = counts
    ? valueOffset({ syntax, value, index: syntax.values!.indexOf(value), node: property.node, property })
    : 0;
  for (const cell of value.cells) {
    if (cell.range.file === file) addCellHints(hints, cell, meanings.get(offset), property);
    offset += value.bits / 8;
  }
}

function addCellHints(
  hints: InlayHint[],
  cell: CellSyntax,
  meaning: CellMeaning | undefined,
  property: DevicetreeProperty | undefined,
): void {
  if (cell.kind !== 'expression') return;
  const { expression, range } = cell;
  if (meaning?.controller !== undefined && expression.macro === undefined) {
    const tooltip = `${meaning.name}, as ${meaning.controller.path} reads it`;
    hints.push({ offset: range.start, text: `${meaning.name}:`, kind: 'parameter', side: 'before', tooltip });
  }
  const { value } = expression;
  if (value === undefined) return;
  const isSize =
    meaning?.name === 'size' && meaning.lengthBytes === 4 && property !== undefined && isMemory(property.node);
  const size = isSize && value >= 1024n && value % 1024n === 0n ? sizeText(value) : undefined;
  const isComputed = expression.kind !== 'number' || isCall(cell);
  if (!isComputed && size === undefined) return;
  const number = isComputed && (value < 0n || value > 9n) ? `= ${hex(value)}` : isComputed ? `= ${value}` : '';
  if (expression.macro !== undefined && !isCall(cell) && size === undefined) return;
  const text = [number, size ?? ''].filter((part) => part !== '').join(', ');
  hints.push({ offset: range.end, text, kind: 'value', side: 'after', tooltip: `${value}` });
}

/** `DT_SIZE_K(64)`, or an expression in parentheses; a macro's bare name is left to the hover. */
function isCall({ range }: CellSyntax): boolean {
  return range.file.text.charCodeAt(range.end - 1) === 0x29;
}

function hex(value: bigint): string {
  return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

/** Where a size in KiB helps: memories and partitions. */
function isMemory({ baseName, properties, parent }: DevicetreeNode): boolean {
  if (properties.has('zephyr,memory-attr') || properties.has('zephyr,memory-region')) return true;
  if (/^(memory|sram|flash|dtcm|itcm|ram|partition|psram|sdram)/.test(baseName)) return true;
  return parent?.baseName === 'reserved-memory';
}

function addRegionHint(
  context: QueryContext,
  file: SourceFile,
  hints: InlayHint[],
  { values }: PropertySyntax,
  node: DevicetreeNode,
): void {
  const { plan } = context;
  const region = regionsOfNode(context, node).find(({ origin }) => origin === 'devicetree');
  const end = values?.at(-1)?.range;
  if (plan === undefined || region === undefined || end?.file !== file) return;
  const text = region.state === 'programmed' ? `MPU slot ${region.slot}` : 'no MPU region';
  hints.push({ offset: end.end, text, kind: 'value', side: 'after', tooltip: oneRegion(plan, region) });
}
