/** What stands where: the statements of every file, macros' uses by place, and which merged node a piece of source belongs to. */
import type { Compilation } from '../compilation/index.js';
import type { DevicetreeNode, DevicetreeProperty } from '../model/index.js';
import type { IncludeSite, MacroDefinition, MacroUse } from '../preprocessor/index.js';
import type { SourceFile, SourceRange } from '../source/index.js';
import type { BodySyntax, NodeSyntax, PropertySyntax, SlashIncludeSyntax, TopLevelSyntax } from '../syntax/index.js';

export type Statement = BodySyntax | TopLevelSyntax;

/** A statement with its place in one file. */
export interface Entry {
  readonly start: number;
  readonly end: number;
  readonly syntax: Statement;
  /** The node in whose body it stands. */
  readonly owner: NodeSyntax | undefined;
  /** The entry of this file that encloses it. */
  outer: Entry | undefined;
}

/** What one file has, each list sorted by place. */
export interface FileIndex {
  readonly entries: readonly Entry[];
  readonly uses: readonly MacroUse[];
  readonly definitions: readonly MacroDefinition[];
  readonly includes: readonly (IncludeSite | SlashIncludeSyntax)[];
  readonly inactive: readonly SourceRange[];
}

/** What the preprocessor knows of a file; the tree is not looked at for it. */
export type PreprocessedIndex = Omit<FileIndex, 'entries'>;

export interface SyntaxIndex {
  file(file: SourceFile): FileIndex;
  /** The same without statements, which is quicker. */
  uses(file: SourceFile): PreprocessedIndex;
  /** The merged node of a definition; undefined for one that was deleted. */
  nodeOf(syntax: NodeSyntax | undefined): DevicetreeNode | undefined;
  /** Sites that bring the file in. */
  includersOf(file: SourceFile): readonly (IncludeSite | SlashIncludeSyntax)[];
}

const indices = new WeakMap<Compilation, SyntaxIndex>();

/** The index of a compilation, made with the first question. */
export function syntaxIndex(compilation: Compilation): SyntaxIndex {
  let index = indices.get(compilation);
  if (index === undefined) indices.set(compilation, (index = build(compilation)));
  return index;
}

function build(compilation: Compilation): SyntaxIndex {
  let nodes: Map<NodeSyntax, DevicetreeNode> | undefined;
  let grouped: Grouped | undefined;
  const files = new Map<SourceFile, FileIndex>();
  const parts = new Map<SourceFile, PreprocessedIndex>();
  const group = (): Grouped => (grouped ??= groupByFile(compilation));
  const uses = (file: SourceFile): PreprocessedIndex => {
    let found = parts.get(file);
    if (found === undefined) parts.set(file, (found = fileParts(group(), file)));
    return found;
  };
  return {
    uses,
    file(file) {
      let found = files.get(file);
      if (found === undefined) {
        const entries = nested(statementsIn(compilation, file, group()));
        files.set(file, (found = { ...uses(file), entries }));
      }
      return found;
    },
    nodeOf(syntax) {
      if (syntax === undefined) return undefined;
      nodes ??= nodesBySyntax(compilation);
      return nodes.get(syntax);
    },
    includersOf: (file) => group().includers.get(file) ?? [],
  };
}

function nodesBySyntax({ tree }: Compilation): Map<NodeSyntax, DevicetreeNode> {
  const nodes = new Map<NodeSyntax, DevicetreeNode>();
  for (const node of [...tree.nodes(), ...tree.omitted]) {
    for (const definition of node.definitions) nodes.set(definition, node);
  }
  return nodes;
}

/** The statements of one file. Bodies that lie in other files are looked into only where they may include this one. */
function statementsIn({ syntax }: Compilation, file: SourceFile, all: Grouped): Entry[] {
  const entries: Entry[] = [];
  const pending: NodeSyntax[] = [];
  const addAll = (statements: readonly Statement[], owner: NodeSyntax | undefined): void => {
    for (const each of statements) {
      const { range } = each;
      const isHere = range.file === file;
      if (isHere) entries.push({ start: range.start, end: range.end, syntax: each, owner, outer: undefined });
      if (each.kind === 'node' && (isHere || mayInclude(range, all))) pending.push(each);
    }
  };
  addAll(syntax.statements, undefined);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) addAll(node.body, node);
  return entries;
}

/** A node that begins in one file and ends in another has a range that does not end with it. */
function mayInclude({ file, start, end }: SourceRange, { includes }: Grouped): boolean {
  if (end <= start || file.text.charCodeAt(end - 1) !== 0x3b) return true;
  const sites = includes.get(file);
  return sites !== undefined && sites.some(({ range }) => range.start >= start && range.start < end);
}

/** Sorted from the outside in, each with the entry around it. */
function nested(entries: Entry[]): readonly Entry[] {
  entries.sort((a, b) => a.start - b.start || b.end - a.end);
  let outer: Entry | undefined;
  for (const entry of entries) {
    while (outer !== undefined && outer.end < entry.end) outer = outer.outer;
    entry.outer = outer;
    outer = entry;
  }
  return entries;
}

interface Grouped {
  readonly uses: ReadonlyMap<SourceFile, MacroUse[]>;
  readonly definitions: ReadonlyMap<SourceFile, MacroDefinition[]>;
  readonly includes: ReadonlyMap<SourceFile, (IncludeSite | SlashIncludeSyntax)[]>;
  readonly inactive: ReadonlyMap<SourceFile, SourceRange[]>;
  readonly includers: ReadonlyMap<SourceFile, (IncludeSite | SlashIncludeSyntax)[]>;
}

function groupByFile({ preprocessed, syntax }: Compilation): Grouped {
  const includes = [...preprocessed.includes, ...syntax.slashIncludes];
  return {
    uses: grouped(preprocessed.uses, ({ nameRange }) => nameRange.file),
    definitions: grouped(preprocessed.definitions, ({ nameRange }) => nameRange?.file),
    includes: grouped(includes, ({ range }) => range.file),
    inactive: grouped(preprocessed.inactive, ({ file }) => file),
    includers: grouped(includes, ({ target }) => target),
  };
}

function grouped<T>(all: readonly T[], fileOf: (each: T) => SourceFile | undefined): Map<SourceFile, T[]> {
  const groups = new Map<SourceFile, T[]>();
  for (const each of all) {
    const file = fileOf(each);
    if (file === undefined) continue;
    const group = groups.get(file);
    if (group === undefined) groups.set(file, [each]);
    else group.push(each);
  }
  return groups;
}

function fileParts(all: Grouped, file: SourceFile): PreprocessedIndex {
  return {
    uses: distinct(all.uses.get(file) ?? [], ({ nameRange }) => nameRange.start),
    definitions: distinct(all.definitions.get(file) ?? [], ({ nameRange }) => nameRange!.start),
    includes: distinct(all.includes.get(file) ?? [], ({ range }) => range.start),
    inactive: leftOut(file, all),
  };
}

/**
 * What every reading of a file leaves out. A header with a guard is read again for nothing, and its text is active all the same;
 * so only stretches count that as many readings leave out as there were.
 */
function leftOut(file: SourceFile, all: Grouped): readonly SourceRange[] {
  const ranges = all.inactive.get(file) ?? [];
  const readings = file.text.includes('#pragma once') ? 1 : Math.max(1, all.includers.get(file)?.length ?? 0);
  if (readings === 1 || ranges.length === 0) return distinct(ranges, ({ start }) => start);
  const edges = ranges.flatMap(({ start, end }) => [
    { at: start, step: 1 },
    { at: end, step: -1 },
  ]);
  edges.sort((a, b) => a.at - b.at || a.step - b.step);
  const found: SourceRange[] = [];
  let depth = 0;
  let begun = -1;
  for (const { at, step } of edges) {
    depth += step;
    if (begun < 0 && depth >= readings) begun = at;
    else if (begun >= 0 && depth < readings) {
      if (at > begun) found.push({ file, start: begun, end: at });
      begun = -1;
    }
  }
  return found;
}

/** Sorted by place. A file that is read several times, or a macro that is, brings the same place again: the first counts. */
function distinct<T>(list: readonly T[], startOf: (each: T) => number): T[] {
  const byStart = new Map<number, T>();
  for (const each of list) if (!byStart.has(startOf(each))) byStart.set(startOf(each), each);
  return [...byStart.values()].sort((a, b) => startOf(a) - startOf(b));
}

/** The last of a sorted list that starts at or before an offset. */
export function lastBefore<T>(list: readonly T[], startOf: (each: T) => number, offset: number): T | undefined {
  let low = -1;
  let high = list.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (startOf(list[middle]!) <= offset) low = middle;
    else high = middle - 1;
  }
  return list[low];
}

/** The innermost statement around an offset. */
export function entryAt({ entries }: FileIndex, offset: number): Entry | undefined {
  let entry = lastBefore(entries, ({ start }) => start, offset);
  while (entry !== undefined && entry.end < offset) entry = entry.outer;
  return entry;
}

export function isInactive({ inactive }: PreprocessedIndex, offset: number): boolean {
  const range = lastBefore(inactive, ({ start }) => start, offset);
  return range !== undefined && offset < range.end;
}

/** The merged property that an assignment belongs to; undefined where it, or its node, is deleted later. */
export function propertyOf(node: DevicetreeNode | undefined, syntax: PropertySyntax): DevicetreeProperty | undefined {
  const property = node?.properties.get(syntax.name.text);
  return property?.history.includes(syntax) === true ? property : undefined;
}
