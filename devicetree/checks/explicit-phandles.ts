/** explicit_phandles: a phandle that a node gives itself is one cell, names a node, and is nobody else's. */
import { explicitPhandle, nodeNameRange, wholeValueRange, type DevicetreeProperty } from '../model/index.js';
import { ERROR, type Check, type CheckContext } from './check.js';

export const explicitPhandles: Check = {
  name: 'explicit_phandles',
  level: ERROR,
  omittedToo: true,
  properties: ['phandle', 'linux,phandle'],
  property: (property, context) => {
    // dtlib takes linux,phandle for any property.
    if (property.name === 'linux,phandle' && context.tree.dialect === 'zephyr') return;
    const given = explicitPhandle(property);
    const range = wholeValueRange(property);
    switch (given.kind) {
      case 'bad-length':
        context.reportProperty(property, `A phandle is one cell of 4 bytes, not ${given.bytes} bytes.`, { range });
        return;
      case 'bad-number':
        context.reportProperty(property, `0x${given.value.toString(16)} cannot be a phandle: it stands for no node.`, {
          range,
        });
        return;
      case 'reference':
        checkReference(property, context);
        return;
      case 'number':
        checkNumber(property, given.value, context);
        return;
    }
  },
};

function checkReference(property: DevicetreeProperty, context: CheckContext): void {
  const target = property.markers.find(({ kind }) => kind === 'phandle');
  if (target === undefined || target.node === property.node) return;
  context.reportNode(property.node, `A node's '${property.name}' cannot be that of another node.`, {
    range: target.range,
  });
}

function checkNumber(property: DevicetreeProperty, value: number, context: CheckContext): void {
  const { node } = property;
  const range = wholeValueRange(property);
  const owner = context.tree.phandles.get(value);
  if (owner !== undefined && owner !== node) {
    const first = nodeNameRange(owner);
    context.reportNode(node, `The phandle 0x${value.toString(16)} is already that of ${owner.path}.`, {
      range,
      related: first === undefined ? [] : [{ range: first, message: 'the node that has it' }],
    });
  } else if (property.name === 'linux,phandle' && node.phandle !== value) {
    const message = `'phandle' and 'linux,phandle' differ; both have to be the same number.`;
    context.reportNode(node, message, { range });
  }
}
