/** The comment that belongs to a directive, as an editor shows it beside a macro's definition. */
import type { SourceFile } from '../source/index.js';
import { CLASS, classOf } from './characters.js';
import { scanFile, type DirectiveItem, type Gaps } from './scan.js';

/** The comment at the directive's end, else the one right before its line; without comment marks. */
export function commentOf(file: SourceFile, item: DirectiveItem): string | undefined {
  const { gaps } = scanFile(file);
  const after = firstGapFrom(gaps, item.end);
  const trailing = after - 1;
  if (trailing >= 0 && gaps.starts[trailing]! >= item.nameEnd && isComment(file, gaps, trailing)) {
    if (isBlank(file.text, gaps.ends[trailing]!, item.end)) return plain(file, gaps, trailing, trailing + 1);
  }
  const end = firstGapFrom(gaps, item.start);
  const begin = blockBefore(file, gaps, end, item.start);
  return begin === end ? undefined : plain(file, gaps, begin, end);
}

/** The first gap that begins at or after `at`. */
function firstGapFrom(gaps: Gaps, at: number): number {
  let low = 0;
  let high = gaps.starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (gaps.starts[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first of the comments that end at `limit`, line by line without an empty line and with nothing before them on their lines. */
function blockBefore(file: SourceFile, gaps: Gaps, end: number, limit: number): number {
  let begin = end;
  let until = limit;
  while (begin > 0 && isComment(file, gaps, begin - 1)) {
    const start = gaps.starts[begin - 1]!;
    if (lineBreaks(file.text, gaps.ends[begin - 1]!, until) !== 1) break;
    const lineStart = startOfLine(file.text, start);
    if (lineStart < 0) break;
    // A block comment stands alone; line comments go together.
    begin--;
    until = lineStart;
    if (file.text.startsWith('/*', start)) break;
    if (begin > 0 && file.text.startsWith('/*', gaps.starts[begin - 1])) break;
  }
  return begin;
}

function isComment(file: SourceFile, gaps: Gaps, index: number): boolean {
  return file.text.charCodeAt(gaps.starts[index]!) === 0x2f;
}

/** The number of line ends in a stretch of blanks; -1 if there is anything else. */
function lineBreaks(text: string, start: number, end: number): number {
  let count = 0;
  for (let p = start; p < end; p++) {
    const code = text.charCodeAt(p);
    const kind = classOf(code);
    if (kind === CLASS.line) {
      if (code === 0x0a || text.charCodeAt(p + 1) !== 0x0a) count++;
    } else if (kind !== CLASS.blank) {
      return -1;
    }
    if (count > 1) return count;
  }
  return count;
}

/** Where the line of `at` begins, or -1 if something stands before `at` on it. */
function startOfLine(text: string, at: number): number {
  let p = at;
  while (p > 0 && classOf(text.charCodeAt(p - 1)) === CLASS.blank) p--;
  return p === 0 || classOf(text.charCodeAt(p - 1)) === CLASS.line ? p : -1;
}

function isBlank(text: string, start: number, end: number): boolean {
  return lineBreaks(text, start, end) === 0;
}

function plain(file: SourceFile, gaps: Gaps, begin: number, end: number): string {
  const lines: string[] = [];
  for (let i = begin; i < end; i++) {
    const raw = file.text.slice(gaps.starts[i], gaps.ends[i]);
    lines.push(
      raw.startsWith('//')
        ? raw
            .slice(2)
            .replace(/^[/!]+/, '')
            .trim()
        : plainBlock(raw),
    );
  }
  return lines.join('\n').trim();
}

function plainBlock(raw: string): string {
  const inside = raw.slice(2, raw.endsWith('*/') ? -2 : undefined);
  const lines = inside.split(/\r\n|\n|\r/).map((line) => line.replace(/^\s*\*?/, '').trim());
  return lines
    .join('\n')
    .replace(/^[*!<]+/, '')
    .trim();
}
