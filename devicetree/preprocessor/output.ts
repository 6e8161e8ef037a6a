/** Collects the preprocessed text piece by piece, and where each piece came from. */
import type { SourceFile, SourceRange } from '../source/index.js';
import type { MacroUse, MappedText, Origin, VisitedPart } from './types.js';

export interface Output {
  /** Characters so far. */
  length(): number;
  /** The last character, or `''`. */
  last(): string;
  /** Text copied as it is. */
  copy(file: SourceFile, start: number, end: number): void;
  /** White space instead of a stretch of a file (a comment). */
  fill(text: string, file: SourceFile, start: number, end: number): void;
  /** Text that a macro made. `range` may still grow until the whole is finished. */
  made(text: string, use: MacroUse): void;
  /** What was made since the output was so long, if it all came from that use; else undefined. */
  madeSince(length: number, use: MacroUse): string | undefined;
  /** Everything since the output was so long, to be printed once more in another run. Complete once this run is finished. */
  printedSince(length: number): PrintedStretch;
  /** Prints what an earlier run, which is finished, printed. */
  again(printed: PrintedStretch): void;
  /** For going back: the state as it is now. */
  mark(): OutputMark;
  reset(mark: OutputMark): void;
  finish(parts: readonly VisitedPart[]): MappedText;
}

export interface OutputMark {
  readonly length: number;
  readonly chunks: number;
  readonly pieces: number;
}

/** A stretch of a run's output, between pieces. */
export interface PrintedStretch {
  readonly run: PrintedRun;
  readonly start: number;
  readonly end: number;
}

/** What a run printed. */
export interface PrintedRun {
  readonly pieces: Pieces;
  /** Undefined until the run is finished. */
  text: string | undefined;
}

/** The pieces of the output as parallel tables. */
interface Pieces {
  readonly outs: number[];
  readonly files: (SourceFile | undefined)[];
  readonly starts: number[];
  /** -1 for a piece copied as it is; else the end of what the piece stands for. */
  readonly ends: number[];
  readonly uses: (MacroUse | undefined)[];
}

/** `empty` stands for the origin of a text without any. */
export function createOutput(empty: SourceFile): Output {
  const chunks: string[] = [];
  const pieces: Pieces = { outs: [], files: [], starts: [], ends: [], uses: [] };
  const printed: PrintedRun = { pieces, text: undefined };
  let length = 0;
  let last = '';
  // The stretch being copied; it is cut out of its file when something else follows.
  let file: SourceFile | undefined;
  let from = 0;
  let to = 0;
  // What a macro made, piece by piece.
  let making = '';
  let maker: MacroUse | undefined;

  function flush(): void {
    if (maker !== undefined) {
      chunks.push(making);
      making = '';
      maker = undefined;
    } else if (file !== undefined) {
      chunks.push(file.text.slice(from, to));
      last = file.text.charAt(to - 1);
      file = undefined;
    }
  }
  function piece(of: SourceFile | undefined, start: number, end: number, use: MacroUse | undefined): void {
    pieces.outs.push(length);
    pieces.files.push(of);
    pieces.starts.push(start);
    pieces.ends.push(end);
    pieces.uses.push(use);
  }
  return {
    length: () => length,
    last: () => (file === undefined ? last : file.text.charAt(to - 1)),
    copy(of, start, end) {
      if (end <= start) return;
      if (file !== of || to !== start) {
        flush();
        piece(of, start, -1, undefined);
        file = of;
        from = start;
      }
      to = end;
      length += end - start;
    },
    fill(text, of, start, end) {
      if (text === '') return;
      flush();
      piece(of, start, end, undefined);
      chunks.push(text);
      last = text.charAt(text.length - 1);
      length += text.length;
    },
    made(text, use) {
      if (text === '') return;
      if (maker !== use) {
        flush();
        piece(undefined, 0, 0, use);
        maker = use;
      }
      making += text;
      last = text.charAt(text.length - 1);
      length += text.length;
    },
    madeSince(before, use) {
      const count = length - before;
      if (count === 0) return '';
      return maker === use && count <= making.length ? making.slice(making.length - count) : undefined;
    },
    printedSince(start) {
      flush();
      return { run: printed, start, end: length };
    },
    again({ run, start, end }) {
      if (end === start) return;
      flush();
      const { outs, files, starts, ends, uses } = run.pieces;
      const shift = length - start;
      for (let i = firstPiece(run.pieces, start); i < outs.length && outs[i]! < end; i++) {
        pieces.outs.push(outs[i]! + shift);
        pieces.files.push(files[i]);
        pieces.starts.push(starts[i]!);
        pieces.ends.push(ends[i]!);
        pieces.uses.push(uses[i]);
      }
      const { text = '' } = run;
      chunks.push(text.slice(start, end));
      last = text.charAt(end - 1);
      length += end - start;
    },
    mark() {
      flush();
      return { length, chunks: chunks.length, pieces: pieces.outs.length };
    },
    reset(mark) {
      file = undefined;
      maker = undefined;
      making = '';
      length = mark.length;
      chunks.length = mark.chunks;
      last = chunks.at(-1)?.at(-1) ?? '';
      for (const table of [pieces.outs, pieces.files, pieces.starts, pieces.ends, pieces.uses]) {
        table.length = mark.pieces;
      }
    },
    finish(parts) {
      flush();
      const text = chunks.join('');
      printed.text = text;
      return mapped(text, pieces, empty, parts);
    },
  };
}

/** A file's text as it is, for files that are never preprocessed (`/include/`). */
export function identityText(file: SourceFile): MappedText {
  return { text: file.text, origin: (start, end) => ({ range: { file, start, end } }) };
}

const piecesOf = new WeakMap<MappedText, Pieces>();

/**
 * Whether a stretch of one text is the same as an equally long one of another: the same characters, and each from the same
 * place of the same version of a file. Both begin and end between pieces, as included parts do.
 */
export function isSameStretch(a: MappedText, aStart: number, aEnd: number, b: MappedText, bStart: number): boolean {
  const length = aEnd - aStart;
  if (bStart + length > b.text.length) return false;
  const [x, y] = [piecesOf.get(a), piecesOf.get(b)];
  if (x === undefined || y === undefined) return false;
  let i = firstPiece(x, aStart);
  let k = firstPiece(y, bStart);
  for (; i < x.outs.length && x.outs[i]! < aEnd; i++, k++) {
    if (k >= y.outs.length || x.outs[i]! - aStart !== y.outs[k]! - bStart) return false;
    if (x.files[i] !== y.files[k] || x.starts[i] !== y.starts[k] || x.ends[i] !== y.ends[k]) return false;
    if (!isSameUse(x.uses[i], y.uses[k])) return false;
  }
  if (k < y.outs.length && y.outs[k]! < bStart + length) return false;
  return a.text.slice(aStart, aEnd) === b.text.slice(bStart, bStart + length);
}

/** The first piece that begins at `at` or behind. */
function firstPiece({ outs }: Pieces, at: number): number {
  let low = 0;
  let high = outs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (outs[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isSameUse(a: MacroUse | undefined, b: MacroUse | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a.macro !== b.macro) return false;
  return isSameRange(a.range, b.range) && isSameRange(a.nameRange, b.nameRange) && isSameUse(a.parent, b.parent);
}

function isSameRange(a: SourceRange, b: SourceRange): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end;
}

function mapped(text: string, pieces: Pieces, empty: SourceFile, parts: readonly VisitedPart[]): MappedText {
  const { outs } = pieces;
  // A parser asks in order, so the last answer is nearly always right or next to right.
  let near = 0;
  function find(at: number): number {
    if (outs[near]! <= at) {
      if (near + 1 >= outs.length || outs[near + 1]! > at) return near;
      if (near + 2 >= outs.length || outs[near + 2]! > at) return ++near;
    }
    let low = 0;
    let high = outs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (outs[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    near = low;
    return low;
  }
  const result: MappedText = {
    text,
    parts,
    origin(start, end) {
      if (outs.length === 0) return { range: { file: empty, start: 0, end: 0 } };
      const first = find(Math.min(start, Math.max(text.length - 1, 0)));
      const last = end - 1 > start ? find(Math.min(end - 1, text.length - 1)) : first;
      return between(pieces, first, last, start, end);
    },
  };
  piecesOf.set(result, pieces);
  return result;
}

function between(pieces: Pieces, first: number, last: number, start: number, end: number): Origin {
  const use = firstUse(pieces, first, last);
  const from = pieceRange(pieces, first, start, end);
  if (first === last) return use === undefined ? { range: from } : { range: from, macro: use };
  const to = pieceRange(pieces, last, start, end);
  const joined = from.file === to.file && to.end >= from.start;
  const range = joined ? { file: from.file, start: from.start, end: Math.max(from.end, to.end) } : from;
  return use === undefined ? { range } : { range, macro: use };
}

function firstUse(pieces: Pieces, first: number, last: number): MacroUse | undefined {
  for (let i = first; i <= last; i++) if (pieces.uses[i] !== undefined) return pieces.uses[i];
  return undefined;
}

/** What the part of the piece that lies in the output's range came from. */
function pieceRange(pieces: Pieces, index: number, start: number, end: number): SourceRange {
  const use = pieces.uses[index];
  if (use !== undefined) return use.range;
  const file = pieces.files[index]!;
  const source = pieces.starts[index]!;
  if (pieces.ends[index]! >= 0) return { file, start: source, end: pieces.ends[index]! };
  const out = pieces.outs[index]!;
  const next = index + 1 < pieces.outs.length ? pieces.outs[index + 1]! : Infinity;
  return { file, start: source + Math.max(0, start - out), end: source + Math.min(end, next) - out };
}
