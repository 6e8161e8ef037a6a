/** What a scan of a file finds, and the state of the scan: gaps in the text are noted here. */
import type { DevicetreeFinding, SourceFile } from '../source/index.js';
import { CHAR, CLASS, classOf, pastSplices, spliceEnd, withoutSplices } from './characters.js';
import { commentEnd } from './lexer.js';

/** What gcc knows as directives. In assembler-with-cpp a line with another `#` is text. */
export type DirectiveName = (typeof DIRECTIVES)[number] | 'null';

const DIRECTIVES = [
  ...['define', 'undef', 'include', 'include_next', 'import', 'if', 'ifdef', 'ifndef', 'elif', 'elifdef', 'elifndef'],
  ...['else', 'endif', 'error', 'warning', 'line', 'pragma', 'ident', 'sccs', 'assert', 'unassert'],
] as const;

const DIRECTIVE_NAMES: ReadonlySet<string> = new Set(DIRECTIVES);

export function isDirective(name: string): name is DirectiveName {
  return DIRECTIVE_NAMES.has(name);
}

/** Whole lines without a directive. */
export interface TextItem {
  readonly kind: 'text';
  readonly start: number;
  readonly end: number;
  /** Its names are `firstName` up to `endName` in the scan's tables. */
  readonly firstName: number;
  readonly endName: number;
}

export interface DirectiveItem {
  readonly kind: 'directive';
  readonly directive: DirectiveName;
  /** Begin of the line. */
  readonly start: number;
  readonly hash: number;
  /** The directive's name; empty for the null directive. */
  readonly nameStart: number;
  readonly nameEnd: number;
  /** End of the directive without its line end, and begin of the next line. */
  readonly end: number;
  readonly next: number;
  /** For conditionals: the index of the item that ends this branch, `items.length` if none does. */
  readonly partner: number;
  /** What the directive means, kept from run to run. */
  memo: unknown;
}

export type Item = TextItem | DirectiveItem;

/** Stretches of text that the output does not have: comments, splices, NUL. `fills` says what stands there instead. */
export interface Gaps {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly fills: readonly string[];
}

export interface FileScan {
  readonly items: readonly Item[];
  /** Every name of the text, once. */
  readonly names: readonly string[];
  /** Where names stand in text items, and which (an index into `names`). */
  readonly nameStarts: Int32Array;
  readonly nameEnds: Int32Array;
  readonly nameIds: Int32Array;
  readonly gaps: Gaps;
  /** What is wrong with the file whatever the macros are. */
  readonly findings: readonly DevicetreeFinding[];
}

export interface ScanState {
  readonly file: SourceFile;
  readonly text: string;
  readonly items: Item[];
  readonly names: string[];
  readonly ids: Map<string, number>;
  readonly nameStarts: number[];
  readonly nameEnds: number[];
  readonly nameIds: number[];
  readonly gapStarts: number[];
  readonly gapEnds: number[];
  readonly gapFills: string[];
  readonly findings: DevicetreeFinding[];
  /** Indices of the items that opened the branches that are open. */
  readonly open: number[];
  /** The text item under way. */
  textStart: number;
  firstName: number;
  nulSeen: boolean;
}

export function startState(file: SourceFile): ScanState {
  return {
    file,
    text: file.text,
    items: [],
    names: [],
    ids: new Map(),
    nameStarts: [],
    nameEnds: [],
    nameIds: [],
    gapStarts: [],
    gapEnds: [],
    gapFills: [],
    findings: [],
    open: [],
    textStart: 0,
    firstName: 0,
    nulSeen: false,
  };
}

/** Notes the splices inside the token from `start` to `end`. */
export function spliced(state: ScanState, start: number, end: number): number {
  const { text } = state;
  let p = start;
  while (p < end) {
    p = text.charCodeAt(p) === CHAR.backslash && spliceEnd(text, p) >= 0 ? splice(state, p) : p + 1;
  }
  return end;
}

export function splice(state: ScanState, at: number): number {
  const end = spliceEnd(state.text, at);
  gap(state, at, end, '');
  return end;
}

/** gcc takes NUL for a blank. A text with it is most probably no text. */
export function nul(state: ScanState, at: number): number {
  let end = at;
  while (state.text.charCodeAt(end) === 0) end++;
  gap(state, at, end, ' ');
  if (!state.nulSeen) {
    state.nulSeen = true;
    const message = 'The file has NUL characters; it seems to be no text.';
    state.findings.push({ code: 'cpp-binary', severity: 'warning', message, range: rangeIn(state, at, end) });
  }
  return end;
}

function rangeIn(state: ScanState, start: number, end: number): { file: SourceFile; start: number; end: number } {
  return { file: state.file, start, end };
}

/** Notes the comment at `at` and returns its end, or -1 if there is none. */
export function comment(state: ScanState, at: number, atLineStart: boolean): number {
  const { text } = state;
  const end = commentEnd(text, at);
  if (end < 0) return -1;
  gap(state, at, end, commentFill(text, at, end, atLineStart));
  if (end === text.length) checkTerminated(state, at, end);
  return end;
}

/** White space for a comment: nothing more than is needed, but what follows on its line keeps its column. */
function commentFill(text: string, start: number, end: number, atLineStart: boolean): string {
  const after = text.charCodeAt(end);
  if (end >= text.length || classOf(after) === CLASS.line) return '';
  let lastLine = end;
  while (lastLine > start && classOf(text.charCodeAt(lastLine - 1)) !== CLASS.line) lastLine--;
  if (lastLine > start) return `\n${' '.repeat(Math.min(end - lastLine, 200))}`;
  if (atLineStart) return ' '.repeat(Math.min(end - start, 200));
  return classOf(text.charCodeAt(start - 1)) === CLASS.blank || classOf(after) === CLASS.blank ? '' : ' ';
}

function checkTerminated(state: ScanState, start: number, end: number): void {
  const { text } = state;
  const opening = pastSplices(text, start + 1);
  if (text.charCodeAt(opening) !== CHAR.star || blockIsClosed(text, opening + 1, end)) return;
  const message = 'The comment has no end: `*/` is missing.';
  const range = rangeIn(state, start, opening + 1);
  state.findings.push({ code: 'cpp-unterminated-comment', severity: 'error', message, range });
}

function blockIsClosed(text: string, inside: number, end: number): boolean {
  const tail = withoutSplices(text.slice(Math.max(inside, end - 200), end));
  return tail.endsWith('*/');
}

function gap(state: ScanState, start: number, end: number, fill: string): void {
  state.gapStarts.push(start);
  state.gapEnds.push(end);
  state.gapFills.push(fill);
}
