/**
 * Comments that silence findings: `ringfence-lint off ZM040`, `on`, `off-line`, `off-next-line`. Without ids they mean every rule.
 */
import { lineColumn, lineStarts, type SourceFile, type SourceRange } from '../source/index.js';

/** A stretch of a file in which a comment silences some rules. */
export interface Switch {
  /** Undefined: all rules. */
  readonly id: string | undefined;
  /** The id in the comment; the comment's words where it has none. */
  readonly range: SourceRange;
  /** Half-open, in the comment's file. */
  readonly start: number;
  readonly end: number;
}

/** A comment that starts with the mark but says nothing that we know. */
export interface BadSwitch {
  readonly message: string;
  readonly range: SourceRange;
}

export interface Switches {
  readonly offs: readonly Switch[];
  readonly bad: readonly BadSwitch[];
}

const MARK = 'ringfence-lint';
const NONE: Switches = { offs: [], bad: [] };
const switchesOf = new WeakMap<SourceFile, Switches>();

/** The switches of a file. Files without the mark, nearly all, cost one search for each version. */
export function switches(file: SourceFile): Switches {
  const known = switchesOf.get(file);
  if (known !== undefined) return known;
  const result = file.text.includes(MARK) ? readSwitches(file) : NONE;
  switchesOf.set(file, result);
  return result;
}

interface Command {
  readonly verb: 'off' | 'on' | 'off-line' | 'off-next-line';
  readonly ids: readonly { readonly id: string; readonly range: SourceRange }[];
  readonly range: SourceRange;
}

function readSwitches(file: SourceFile): Switches {
  const offs: Switch[] = [];
  const bad: BadSwitch[] = [];
  /** Where `off` began, by id; '' stands for all. */
  const open = new Map<string, Switch>();
  const close = (key: string, end: number): void => {
    const begun = open.get(key);
    if (begun !== undefined) offs.push({ ...begun, end });
    open.delete(key);
  };
  for (const comment of comments(file.text)) {
    const command = readCommand(file, comment, bad);
    if (command === undefined) continue;
    const subjects = command.ids.length > 0 ? command.ids : [{ id: undefined, range: command.range }];
    for (const { id, range } of subjects) {
      const key = id ?? '';
      if (command.verb === 'off') {
        if (!open.has(key)) open.set(key, { id, range, start: comment.end, end: file.text.length });
      } else if (command.verb === 'on') {
        for (const each of id === undefined ? [...open.keys()] : [key]) close(each, comment.start);
      } else {
        offs.push({ id, range, ...lineSpan(file, comment, command.verb) });
      }
    }
  }
  for (const key of [...open.keys()]) close(key, file.text.length);
  offs.sort((a, b) => a.range.start - b.range.start);
  return { offs, bad };
}

function lineSpan(
  file: SourceFile,
  comment: Comment,
  verb: 'off-line' | 'off-next-line',
): { start: number; end: number } {
  const starts = lineStarts(file);
  const line = verb === 'off-line' ? lineColumn(file, comment.start).line : lineColumn(file, comment.end).line + 1;
  return { start: starts[line] ?? file.text.length, end: starts[line + 1] ?? file.text.length };
}

function readCommand(file: SourceFile, comment: Comment, bad: BadSwitch[]): Command | undefined {
  const text = file.text.slice(comment.start + 2, comment.bodyEnd);
  const lead = /^[\s*]*/.exec(text)![0].length;
  if (!text.startsWith(MARK, lead)) return undefined;
  const from = comment.start + 2 + lead;
  const words: { text: string; range: SourceRange }[] = [];
  // What follows `--` tells people why.
  const list = text.slice(lead).split('--', 1)[0]!;
  for (const match of list.matchAll(/[^\s,*]+/g)) {
    const start = from + match.index;
    words.push({ text: match[0], range: { file, start, end: start + match[0].length } });
  }
  const range: SourceRange = { file, start: from, end: words.at(-1)!.range.end };
  const verb = words[1]?.text;
  if (words[0]!.text !== MARK) return undefined;
  if (verb !== 'off' && verb !== 'on' && verb !== 'off-line' && verb !== 'off-next-line') {
    bad.push({ range, message: `${MARK} takes off, on, off-line or off-next-line, then the rules' names` });
    return undefined;
  }
  return { verb, range, ids: words.slice(2).map((word) => ({ id: word.text, range: word.range })) };
}

interface Comment {
  readonly start: number;
  /** After the end mark, or at the line's end. */
  readonly end: number;
  /** Before the end mark. */
  readonly bodyEnd: number;
}

/** The comments of a text, passing over strings and character constants. */
function* comments(text: string): Iterable<Comment> {
  let at = 0;
  while (at < text.length) {
    const char = text[at];
    if (char === '"' || char === "'") {
      at = afterQuoted(text, at);
    } else if (char === '/' && text[at + 1] === '*') {
      const close = text.indexOf('*/', at + 2);
      const bodyEnd = close < 0 ? text.length : close;
      const end = close < 0 ? text.length : close + 2;
      yield { start: at, end, bodyEnd };
      at = end;
    } else if (char === '/' && text[at + 1] === '/') {
      const end = lineEnd(text, at);
      yield { start: at, end, bodyEnd: end };
      at = end;
    } else {
      at++;
    }
  }
}

/** After the closing quote. An apostrophe that its line does not close is just a character: `#error don't`. */
function afterQuoted(text: string, start: number): number {
  const quote = text[start]!;
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at]!;
    if (char === '\\') at++;
    else if (char === quote) return at + 1;
    else if (quote === "'" && (char === '\n' || char === '\r')) return start + 1;
  }
  return start + 1;
}

function lineEnd(text: string, start: number): number {
  for (let at = start; at < text.length; at++) if (text[at] === '\n' || text[at] === '\r') return at;
  return text.length;
}
