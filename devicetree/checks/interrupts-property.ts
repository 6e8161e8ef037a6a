/** interrupts_property: a node with `interrupts` has a controller, and the cells fit it (Devicetree Specification v0.4, 2.4.1). */
import {
  cellCount,
  isInterruptProvider,
  nodeNameRange,
  readU32,
  wholeValueRange,
  type DevicetreeNode,
  type DevicetreeProperty,
} from '../model/index.js';
import { WARNING, type Check, type CheckContext } from './check.js';

export const interruptsProperty: Check = {
  name: 'interrupts_property',
  level: WARNING,
  properties: ['interrupts'],
  property: (property, context) => {
    const { lengthBytes } = property;
    if (lengthBytes % 4 !== 0) {
      const message = `'interrupts' is made of cells of 4 bytes; it has ${lengthBytes} bytes.`;
      context.reportProperty(property, message, { range: wholeValueRange(property) });
    }
    const controller = findController(property.node, context);
    if (controller === 'given-up') return;
    if (controller === undefined) {
      const range = property.syntax.name.range;
      context.reportNode(property.node, "'interrupts' needs an interrupt-parent here or above.", { range });
      return;
    }
    checkCount(property, controller, context);
  },
};

function checkCount(property: DevicetreeProperty, controller: DevicetreeNode, { reportProperty }: CheckContext): void {
  const count = cellCount(controller, '#interrupt-cells');
  const { lengthBytes: length } = property;
  if (count === undefined || (count === 0 ? length === 0 : length % (4 * count) === 0)) return;
  const place = nodeNameRange(controller);
  const message = `'interrupts' has ${length / 4} cells; ${controller.path} takes ${count} for each (#interrupt-cells).`;
  reportProperty(property, message, {
    range: wholeValueRange(property),
    related: place === undefined ? [] : [{ range: place, message: controller.path }],
  });
}

/** The controller or nexus, `given-up` where that was reported or lies outside of a plugin. */
function findController(node: DevicetreeNode, context: CheckContext): DevicetreeNode | 'given-up' | undefined {
  for (let at: DevicetreeNode | undefined = node; at !== undefined; at = at.parent) {
    if (at !== node && isInterruptProvider(at)) return at;
    const property = at.properties.get('interrupt-parent');
    if (property === undefined) continue;
    const phandle = readU32(property);
    if (phandle === undefined) return 'given-up';
    const range = wholeValueRange(property);
    if (phandle === 0 || phandle === 0xffff_ffff) {
      if (context.tree.isPlugin) return 'given-up';
      context.reportProperty(property, "'interrupt-parent' refers to no node.", { range });
      continue;
    }
    const controller = context.tree.phandles.get(phandle);
    if (controller === undefined) {
      context.reportProperty(property, `No node has the phandle 0x${phandle.toString(16)}.`, { range });
      return 'given-up';
    }
    if (!isInterruptProvider(controller)) {
      const message = "An interrupt-parent needs 'interrupt-controller' or 'interrupt-map'.";
      context.reportNode(controller, message, {
        related: [{ range: property.syntax.range, message: `of ${at.path}` }],
      });
    }
    return controller;
  }
  return undefined;
}
