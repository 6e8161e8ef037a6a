/** Splits a memory node into several, one for each piece of its addresses. */
import { rangeText, type TextEdit } from '../source/index.js';
import { regText } from './edits.js';
import type { Memory, Extent } from './memory.js';
import { freeRegionName } from './names.js';
import { valueRange } from './reading.js';
import type { LintContext } from './types.js';

interface Change {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/**
 * Edits that leave the first piece to the node and put a node for each further piece behind it, a copy with another address and
 * region name and without labels. Undefined where the node is not written whole at one place.
 */
export function splitNode(context: LintContext, memory: Memory, pieces: readonly Extent[]): TextEdit[] | undefined {
  const { node, region } = memory;
  const reg = node.properties.get('reg');
  const [definition, ...others] = node.definitions;
  if (definition?.name === undefined || reg === undefined || others.length > 0 || node.children.size > 0)
    return undefined;
  const { file, start, end } = definition.range;
  const text = rangeText(definition.range);
  const parts = [definition.name.range, valueRange(reg.syntax), ...(region === undefined ? [] : [region.range])];
  if (!text.endsWith(';') || node.unitAddress === undefined) return undefined;
  if (parts.some((part) => part.file !== file || part.start < start || part.end > end)) return undefined;
  if (rangeText(definition.name.range) !== definition.name.text) return undefined;
  const regRange = valueRange(reg.syntax);
  const [first, ...rest] = pieces;
  // Blocks that could be read have as many cells as `reg` can be written with.
  const regOf = ({ base, size }: Extent): string => `<${regText(node, base, size) ?? ''}>`;
  if (first === undefined || rest.length === 0) return undefined;
  const edits: TextEdit[] = [{ range: regRange, newText: regOf(first) }];
  const indent = indentBefore(file.text, start);
  const copies = rest.map((piece, index) => {
    const changes: Change[] = [
      change(definition.name!.range, `${node.baseName}@${piece.base.toString(16)}`),
      change(regRange, regOf(piece)),
    ];
    if (region !== undefined)
      changes.push(change(region.range, `"${freeRegionName(context, node, `${region.token}_${index + 1}`)}"`));
    // From the name on: a label stays with the first node.
    return `\n\n${indent}${apply(file.text, definition.name!.range.start, end, changes)}`;
  });
  edits.push({ range: { file, start: end, end }, newText: copies.join('') });
  return edits;
}

function change(range: { readonly start: number; readonly end: number }, newText: string): Change {
  return { start: range.start, end: range.end, newText };
}

function apply(text: string, start: number, end: number, changes: readonly Change[]): string {
  let result = '';
  let at = start;
  for (const each of [...changes].sort((a, b) => a.start - b.start)) {
    result += text.slice(at, each.start) + each.newText;
    at = each.end;
  }
  return result + text.slice(at, end);
}

function indentBefore(text: string, offset: number): string {
  return /[ \t]*$/.exec(text.slice(Math.max(0, offset - 200), offset))![0];
}
