/** Ways to spoil a source: characters and lines that are missing, and what stands there while one types. */
import type { Random } from '../../model/random.js';

interface Damaged {
  readonly text: string;
  /** Where. */
  readonly at: number;
  readonly what: string;
}

const DIRECTIVE = /^[ \t]*#[ \t]*(?:include|define|undef|if|ifdef|ifndef|elif|else|endif|error|pragma|line)\b/;

/** Offsets of `;{}<>"` outside of strings, comments and directives; the quotes that delimit strings included. */
function delimiters(text: string): number[] {
  const found: number[] = [];
  let lineStart = true;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (lineStart && DIRECTIVE.test(text.slice(at, at + 40))) {
      while (at < text.length && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1;
      continue;
    }
    lineStart = character === '\n';
    if (text.startsWith('//', at)) {
      at = endOf(text, '\n', at) - 1;
      lineStart = false;
    } else if (text.startsWith('/*', at)) {
      at = endOf(text, '*/', at + 2) + 1;
    } else if (character === '"') {
      found.push(at++);
      while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
      found.push(at);
    } else if (';{}<>'.includes(character)) {
      found.push(at);
    }
  }
  return found;
}

function endOf(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end < 0 ? text.length : end;
}

export function deletedCharacter(text: string, random: Random): Damaged {
  const at = random.pick(delimiters(text));
  return { text: text.slice(0, at) + text.slice(at + 1), at, what: `without ${text[at]!}` };
}

export function codeLines(text: string): string[] {
  return text.split('\n');
}

/** Numbers of lines that hold code, and neither a directive nor a comment. */
function linesOfCode(lines: readonly string[]): number[] {
  const found: number[] = [];
  let inComment = false;
  for (const [i, line] of lines.entries()) {
    const wasInComment = inComment;
    if (line.includes('/*')) inComment = true;
    if (line.includes('*/')) inComment = false;
    const continues = line.endsWith('\\') || (lines[i - 1] ?? '').endsWith('\\');
    if (wasInComment || inComment || continues || DIRECTIVE.test(line)) continue;
    if (/^\s*[^\s/]/.test(line) || /^\s*\/(?![/*])/.test(line)) found.push(i);
  }
  return found;
}

function change(text: string, random: Random, edit: (line: string) => string | undefined): Damaged {
  const lines = codeLines(text);
  const i = random.pick(linesOfCode(lines));
  const line = lines[i]!;
  const edited = edit(line);
  const at = lines.slice(0, i).reduce((sum, before) => sum + before.length + 1, 0);
  lines.splice(i, 1, ...(edited === undefined ? [] : [edited]));
  return { text: lines.join('\n'), at, what: edited === undefined ? `without ${line}` : `with ${edited}` };
}

export function deletedLine(text: string, random: Random): Damaged {
  return change(text, random, () => undefined);
}

/** A line of which only the beginning is there. */
export function typedLine(text: string, random: Random): Damaged {
  return change(text, random, (line) => {
    const indentation = line.length - line.trimStart().length;
    return line.slice(0, indentation + random.below(line.length - indentation));
  });
}

/** What may stand on a line of its own while one types. */
export const LINES: readonly string[] = [
  'foo',
  'foo@',
  'foo {',
  'foo { bar {',
  'l: foo@1',
  'label:',
  'status =',
  'foo,bar = ',
  'reg = <',
  'reg = <1 2',
  'reg = <1>, ',
  'a = <(1 +',
  "a = <'",
  'compatible = "',
  'compatible = "a',
  'x = [',
  'x = [ab',
  'x = /bits/ 8 <',
  'a = &',
  'x = <&',
  '&',
  '&foo',
  '&foo {',
  '/',
  '/delete-node/',
  '/delete-property/',
  '{',
  '}',
  '};',
  '<',
  '>',
  '"',
];

/** A line put before another, indented alike. */
export function unfinishedLine(typed: string): (text: string, random: Random) => Damaged {
  return (text, random) => {
    const damaged = change(text, random, (line) => `${/^\s*/.exec(line)![0]}${typed}\n${line}`);
    return { ...damaged, what: `with ${typed}` };
  };
}
