/** Every place that means the thing at a place. */
import type { DevicetreeNode } from '../model/index.js';
import type { MacroDefinition } from '../preprocessor/index.js';
import type { SourceFile, SourceRange } from '../source/index.js';
import { elementAt, targetOf } from './element.js';
import { sites } from './sites.js';
import { syntaxIndex } from './syntax-index.js';
import type { Element, QueryContext, ReferencePlace } from './types.js';

/** Over all files of the compilation, in the order of files and offsets, each place once. */
export function references(context: QueryContext, file: SourceFile, offset: number): readonly ReferencePlace[] {
  const element = elementAt(context, file, offset);
  return element === undefined ? [] : sorted(context, referencesTo(context, element));
}

/** Those of the same file. */
export function highlights(context: QueryContext, file: SourceFile, offset: number): readonly ReferencePlace[] {
  return references(context, file, offset).filter(({ range }) => range.file === file);
}

function referencesTo(context: QueryContext, element: Element): readonly ReferencePlace[] {
  switch (element.kind) {
    case 'node-name':
      return element.node === undefined ? [] : nodeReferences(context, element.node);
    case 'label':
      return labelReferences(context, element.label);
    case 'reference':
      if (element.reference.kind === 'label') return labelReferences(context, element.reference.target);
      return element.node === undefined ? [] : nodeReferences(context, element.node);
    case 'property-name':
      return element.node === undefined ? [] : propertyReferences(element.node, element.syntax.name.text);
    case 'macro-use':
      return macroReferences(context, element.use.macro);
    case 'macro-definition':
      return macroReferences(context, element.macro);
    case 'include':
      return fileReferences(context, element.site.target);
    case 'string': {
      const node = element.text.startsWith('/') ? context.compilation.tree.find(element.text) : undefined;
      if (node !== undefined) return nodeReferences(context, node);
      return element.place.syntax.name.text === 'compatible' ? compatibleReferences(context, element.text) : [];
    }
    case 'cell':
    case 'value':
      return [];
  }
}

function labelReferences({ compilation }: QueryContext, label: string): readonly ReferencePlace[] {
  return sites(compilation)
    .of(label)
    .map(({ kind, range }) => ({
      range,
      kind: kind === 'declaration' ? 'declaration' : 'read',
    }));
}

/** Its definitions, all references by any of its labels or by path, and paths in strings of `/aliases` and `/chosen`. */
function nodeReferences(context: QueryContext, node: DevicetreeNode): readonly ReferencePlace[] {
  const { compilation } = context;
  const all = sites(compilation);
  const named: ReferencePlace[] = [];
  for (const label of new Set(node.labels.map(({ text }) => text))) {
    if (compilation.tree.labels.get(label) !== node) continue;
    for (const { kind, range } of all.of(label)) named.push({ range, kind: kind === 'declaration' ? kind : 'read' });
  }
  for (const path of all.paths) if (targetOf(context, path) === node) named.push({ range: path.range, kind: 'read' });
  const definitions: ReferencePlace[] = [];
  for (const [i, { name, reference }] of node.definitions.entries()) {
    const range = name?.range ?? reference?.range;
    if (range === undefined) continue;
    // `&label { }` is the place of the label, which a rename would change, and no second one.
    const inside = name === undefined ? named.find((each) => isInside(each.range, range)) : undefined;
    definitions.push({ range: inside?.range ?? range, kind: i === 0 ? 'declaration' : 'write' });
  }
  return [...definitions, ...named, ...pathStrings(context, node)];
}

function isInside(inner: SourceRange, outer: SourceRange): boolean {
  return inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end;
}

function pathStrings({ compilation }: QueryContext, node: DevicetreeNode): readonly ReferencePlace[] {
  const found: ReferencePlace[] = [];
  for (const name of ['aliases', 'chosen']) {
    for (const { history } of compilation.tree.root.children.get(name)?.properties.values() ?? []) {
      for (const value of history.flatMap(({ values }) => values ?? [])) {
        if (value.kind !== 'string' || !value.text.startsWith('/')) continue;
        if (compilation.tree.find(value.text) === node) found.push({ range: value.range, kind: 'read' });
      }
    }
  }
  return found;
}

/** Assignments and deletions of one node's property; those before a deletion too. */
function propertyReferences(node: DevicetreeNode, name: string): readonly ReferencePlace[] {
  return node.definitions.flatMap(({ body }) =>
    body.flatMap((each): ReferencePlace[] => {
      if (each.kind !== 'property' && each.kind !== 'delete-property') return [];
      return each.name.text === name ? [{ range: each.name.range, kind: 'write' }] : [];
    }),
  );
}

function macroReferences({ compilation }: QueryContext, macro: MacroDefinition): readonly ReferencePlace[] {
  const found: ReferencePlace[] = [];
  if (macro.nameRange !== undefined) found.push({ range: macro.nameRange, kind: 'declaration' });
  for (const use of compilation.preprocessed.uses) {
    if (use.macro === macro) found.push({ range: use.nameRange, kind: 'read' });
  }
  return found;
}

function fileReferences({ compilation }: QueryContext, target: SourceFile | undefined): readonly ReferencePlace[] {
  if (target === undefined) return [];
  return syntaxIndex(compilation)
    .includersOf(target)
    .map(({ nameRange }) => ({ range: nameRange, kind: 'read' }));
}

function compatibleReferences({ compilation }: QueryContext, text: string): readonly ReferencePlace[] {
  const found: ReferencePlace[] = [];
  for (const node of compilation.tree.nodes()) {
    for (const value of node.properties.get('compatible')?.syntax.values ?? []) {
      if (value.kind === 'string' && value.text === text) found.push({ range: value.range, kind: 'read' });
    }
  }
  return found;
}

function sorted({ compilation }: QueryContext, places: readonly ReferencePlace[]): readonly ReferencePlace[] {
  const order = new Map(compilation.files.map((file, i) => [file, i]));
  const at = ({ file }: SourceRange): number => order.get(file) ?? compilation.files.length;
  const list = [...places].sort(
    (a, b) => at(a.range) - at(b.range) || a.range.start - b.range.start || a.range.end - b.range.end,
  );
  return list.filter((each, i) => {
    const before = list[i - 1]?.range;
    return before?.file !== each.range.file || before.start !== each.range.start || before.end !== each.range.end;
  });
}
