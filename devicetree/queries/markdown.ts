/** Markdown as hovers and completion show it. */
import { lineColumn, type SourceRange } from '../source/index.js';

/** A code span that holds even where the text has backticks; line ends become spaces. */
export function code(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.includes('`') ? `\`\` ${line} \`\`` : `\`${line}\``;
}

/** A block of devicetree source. */
export function codeBlock(text: string, language = 'dts'): string {
  const fence = text.includes('```') ? '````' : '```';
  return `${fence}${language}\n${text}\n${fence}`;
}

/** A table with a heading row; a bar in a cell does not end the cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  const [head, ...rest] = rows;
  if (head === undefined) return '';
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rest.map(line)].join('\n');
}

/** Paragraphs and blocks, those that are undefined or empty left out. */
export function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

/** `board.dts:12`, the line counted from 1. */
export function placeWords({ file, start }: SourceRange): string {
  return `${shortName(file.path)}:${lineColumn(file, start).line + 1}`;
}

/** The last component of a path. */
export function shortName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** Cut behind `most` characters, with an ellipsis. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** A word for a count: `1 cell`, `3 cells`. */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
