/** Findings as compilers print them: `file:line:column: severity: message [code]`, the source line, and a mark under the place. */
import { lineColumn, lineStarts, type DevicetreeFinding, type SourceRange } from '../source/index.js';
import { placeOf } from './places.js';

export interface TextOptions {
  /** A folder; files in it are printed relative to it. */
  readonly base?: string;
}

/** One finding, several lines, each ending with a line feed. */
export function findingLines(finding: DevicetreeFinding, options: TextOptions = {}): string {
  const { range, severity, message, code } = finding;
  const related = (finding.related ?? []).map((each) => entry(each.range, 'note', each.message, options));
  return entry(range, severity, `${message} [${code}]`, options) + related.join('');
}

/** All findings, one after the other. */
export function textReport(findings: readonly DevicetreeFinding[], options: TextOptions = {}): string {
  return findings.map((finding) => findingLines(finding, options)).join('');
}

function entry(range: SourceRange, word: string, message: string, { base }: TextOptions): string {
  const { file, line, column } = placeOf(range, base);
  return `${file}:${line}:${column}: ${word}: ${message}\n${excerpt(range)}`;
}

/** Longer lines are not shown: nobody reads them, and a hostile file may be one line. */
const LONGEST_LINE = 400;

/** The line that a range starts in, and `^~~~` under what of the range lies on it. Nothing for empty and endless lines. */
function excerpt({ file, start, end }: SourceRange): string {
  const starts = lineStarts(file);
  const { line, column } = lineColumn(file, start);
  const from = starts[line]!;
  const text = file.text.slice(from, starts[line + 1] ?? file.text.length).replace(/[\r\n]+$/, '');
  if (text.trim() === '' || text.length > LONGEST_LINE) return '';
  const width = Math.max(1, Math.min(end, from + text.length) - start);
  // Tabs stay tabs, so that the mark stands right however wide they are shown.
  const indent = text.slice(0, column).replace(/[^\t]/g, ' ');
  return `${text}\n${indent}^${'~'.repeat(width - 1)}\n`;
}
