/** The outline of a file, and nodes by name. */
import { rangeText, type SourceFile, type SourceRange } from '../source/index.js';
import type { NodeSyntax, PropertySyntax } from '../syntax/index.js';
import { cut } from './markdown.js';
import { syntaxIndex, type Entry } from './syntax-index.js';
import type { DocumentSymbol, QueryContext, WorkspaceSymbol } from './types.js';

/** Nodes and properties of this file, nested as they are written, and the macros that it defines. */
export function documentSymbols({ compilation }: QueryContext, file: SourceFile): readonly DocumentSymbol[] {
  const { entries, definitions } = syntaxIndex(compilation).file(file);
  const top: DocumentSymbol[] = [];
  const childrenOf = new Map<Entry, DocumentSymbol[]>();
  for (const entry of entries) {
    const children: DocumentSymbol[] = [];
    const symbol = symbolOf(entry, file, children);
    if (symbol === undefined) continue;
    childrenOf.set(entry, children);
    ((entry.outer === undefined ? undefined : childrenOf.get(entry.outer)) ?? top).push(symbol);
  }
  for (const { name, body, nameRange, range, parameters } of definitions) {
    if (nameRange === undefined || range === undefined) continue;
    const detail = cut(body, 60);
    const shown = parameters === undefined ? name : `${name}(${parameters.join(', ')})`;
    top.push({ kind: 'macro', name: shown, detail, range, nameRange, children: [], deprecated: false });
  }
  return top.sort((a, b) => a.range.start - b.range.start);
}

function symbolOf(
  { syntax, start, end }: Entry,
  file: SourceFile,
  children: DocumentSymbol[],
): DocumentSymbol | undefined {
  const range = { file, start, end };
  if (syntax.kind === 'node') {
    const nameRange = inside(syntax.name?.range ?? syntax.reference?.range, range);
    const detail = syntax.labels.map(({ text }) => text).join(', ');
    return { kind: 'node', name: nodeTitle(syntax), detail, range, nameRange, children, deprecated: false };
  }
  if (syntax.kind !== 'property') return undefined;
  const nameRange = inside(syntax.name.range, range);
  return {
    kind: 'property',
    name: syntax.name.text,
    detail: valueDetail(syntax, file),
    range,
    nameRange,
    children,
    deprecated: false,
  };
}

function inside(name: SourceRange | undefined, range: SourceRange): SourceRange {
  if (name === undefined || name.file !== range.file || name.start < range.start || name.end > range.end) return range;
  return name;
}

function nodeTitle({ name, reference }: NodeSyntax): string {
  if (name !== undefined) return name.text;
  if (reference === undefined) return '?';
  return reference.kind === 'label' ? `&${reference.target}` : `&{${reference.target}}`;
}

function valueDetail({ values }: PropertySyntax, file: SourceFile): string {
  const first = values?.[0]?.range;
  const last = values?.at(-1)?.range;
  if (first === undefined || last?.file !== file || first.file !== file || last.end < first.start) return '';
  const end = Math.min(last.end, first.start + 200);
  return cut(rangeText({ file, start: first.start, end }).replaceAll(/\s+/g, ' '), 60);
}

/** Nodes whose path or label, and macros whose name has the letters of the query in order, at most `most`. */
export function workspaceSymbols({ compilation }: QueryContext, query: string, most = 200): readonly WorkspaceSymbol[] {
  const found: WorkspaceSymbol[] = [];
  const wanted = query.toLowerCase();
  for (const node of compilation.tree.nodes()) {
    if (found.length >= most) return found;
    const first = node.definitions[0];
    const range = first?.name?.range ?? first?.reference?.range;
    if (range === undefined) continue;
    const label = node.labels[0]?.text;
    const name = label === undefined ? node.name : `${label}: ${node.name}`;
    if (hasLetters(name, wanted) || hasLetters(node.path, wanted)) {
      found.push({ kind: 'node', name, container: node.path, range });
    }
  }
  for (const { name, body, nameRange } of compilation.preprocessed.macros.values()) {
    if (found.length >= most) return found;
    if (nameRange === undefined || !hasLetters(name, wanted)) continue;
    found.push({ kind: 'macro', name, container: cut(body, 60), range: nameRange });
  }
  return found;
}

function hasLetters(text: string, wanted: string): boolean {
  const lower = text.toLowerCase();
  let at = 0;
  for (const letter of wanted) {
    at = lower.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
