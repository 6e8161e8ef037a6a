/** Edits that mend sources: properties put in and taken out, cells and names changed, headers included. And their application. */
import type { DevicetreeNode } from '../model/index.js';
import {
  rangeText,
  type DevicetreeFinding,
  type Fix,
  type SourceFile,
  type SourceRange,
  type TextEdit,
} from '../source/index.js';
import type { NodeSyntax, PropertySyntax } from '../syntax/index.js';
import { cellCounts, nodeRange, type CellPlace, type RegBlock } from './reading.js';
import type { LintedCompilation } from './types.js';
import { hex } from './words.js';

export function replace(range: SourceRange, newText: string): TextEdit {
  return { range, newText };
}

export function insertAt(file: SourceFile, offset: number, newText: string): TextEdit {
  return { range: { file, start: offset, end: offset }, newText };
}

/** The definition that edits go to: the last one whose braces are written in a file. Undefined: all are made by macros. */
export function editableDefinition(node: DevicetreeNode): NodeSyntax | undefined {
  return node.definitions.findLast(({ bodyRange }) => rangeText(bodyRange).startsWith('{'));
}

/** Puts a property in, as the first or the last of its definition, indented as its neighbours. */
export function insertProperty(
  node: DevicetreeNode,
  text: string,
  where: 'first' | 'last' = 'last',
): TextEdit | undefined {
  const definition = editableDefinition(node);
  if (definition === undefined) return undefined;
  const { file } = definition.bodyRange;
  const own = definition.body.filter(
    ({ kind, range }) => kind === 'property' && isWritten(range, file, definition.bodyRange),
  );
  const neighbour = where === 'last' ? own.at(-1) : own[0];
  if (neighbour !== undefined && where === 'last') {
    const indent = indentAt(file, neighbour.range.start);
    return insertAt(file, neighbour.range.end, `\n${indent}${text}`);
  }
  const indent =
    neighbour === undefined ? `${indentAt(file, definition.range.start)}\t` : indentAt(file, neighbour.range.start);
  const empty = definition.body.length === 0 && !rangeText(definition.bodyRange).includes('\n');
  const tail = empty ? `\n${indentAt(file, definition.range.start)}` : '';
  return insertAt(file, definition.bodyRange.start + 1, `\n${indent}${text}${tail}`);
}

function isWritten(range: SourceRange, file: SourceFile, within: SourceRange): boolean {
  return range.file === file && range.start > within.start && range.end < within.end && rangeText(range).endsWith(';');
}

/** The white space at the start of the offset's line. */
export function indentAt(file: SourceFile, offset: number): string {
  const start = lineStart(file.text, offset);
  let end = start;
  while (file.text[end] === ' ' || file.text[end] === '\t') end++;
  return file.text.slice(start, end);
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

/** Takes a statement out, with its line where nothing else is on it. */
export function remove(range: SourceRange): TextEdit {
  const { file } = range;
  const { text } = file;
  let { start, end } = range;
  while (text[start - 1] === ' ' || text[start - 1] === '\t') start--;
  while (text[end] === ' ' || text[end] === '\t') end++;
  const alone = (start === 0 || isLineEnd(text[start - 1])) && (end === text.length || isLineEnd(text[end]));
  if (!alone) return { range, newText: '' };
  if (text[end] === '\r') end++;
  if (text[end] === '\n') end++;
  return { range: { file, start, end }, newText: '' };
}

function isLineEnd(char: string | undefined): boolean {
  return char === '\n' || char === '\r';
}

export function removeProperty(syntax: PropertySyntax): TextEdit | undefined {
  return rangeText(syntax.range).endsWith(';') ? remove(syntax.range) : undefined;
}

/** True where the text of a range is the statement itself and not a macro that makes it. */
export function isPlain(syntax: PropertySyntax): boolean {
  return syntax.name.macro === undefined && rangeText(syntax.range).includes(syntax.name.text);
}

/** A value for the cells of an address or a size. Undefined: they are not written as cells. */
export function setCells(cells: readonly CellPlace[] | undefined, value: number): TextEdit[] | undefined {
  if (cells === undefined || cells.length === 0 || cells.length > 2) return undefined;
  if (cells.length === 1) return value < 2 ** 32 ? [replace(cells[0]!.range, hex(value))] : undefined;
  return [replace(cells[0]!.range, hex(Math.floor(value / 2 ** 32))), replace(cells[1]!.range, hex(value % 2 ** 32))];
}

/** Moves a block of `reg` by changing its address, and the unit address with it where this is the first block. */
export function moveBlock(node: DevicetreeNode, block: RegBlock, by: number): TextEdit[] | undefined {
  const moved = Number(block.address) + by;
  const edits = moved < 0 ? undefined : setCells(block.addressCells, moved);
  const renamed = setUnitAddress(node, moved);
  return edits === undefined || renamed === undefined ? undefined : [...edits, ...renamed];
}

/** Gives the node another unit address everywhere it is written out; references by label need nothing. */
export function setUnitAddress(node: DevicetreeNode, value: number): TextEdit[] | undefined {
  if (node.unitAddress === undefined) return [];
  const edits: TextEdit[] = [];
  for (const { name, reference } of node.definitions) {
    if (reference?.kind === 'path') return undefined;
    if (name === undefined) continue;
    if (name.macro !== undefined || rangeText(name.range) !== name.text) return undefined;
    edits.push(replace(name.range, `${node.baseName}@${value.toString(16)}`));
  }
  return edits;
}

/** `0x0 0x20000000` where the bus takes two cells. */
function cellsText(count: number, value: number): string {
  if (count === 0) return '';
  if (count === 1) return hex(value);
  return [...Array<string>(count - 2).fill('0x0'), hex(Math.floor(value / 2 ** 32)), hex(value % 2 ** 32)].join(' ');
}

/** A block of `reg` as text for the node's bus; undefined where that takes more cells than any memory's address has. */
export function regText(node: DevicetreeNode, base: number, size: number): string | undefined {
  const { addressCells, sizeCells } = cellCounts(node);
  if (addressCells > MOST_CELLS || sizeCells > MOST_CELLS) return undefined;
  return [cellsText(addressCells, base), cellsText(sizeCells, size)].filter((part) => part !== '').join(' ');
}

/** Numbers in sources may say anything; no bus has addresses of more cells. */
const MOST_CELLS = 4;

/**
 * `reg` with another first block. Where it is written in the same file as `near` its cells change; where it is the SoC's or the
 * board's, the file of `near` gets a statement that overrides it at its end.
 */
export function setReg(
  node: DevicetreeNode,
  block: RegBlock,
  near: SourceFile,
  base: number,
  size: number,
): TextEdit[] | undefined {
  const reg = node.properties.get('reg');
  if (reg === undefined) return undefined;
  if (reg.syntax.range.file === near) {
    const sized = setCells(block.sizeCells, size);
    if (sized === undefined) return undefined;
    if (base === Number(block.address)) return sized;
    const moved = moveBlock(node, block, base - Number(block.address));
    return moved === undefined ? undefined : [...moved, ...sized];
  }
  const label = node.labels[0]?.text;
  const text = regText(node, base, size);
  if (label === undefined || text === undefined) return undefined;
  const lead = near.text.endsWith('\n') || near.text === '' ? '' : '\n';
  return [insertAt(near, near.text.length, `${lead}\n&${label} {\n\treg = <${text}>;\n};\n`)];
}

/**
 * What makes headers known at `near`: an `#include` after the last one of its file, or at the file's start behind `/dts-v1/`.
 * Empty where every macro is defined already.
 */
export function includeEdits(
  context: { readonly compilation: Pick<LintedCompilation, 'preprocessed'> },
  near: SourceRange,
  headers: readonly string[],
): TextEdit[] {
  const { preprocessed } = context.compilation;
  const { file } = near;
  const present = new Set(preprocessed.includes.map(({ name }) => bareName(name)));
  const missing = [...new Set(headers)].filter((header) => !present.has(header));
  if (missing.length === 0) return [];
  const before = preprocessed.includes.filter(({ range }) => range.file === file && range.end <= near.start);
  const last = before.at(-1)?.range.end ?? versionTagEnd(file);
  const at = last === undefined ? 0 : afterLine(file.text, last);
  const lead = at > 0 && !isLineEnd(file.text[at - 1]) ? '\n' : '';
  return [insertAt(file, at, lead + missing.map((header) => `#include <${header}>\n`).join(''))];
}

/** An include's name without quotes or angle brackets. */
export function bareName(name: string): string {
  return name.replace(/^[<"]|[>"]$/g, '');
}

function versionTagEnd(file: SourceFile): number | undefined {
  const match = /^[ \t]*\/dts-v1\/[ \t]*;/m.exec(file.text);
  return match === null ? undefined : match.index + match[0].length;
}

function afterLine(text: string, offset: number): number {
  const end = text.indexOf('\n', Math.max(0, offset - 1));
  return end < 0 ? text.length : end + 1;
}

/** The text of a file with edits applied; edits are of that file and do not overlap. */
export function applyEdits(file: SourceFile, edits: readonly TextEdit[]): string {
  const own = edits.filter(({ range }) => range.file === file).sort((a, b) => a.range.start - b.range.start);
  let text = '';
  let at = 0;
  for (const { range, newText } of own) {
    text += file.text.slice(at, range.start) + newText;
    at = Math.max(at, range.end);
  }
  return text + file.text.slice(at);
}

/**
 * The edits of one fix for each finding that has one of that kind (the first such), for a whole run at once. An edit that two
 * fixes share is made once; a fix that overlaps an earlier one is left for the next run.
 */
export function fixAll(findings: readonly DevicetreeFinding[], kind: string): TextEdit[] {
  const taken: TextEdit[] = [];
  for (const { fixes } of findings) {
    const fix = fixes?.find((each) => each.kind === kind);
    if (fix === undefined) continue;
    const fresh = fix.edits.filter((edit) => !taken.some((other) => sameEdit(edit, other)));
    if (!fresh.some((edit) => taken.some((other) => overlaps(edit.range, other.range)))) taken.push(...fresh);
  }
  return taken;
}

function sameEdit(a: TextEdit, b: TextEdit): boolean {
  const { range } = a;
  return (
    range.file === b.range.file && range.start === b.range.start && range.end === b.range.end && a.newText === b.newText
  );
}

function overlaps(a: SourceRange, b: SourceRange): boolean {
  return a.file === b.file && a.start < b.end && b.start < a.end;
}

/** A fix, or none where its edits cannot be made. */
export function fixOf(
  title: string,
  edits: readonly (TextEdit | undefined)[] | undefined,
  more: Partial<Fix> = {},
): Fix[] {
  if (edits === undefined || edits.length === 0 || edits.includes(undefined)) return [];
  return [{ title, edits: edits as readonly TextEdit[], ...more }];
}

/** The place to show for a node in a related remark. */
export function relatedNode(node: DevicetreeNode, message: string) {
  const range = nodeRange(node);
  return range === undefined ? [] : [{ range, message }];
}
