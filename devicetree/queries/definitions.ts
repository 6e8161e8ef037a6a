/** Where the thing at a place is defined. */
import { bindingFor } from '../bindings/index.js';
import type { DevicetreeNode } from '../model/index.js';
import type { SourceFile, SourceRange } from '../source/index.js';
import type { PropertySyntax } from '../syntax/index.js';
import { elementAt } from './element.js';
import { sites } from './sites.js';
import type { DefinitionTarget, Definitions, Element, QueryContext } from './types.js';

/** All places that define what stands at the offset, the one that counts first. */
export function definitions(context: QueryContext, file: SourceFile, offset: number): Definitions | undefined {
  const element = elementAt(context, file, offset);
  if (element === undefined) return undefined;
  const targets = targetsOf(context, element);
  return targets.length === 0 ? undefined : { origin: element.range, targets };
}

function targetsOf(context: QueryContext, element: Element): readonly DefinitionTarget[] {
  switch (element.kind) {
    case 'node-name':
      return element.node === undefined ? [] : nodeTargets(element.node);
    case 'label':
      return element.node === undefined || element.of !== 'node' ? [only(element.range)] : nodeTargets(element.node);
    case 'reference':
      return referenceTargets(context, element);
    case 'property-name':
      return propertyTargets(context, element);
    case 'macro-use':
      return macroTargets(element.use.macro);
    case 'macro-definition':
      return macroTargets(element.macro);
    case 'include': {
      const { target } = element.site;
      return target === undefined ? [] : [only({ file: target, start: 0, end: 0 })];
    }
    case 'string':
      return stringTargets(context, element);
    case 'cell':
    case 'value':
      return [];
  }
}

function only(range: SourceRange): DefinitionTarget {
  return { range, nameRange: range };
}

function nodeTargets(node: DevicetreeNode): readonly DefinitionTarget[] {
  return node.definitions.map(({ range, name, reference }) => {
    const nameRange = name?.range ?? reference?.range ?? range;
    return nameRange.file === range.file && nameRange.start >= range.start && nameRange.end <= range.end
      ? { range, nameRange }
      : only(nameRange);
  });
}

/** The definition that gives the label comes before those that extend the node. */
function referenceTargets(
  { compilation }: QueryContext,
  { node, reference }: Extract<Element, { kind: 'reference' }>,
): readonly DefinitionTarget[] {
  if (node === undefined) return [];
  const targets = nodeTargets(node);
  const declared =
    reference.kind === 'label'
      ? sites(compilation)
          .of(reference.target)
          .find(({ kind }) => kind === 'declaration')?.range
      : undefined;
  if (declared === undefined) return targets;
  const gives = targets.filter(
    ({ range }) => range.file === declared.file && range.start <= declared.start && declared.end <= range.end,
  );
  return [...gives, ...targets.filter((each) => !gives.includes(each))];
}

function propertyTargets(
  context: QueryContext,
  { syntax, node, property, range }: Extract<Element, { kind: 'property-name' }>,
): readonly DefinitionTarget[] {
  const known = property ?? node?.properties.get(syntax.name.text);
  const history = known?.history ?? [];
  const assignments = [...history].reverse().map(assignment);
  const isAlone = assignments.length === 1 && sameRange(assignments[0]!.nameRange, range);
  if (!isAlone || node === undefined || context.bindings === undefined) return assignments;
  // On the only assignment there is, its binding is the next thing to see.
  const place = bindingFor(context.bindings, node)?.properties.get(syntax.name.text)?.places[0];
  return place === undefined ? assignments : [only(place)];
}

function assignment({ range, name }: PropertySyntax): DefinitionTarget {
  return { range, nameRange: name.range };
}

function sameRange(a: SourceRange, b: SourceRange): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end;
}

function macroTargets({
  nameRange,
  range,
}: {
  readonly nameRange?: SourceRange;
  readonly range?: SourceRange;
}): readonly DefinitionTarget[] {
  return nameRange === undefined ? [] : [{ range: range ?? nameRange, nameRange }];
}

function stringTargets(
  { bindings, compilation }: QueryContext,
  { text, place }: Extract<Element, { kind: 'string' }>,
): readonly DefinitionTarget[] {
  if (place.syntax.name.text === 'compatible') {
    return (bindings?.bindingsFor(text) ?? []).flatMap((binding) =>
      binding.place === undefined ? [] : [only(binding.place)],
    );
  }
  const node = text.startsWith('/') ? compilation.tree.find(text) : undefined;
  return node === undefined ? [] : nodeTargets(node);
}
