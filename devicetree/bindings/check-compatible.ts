/** `compatible`: its form, its vendor, and whether a binding for it is left out because of the bus. */
import { wholeValueRange, type DevicetreeNode, type DevicetreeProperty } from '../model/index.js';
import type { SourceRange } from '../source/index.js';
import { nearest } from './nearest.js';
import { error, warning, type TreeContext } from './tree-context.js';
import { PREFIXES_WITHOUT_VENDOR } from './vendor-prefixes.js';

/** From dt-schema, by way of edtlib. */
const COMPATIBLE = /^[a-zA-Z][a-zA-Z0-9,+\-._]+$/;

/**
 * The form and the vendor of each compatible string, once for each string (`judged` remembers them), and whether the node sits on
 * the bus that its bindings are for.
 */
export function checkCompatibles(context: TreeContext, node: DevicetreeNode, judged: Set<string>): void {
  const property = node.properties.get('compatible');
  if (property === undefined) return;
  const names = context.matches.compatibles(node);
  for (const [i, name] of names.entries()) {
    if (judged.has(name)) continue;
    judged.add(name);
    const range = property.syntax.values?.[i]?.range ?? wholeValueRange(property);
    if (!COMPATIBLE.test(name)) {
      const message = `${JSON.stringify(name)} is no compatible: a letter, then letters, digits and ,+-._ are.`;
      error(context, 'binding-compatible', range, message);
      continue;
    }
    checkVendor(context, node, name, range);
  }
  if (context.matches.match(node) === undefined) checkBus(context, node, names, property);
}

function checkVendor(context: TreeContext, node: DevicetreeNode, name: string, range: SourceRange): void {
  const comma = name.indexOf(',');
  const { vendorPrefixes } = context.index;
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
  node: DevicetreeNode,
  names: readonly string[],
  property: DevicetreeProperty,
): void {
  const { index } = context;
  const name = names.find((each) => index.bindingsFor(each).some(({ onBus }) => onBus !== undefined));
  if (name === undefined) return;
  const bindings = index.bindingsFor(name).filter(({ onBus }) => onBus !== undefined);
  const wanted = bindings.map(({ onBus }) => `'${onBus!}'`).join(' and ');
  const around = context.matches.busesAround(node);
  const here = around.length === 0 ? 'on no bus' : `on the bus ${around.map((bus) => `'${bus}'`).join(', ')}`;
  const message = `${name} has bindings for the bus ${wanted}, but this node sits ${here}: no binding applies.`;
  warning(context, 'binding-bus', wholeValueRange(property), message, bindings[0]?.place);
}
