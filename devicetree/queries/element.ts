/** The innermost thing at a place, through includes and macros. */
import type { DevicetreeNode } from '../model/index.js';
import type { MacroUse } from '../preprocessor/index.js';
import type { SourceFile, SourceRange } from '../source/index.js';
import type { LabelSyntax, NodeSyntax, PropertySyntax, ReferenceSyntax, ValueSyntax } from '../syntax/index.js';
import {
  entryAt,
  isInactive,
  lastBefore,
  propertyOf,
  syntaxIndex,
  type Entry,
  type FileIndex,
  type Statement,
  type SyntaxIndex,
} from './syntax-index.js';
import { argumentPlace } from './sites.js';
import { TOKEN, tokenBefore, tokensOf } from './tokens.js';
import type { Element, QueryContext, ValuePlace } from './types.js';

/**
 * The innermost thing at an offset of a file, or the one that ends there; undefined in white space, comments and code that
 * conditionals leave out.
 */
export function elementAt(context: QueryContext, file: SourceFile, offset: number): Element | undefined {
  const index = syntaxIndex(context.compilation);
  const look: Look = { context, index, file, inFile: index.file(file) };
  const before = offset > 0 ? offset - 1 : undefined;
  // Right behind a word the cursor means the word, whatever mark follows it.
  const first = before !== undefined && isWord(file.text, before) && !isWord(file.text, offset) ? before : offset;
  return at(look, first) ?? (first === before ? at(look, offset) : before === undefined ? undefined : at(look, before));
}

function isWord(text: string, offset: number): boolean {
  return /\w/.test(text.charAt(offset));
}

interface Look {
  readonly context: QueryContext;
  readonly index: SyntaxIndex;
  readonly file: SourceFile;
  readonly inFile: FileIndex;
}

function at(look: Look, offset: number): Element | undefined {
  const { file, inFile } = look;
  const tokens = tokensOf(file);
  const token = tokenBefore(tokens, offset);
  if (token < 0 || tokens.ends[token]! <= offset) return undefined;
  const kind = tokens.kinds[token]!;
  if (kind === TOKEN.comment || isInactive(inFile, offset)) return undefined;
  if (kind === TOKEN.header) return includeAt(inFile, offset);
  const word = { file, start: tokens.starts[token]!, end: tokens.ends[token]! };
  if (tokens.inDirective[token] === 1) return inDirective(look, word);
  const entry = entryAt(inFile, offset);
  const place = placeAt(look, entry, offset);
  const use = useAt(inFile, offset);
  if (use !== undefined) return { kind: 'macro-use', use, place, range: use.nameRange };
  return entry === undefined ? undefined : inStatement(look, entry, offset, place);
}

function includeAt({ includes }: FileIndex, offset: number): Element | undefined {
  const site = lastBefore(includes, ({ nameRange }) => nameRange.start, offset);
  return site !== undefined && offset < site.nameRange.end
    ? { kind: 'include', site, range: site.nameRange }
    : undefined;
}

/** A name of a macro in a preprocessor line, used or defined there. */
function inDirective({ context, inFile }: Look, word: SourceRange): Element | undefined {
  const { preprocessed } = context.compilation;
  const defined = lastBefore(inFile.definitions, ({ nameRange }) => nameRange!.start, word.start);
  if (defined?.nameRange?.start === word.start) {
    return { kind: 'macro-definition', macro: defined, range: defined.nameRange };
  }
  const use = useAt(inFile, word.start);
  if (use !== undefined) return { kind: 'macro-use', use, place: undefined, range: use.nameRange };
  // In the body of a macro that is never used, or behind #undef.
  const macro = preprocessed.macros.get(word.file.text.slice(word.start, word.end));
  if (macro === undefined || isParameter(inFile, word, word.file.text.slice(word.start, word.end))) return undefined;
  return { kind: 'macro-use', use: { macro, nameRange: word, range: word }, place: undefined, range: word };
}

function isParameter({ definitions }: FileIndex, { start }: SourceRange, name: string): boolean {
  const around = lastBefore(definitions, ({ nameRange }) => nameRange!.start, start);
  return around?.range !== undefined && start < around.range.end && around.parameters?.includes(name) === true;
}

function useAt({ uses }: FileIndex, offset: number): MacroUse | undefined {
  const use = lastBefore(uses, ({ nameRange }) => nameRange.start, offset);
  return use !== undefined && offset < use.nameRange.end ? use : undefined;
}

export function contains({ file, start, end }: SourceRange, of: SourceFile, offset: number): boolean {
  return file === of && start <= offset && offset < end;
}

/** The part of a value at a place. */
function placeAt({ file, index }: Look, entry: Entry | undefined, offset: number): ValuePlace | undefined {
  if (entry?.syntax.kind !== 'property') return undefined;
  const { syntax } = entry;
  const values = syntax.values ?? [];
  const at = values.findIndex(({ range }) => contains(range, file, offset));
  const value = values[at];
  if (value === undefined) return undefined;
  const node = index.nodeOf(entry.owner);
  return { syntax, value, index: at, node, property: propertyOf(node, syntax) };
}

function inStatement(look: Look, entry: Entry, offset: number, place: ValuePlace | undefined): Element | undefined {
  const { syntax, owner } = entry;
  const { index } = look;
  switch (syntax.kind) {
    case 'node':
      return inNode(look, syntax, offset);
    case 'property':
      return inProperty(look, syntax, owner, offset, place);
    case 'delete-node':
      if (syntax.reference !== undefined && contains(syntax.reference.range, look.file, offset)) {
        return reference(look, syntax.reference, undefined);
      }
      if (syntax.name === undefined || !contains(syntax.name.range, look.file, offset)) return undefined;
      return { kind: 'node-name', syntax, node: childOf(index, owner, syntax.name.text), range: syntax.name.range };
    case 'delete-property': {
      if (!contains(syntax.name.range, look.file, offset)) return undefined;
      const node = index.nodeOf(owner);
      const property = node?.properties.get(syntax.name.text);
      return { kind: 'property-name', syntax, node, property, range: syntax.name.range };
    }
    case 'omit-if-no-ref':
      return contains(syntax.reference.range, look.file, offset)
        ? reference(look, syntax.reference, undefined)
        : undefined;
    case 'memreserve':
      return label(look, syntax.labels, 'reservation', undefined, offset);
    case 'tag':
      return undefined;
  }
}

function childOf(index: SyntaxIndex, owner: NodeSyntax | undefined, name: string): DevicetreeNode | undefined {
  return index.nodeOf(owner)?.children.get(name);
}

function inNode(look: Look, syntax: NodeSyntax, offset: number): Element | undefined {
  const node = look.index.nodeOf(syntax);
  const { name, reference: target } = syntax;
  const argument = labelArgument(look, syntax.labels, offset);
  if (argument !== undefined) return { kind: 'label', of: 'node', node, ...argument };
  if (name !== undefined && contains(name.range, look.file, offset)) {
    return { kind: 'node-name', syntax, node, range: name.range };
  }
  if (target !== undefined && contains(target.range, look.file, offset)) {
    return { kind: 'reference', reference: target, node, place: undefined, range: target.range };
  }
  return label(look, syntax.labels, 'node', node, offset);
}

/** A label that a macro takes as its argument: what the macro makes of it all lies in one place, its invocation. */
function labelArgument(
  { file }: Look,
  labels: readonly LabelSyntax[],
  offset: number,
): { readonly label: string; readonly range: SourceRange } | undefined {
  for (const { text, range, macro } of labels) {
    if (macro === undefined || !contains(range, file, offset)) continue;
    const place = argumentPlace(text, range);
    if (place !== undefined && contains(place, file, offset)) return { label: text, range: place };
  }
  return undefined;
}

function label(
  { file }: Look,
  labels: readonly LabelSyntax[],
  of: 'node' | 'property' | 'value' | 'reservation',
  node: DevicetreeNode | undefined,
  offset: number,
): Element | undefined {
  const found = labels.find(({ range }) => contains(range, file, offset));
  return found === undefined ? undefined : { kind: 'label', label: found.text, of, node, range: found.range };
}

function inProperty(
  look: Look,
  syntax: PropertySyntax,
  owner: NodeSyntax | undefined,
  offset: number,
  place: ValuePlace | undefined,
): Element | undefined {
  const node = look.index.nodeOf(owner);
  if (contains(syntax.name.range, look.file, offset)) {
    const property = propertyOf(node, syntax);
    return { kind: 'property-name', syntax, node, property, range: syntax.name.range };
  }
  if (place !== undefined) {
    const found = inValue(look, place, offset);
    if (found !== undefined) return found;
  }
  const around = (syntax.values ?? []).flatMap(({ labels, innerLabels, labelsAfter }) => [
    ...labels,
    ...innerLabels.map((each) => each.label),
    ...labelsAfter,
  ]);
  return label(look, syntax.labels, 'property', node, offset) ?? label(look, around, 'value', node, offset);
}

function inValue(look: Look, place: ValuePlace, offset: number): Element | undefined {
  const { value } = place;
  const inner = label(
    look,
    value.innerLabels.map((each) => each.label),
    'value',
    place.node,
    offset,
  );
  if (inner !== undefined) return inner;
  switch (value.kind) {
    case 'string':
      return { kind: 'string', text: value.text, place, range: value.range };
    case 'reference':
      return reference(look, value.reference, place);
    case 'cells':
      return inCells(look, place, value, offset);
    case 'bytes':
    case 'incbin':
    case 'invalid':
      return { kind: 'value', place, range: value.range };
  }
}

function inCells(
  look: Look,
  place: ValuePlace,
  value: Extract<ValueSyntax, { kind: 'cells' }>,
  offset: number,
): Element | undefined {
  const at = value.cells.findIndex(({ range }) => contains(range, look.file, offset));
  const cell = value.cells[at];
  if (cell === undefined) return undefined;
  if (cell.kind === 'reference') return reference(look, cell.reference, place);
  const offsetBytes = valueOffset(place) + (at * value.bits) / 8;
  return { kind: 'cell', place, cell, offsetBytes, range: cell.range };
}

/** Where a part of a value begins in the bytes of that assignment. Paths count as the merged property has them. */
export function valueOffset({ syntax, index, property }: ValuePlace): number {
  if (property?.syntax === syntax) return property.parts[index]?.offsetBytes ?? 0;
  let offset = 0;
  for (const value of (syntax.values ?? []).slice(0, index)) {
    if (value.kind === 'cells') offset += (value.cells.length * value.bits) / 8;
    else if (value.kind === 'string') offset += value.text.length + 1;
    else if (value.kind === 'bytes') offset += value.bytes.length;
  }
  return offset;
}

function reference(look: Look, syntax: ReferenceSyntax, place: ValuePlace | undefined): Element {
  const node = targetOf(look.context, syntax);
  return { kind: 'reference', reference: syntax, node, place, range: syntax.range };
}

/** The merged node that a reference means. */
export function targetOf(
  { compilation }: Pick<QueryContext, 'compilation'>,
  { kind, target }: ReferenceSyntax,
): DevicetreeNode | undefined {
  const { tree } = compilation;
  if (kind === 'label') return tree.labels.get(target);
  return target.startsWith('/') ? tree.find(target) : tree.find(`&${target}`);
}

/** The statements around a place, the innermost first. */
export function statementsAround(
  { compilation }: Pick<QueryContext, 'compilation'>,
  file: SourceFile,
  offset: number,
): readonly Statement[] {
  const found: Statement[] = [];
  for (let entry = entryAt(syntaxIndex(compilation).file(file), offset); entry !== undefined; entry = entry.outer) {
    found.push(entry.syntax);
  }
  return found;
}
