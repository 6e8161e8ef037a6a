/**
 * Where the parser stands in the text, and what lies between the parts of the language: white space, comments, line markers,
 * directives of text that no preprocessor has seen, and `/include/`, which dtc takes anywhere.
 */
import { identityText, type MappedText } from '../preprocessor/index.js';
import type { SourceFile, SourceReader } from '../source/index.js';
import { C, END, isDigit, isLineEnd, isName, isSpace, isWord } from './characters.js';
import { Lines } from './lines.js';
import { findFile } from './files.js';
import type { Report } from './report.js';
import { includedName } from './resynchronise.js';
import type { SlashIncludeSyntax } from './tree.js';

const INCLUDE = '/include/';
/** Directives of the C preprocessor; `#size-cells` is none. */
const DIRECTIVES: ReadonlySet<string> = new Set(
  'include include_next define undef if ifdef ifndef elif else endif error warning pragma line'.split(' '),
);

/** One text on the stack of includes. */
export interface Frame {
  readonly source: MappedText;
  readonly text: string;
  readonly lines: Lines;
  readonly parent: Frame | undefined;
  /** Where to go on after an include, or the end. */
  at: number;
  /** Read to its end. */
  finished: boolean;
  /** A stretch that is known to hold no line's end but at its own end. */
  readonly line: { from: number; end: number };
  /** No comment ends behind this place. */
  commentsEndBefore: number;
  /** Includes met in it, by the offset of the directive, so that reading on from an earlier place meets the same. */
  readonly includes: Map<number, { readonly frame: Frame | undefined; readonly end: number }>;
}

export interface Mark {
  readonly frame: Frame;
  readonly at: number;
  readonly lastFrame: Frame;
  readonly lastEnd: number;
  readonly lineBroken: boolean;
}

export interface ScannerOptions {
  /** Undefined: includes are not followed. */
  readonly reader: SourceReader | undefined;
  readonly includePaths: readonly string[];
  readonly includeDepth: number;
  /** Characters that `/include/` may bring in all. */
  readonly includedCharacters: number;
  /** Skip lines of preprocessor directives. */
  readonly raw: boolean;
  readonly report: Report;
}

function makeFrame(source: MappedText, parent: Frame | undefined): Frame {
  return {
    source,
    text: source.text,
    lines: new Lines(source.text),
    parent,
    at: 0,
    finished: false,
    line: { from: 0, end: -1 },
    commentsEndBefore: Infinity,
    includes: new Map(),
  };
}

export class Scanner {
  frame: Frame;
  text: string;
  at = 0;
  /** A line ended since something was taken last. */
  lineBroken = true;
  /** The end of what was taken last. */
  lastFrame: Frame;
  lastEnd = 0;
  readonly slashIncludes: SlashIncludeSyntax[] = [];
  private readonly options: ScannerOptions;
  private includedCharacters = 0;

  constructor(source: MappedText, options: ScannerOptions) {
    this.options = options;
    this.frame = makeFrame(source, undefined);
    this.lastFrame = this.frame;
    this.text = this.frame.text;
    // A byte order mark.
    if (this.text.charCodeAt(0) === 0xfeff) this.at = 1;
  }

  /** The character at the current place. */
  code(ahead = 0): number {
    const at = this.at + ahead;
    return at < this.text.length ? this.text.charCodeAt(at) : END;
  }

  /** Takes `count` characters as part of the tree. */
  take(count = 1): void {
    this.takeTo(this.at + count);
  }

  /** Takes everything up to an offset of the current text. */
  takeTo(end: number): void {
    this.at = end;
    this.lastEnd = end;
    this.lastFrame = this.frame;
    this.lineBroken = false;
  }

  /** Where something that began in `frame` ends: here, or where its text was left. */
  endIn(frame: Frame): number {
    return frame === this.lastFrame ? this.lastEnd : frame.at;
  }

  mark(): Mark {
    const { frame, at, lastFrame, lastEnd, lineBroken } = this;
    return { frame, at, lastFrame, lastEnd, lineBroken };
  }

  reset(mark: Mark): void {
    this.frame = mark.frame;
    this.text = mark.frame.text;
    this.at = mark.at;
    this.lastFrame = mark.lastFrame;
    this.lastEnd = mark.lastEnd;
    this.lineBroken = mark.lineBroken;
    for (let frame: Frame | undefined = mark.frame; frame !== undefined; frame = frame.parent) frame.finished = false;
  }

  /** Passes over what is not part of the tree and answers with the character behind it. */
  skip(): number {
    for (;;) {
      if (this.options.report.full) return END;
      const { text } = this;
      let at = this.at;
      let code = at < text.length ? text.charCodeAt(at) : END;
      while (isSpace(code)) {
        if (isLineEnd(code)) this.lineBroken = true;
        at++;
        code = at < text.length ? text.charCodeAt(at) : END;
      }
      this.at = at;
      if (code === C.slash) {
        if (!this.skipSlash()) return code;
      } else if (code === C.hash) {
        if (!this.skipDirective()) return code;
      } else if (code === C.backslash && this.options.raw && isLineEnd(this.code(1))) {
        // The preprocessor joins such lines.
        this.at++;
      } else if (code !== END || !this.leave()) {
        return code;
      }
    }
  }

  /** The end of the run of name characters that starts at `at`. */
  nameEnd(at: number): number {
    const { text } = this;
    let end = at;
    while (end < text.length && isName(text.charCodeAt(end))) end++;
    return end;
  }

  /** The end of the run of letters, digits and `_` that starts at `at`. */
  wordEnd(at: number): number {
    const { text } = this;
    let end = at;
    while (end < text.length && isWord(text.charCodeAt(end))) end++;
    return end;
  }

  /** Where the text of the line ends that holds `from`. Kept for the next time: lines may be very long. */
  lineEnd(from = this.at): number {
    const known = this.frame.line;
    if (from >= known.from && from <= known.end) return known.end;
    const { text } = this;
    let end = from;
    while (end < text.length && !isLineEnd(text.charCodeAt(end))) end++;
    known.from = from;
    known.end = end;
    return end;
  }

  /** Whether only blanks stand before it on its line. */
  isFirstOnLine(at = this.at): boolean {
    const { text } = this;
    let before = at - 1;
    while (before >= 0 && (text.charCodeAt(before) === C.space || text.charCodeAt(before) === C.tab)) before--;
    return before < 0 || isLineEnd(text.charCodeAt(before));
  }

  private skipSlash(): boolean {
    const next = this.code(1);
    if (next === C.slash) {
      this.at = this.lineEnd();
      return true;
    }
    if (next === C.star) {
      this.skipComment();
      return true;
    }
    return next === 0x69 && this.text.startsWith(INCLUDE, this.at) && this.enterInclude();
  }

  /** A comment that never ends takes its line only, so that what follows is still read. */
  private skipComment(): void {
    const { frame, text, at } = this;
    const end = at < frame.commentsEndBefore ? text.indexOf('*/', at + 2) : -1;
    if (end >= 0) {
      for (let i = at; i < end; i++) if (isLineEnd(text.charCodeAt(i))) this.lineBroken = true;
      this.at = end + 2;
      return;
    }
    frame.commentsEndBefore = Math.min(frame.commentsEndBefore, at);
    this.at = this.lineEnd();
    this.options.report.add('dts-unterminated-comment', 'error', 'This comment never ends: close it with */.', {
      source: frame.source,
      start: at,
      end: this.at,
    });
  }

  /** `# 12 "file" 1`, as preprocessors leave it; in raw text every directive. */
  private skipDirective(): boolean {
    if (!this.isFirstOnLine()) return false;
    const { text } = this;
    let at = this.at + 1;
    while (text.charCodeAt(at) === C.space || text.charCodeAt(at) === C.tab) at++;
    const word = text.slice(at, Math.min(this.nameEnd(at), at + 16));
    const isMarker = (at > this.at + 1 && isDigit(text.charCodeAt(at))) || word === 'line';
    if (!isMarker && !(this.options.raw && DIRECTIVES.has(word))) return false;
    this.at = this.directiveEnd(at);
    this.lineBroken = true;
    return true;
  }

  /** A directive goes on behind a backslash, and in a comment that it opens. */
  private directiveEnd(from: number): number {
    const { text } = this;
    let at = from;
    for (; at < text.length && !isLineEnd(text.charCodeAt(at)); at++) {
      const code = text.charCodeAt(at);
      if (code === C.backslash) {
        if (text.charCodeAt(at + 1) === C.cr && text.charCodeAt(at + 2) === C.lf) at++;
        at++;
      } else if (code === C.slash && text.charCodeAt(at + 1) === C.slash) {
        return this.lineEnd(at);
      } else if (code === C.slash && text.charCodeAt(at + 1) === C.star && at < this.frame.commentsEndBefore) {
        const end = text.indexOf('*/', at + 2);
        if (end >= 0) at = end + 1;
        else this.frame.commentsEndBefore = at;
      }
    }
    return Math.min(at, text.length);
  }

  private enterInclude(): boolean {
    const { frame, at } = this;
    const known = frame.includes.get(at) ?? this.readInclude();
    if (known === undefined) return false;
    frame.includes.set(at, known);
    this.at = known.end;
    this.lineBroken = true;
    if (known.frame === undefined) return true;
    frame.at = known.end;
    known.frame.finished = false;
    this.frame = known.frame;
    this.text = known.frame.text;
    this.at = 0;
    return true;
  }

  /** Undefined: this is no include that could be followed, because its file's name is not there. */
  private readInclude(): { readonly frame: Frame | undefined; readonly end: number } | undefined {
    const { frame, text, at } = this;
    const { reader, includePaths } = this.options;
    if (reader === undefined) return undefined;
    let open = at + INCLUDE.length;
    while (isSpace(text.charCodeAt(open))) open++;
    const written = includedName(text, open, this.lineEnd(open));
    if (written === undefined || written.end <= written.start) return undefined;
    const end = text.charCodeAt(written.end) === C.quote ? written.end + 1 : written.end;
    const name = text.slice(written.start, written.end);
    if (!written.closed) {
      const stretch = { source: frame.source, start: open, end };
      const fix = { title: 'Put quotes around the file name', edits: [{ ...stretch, newText: `"${name}"` }] };
      const message = 'The name of an included file stands in quotes.';
      this.options.report.add('dts-include-quotes', 'error', message, stretch, fix);
    }
    const { range } = frame.source.origin(at, end);
    const target = findFile(name, range.file.path, includePaths, (path) => reader.read(path));
    const nameRange = frame.source.origin(open, end).range;
    this.slashIncludes.push({ range, nameRange, name, target });
    if (target === undefined) {
      const message = `"${name}" is not there, neither beside this file nor in the include paths.`;
      this.options.report.addAt('dts-include-not-found', 'error', message, nameRange);
      return { frame: undefined, end };
    }
    const refusal = this.refuseInclude(target, range.file);
    if (refusal === undefined) return { frame: makeFrame(identityText(target), frame), end };
    this.options.report.addAt(refusal.code, 'error', refusal.message, nameRange);
    return { frame: undefined, end };
  }

  private refuseInclude(target: SourceFile, from: SourceFile): { code: string; message: string } | undefined {
    let depth = 1;
    for (let frame: Frame | undefined = this.frame; frame !== undefined; frame = frame.parent) {
      depth++;
      if (frame.text === target.text && (frame.parent !== undefined || from === target)) {
        return {
          code: 'dts-include-recursive',
          message: `${target.path} includes itself, directly or through others.`,
        };
      }
    }
    this.includedCharacters += target.text.length + 1;
    if (depth > this.options.includeDepth) {
      return { code: 'dts-budget-include', message: `Includes are nested deeper than ${this.options.includeDepth}.` };
    }
    if (this.includedCharacters > this.options.includedCharacters) {
      return { code: 'dts-budget-include', message: 'Includes bring more text than is read.' };
    }
    return undefined;
  }

  private leave(): boolean {
    const { parent } = this.frame;
    if (parent === undefined) return false;
    this.frame.at = this.text.length;
    this.frame.finished = true;
    this.frame = parent;
    this.text = parent.text;
    this.at = parent.at;
    this.lineBroken = true;
    return true;
  }
}
