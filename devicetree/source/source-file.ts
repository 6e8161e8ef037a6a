/** A text on disk or in an editor, and places in it. Offsets count UTF-16 units, as JavaScript and LSP do. */

/** One version of one file. Two files are the same version exactly when they are the same object. */
export interface SourceFile {
  /** Absolute, or as the reader names it; the identity of the file between versions. */
  readonly path: string;
  readonly text: string;
}

/** A half-open range of one file. */
export interface SourceRange {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** Line and column, both from 0; the column counts UTF-16 units. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

/** Where the engine gets its files from: a disk, an editor's unsaved buffers, a test's table. */
export interface SourceReader {
  /**
   * The file at that path, or undefined when there is none. Asked often, so the reader caches; the same version is answered
   * with the same object, which lets the engine keep what it worked out for it.
   */
  read(path: string): SourceFile | undefined;
  /** The bytes of a file for `/incbin/`, or undefined when there is none or it is larger than `maxBytes`. */
  readBytes?(path: string, maxBytes: number): Uint8Array | undefined;
}

const lineStartsOf = new WeakMap<SourceFile, Uint32Array>();

/** Offsets at which the lines of a file begin; the first is 0. A line ends with LF, CRLF or a lone CR. */
export function lineStarts(file: SourceFile): Uint32Array {
  const known = lineStartsOf.get(file);
  if (known !== undefined) return known;
  const starts = [0];
  const { text } = file;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x0a || (code === 0x0d && text.charCodeAt(i + 1) !== 0x0a)) starts.push(i + 1);
  }
  const table = Uint32Array.from(starts);
  lineStartsOf.set(file, table);
  return table;
}

/** Line and column of an offset; an offset beyond the end is taken as the end. */
export function lineColumn(file: SourceFile, offset: number): LineColumn {
  const starts = lineStarts(file);
  const at = Math.max(0, Math.min(offset, file.text.length));
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low, column: at - starts[low]! };
}

/** The offset of a line and column, kept inside the file and inside the line. */
export function offsetAt(file: SourceFile, place: LineColumn): number {
  const starts = lineStarts(file);
  if (place.line < 0) return 0;
  if (place.line >= starts.length) return file.text.length;
  const start = starts[place.line]!;
  const end = place.line + 1 < starts.length ? starts[place.line + 1]! : file.text.length;
  return Math.min(start + Math.max(0, place.column), end);
}

/** `board.dts:12:5`, counted from 1, as compilers print it. */
export function placeText(range: SourceRange): string {
  const { line, column } = lineColumn(range.file, range.start);
  return `${range.file.path}:${line + 1}:${column + 1}`;
}

/** The text that a range covers. */
export function rangeText(range: SourceRange): string {
  return range.file.text.slice(range.start, range.end);
}
