/** ranges_format, dma_ranges_format: windows by the cells of both buses; empty only between buses alike (2.3.8, 2.3.9). */
import { childCells, wholeValueRange, type DevicetreeNode, type DevicetreeProperty } from '../model/index.js';
import { WARNING, type Check, type CheckContext } from './check.js';
import { cellPlaces, isMultiple, lengthText } from './reg-format.js';

function check(name: string, propertyName: string): Check {
  return { name, level: WARNING, properties: [propertyName], property: checkRanges };
}

export const rangesFormat = check('ranges_format', 'ranges');
export const dmaRangesFormat = check('dma_ranges_format', 'dma-ranges');

function checkRanges(property: DevicetreeProperty, context: CheckContext): void {
  const { node } = property;
  const { parent } = node;
  if (parent === undefined) {
    context.reportProperty(property, `The root node cannot have '${property.name}'.`);
  } else if (property.lengthBytes === 0) {
    checkEmpty(property, node, parent, context);
  } else {
    checkLength(property, node, parent, context);
  }
}

function checkEmpty(
  property: DevicetreeProperty,
  node: DevicetreeNode,
  parent: DevicetreeNode,
  { reportProperty }: CheckContext,
): void {
  const own = childCells(node);
  const outer = childCells(parent);
  const related = [...cellPlaces(own), ...cellPlaces(outer)];
  for (const [what, here, there] of [
    ['#address-cells', own.address, outer.address],
    ['#size-cells', own.size, outer.size],
  ] as const) {
    if (here === there) continue;
    const message = `An empty '${property.name}' needs the same ${what} on both sides; here it is ${here}, in ${parent.path} ${there}.`;
    reportProperty(property, message, { related });
  }
}

function checkLength(
  property: DevicetreeProperty,
  node: DevicetreeNode,
  parent: DevicetreeNode,
  { reportProperty }: CheckContext,
): void {
  const own = childCells(node);
  const outer = childCells(parent);
  const cells = own.address + outer.address + own.size;
  if (isMultiple(property.lengthBytes, 4 * cells)) return;
  const message =
    `'${property.name}' has ${lengthText(property.lengthBytes)}; with ${own.address} for a child's address, ${outer.address} for ` +
    `the parent's and ${own.size} for a size it takes a multiple of ${cells}.`;
  reportProperty(property, message, {
    range: wholeValueRange(property),
    related: [...cellPlaces(own), ...cellPlaces(outer)],
  });
}
