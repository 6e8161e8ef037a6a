/** What edtlib asks of every node, with a binding or without: status, ranges, reg, names, pin control. */
import { childCells, wholeValueRange, type DevicetreeNode, type DevicetreeProperty } from '../model/index.js';
import { checkValue, hasType } from './check-values.js';
import { bareSpec } from './property-spec.js';
import { checkNames } from './specifiers.js';
import { error, warning, type TreeContext } from './tree-context.js';
import type { PropertyType } from './types.js';
import { textsOf, valueShape } from './values.js';

const STATUS = ['okay', 'disabled', 'reserved', 'fail', 'fail-sss'];

/** `status` and `ranges` have the same meaning everywhere (Devicetree Specification v0.4, 2.3.4 and 2.3.8). */
export function checkSpecified(context: TreeContext, node: DevicetreeNode): void {
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

/** The types of properties that mean the same everywhere, on a node that no binding speaks of. */
export function checkWithoutBinding(context: TreeContext, node: DevicetreeNode): void {
  for (const property of node.properties.values()) {
    const type = Object.hasOwn(DEFAULT_TYPES, property.name) ? DEFAULT_TYPES[property.name] : undefined;
    if (type === undefined || hasType(property, type) || property.name === 'status') continue;
    context.findings.push(...checkValue(bareSpec(property.name, type), property, 'Devicetree Specification'));
  }
}

/** `pinctrl-0`, `pinctrl-1` … without a gap, each a list of references, and a name for each if there are names. */
export function checkPinctrl(context: TreeContext, node: DevicetreeNode): void {
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
export function checkReg(context: TreeContext, node: DevicetreeNode): void {
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
