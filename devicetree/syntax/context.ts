/** What the parts of the parser share. */
import type { Budget } from '../preprocessor/index.js';
import type { SourceReader } from '../source/index.js';
import type { Severity } from '../../base/index.js';
import { C } from './characters.js';
import type { Dialect, DialectRules } from './dialect.js';
import { Name } from './nodes.js';
import type { Report } from './report.js';
import type { Scanner } from './scanner.js';

export interface ParseOptions {
  readonly reader: SourceReader;
  /** Folders for `/include/` and `/incbin/`, after the folder of the file that asks. */
  readonly includePaths: readonly string[];
  readonly dialect: Dialect;
  readonly budget: Budget;
  /** The text is as a person wrote it: lines of preprocessor directives are passed over, both branches of `#if` are read. */
  readonly raw?: boolean;
  /** The text is a part of a devicetree: `/dts-v1/;` and a root node are not asked for. */
  readonly fragment?: boolean;
}

export interface Context {
  readonly scanner: Scanner;
  readonly report: Report;
  readonly rules: DialectRules;
  readonly options: ParseOptions;
  /** How deep nodes or parentheses may nest. */
  readonly deepest: number;
}

/** Reports a range of the text that is being read. */
export function complain(
  { scanner, report }: Context,
  code: string,
  message: string,
  start: number,
  end: number,
  severity: Severity = 'error',
): void {
  report.add(code, severity, message, { source: scanner.frame.source, start, end: Math.max(end, start + 1) });
}

/** Reports that something is not there behind what was taken last; with `insert`, a fix puts that there. */
export function complainMissing({ scanner, report }: Context, code: string, message: string, insert?: string): void {
  const { source } = scanner.lastFrame;
  const at = scanner.lastEnd;
  const stretch = { source, start: Math.max(0, at - 1), end: Math.max(at, 1) };
  if (insert === undefined) {
    report.add(code, 'error', message, stretch);
    return;
  }
  const fix = { title: `Insert ${insert.trim()}`, edits: [{ source, start: at, end: at, newText: insert }] };
  report.add(code, 'error', message, stretch, fix);
}

/** Reports that something is missing before the character here, with a fix that puts it there. */
export function complainUnopened({ scanner, report }: Context, code: string, message: string, insert: string): void {
  const { at } = scanner;
  const stretch = { source: scanner.frame.source, start: at, end: at + 1 };
  const fix = { title: `Insert ${insert}`, edits: [{ ...stretch, end: at, newText: insert, before: true }] };
  report.add(code, 'error', message, stretch, fix);
}

/** Takes one character that should not be there; the fix removes it. */
export function complainSurplus({ scanner, report }: Context, code: string, message: string): void {
  const stretch = { source: scanner.frame.source, start: scanner.at, end: scanner.at + 1 };
  const fix = { title: `Remove ${scanner.text[scanner.at]!}`, edits: [{ ...stretch, newText: '' }] };
  report.add(code, 'error', message, stretch, fix);
  scanner.take();
}

/** A piece of the text as a name. */
export function nameAt({ scanner }: Context, start: number, end: number): Name {
  return new Name(scanner.frame.source, start, end, scanner.text.slice(start, end));
}

/** A node's or property's name; a backslash before it is not part of it (dtc). */
export function takeName(context: Context): Name {
  const { scanner } = context;
  const start = scanner.at;
  const from = scanner.code() === C.backslash ? start + 1 : start;
  const end = scanner.nameEnd(from);
  scanner.takeTo(end);
  return new Name(scanner.frame.source, start, end, scanner.text.slice(from, end));
}
