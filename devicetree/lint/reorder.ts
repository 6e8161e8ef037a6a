/** Changes the order of nodes, on which the order of MPU regions and heaps depends. */
import type { DevicetreeNode } from '../model/index.js';
import { rangeText, type SourceRange, type TextEdit } from '../source/index.js';

/** Moves the text of `node` before `other`. Undefined where they are no siblings that are each written once, in one file. */
export function moveBefore(node: DevicetreeNode, other: DevicetreeNode): TextEdit[] | undefined {
  const [from, to] = [wholeLines(node), wholeLines(other)];
  if (from === undefined || to === undefined || node.parent !== other.parent) return undefined;
  if (from.file !== to.file || from.start < to.end) return undefined;
  return [
    { range: { file: to.file, start: to.start, end: to.start }, newText: rangeText(from) },
    { range: from, newText: '' },
  ];
}

/** The node's lines with their end; undefined where something else is on them or the node is written in several places. */
function wholeLines({ definitions }: DevicetreeNode): SourceRange | undefined {
  const [only, second] = definitions;
  if (only?.name === undefined || second !== undefined) return undefined;
  const { file } = only.range;
  const { text } = file;
  let { start, end } = only.range;
  if (text[end - 1] !== ';') return undefined;
  while (text[start - 1] === ' ' || text[start - 1] === '\t') start--;
  if (start > 0 && text[start - 1] !== '\n') return undefined;
  while (text[end] === ' ' || text[end] === '\t' || text[end] === '\r') end++;
  return text[end] === '\n' ? { file, start, end: end + 1 } : undefined;
}
