/** A node against its binding: required, deprecated and undeclared properties, and the value of each. */
import { isOkay, wholeValueRange, type DevicetreeNode, type DevicetreeProperty } from '../model/index.js';
import type { Fix, SourceRange } from '../source/index.js';
import { checkValue, hasType } from './check-values.js';
import { baseName } from './include.js';
import { inferredType, type BindingMatch } from './match.js';
import { nearest } from './nearest.js';
import { checkSpecifiers, specifierSpaceOf } from './specifiers.js';
import { error, nodePlace, type TreeContext } from './tree-context.js';
import type { Binding, BindingIndex, PropertySpec } from './types.js';
import { assignmentText } from './value-text.js';
import { textsOf, valueShape } from './values.js';

/** Holds a node against its binding: what is required, what is declared, and each value. */
export function checkAgainst(context: TreeContext, node: DevicetreeNode, { binding, by }: BindingMatch): void {
  const source = binding.file === undefined ? node.path : baseName(binding.file.path);
  for (const spec of requiredBy(binding)) {
    if (!node.properties.has(spec.name) && isOkay(node)) missing(context, node, spec, source);
  }
  const checksUndeclared = by !== 'inferred' && binding.isComplete;
  for (const property of node.properties.values()) {
    const spec = binding.properties.get(property.name);
    if (spec !== undefined) checkProperty(context, property, spec, source);
    else if (checksUndeclared && !isAllowed(context.index, property.name))
      undeclared(context, property, binding, source);
  }
}

const requirements = new WeakMap<Binding, readonly PropertySpec[]>();

/** What a binding requires: few of what it declares, and asked for at every node. */
function requiredBy(binding: Binding): readonly PropertySpec[] {
  let required = requirements.get(binding);
  if (required === undefined) {
    required = [...binding.properties.values()].filter((spec) => spec.required);
    requirements.set(binding, required);
  }
  return required;
}

function checkProperty(context: TreeContext, property: DevicetreeProperty, spec: PropertySpec, source: string): void {
  if (spec.deprecated) deprecated(context, property, source);
  context.findings.push(...checkValue(spec, property, source));
  if (spec.type === 'path') checkPath(context, property);
  const space = spec.type === 'phandle-array' ? (spec.specifierSpace ?? specifierSpaceOf(spec.name)) : undefined;
  if (space !== undefined && hasType(property, spec.type) && valueShape(property) !== 'unknown') {
    checkSpecifiers(context, property, space);
  }
}

/** A path in quotes has to lead somewhere, as one that is written as a reference does. An alias may stand for its start. */
function checkPath({ tree, findings }: TreeContext, property: DevicetreeProperty): void {
  const [path, ...others] = textsOf(property) ?? [];
  if (path === undefined || others.length > 0 || tree.find(path) !== undefined) return;
  const message = `There is no node '${path}'.`;
  findings.push({ code: 'binding-path', severity: 'error', message, range: wholeValueRange(property) });
}

/** At the node's name where its compatible stands, as that is what asks for the property. */
function missing(context: TreeContext, node: DevicetreeNode, spec: PropertySpec, source: string): void {
  const compatible = node.properties.get('compatible')?.syntax;
  const definition = node.definitions.find(({ body }) => compatible !== undefined && body.includes(compatible));
  const range = definition?.name?.range ?? definition?.reference?.range ?? nodePlace(node);
  if (range === undefined) return;
  const fix = compatible === undefined ? undefined : insertBehind(compatible.range, spec);
  context.findings.push({
    code: 'binding-missing',
    severity: 'error',
    message: `${node.path} lacks '${spec.name}', which its binding requires. (${source})`,
    range,
    ...(spec.places[0] === undefined ? {} : { related: [{ range: spec.places[0], message: 'declared here' }] }),
    ...(fix === undefined ? {} : { fixes: [fix] }),
  });
}

/** A line behind another that begins its line; with its indentation. */
function insertBehind({ file, start, end }: SourceRange, spec: PropertySpec): Fix | undefined {
  const line = file.text.lastIndexOf('\n', start - 1) + 1;
  const indentation = file.text.slice(line, start);
  if (!/^[ \t]*$/.test(indentation) || file.text[end - 1] !== ';') return undefined;
  const newText = `\n${indentation}${assignmentText(spec)}`;
  return { title: `Add '${spec.name}'`, edits: [{ range: { file, start: end, end }, newText }] };
}

function deprecated(context: TreeContext, property: DevicetreeProperty, source: string): void {
  context.findings.push({
    code: 'binding-deprecated',
    severity: 'warning',
    message: `'${property.name}' is deprecated. (${source})`,
    range: property.syntax.name.range,
    tag: 'deprecated',
  });
}

/** Properties that every node may have without its binding's leave (edtlib's `_check_undeclared_props`). */
const ALWAYS_ALLOWED = new Set([
  'compatible',
  'status',
  'ranges',
  'phandle',
  'interrupt-parent',
  'interrupts-extended',
  'device_type',
]);

/** edtlib of 2022 let `pinctrl-…` pass; trees from before that have no such file. */
const PINCTRL_BINDING = 'pinctrl-device.yaml';

function isAllowed(index: BindingIndex, name: string): boolean {
  return (
    ALWAYS_ALLOWED.has(name) ||
    name.startsWith('#') ||
    name.endsWith('-controller') ||
    (name.startsWith('pinctrl-') && index.included(PINCTRL_BINDING) === undefined)
  );
}

function undeclared(
  context: TreeContext,
  { name, node, syntax }: DevicetreeProperty,
  binding: Binding,
  source: string,
): void {
  const { range } = syntax.name;
  const near = nearest(
    name,
    [...binding.properties.keys()].filter((each) => !node.properties.has(each)),
  );
  const hint = near === undefined ? '' : ` Is '${near}' meant?`;
  const message = `'${name}' is not declared by the binding of ${node.path}.${hint} (${source})`;
  context.findings.push({
    code: 'binding-undeclared',
    severity: 'error',
    message,
    range,
    ...(binding.place === undefined ? {} : { related: [{ range: binding.place, message: 'the binding' }] }),
    ...(near === undefined ? {} : { fixes: [rename(near, range)] }),
  });
}

function rename(name: string, range: SourceRange): Fix {
  return { title: `Rename to '${name}'`, edits: [{ range, newText: name }] };
}

/** edtlib makes a binding from what it sees, and cannot make one of everything. */
export function checkInferred(context: TreeContext, node: DevicetreeNode): void {
  const compatible = node.properties.get('compatible');
  if (compatible !== undefined) {
    const message = `${node.path} takes its properties as they come; it has no compatible.`;
    error(context, 'binding-inferred', compatible.syntax.name.range, message);
  }
  for (const property of node.properties.values()) {
    const type = inferredType(property);
    if (type === undefined && valueShape(property) !== 'unknown') {
      const message = `No type of a binding goes with this value, so Zephyr cannot make anything of '${property.name}'.`;
      error(context, 'binding-inferred', wholeValueRange(property), message);
    } else if (type === 'phandle-array' && !property.name.endsWith('s')) {
      const message = `References with numbers need a name that ends in 's', such as '${property.name}s'.`;
      error(context, 'binding-inferred', property.syntax.name.range, message);
    }
  }
}
