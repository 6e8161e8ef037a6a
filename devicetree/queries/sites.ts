/** Every place that gives or names a label, and every reference by path, over all files of a compilation. */
import type { Compilation } from '../compilation/index.js';
import { rangeText, type SourceRange } from '../source/index.js';
import type { NameSyntax, PropertySyntax, ReferenceSyntax } from '../syntax/index.js';
import type { Statement } from './syntax-index.js';

/** A label or the name of one in a reference. */
export interface LabelSite {
  readonly kind: 'declaration' | 'reference';
  /** The label alone, without `&`; where a macro made it, its argument that is the label, else the macro's invocation. */
  readonly range: SourceRange;
  /** Undefined: the text at `range` is the label, and can be changed. */
  readonly macro: { readonly name: string; readonly invocation: SourceRange } | undefined;
}

export interface Sites {
  /** Where a label is given and named, in the order of the source. */
  of(label: string): readonly LabelSite[];
  /** `&{/path}`. */
  readonly paths: readonly ReferenceSyntax[];
}

const sitesOf = new WeakMap<Compilation, Sites>();

export function sites(compilation: Compilation): Sites {
  let found = sitesOf.get(compilation);
  if (found === undefined) sitesOf.set(compilation, (found = collect(compilation)));
  return found;
}

/** Places are looked up only for the label that somebody asks for: a board has thousands. */
interface Collected {
  readonly labels: Map<string, (NameSyntax | ReferenceSyntax)[]>;
  readonly paths: ReferenceSyntax[];
}

function collect({ syntax }: Compilation): Sites {
  const found: Collected = { labels: new Map(), paths: [] };
  const stack: Statement[] = [...syntax.statements].reverse();
  for (let each = stack.pop(); each !== undefined; each = stack.pop()) {
    switch (each.kind) {
      case 'node':
        addLabels(found, each.labels);
        addReference(found, each.reference);
        for (let i = each.body.length - 1; i >= 0; i--) stack.push(each.body[i]!);
        break;
      case 'property':
        addProperty(found, each);
        break;
      case 'delete-node':
      case 'omit-if-no-ref':
        addReference(found, each.reference);
        break;
      case 'memreserve':
        addLabels(found, each.labels);
        break;
      case 'delete-property':
      case 'tag':
        break;
    }
  }
  return { of: (label) => (found.labels.get(label) ?? []).map(siteOf), paths: found.paths };
}

function addProperty(found: Collected, { labels, values }: PropertySyntax): void {
  addLabels(found, labels);
  for (const value of values ?? []) {
    addLabels(found, value.labels);
    for (const { label } of value.innerLabels) push(found, label.text, label);
    addLabels(found, value.labelsAfter);
    if (value.kind === 'reference') addReference(found, value.reference);
    else if (value.kind === 'cells') {
      for (const cell of value.cells) if (cell.kind === 'reference') addReference(found, cell.reference);
    }
  }
}

function addLabels(found: Collected, labels: readonly NameSyntax[]): void {
  for (const label of labels) push(found, label.text, label);
}

function addReference(found: Collected, reference: ReferenceSyntax | undefined): void {
  if (reference === undefined) return;
  if (reference.kind === 'path' && reference.target.startsWith('/')) found.paths.push(reference);
  else push(found, labelIn(reference), reference);
}

function labelIn({ kind, target }: ReferenceSyntax): string {
  return kind === 'label' ? target : target.split('/', 1)[0]!;
}

function push({ labels }: Collected, label: string, site: NameSyntax | ReferenceSyntax): void {
  const known = labels.get(label);
  if (known === undefined) labels.set(label, [site]);
  else known.push(site);
}

function siteOf(piece: NameSyntax | ReferenceSyntax): LabelSite {
  const { range, macro } = piece;
  const maker = { name: macro?.macro.name ?? '', invocation: range };
  if (!('target' in piece)) {
    if (rangeText(range) === piece.text) return { kind: 'declaration', range, macro: undefined };
    return { kind: 'declaration', range: argumentPlace(piece.text, range) ?? range, macro: maker };
  }
  const label = labelIn(piece);
  const start = range.start + (piece.kind === 'label' ? 1 : 2);
  const written = { file: range.file, start, end: start + label.length };
  const isWritten =
    range.file.text.startsWith(piece.kind === 'label' ? '&' : '&{', range.start) &&
    rangeText(written) === label &&
    (piece.kind === 'path' || written.end === range.end);
  if (isWritten) return { kind: 'reference', range: written, macro: undefined };
  return { kind: 'reference', range: argumentPlace(label, range) ?? range, macro: maker };
}

/** Where a name that a macro put together stands among the arguments of the invocation; undefined unless that is one place. */
export function argumentPlace(name: string, { file, start, end }: SourceRange): SourceRange | undefined {
  const open = file.text.indexOf('(', start);
  if (open < 0 || open >= end) return undefined;
  const found: SourceRange[] = [];
  for (let at = file.text.indexOf(name, open); at >= 0 && at + name.length <= end;) {
    const after = at + name.length;
    if (!isNamePart(file.text, at - 1) && !isNamePart(file.text, after)) found.push({ file, start: at, end: after });
    at = file.text.indexOf(name, after);
  }
  return found.length === 1 ? found[0] : undefined;
}

function isNamePart(text: string, at: number): boolean {
  return /\w/.test(text.charAt(at));
}
