/** Where in a half-typed source the cursor stands: worked out from the words, which hold where the tree does not. */
import type { DevicetreeNode } from '../model/index.js';
import type { SourceFile, SourceRange } from '../source/index.js';
import { entryAt, syntaxIndex, type PreprocessedIndex } from './syntax-index.js';
import { TOKEN, tokenBefore, tokensOf, type FileTokens } from './tokens.js';
import type { QueryContext } from './types.js';

/** What is being typed. `replace` is the word up to the cursor. */
export type Place = { readonly replace: SourceRange; readonly prefix: string } & (
  | { readonly kind: 'none' }
  /** Behind `#` at a line's start, which may also begin a property. */
  | { readonly kind: 'directive'; readonly body: BodyPlace }
  | { readonly kind: 'include'; readonly quoted: boolean; readonly typed: string }
  /** A name in `#if`, `#ifdef`, `#undef` or a macro's body. */
  | { readonly kind: 'macro-name' }
  /** Where a statement begins. */
  | { readonly kind: 'statement'; readonly body: BodyPlace }
  /** Behind `/delete-node/` or `/delete-property/`. */
  | { readonly kind: 'delete'; readonly of: 'node' | 'property'; readonly body: BodyPlace }
  /** In a value: between `<` and `>`, in a string, or in neither. */
  | {
      readonly kind: 'value';
      readonly inside: 'cells' | 'string' | 'nothing';
      readonly property: string;
      readonly body: BodyPlace;
    }
);

/** The body that the cursor is in. */
export interface BodyPlace {
  /** How many braces are open. */
  readonly depth: number;
  /** The merged node; undefined at the top and where the source is too broken to tell. */
  readonly node: DevicetreeNode | undefined;
  /** Properties that this body assigns already. */
  readonly assigned: ReadonlySet<string>;
  /** A node stands before the cursor in this body: dtc takes no property behind it. */
  readonly hasNodes: boolean;
}

export function placeOf(context: QueryContext, file: SourceFile, offset: number): Place {
  const tokens = tokensOf(file);
  const at = tokenBefore(tokens, offset - 1);
  const isWhole = at >= 0 && tokens.ends[at] === offset && tokens.kinds[at] === TOKEN.mark;
  const start = at >= 0 && tokens.ends[at]! >= offset && !isWhole ? tokens.starts[at]! : offset;
  const kind = start < offset ? tokens.kinds[at] : undefined;
  const text = { replace: { file, start, end: offset }, prefix: file.text.slice(start, offset) };
  if (kind === TOKEN.comment && isInComment(tokens, at, file, offset)) return { ...text, kind: 'none' };
  const line = file.text.slice(lineStart(file.text, offset), offset);
  const included = /^\s*(?:#\s*(?:include|include_next|import)|\/include\/)\s*(["<])([^">]*)$/.exec(line);
  if (included !== null) return includePlace(file, offset, included);
  const index = syntaxIndex(context.compilation).uses(file);
  const structure = structureAt(context, file, tokens, start, index);
  const body = structure.body;
  const hash = /^\s*(#\s*\w*)$/.exec(line);
  if (hash !== null) {
    const from = offset - hash[1]!.length;
    return { kind: 'directive', body, replace: { file, start: from, end: offset }, prefix: hash[1]! };
  }
  if (inDirective(tokens, at, file, offset)) return { ...text, kind: 'macro-name' };
  if (kind === TOKEN.string) {
    const isOpen = tokens.ends[at]! > offset || file.text.charCodeAt(offset - 1) !== 0x22 || start === offset - 1;
    if (!isOpen) return { ...text, kind: 'none' };
    return structure.property === undefined
      ? { ...text, kind: 'none' }
      : { ...text, kind: 'value', inside: 'string', property: structure.property, body };
  }
  if (structure.property !== undefined) {
    const inside = structure.cells ? 'cells' : 'nothing';
    return { ...wordAt(file, start, offset), kind: 'value', inside, property: structure.property, body };
  }
  if (structure.deleting !== undefined) return { ...text, kind: 'delete', of: structure.deleting, body };
  return { ...statementWord(file, text.replace), kind: 'statement', body };
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

function isInComment(tokens: FileTokens, at: number, { text }: SourceFile, offset: number): boolean {
  const isBlock = text.charCodeAt(tokens.starts[at]! + 1) === 0x2a;
  return !isBlock || offset < tokens.ends[at]! || !text.endsWith('*/', offset);
}

function includePlace(file: SourceFile, offset: number, match: RegExpExecArray): Place {
  const typed = match[2]!;
  const from = offset - (typed.length - typed.lastIndexOf('/') - 1);
  const replace = { file, start: from, end: offset };
  return { kind: 'include', quoted: match[1] === '"', typed, replace, prefix: file.text.slice(from, offset) };
}

/** Whether the cursor is on a preprocessor line, also behind its last word. */
function inDirective(tokens: FileTokens, at: number, { text }: SourceFile, offset: number): boolean {
  if (at < 0 || tokens.inDirective[at] !== 1) return false;
  return !/(^|[^\\])\r?\n/.test(text.slice(tokens.ends[at], offset)) || tokens.ends[at]! >= offset;
}

/** In a value, marks before a word are no part of it, and `&` is. */
function wordAt(file: SourceFile, start: number, offset: number): Pick<Place, 'replace' | 'prefix'> {
  const prefix = /(?:&\{[^}\s]*|&?[\w]*)$/.exec(file.text.slice(start, offset))?.[0] ?? '';
  return { replace: { file, start: offset - prefix.length, end: offset }, prefix };
}

/** At a statement's start a half-typed `/delete` or `&label` counts as one word. */
function statementWord(file: SourceFile, { start, end }: SourceRange): Pick<Place, 'replace' | 'prefix'> {
  const line = file.text.slice(lineStart(file.text, end), end);
  const prefix = /(?:&\{?[\w/,.@+-]*|\/[\w-]*\/?|[\w,.+?#@-]*)$/.exec(line)?.[0] ?? '';
  const from = prefix === '' ? start : end - prefix.length;
  return { replace: { file, start: Math.min(from, end), end }, prefix };
}

interface Structure {
  readonly body: BodyPlace;
  /** The property whose value the cursor is in. */
  readonly property: string | undefined;
  readonly cells: boolean;
  readonly deleting: 'node' | 'property' | undefined;
}

interface OpenBody {
  /** The name, `/` or reference before its brace; undefined where none was found. */
  readonly head: string | undefined;
  readonly assigned: Set<string>;
  hasNodes: boolean;
}

/** The words before an offset, without what conditionals leave out. */
function structureAt(
  context: QueryContext,
  file: SourceFile,
  tokens: FileTokens,
  offset: number,
  { inactive }: PreprocessedIndex,
): Structure {
  const stack: OpenBody[] = [{ head: undefined, assigned: new Set(), hasNodes: false }];
  let words: string[] = [];
  let value = false;
  let cells = false;
  let left = 0;
  for (let i = 0; i < tokens.count && tokens.starts[i]! < offset; i++) {
    const start = tokens.starts[i]!;
    while (left < inactive.length && inactive[left]!.end <= start) left++;
    if (tokens.inDirective[i] === 1 || tokens.kinds[i] === TOKEN.comment) continue;
    if ((inactive[left]?.start ?? Infinity) <= start) continue;
    const body = stack.at(-1)!;
    if (tokens.kinds[i] !== TOKEN.mark) {
      if (!value && tokens.kinds[i] !== TOKEN.label) words.push(file.text.slice(start, tokens.ends[i]));
      continue;
    }
    const mark = file.text.charCodeAt(start);
    if (mark === 0x2f && !value) words.push('/');
    else if (mark === 0x3d) value = true;
    else if (mark === 0x3c && value) cells = true;
    else if (mark === 0x3e) cells = false;
    else if (mark === 0x7b) {
      body.hasNodes = true;
      stack.push({ head: words.at(-1), assigned: new Set(), hasNodes: false });
    } else if (mark === 0x7d && stack.length > 1) stack.pop();
    else if (mark === 0x3b && words.length > 0) body.assigned.add(words[0]!);
    if (mark === 0x3b || mark === 0x7b || mark === 0x7d) {
      words = [];
      value = false;
      cells = false;
    }
  }
  const inner = stack.at(-1)!;
  const body = {
    depth: stack.length - 1,
    node: nodeOf(context, file, stack.slice(1), offset),
    assigned: inner.assigned,
    hasNodes: inner.hasNodes,
  };
  const deleting =
    words.at(-1) === '/delete-node/' ? 'node' : words.at(-1) === '/delete-property/' ? 'property' : undefined;
  return { body, property: value ? words.at(-1) : undefined, cells, deleting };
}

/** The merged node of the bodies around a place, from the outside in. */
function nodeOf(
  context: QueryContext,
  file: SourceFile,
  bodies: readonly OpenBody[],
  offset: number,
): DevicetreeNode | undefined {
  const { tree } = context.compilation;
  let node = outerNode(context, file, offset, 0);
  for (const [i, { head }] of bodies.entries()) {
    if (head === undefined) return undefined;
    if (head === '/') node = tree.root;
    else if (head.startsWith('&{')) node = tree.find(head.slice(2).replace(/\}$/, ''));
    else if (head.startsWith('&')) node = tree.labels.get(head.slice(1));
    else node = i === 0 && node === undefined ? undefined : node?.children.get(head);
    if (node === undefined) return undefined;
  }
  return node;
}

/** The node in whose body the file is included. */
function outerNode(context: QueryContext, file: SourceFile, offset: number, depth: number): DevicetreeNode | undefined {
  const index = syntaxIndex(context.compilation);
  const [site] = index.includersOf(file);
  if (site === undefined || depth > 16) return undefined;
  const { range } = site;
  for (let entry = entryAt(index.file(range.file), range.start); entry !== undefined; entry = entry.outer) {
    if (entry.syntax.kind === 'node' && entry.start < range.start && range.end < entry.end) {
      return index.nodeOf(entry.syntax);
    }
  }
  return range.file === file ? undefined : outerNode(context, range.file, offset, depth + 1);
}
