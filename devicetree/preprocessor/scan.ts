/**
 * What a file holds whatever the macros are: stretches of text with their names, directives, comments. Worked out once for each
 * version of a file, so that a run touches only names and directives.
 */
import type { DevicetreeFinding, SourceFile } from '../source/index.js';
import {
  CHAR,
  CLASS,
  classes,
  classOf,
  lineEnd,
  nameEnd,
  numberEnd,
  pastSplices,
  spliceEnd,
  stringEnd,
  withoutSplices,
} from './characters.js';
import { commentEnd } from './lexer.js';

/** What gcc knows as directives. In assembler-with-cpp a line with another `#` is text. */
export type DirectiveName = (typeof DIRECTIVES)[number] | 'null';

const DIRECTIVES = [
  ...['define', 'undef', 'include', 'include_next', 'import', 'if', 'ifdef', 'ifndef', 'elif', 'elifdef', 'elifndef'],
  ...['else', 'endif', 'error', 'warning', 'line', 'pragma', 'ident', 'sccs', 'assert', 'unassert'],
] as const;

const DIRECTIVE_NAMES: ReadonlySet<string> = new Set(DIRECTIVES);

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

const scans = new WeakMap<SourceFile, FileScan>();

export function scanFile(file: SourceFile): FileScan {
  const known = scans.get(file);
  if (known !== undefined) return known;
  const fresh = scan(file);
  scans.set(file, fresh);
  return fresh;
}

interface State {
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

function scan(file: SourceFile): FileScan {
  const state = startState(file);
  const { text } = state;
  let p = text.charCodeAt(0) === CHAR.bom ? 1 : 0;
  state.textStart = p;
  while (p < text.length) {
    const first = leadingBlank(state, p);
    const directive = text.charCodeAt(first) === CHAR.hash ? readDirective(state, p, first) : undefined;
    if (directive === undefined) {
      p = textLine(state, first);
      continue;
    }
    closeText(state, p);
    addDirective(state, directive);
    p = directive.next;
    state.textStart = p;
  }
  closeText(state, text.length);
  for (const index of state.open) setPartner(state, index, state.items.length);
  return {
    items: state.items,
    names: state.names,
    nameStarts: Int32Array.from(state.nameStarts),
    nameEnds: Int32Array.from(state.nameEnds),
    nameIds: Int32Array.from(state.nameIds),
    gaps: { starts: state.gapStarts, ends: state.gapEnds, fills: state.gapFills },
    findings: state.findings,
  };
}

function startState(file: SourceFile): State {
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

/** Past blanks, comments and splices at the beginning of a line. */
function leadingBlank(state: State, lineStart: number): number {
  const { text } = state;
  let p = lineStart;
  while (p < text.length) {
    const code = text.charCodeAt(p);
    if (code === 0) {
      p = nul(state, p);
    } else if (classOf(code) === CLASS.blank) {
      p++;
    } else if (code === CHAR.slash) {
      const end = comment(state, p, true);
      if (end < 0) return p;
      p = end;
    } else if (code === CHAR.backslash && spliceEnd(text, p) >= 0) {
      p = splice(state, p);
    } else {
      return p;
    }
  }
  return p;
}

/** The rest of a logical line of text, whose names are noted; returns the begin of the next line. */
function textLine(state: State, from: number): number {
  const { text } = state;
  let p = from;
  while (p < text.length) {
    const code = text.charCodeAt(p);
    switch (code < 128 ? classes[code] : CLASS.other) {
      case CLASS.name:
        p = textName(state, p, code);
        break;
      case CLASS.digit:
        p = spliced(state, p, numberEnd(text, p));
        break;
      case CLASS.blank:
        p = code === 0 ? nul(state, p) : p + 1;
        break;
      case CLASS.line:
        return lineEnd(text, p);
      case CLASS.quote:
        p = spliced(state, p, quotedEnd(text, p + 1, code));
        break;
      default:
        p = otherCharacter(state, p, code);
    }
  }
  return p;
}

function otherCharacter(state: State, at: number, code: number): number {
  const { text } = state;
  if (code === CHAR.slash) {
    const end = comment(state, at, false);
    return end < 0 ? at + 1 : end;
  }
  if (code === CHAR.backslash) return spliceEnd(text, at) >= 0 ? splice(state, at) : at + 1;
  if (code === CHAR.dot) {
    const next = pastSplices(text, at + 1);
    if (classOf(text.charCodeAt(next)) === CLASS.digit) return spliced(state, at, numberEnd(text, at));
  }
  return at + 1;
}

function quotedEnd(text: string, at: number, quote: number): number {
  const end = stringEnd(text, at, quote, true);
  return end < 0 ? ~end : end;
}

function textName(state: State, at: number, code: number): number {
  const { text } = state;
  const end = nameEnd(text, at);
  if (code === 0x4c && end === at + 1) {
    const next = pastSplices(text, end);
    const quote = text.charCodeAt(next);
    if (classOf(quote) === CLASS.quote) return spliced(state, at, quotedEnd(text, next + 1, quote));
  }
  const name = withoutSplices(text.slice(at, end));
  if (name.length !== end - at) spliced(state, at, end);
  let id = state.ids.get(name);
  if (id === undefined) {
    id = state.names.length;
    state.names.push(name);
    state.ids.set(name, id);
  }
  state.nameStarts.push(at);
  state.nameEnds.push(end);
  state.nameIds.push(id);
  return end;
}

/** Notes the splices inside the token from `start` to `end`. */
function spliced(state: State, start: number, end: number): number {
  const { text } = state;
  let p = start;
  while (p < end) {
    p = text.charCodeAt(p) === CHAR.backslash && spliceEnd(text, p) >= 0 ? splice(state, p) : p + 1;
  }
  return end;
}

function splice(state: State, at: number): number {
  const end = spliceEnd(state.text, at);
  gap(state, at, end, '');
  return end;
}

/** gcc takes NUL for a blank. A text with it is most probably no text. */
function nul(state: State, at: number): number {
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

function rangeIn(state: State, start: number, end: number): { file: SourceFile; start: number; end: number } {
  return { file: state.file, start, end };
}

/** Notes the comment at `at` and returns its end, or -1 if there is none. */
function comment(state: State, at: number, atLineStart: boolean): number {
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

function checkTerminated(state: State, start: number, end: number): void {
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

function gap(state: State, start: number, end: number, fill: string): void {
  state.gapStarts.push(start);
  state.gapEnds.push(end);
  state.gapFills.push(fill);
}

function closeText(state: State, end: number): void {
  const endName = state.nameStarts.length;
  if (end > state.textStart) {
    const { textStart: start, firstName } = state;
    state.items.push({ kind: 'text', start, end, firstName, endName });
  }
  state.firstName = endName;
}

type RawDirective = Omit<DirectiveItem, 'partner' | 'memo'>;

/** The directive whose `#` is at `hash`; undefined if that line is text. */
function readDirective(state: State, start: number, hash: number): RawDirective | undefined {
  const { text } = state;
  let p = blanksEnd(text, hash + 1);
  const code = text.charCodeAt(p);
  const kind = classOf(code);
  const nameStart = p;
  let directive: DirectiveName = 'null';
  if (kind === CLASS.name) {
    p = nameEnd(text, p);
    const name = withoutSplices(text.slice(nameStart, p));
    if (!isDirective(name)) return undefined;
    directive = name;
  } else if (kind !== CLASS.line && p < text.length) {
    return undefined;
  }
  const end = directiveEnd(state, p, directive.startsWith('include') || directive === 'import');
  const next = end < text.length ? lineEnd(text, end) : end;
  return { kind: 'directive', directive, start, hash, nameStart, nameEnd: p, end, next };
}

function isDirective(name: string): name is DirectiveName {
  return DIRECTIVE_NAMES.has(name);
}

/** Past blanks, comments and splices. */
function blanksEnd(text: string, from: number): number {
  let p = from;
  while (p < text.length) {
    const code = text.charCodeAt(p);
    if (classOf(code) === CLASS.blank) {
      p++;
    } else if (code === CHAR.slash) {
      const end = commentEnd(text, p);
      if (end < 0) return p;
      p = end;
    } else {
      const next = pastSplices(text, p);
      if (next === p) return p;
      p = next;
    }
  }
  return p;
}

/** Where the directive's logical line ends. Its comments are noted. */
function directiveEnd(state: State, from: number, include: boolean): number {
  const { text } = state;
  let p = from;
  if (include) {
    p = blanksEnd(text, p);
    const end = text.charCodeAt(p) === CHAR.less ? stringEnd(text, p + 1, CHAR.greater, false) : -1;
    if (end >= 0) p = end;
  }
  while (p < text.length) {
    const code = text.charCodeAt(p);
    const kind = classOf(code);
    if (kind === CLASS.line) return p;
    if (kind === CLASS.quote) {
      const end = stringEnd(text, p + 1, code, !include);
      p = end < 0 ? ~end : end;
    } else if (code === CHAR.slash) {
      const end = comment(state, p, false);
      p = end < 0 ? p + 1 : end;
    } else if (code === CHAR.backslash) {
      const next = pastSplices(text, p);
      p = next === p ? p + 1 : next;
    } else {
      p++;
    }
  }
  return p;
}

function addDirective(state: State, raw: RawDirective): void {
  const index = state.items.length;
  const { open } = state;
  state.items.push({ ...raw, partner: -1, memo: undefined });
  switch (raw.directive) {
    case 'if':
    case 'ifdef':
    case 'ifndef':
      open.push(index);
      break;
    case 'elif':
    case 'elifdef':
    case 'elifndef':
    case 'else':
      if (open.length > 0) {
        setPartner(state, open.pop()!, index);
        open.push(index);
      }
      break;
    case 'endif':
      if (open.length > 0) setPartner(state, open.pop()!, index);
      break;
    default:
  }
}

function setPartner(state: State, opening: number, partner: number): void {
  const item = state.items[opening];
  if (item?.kind === 'directive') state.items[opening] = { ...item, partner };
}
