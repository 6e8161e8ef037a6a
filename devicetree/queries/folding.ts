/** What an editor can fold: nodes, values over several lines, conditionals, comments, includes. */
import { lineStarts, type SourceFile } from '../source/index.js';
import { TOKEN, tokensOf, type FileTokens } from './tokens.js';
import type { Folding } from './types.js';

const foldingsOf = new WeakMap<SourceFile, readonly Folding[]>();

/** From the text alone, so that it holds while the source is incomplete. Sorted by line. */
export function foldings(file: SourceFile): readonly Folding[] {
  let found = foldingsOf.get(file);
  if (found === undefined) foldingsOf.set(file, (found = fold(file)));
  return found;
}

interface Fold {
  readonly file: SourceFile;
  readonly tokens: FileTokens;
  readonly lineOf: (offset: number) => number;
  readonly found: Folding[];
  readonly braces: number[];
  readonly conditionals: number[];
  /** Line of the `=` of a value that has not ended. */
  value: number;
  /** First and last line of the run of lines with only comments, or only includes. */
  run: { readonly kind: 'comment' | 'imports'; readonly first: number; last: number } | undefined;
}

function fold(file: SourceFile): readonly Folding[] {
  const tokens = tokensOf(file);
  const state: Fold = {
    file,
    tokens,
    lineOf: forwardLines(file),
    found: [],
    braces: [],
    conditionals: [],
    value: -1,
    run: undefined,
  };
  for (let i = 0; i < tokens.count; i++) foldToken(state, i);
  endRun(state);
  return state.found.sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
}

/** Lines of offsets that only grow. */
function forwardLines(file: SourceFile): (offset: number) => number {
  const starts = lineStarts(file);
  let line = 0;
  return (offset) => {
    if (starts[line]! > offset) line = 0;
    while (line + 1 < starts.length && starts[line + 1]! <= offset) line++;
    return line;
  };
}

function add({ found }: Fold, kind: Folding['kind'], startLine: number, endLine: number): void {
  if (endLine > startLine) found.push({ kind, startLine, endLine });
}

function foldToken(state: Fold, i: number): void {
  const { tokens, file } = state;
  const kind = tokens.kinds[i]!;
  const start = tokens.starts[i]!;
  if (kind === TOKEN.comment) return foldComment(state, start, tokens.ends[i]!);
  if (kind === TOKEN.directive) return foldDirective(state, start, tokens.ends[i]!);
  if (kind === TOKEN.header && state.run?.kind === 'imports') return;
  if (tokens.inDirective[i] === 1) return;
  endRun(state);
  if (kind !== TOKEN.mark) return;
  const code = file.text.charCodeAt(start);
  if (code === 0x7b) {
    state.braces.push(state.lineOf(start));
    state.value = -1;
  } else if (code === 0x7d) {
    const opened = state.braces.pop();
    // The closing brace stays visible.
    if (opened !== undefined) add(state, 'region', opened, state.lineOf(start) - 1);
    state.value = -1;
  } else if (code === 0x3d) state.value = state.lineOf(start);
  else if (code === 0x3b && state.value >= 0) {
    add(state, 'region', state.value, state.lineOf(start));
    state.value = -1;
  }
}

function foldComment(state: Fold, start: number, end: number): void {
  const first = state.lineOf(start);
  const isBlock = state.file.text.charCodeAt(start + 1) === 0x2a;
  const last = isBlock ? state.lineOf(Math.max(start, end - 1)) : first;
  if (isBlock) {
    if (last > first) endRun(state);
    return add(state, 'comment', first, last);
  }
  if (onlyBlanksBefore(state.file.text, start)) extendRun(state, 'comment', first);
}

function onlyBlanksBefore(text: string, offset: number): boolean {
  let at = offset - 1;
  while (at >= 0 && (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09)) at--;
  return at < 0 || text.charCodeAt(at) === 0x0a || text.charCodeAt(at) === 0x0d;
}

function foldDirective(state: Fold, start: number, end: number): void {
  const word = state.file.text.slice(start + 1, end).trim();
  const line = state.lineOf(start);
  if (word.startsWith('include') || word === 'import') return extendRun(state, 'imports', line);
  endRun(state);
  if (word === 'if' || word === 'ifdef' || word === 'ifndef') state.conditionals.push(line);
  else if (word.startsWith('el')) {
    const opened = state.conditionals.pop();
    if (opened === undefined) return;
    add(state, 'region', opened, line - 1);
    state.conditionals.push(line);
  } else if (word === 'endif') {
    const opened = state.conditionals.pop();
    if (opened !== undefined) add(state, 'region', opened, line - 1);
  }
}

/** Lines of one kind that follow each other; empty lines between includes do not end the run. */
function extendRun(state: Fold, kind: 'comment' | 'imports', line: number): void {
  const { run } = state;
  if (run?.kind === kind && (kind === 'imports' || line <= run.last + 1)) run.last = line;
  else {
    endRun(state);
    state.run = { kind, first: line, last: line };
  }
}

function endRun(state: Fold): void {
  if (state.run !== undefined) add(state, state.run.kind, state.run.first, state.run.last);
  state.run = undefined;
}
