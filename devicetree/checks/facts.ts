/** What several checks want to know of a node: its cells as dtc counts them, and which kind of bus it is. */
import { compatibles, firstString, type DevicetreeNode } from '../model/index.js';
import { cellAt } from '../model/index.js';

export interface NodeFacts {
  /** `#address-cells`; undefined where the node has none. */
  readonly givenAddressCells: number | undefined;
  readonly givenSizeCells: number | undefined;
  /** With the default of 2. */
  readonly addressCells: number;
  /** With the default of 1. */
  readonly sizeCells: number;
  /** `device_type = "pci"`. */
  readonly isPciBridge: boolean;
  /** Compatible with `simple-bus`, which dtc counts more than the device type. */
  readonly isSimpleBus: boolean;
  readonly isI2cBus: boolean;
  readonly isSpiBus: boolean;
  /** Has an endpoint of a graph below it. */
  readonly isGraphPort: boolean;
}

export function factsOf(node: DevicetreeNode): NodeFacts {
  const givenAddressCells = cell(node, '#address-cells');
  const givenSizeCells = cell(node, '#size-cells');
  const addressCells = givenAddressCells ?? 2;
  const sizeCells = givenSizeCells ?? 1;
  const type = node.properties.get('device_type');
  return {
    givenAddressCells,
    givenSizeCells,
    addressCells,
    sizeCells,
    isPciBridge: type !== undefined && firstString(type) === 'pci',
    isSimpleBus: node.properties.has('compatible') && compatibles(node).includes('simple-bus'),
    isI2cBus: isI2cBus(node),
    isSpiBus: node.baseName === 'spi' || (addressCells === 1 && sizeCells === 0 && hasSpiDevices(node)),
    isGraphPort: node.parent !== undefined && firstEndpoint(node) !== undefined,
  };
}

function cell(node: DevicetreeNode, name: string): number | undefined {
  const bytes = node.properties.get(name)?.bytes;
  return bytes?.length === 4 ? cellAt(bytes, 0) : undefined;
}

function isI2cBus(node: DevicetreeNode): boolean {
  if (node.baseName === 'i2c-bus' || node.baseName === 'i2c-arb') return true;
  if (node.baseName !== 'i2c') return false;
  for (const child of node.children.values()) if (child.baseName === 'i2c-bus') return false;
  return true;
}

function hasSpiDevices(node: DevicetreeNode): boolean {
  for (const child of node.children.values()) {
    for (const name of child.properties.keys()) if (name.startsWith('spi-')) return true;
  }
  return false;
}

/** The first child that is an endpoint by its name or its `remote-endpoint`. */
export function firstEndpoint(node: DevicetreeNode): DevicetreeNode | undefined {
  for (const child of node.children.values()) {
    if (child.baseName === 'endpoint' || child.properties.has('remote-endpoint')) return child;
  }
  return undefined;
}
