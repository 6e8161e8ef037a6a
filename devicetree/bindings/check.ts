/** What Zephyr's edtlib would stop a build for, and what it warns of: nodes held against their bindings. */
import {
  childCells,
  isOkay,
  wholeValueRange,
  type Devicetree,
  type DevicetreeNode,
  type DevicetreeProperty,
} from '../model/index.js';
import type { DevicetreeFinding, Fix, SourceRange } from '../source/index.js';
import { checkInterrupts } from './check-interrupts.js';
import { checkValue, hasType } from './check-values.js';
import { baseName } from './include.js';
import { inferredType, matchBindings, type BindingMatch } from './match.js';
import { nearest } from './nearest.js';
import { checkNames, checkSpecifiers, specifierSpaceOf } from './specifiers.js';
import { error, nodePlace, warning, type TreeContext } from './tree-context.js';
import type { Binding, BindingIndex, PropertySpec, PropertyType } from './types.js';
import { assignmentText } from './value-text.js';
import { textsOf, valueShape } from './values.js';
import { PREFIXES_WITHOUT_VENDOR } from './vendor-prefixes.js';

/**
 * Findings of a whole tree against its bindings, in the order of its nodes. Ranges lie in devicetree sources; what is wrong with
 * the bindings themselves is in `index.findings()`. edtlib stops at the first error; this goes on.
 */
export function checkBindings(tree: Devicetree, index: BindingIndex): DevicetreeFinding[] {
  const matches = matchBindings(tree.root, index);
  const context: TreeContext = { matches, tree, findings: [] };
  const checked: Checking = { context, index, compatibles: new Set() };
  for (const node of tree.nodes()) checkNode(checked, node);
  return context.findings;
}

interface Checking {
  readonly context: TreeContext;
  readonly index: BindingIndex;
  /** Compatible strings looked at; each is judged once, where it first stands. */
  readonly compatibles: Set<string>;
}

function checkNode(checking: Checking, node: DevicetreeNode): void {
  const { context } = checking;
  checkSpecified(context, node);
  checkCompatibles(checking, node);
  const match = context.matches.match(node);
  if (match?.by === 'inferred') checkInferred(context, node);
  // A binding that declares no property says nothing about those that are there.
  if (match !== undefined && match.binding.properties.size > 0) checkAgainst(checking, node, match);
  else checkWithoutBinding(context, node);
  checkInterrupts(context, node);
  checkPinctrl(context, node);
  checkReg(context, node);
}

const STATUS = ['okay', 'disabled', 'reserved', 'fail', 'fail-sss'];

/** `status` and `ranges` have the same meaning everywhere (Devicetree Specification v0.4, 2.3.4 and 2.3.8). */
function checkSpecified(context: TreeContext, node: DevicetreeNode): void {
  const status = node.properties.get('status');
  if (status !== undefined) checkStatus(context, status);
  const ranges = node.properties.get('ranges');
  if (ranges !== undefined && !['empty', 'num', 'nums', 'unknown'].includes(valueShape(ranges))) {
    error(context, 'binding-ranges', wholeValueRange(ranges), "'ranges' is empty or a list of numbers.");
  }
}

function checkStatus(context: TreeContext, status: DevicetreeProperty): void {
  const texts = textsOf(status);
  const text = texts?.length === 1 ? texts[0]! : undefined;
  if (text !== undefined && STATUS.includes(text)) return;
  if (text === 'ok') {
    warning(context, 'binding-status', wholeValueRange(status), 'Write "okay"; Zephyr no longer takes "ok".');
  } else if (valueShape(status) !== 'unknown') {
    const message = `'status' is one of ${STATUS.map((each) => JSON.stringify(each)).join(', ')}.`;
    error(context, 'binding-status', wholeValueRange(status), message);
  }
}

/** From dt-schema, by way of edtlib. */
const COMPATIBLE = /^[a-zA-Z][a-zA-Z0-9,+\-._]+$/;

function checkCompatibles({ context, index, compatibles }: Checking, node: DevicetreeNode): void {
  const property = node.properties.get('compatible');
  if (property === undefined) return;
  const names = context.matches.compatibles(node);
  for (const [i, name] of names.entries()) {
    if (compatibles.has(name)) continue;
    compatibles.add(name);
    const range = property.syntax.values?.[i]?.range ?? wholeValueRange(property);
    if (!COMPATIBLE.test(name)) {
      const message = `${JSON.stringify(name)} is no compatible: a letter, then letters, digits and ,+-._ are.`;
      error(context, 'binding-compatible', range, message);
      continue;
    }
    checkVendor(context, index, node, name, range);
  }
  if (context.matches.match(node) === undefined) checkBus(context, index, node, names, property);
}

function checkVendor(
  context: TreeContext,
  { vendorPrefixes }: BindingIndex,
  node: DevicetreeNode,
  name: string,
  range: SourceRange,
): void {
  const comma = name.indexOf(',');
  // The root may be compatible with whatever it wants.
  if (vendorPrefixes === undefined || comma < 0 || node.parent === undefined) return;
  const vendor = name.slice(0, comma);
  if (vendorPrefixes.has(vendor) || PREFIXES_WITHOUT_VENDOR.has(vendor)) return;
  const near = nearest(vendor, vendorPrefixes.keys());
  const hint = near === undefined ? '' : ` Is '${near}' (${vendorPrefixes.get(near)!}) meant?`;
  warning(context, 'binding-vendor', range, `'${vendor}' is in no vendor-prefixes.txt.${hint}`);
}

/** The compatible has bindings, but all are for other buses: then Zephyr uses none, and does not say so. */
function checkBus(
  context: TreeContext,
  index: BindingIndex,
  node: DevicetreeNode,
  names: readonly string[],
  property: DevicetreeProperty,
): void {
  const name = names.find((each) => index.bindingsFor(each).some(({ onBus }) => onBus !== undefined));
  if (name === undefined) return;
  const bindings = index.bindingsFor(name).filter(({ onBus }) => onBus !== undefined);
  const wanted = bindings.map(({ onBus }) => `'${onBus!}'`).join(' and ');
  const around = context.matches.busesAround(node);
  const here = around.length === 0 ? 'on no bus' : `on the bus ${around.map((bus) => `'${bus}'`).join(', ')}`;
  const message = `${name} has bindings for the bus ${wanted}, but this node sits ${here}: no binding applies.`;
  warning(context, 'binding-bus', wholeValueRange(property), message, bindings[0]?.place);
}

/** edtlib makes a binding from what it sees, and cannot make one of everything. */
function checkInferred(context: TreeContext, node: DevicetreeNode): void {
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

/** What edtlib knows of properties where no binding speaks (`_DEFAULT_PROP_TYPES`). */
const DEFAULT_TYPES: Readonly<Record<string, PropertyType>> = {
  compatible: 'string-array',
  status: 'string',
  reg: 'array',
  'reg-names': 'string-array',
  label: 'string',
  interrupts: 'array',
  'interrupt-names': 'string-array',
  'interrupt-controller': 'boolean',
};

function checkWithoutBinding(context: TreeContext, node: DevicetreeNode): void {
  for (const property of node.properties.values()) {
    const type = Object.hasOwn(DEFAULT_TYPES, property.name) ? DEFAULT_TYPES[property.name] : undefined;
    if (type === undefined || hasType(property, type) || property.name === 'status') continue;
    context.findings.push(...checkValue(specOf(property.name, type), property, 'Devicetree Specification'));
  }
}

function specOf(name: string, type: PropertyType): PropertySpec {
  return {
    name,
    type,
    description: undefined,
    required: false,
    deprecated: false,
    enum: undefined,
    const: undefined,
    default: undefined,
    min: undefined,
    max: undefined,
    specifierSpace: undefined,
    places: [],
  };
}

function checkAgainst(checking: Checking, node: DevicetreeNode, { binding, by }: BindingMatch): void {
  const { context } = checking;
  const source = binding.file === undefined ? node.path : baseName(binding.file.path);
  for (const spec of requiredBy(binding)) {
    if (!node.properties.has(spec.name) && isOkay(node)) missing(context, node, spec, source);
  }
  const checksUndeclared = by !== 'inferred' && binding.isComplete;
  for (const property of node.properties.values()) {
    const spec = binding.properties.get(property.name);
    if (spec !== undefined) checkProperty(context, property, spec, source);
    else if (checksUndeclared && !isAllowed(checking.index, property.name))
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

/** `pinctrl-0`, `pinctrl-1` … without a gap, each a list of references, and a name for each if there are names. */
function checkPinctrl(context: TreeContext, node: DevicetreeNode): void {
  const states: DevicetreeProperty[] = [];
  for (const [name, property] of node.properties) if (/^pinctrl-\d/.test(name)) states.push(property);
  states.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const [i, property] of states.entries()) {
    if (property.name !== `pinctrl-${i}`) {
      const message = `'pinctrl-${i}' is missing; states are counted from 0 without a gap.`;
      error(context, 'binding-pinctrl', property.syntax.name.range, message);
      return;
    }
    const isDeclared = context.matches.match(node)?.binding.properties.has(property.name) === true;
    if (!isDeclared && !hasType(property, 'phandles')) {
      error(context, 'binding-pinctrl', wholeValueRange(property), `'${property.name}' takes references to nodes.`);
    }
  }
  checkNames(context, node, 'pinctrl', states.length);
}

/** Names and sizes of `reg`; whether its length is right is for dtc's check. */
function checkReg(context: TreeContext, node: DevicetreeNode): void {
  const reg = node.properties.get('reg');
  if (reg === undefined || node.parent === undefined || valueShape(reg) === 'unknown') return;
  const { address, size } = childCells(node.parent);
  const { bytes } = reg;
  const width = 4 * (address + size);
  if (width === 0 || bytes.length % width !== 0) return;
  checkNames(context, node, 'reg', bytes.length / width);
  // A device on PCI has registers of size 0.
  if (size === 0 || context.matches.busesAround(node).includes('pcie')) return;
  for (let at = 0; at < bytes.length; at += width) {
    if (bytes.subarray(at + 4 * address, at + width).some((byte) => byte !== 0)) continue;
    const message = "A size of 0 says nothing; give the size, or '#size-cells = <0>' above.";
    error(context, 'binding-reg-size', wholeValueRange(reg), message);
  }
}
