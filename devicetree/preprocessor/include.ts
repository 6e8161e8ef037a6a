/** `#include`, `#include_next` and `#import`: finds the file and puts it on the stack. */
import type { SourceFile, SourceRange } from '../source/index.js';
import { operands, type Line } from './line.js';
import { enterFile } from './frames.js';
import { directiveRange, report, shutFile, type Frame, type Run } from './run.js';
import type { DirectiveItem } from './scan.js';
import { FLAG, isPunctuator, KIND, TEXT_END, type Token } from './tokens.js';
import type { IncludeSite } from './types.js';
import { takeVisit } from './visits.js';

/** A file's name as a directive has it. */
export interface IncludeName {
  readonly name: string;
  readonly quoted: boolean;
  readonly range: SourceRange;
}

interface Found {
  readonly file: SourceFile;
  /** Which of the include paths; -1: beside the includer. */
  readonly pathIndex: number;
}

export function include(run: Run, frame: Frame, item: DirectiveItem): void {
  const wanted = operands(run, frame, item, (line) => readName(run, line));
  if (wanted === undefined) return;
  const { name, quoted, range: nameRange } = wanted;
  const found = findInclude(run, frame, name, quoted, item.directive === 'include_next');
  const range = { file: frame.file, start: item.hash, end: nameRange.end };
  const site = { range, nameRange, name, quoted };
  const target = found?.file;
  run.includes.push(target === undefined ? site : { ...site, target });
  if (found === undefined) {
    report(run, 'cpp-include-not-found', 'error', `${name} is not found.`, nameRange);
    return;
  }
  enter(run, site, found, item.directive === 'import');
}

function enter(run: Run, site: IncludeSite, { file, pathIndex }: Found, once: boolean): void {
  if (once) run.impure++;
  if (run.once.has(file) || (once && run.files.has(file))) return;
  if (once) shutFile(run, file);
  const { includeDepth } = run.input.budget;
  if (run.frames.length >= includeDepth) return tooDeep(run, site);
  if (++run.includesDone > MOST_INCLUDES) {
    run.expander.limits.stopped = true;
    report(run, 'cpp-budget-includes', 'error', 'Too many files are included; the rest is left out.', site.nameRange);
    return;
  }
  if (takeVisit(run, file, pathIndex, MOST_INCLUDES)) return;
  enterFile(run, file, pathIndex, site.nameRange);
}

/** Every include directive that is followed counts. No real board comes near. */
const MOST_INCLUDES = 20_000;

/**
 * At the depth limit: a file that includes itself is taken back to where it did so first, as if that directive were not there.
 * Otherwise the files are just nested too deep, and reading ends.
 */
function tooDeep(run: Run, site: IncludeSite): void {
  const seen = new Set<SourceFile>();
  const first = run.frames.findIndex(({ file }) => {
    if (seen.has(file)) return true;
    seen.add(file);
    return false;
  });
  const again = run.frames[first];
  const cause = again?.entered.site;
  if (again === undefined || cause === undefined) {
    run.expander.limits.stopped = true;
    report(
      run,
      'cpp-budget-include-depth',
      'error',
      'Includes lie too deep in each other; the rest is left out.',
      site.nameRange,
    );
    return;
  }
  const { entered, visit } = again;
  run.frames.length = first;
  run.output.reset(entered.mark);
  run.findings.length = entered.findings;
  run.expander.uses.length = visit.uses;
  run.inactive.length = visit.inactive;
  run.includes.length = visit.includes;
  run.parts.length = visit.parts;
  report(run, 'cpp-include-cycle', 'error', `${again.file.path} includes itself.`, cause);
}

/** The name after #include, whichever way it is written. Undefined, with a finding, if there is none. */
function readName(run: Run, line: Line): IncludeName | undefined {
  const { frame, item, cursor } = line;
  const { file } = frame;
  cursor.headers = true;
  const token = line.next();
  cursor.headers = false;
  const read = nameFrom(token, () => line.next());
  const end = operandEnd(file, item);
  if (read === undefined || read.name === '') {
    const operand = token === TEXT_END ? directiveRange(file, item) : { file, start: operandStart(line, token), end };
    report(run, 'cpp-include-name', 'error', `#${item.directive} takes "name" or <name>.`, operand);
    return undefined;
  }
  const written = (token.flags & FLAG.body) === 0 && token.file === file;
  const fromMacro = !written || token.kind === KIND.punctuator;
  const range = fromMacro
    ? { file, start: operandStart(line, token), end }
    : { file, start: token.start, end: token.end };
  if (!fromMacro && line.next() !== TEXT_END) {
    report(run, 'cpp-extra-tokens', 'warning', `#${item.directive} takes nothing more.`, {
      file,
      start: token.end,
      end,
    });
  }
  return { ...read, range };
}

/** Reads on from the first token of a name; undefined if it is none. `next` gives the tokens after it. */
export function nameFrom(token: Token, next: () => Token): { name: string; quoted: boolean } | undefined {
  if (token.kind === KIND.header) return { name: token.text.slice(1, -1), quoted: false };
  if (token.kind === KIND.string) return { name: token.text.slice(1, -1), quoted: true };
  if (!isPunctuator(token, '<')) return undefined;
  let name = '';
  for (let part = next(); !isPunctuator(part, '>'); part = next()) {
    if (part === TEXT_END) return undefined;
    name += (part.flags & FLAG.white) === 0 ? part.text : ` ${part.text}`;
  }
  return { name, quoted: false };
}

function operandStart({ item, frame }: Line, token: Token): number {
  if ((token.flags & FLAG.body) === 0 && token.file === frame.file && token.start >= item.nameEnd) return token.start;
  let p = item.nameEnd;
  while (p < item.end && frame.file.text.charCodeAt(p) <= 0x20) p++;
  return p;
}

function operandEnd(file: SourceFile, item: DirectiveItem): number {
  let p = item.end;
  while (p > item.nameEnd && file.text.charCodeAt(p - 1) <= 0x20) p--;
  return p;
}

/** gcc's search: a quoted name beside its file first, then the include paths; for `next` only those after where the file was found. */
export function findInclude(run: Run, frame: Frame, name: string, quoted: boolean, next: boolean): Found | undefined {
  const { input } = run;
  if (isAbsolute(name)) {
    const file = probe(run, name);
    return file === undefined ? undefined : { file, pathIndex: -1 };
  }
  const after = next && run.frames.length > 1 ? frame.pathIndex + 1 : -1;
  if (quoted && after < 0) {
    const file = readIn(run, folderOf(frame.file.path), name);
    if (file !== undefined) return { file, pathIndex: -1 };
  }
  for (let i = Math.max(after, 0); i < input.includePaths.length; i++) {
    const file = readIn(run, input.includePaths[i]!, name);
    if (file !== undefined) return { file, pathIndex: i };
  }
  return undefined;
}

/** Without `..` first, so that one file has one name; where a symbolic link leads elsewhere, as it is written. */
function readIn(run: Run, folder: string, name: string): SourceFile | undefined {
  const path = folder === '' ? name : folder.endsWith('/') ? `${folder}${name}` : `${folder}/${name}`;
  const straight = straightPath(path);
  return probe(run, straight) ?? (straight === path ? undefined : probe(run, path));
}

function probe(run: Run, path: string): SourceFile | undefined {
  const file = run.reader.read(path);
  run.probes.push({ path, file });
  return file;
}

function isAbsolute(path: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:[/\\])/.test(path);
}

function folderOf(path: string): string {
  const end = Math.max(path.lastIndexOf('/'), /^(?:[A-Za-z]:|\\\\)/.test(path) ? path.lastIndexOf('\\') : -1);
  return end < 0 ? '' : end === 0 ? path.slice(0, 1) : path.slice(0, end);
}

/** `a/b/../c` as `a/c`. */
export function straightPath(path: string): string {
  if (!/(?:^|\/)\.\.?(?:\/|$)|\/\//.test(path)) return path;
  const root = path.startsWith('/') ? '/' : '';
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (root === '') parts.push('..');
  }
  return `${root}${parts.join('/')}`;
}
