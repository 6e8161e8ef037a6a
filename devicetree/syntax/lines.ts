/** Lines and indentation of a text, worked out only when recovery asks. */
import { C, isLineEnd } from './characters.js';

export class Lines {
  private readonly text: string;
  private starts: number[] | undefined;
  private lastLine = -1;
  private lastIndentation = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The number of the line that holds an offset, from 0. */
  line(at: number): number {
    const starts = (this.starts ??= lineStarts(this.text));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The column of the first character of that line that is not blank; a tab goes on to the next multiple of 8. */
  indentation(at: number): number {
    const line = this.line(at);
    if (line === this.lastLine) return this.lastIndentation;
    let column = 0;
    for (let i = this.starts![line]!; i < this.text.length; i++) {
      const code = this.text.charCodeAt(i);
      if (code === C.tab) column = (column | 7) + 1;
      else if (code === C.space) column++;
      else break;
    }
    this.lastLine = line;
    this.lastIndentation = column;
    return column;
  }

  /** The blanks before the first character of that line that is none. */
  margin(at: number): string {
    const line = this.line(at);
    const start = this.starts![line]!;
    let end = start;
    while (this.text.charCodeAt(end) === C.tab || this.text.charCodeAt(end) === C.space) end++;
    return this.text.slice(start, end);
  }

  sameLine(a: number, b: number): boolean {
    return this.line(a) === this.line(b);
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isLineEnd(code) && !(code === C.cr && text.charCodeAt(i + 1) === C.lf)) starts.push(i + 1);
  }
  return starts;
}
