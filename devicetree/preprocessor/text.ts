/** The preprocessor's way through text: copies it until a macro's name comes, then prints what that expands to. */
import { CLASS, classOf } from './characters.js';
import { runDirective } from './directives.js';
import { nextToken } from './expander.js';
import type { Macro, TokenSource } from './expansion.js';
import { printAndKeep, printKnown, type PrintingState } from './known.js';
import { lexToken, cursorOver } from './lexer.js';
import { leaveFile } from './frames.js';
import { lookupsOf, type Frame, type Run } from './run.js';
import type { TextItem } from './scan.js';
import { decidingPadding, FLAG, isPunctuator, KIND, makeToken, TEXT_END, wouldPaste, type Token } from './tokens.js';
import { enterFlat } from './uses.js';

/** Reads everything in the stack of files, and what they include. */
export function readAll(run: Run): void {
  while (run.frames.length > 0 && !run.expander.limits.stopped) {
    const frame = run.frames.at(-1)!;
    const item = frame.scan.items[frame.item];
    if (item === undefined) {
      leaveFile(run);
    } else if (item.kind === 'text') {
      readText(run, frame, item);
    } else {
      frame.item++;
      run.directivesDone++;
      runDirective(run, frame, item);
    }
    checkLength(run);
  }
}

function checkLength(run: Run): void {
  const { limits } = run.expander;
  if (limits.stopped || run.output.length() <= run.input.budget.outputCharacters) return;
  limits.stopped = true;
  const frame = run.frames.at(-1);
  if (frame === undefined) return;
  run.findings.push({
    code: 'cpp-budget-output',
    severity: 'error',
    message: 'The preprocessed text is too long; the rest is left out.',
    range: { file: frame.file, start: frame.pos, end: Math.min(frame.pos + 1, frame.file.text.length) },
  });
}

function readText(run: Run, frame: Frame, item: TextItem): void {
  const { scan, state } = frame;
  const { macros, stamps } = lookupsOf(state);
  const { nameIds, nameStarts } = scan;
  const index = frame.item;
  if (frame.pos < item.start) frame.pos = item.start;
  let i = Math.max(frame.name, item.firstName);
  while (i < item.endName) {
    const id = nameIds[i]!;
    if (stamps[id] !== run.epoch) {
      macros[id] = run.macros.get(scan.names[id]!);
      stamps[id] = run.epoch;
    }
    const start = nameStarts[i]!;
    if (macros[id] === undefined || start < frame.pos) {
      i++;
      continue;
    }
    copyText(run, frame, start);
    frame.name = i;
    expandText(run, frame, item, macros[id]);
    if (run.expander.limits.stopped || run.frames.at(-1) !== frame || frame.item !== index) return;
    if (run.output.length() > run.input.budget.outputCharacters) return;
    while (i < item.endName && nameStarts[i]! < frame.pos) i++;
  }
  copyText(run, frame, item.end);
  frame.name = i;
  frame.item++;
}

/** Copies the text up to `end`, without comments and splices. */
function copyText(run: Run, frame: Frame, end: number): void {
  const { file, scan } = frame;
  const { starts, ends, fills } = scan.gaps;
  let { pos, gap } = frame;
  while (gap < starts.length && starts[gap]! < pos) gap++;
  while (gap < starts.length && starts[gap]! < end) {
    run.output.copy(file, pos, starts[gap]!);
    run.output.fill(fills[gap]!, file, starts[gap]!, ends[gap]!);
    pos = ends[gap]!;
    gap++;
  }
  run.output.copy(file, pos, end);
  frame.pos = Math.max(end, pos);
  frame.gap = gap;
}

/** Prints the expansion of the macro whose name comes next in the text, and of those that follow it without a space. */
function expandText(run: Run, frame: Frame, item: TextItem, macro: Macro): void {
  const x = run.expander;
  const printing: PrintingState = { previous: tokenBefore(frame, item, frame.name), padded: false, source: undefined };
  if (!printFlat(run, frame, macro, printing)) {
    const afterBlank = endsBlank(run.output.last());
    if (!printKnown(run, frame, printing, afterBlank)) {
      printAndKeep(run, frame, printing, afterBlank, () => printNext(run, frame, printing));
    }
  }
  while (run.frames.at(-1) === frame && !x.limits.stopped && joinText(run, frame, printing)) {
    printNext(run, frame, printing);
  }
}

/** The short way for the most common macros, which name numbers. */
function printFlat(run: Run, frame: Frame, macro: Macro, printing: PrintingState): boolean {
  const flat = macro.shape?.flat();
  if (flat === undefined) return false;
  const end = frame.scan.nameEnds[frame.name]!;
  const use = enterFlat(run.expander, macro, frame.file, frame.pos, end);
  if (use === undefined) return false;
  const { previous } = printing;
  const { output } = run;
  const apart = previous === undefined ? !isPunctuator(flat.first, '#') : !wouldPaste(previous, flat.first);
  if (!apart && !endsBlank(output.last())) output.made(' ', use);
  output.made(flat.text, use);
  printing.previous = flat.last;
  printing.padded = true;
  frame.pos = end;
  return true;
}

/** Prints what the next token of the text expands to. */
function printNext(run: Run, frame: Frame, printing: PrintingState): void {
  const x = run.expander;
  const start = frame.pos;
  let token = nextToken(x);
  if (token.kind === KIND.name) {
    // Not invoked: the name stands as it is written. Arguments that were read and are lost stay out.
    const after = frame.pos;
    separate(run, printing, token);
    frame.pos = start;
    copyText(run, frame, token.end);
    frame.pos = Math.max(frame.pos, after);
    keep(printing, token);
  } else if (token.kind === KIND.padding) {
    pad(printing, token);
  }
  while (x.context !== undefined && !x.limits.stopped) {
    token = nextToken(x);
    if (token.kind === KIND.padding) pad(printing, token);
    else if (token !== TEXT_END) print(run, printing, token);
    if (run.output.length() > run.input.budget.outputCharacters) return;
  }
  x.outermost = undefined;
}

function pad(printing: PrintingState, padding: Token): void {
  printing.padded = true;
  printing.source = decidingPadding(printing.source, padding);
}

function keep(printing: PrintingState, token: Token): void {
  printing.previous = token;
  printing.padded = false;
  printing.source = undefined;
}

function print(run: Run, printing: PrintingState, token: Token): void {
  const { output, expander } = run;
  const use = expander.outermostUse;
  if (use === undefined) return;
  if (needsSpace(printing, token) && !endsBlank(output.last())) output.made(' ', use);
  output.made(token.text, use);
  keep(printing, token);
}

function needsSpace({ padded, source, previous }: PrintingState, token: Token): boolean {
  if (!padded) return (token.flags & FLAG.white) !== 0;
  if (((source ?? token).flags & FLAG.white) !== 0) return true;
  return previous === undefined ? isPunctuator(token, '#') : wouldPaste(previous, token);
}

function endsBlank(last: string): boolean {
  return last === '' || last === ' ' || last === '\n' || last === '\t' || last === '\r';
}

/**
 * Puts a space between an expansion and the text after it where one is needed. True: the name of another macro follows without a
 * space, and it depends on the expansion of that.
 */
function joinText(run: Run, frame: Frame, printing: PrintingState): boolean {
  const item = frame.scan.items[frame.item];
  if (item?.kind !== 'text' || frame.pos >= item.end) return false;
  const { text } = frame.file;
  const kind = classOf(text.charCodeAt(frame.pos));
  if (kind === CLASS.blank || kind === CLASS.line) return false;
  const white = ((printing.source?.flags ?? 0) & FLAG.white) !== 0;
  if (!white && ',;)]}'.includes(text.charAt(frame.pos))) return false;
  const next = lexToken(cursorOver(frame.file, text, frame.pos, item.end));
  if (next === TEXT_END || (next.flags & (FLAG.white | FLAG.lineStart)) !== 0) return false;
  if (next.kind === KIND.name && run.macros.has(next.text)) return true;
  separate(run, printing, next);
  return false;
}

/** A space between an expansion and a token of the text, if one is needed. */
function separate(run: Run, printing: PrintingState, next: Token): void {
  const use = run.expander.outermostUse;
  if (!printing.padded || use === undefined) return;
  if (needsSpace(printing, next) && !endsBlank(run.output.last())) run.output.made(' ', use);
}

const APART: Token = makeToken(KIND.punctuator, ';', 0, undefined, 0, 0);

/** The token right before a name, with no white space between; undefined at a line's begin. After white space any will do. */
function tokenBefore(frame: Frame, item: TextItem, nameIndex: number): Token | undefined {
  const { text } = frame.file;
  const at = frame.pos;
  if (at === item.start) return undefined;
  const code = text.charCodeAt(at - 1);
  const kind = classOf(code);
  const spliced = frame.scan.gaps.ends[frame.gap - 1] === at && kind === CLASS.line;
  if (kind === CLASS.line && !spliced) return undefined;
  if (kind === CLASS.blank || '(),;{}[]"~?@'.includes(text.charAt(at - 1))) return APART;
  // From the last name on everything is read again, once.
  const known = nameIndex > item.firstName ? frame.scan.nameStarts[nameIndex - 1]! : item.start;
  const cursor = cursorOver(frame.file, text, known, at);
  let last: Token | undefined;
  for (let token = lexToken(cursor); token !== TEXT_END; token = lexToken(cursor)) last = token;
  return last;
}

/** Reads the text of the file on top for the expander, and carries out directives among arguments. */
export function createTextSource(run: Run): TokenSource {
  let before = 0;
  return {
    next(parsing) {
      let flags = 0;
      while (!run.expander.limits.stopped) {
        const frame = run.frames.at(-1);
        const item = frame?.scan.items[frame.item];
        if (frame === undefined || item === undefined) return TEXT_END;
        if (item.kind === 'text') {
          if (frame.pos < item.start) frame.pos = item.start;
          before = frame.pos;
          const cursor = cursorOver(frame.file, frame.file.text, frame.pos, item.end);
          const token = lexToken(cursor, flags, parsing === 2 ? FLAG.white : 0);
          if (token !== TEXT_END) {
            frame.pos = cursor.pos;
            return token;
          }
        }
        if (parsing !== 2) return TEXT_END;
        flags = FLAG.lineStart | FLAG.white;
        if (item.kind === 'text') {
          frame.item++;
          continue;
        }
        if (!closesLater(run, frame)) return TEXT_END;
        frame.item++;
        run.directivesDone++;
        runDirective(run, frame, item);
      }
      return TEXT_END;
    },
    unread() {
      const frame = run.frames.at(-1);
      if (frame !== undefined) frame.pos = before;
    },
    mark: () => markText(run),
  };
}

function markText(run: Run): () => boolean {
  const frame = run.frames.at(-1);
  if (frame === undefined) return () => false;
  const { item, pos } = frame;
  const { directivesDone } = run;
  return () => {
    if (run.directivesDone !== directivesDone || run.frames.at(-1) !== frame) return false;
    run.secondLook -= frame.pos - pos;
    if (run.secondLook < 0) return false;
    frame.item = item;
    frame.pos = pos;
    return true;
  };
}

/**
 * Before the first directive among arguments: whether a `)` comes at all. While someone types an invocation it does not, and gcc
 * would take the rest of the file for arguments; here the invocation is given up instead.
 */
function closesLater(run: Run, frame: Frame): boolean {
  const { outermost } = run.expander;
  if (outermost === undefined || outermost.file !== frame.file || outermost === run.closing || run.secondLook < 0)
    return true;
  const { items } = frame.scan;
  let first = frame.item;
  while (first > 0 && items[first - 1]!.end > outermost.end) first--;
  let depth = 0;
  for (let i = first; i < items.length; i++) {
    const item = items[i]!;
    if (item.kind !== 'text') continue;
    const cursor = cursorOver(frame.file, frame.file.text, Math.max(item.start, outermost.end), item.end);
    run.secondLook -= item.end - cursor.pos;
    for (let token = lexToken(cursor); token !== TEXT_END; token = lexToken(cursor)) {
      if (isPunctuator(token, '(')) depth++;
      else if (isPunctuator(token, ')') && --depth <= 0) {
        run.closing = outermost;
        return true;
      }
    }
  }
  return false;
}
