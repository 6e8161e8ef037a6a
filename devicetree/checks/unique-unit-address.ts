/**
 * unique_unit_address, unique_unit_address_if_enabled: children with one address are one too many. The second looks at
 * children that are not disabled only; dtc leaves it off, Zephyr's build prefers it.
 */
import { firstString, nodeNameRange, type DevicetreeNode } from '../model/index.js';
import { OFF, WARNING, type Check, type CheckContext } from './check.js';

export const uniqueUnitAddress: Check = {
  name: 'unique_unit_address',
  level: { ...WARNING, zephyr: 'off' },
  node: (node, context) => check(node, context, true),
};

export const uniqueUnitAddressIfEnabled: Check = {
  name: 'unique_unit_address_if_enabled',
  level: { ...OFF, zephyr: 'warning' },
  node: (node, context) => check(node, context, false),
};

function check(node: DevicetreeNode, { facts, reportNode }: CheckContext, disabledToo: boolean): void {
  if (node.children.size < 2) return;
  const last = new Map<string, DevicetreeNode>();
  for (const child of node.children.values()) {
    const unit = child.unitAddress ?? '';
    if (unit === '' || (!disabledToo && isDisabled(child))) continue;
    const earlier = last.get(unit);
    last.set(unit, child);
    if (earlier === undefined) continue;
    const { givenAddressCells, givenSizeCells } = facts(node);
    if (givenAddressCells === undefined || givenSizeCells === undefined) return;
    const range = nodeNameRange(child);
    reportNode(earlier, `'${earlier.name}' and '${child.name}' have one unit address.`, {
      related: range === undefined ? [] : [{ range, message: `'${child.name}'` }],
    });
  }
}

function isDisabled(node: DevicetreeNode): boolean {
  const status = node.properties.get('status');
  return status !== undefined && firstString(status) === 'disabled';
}
