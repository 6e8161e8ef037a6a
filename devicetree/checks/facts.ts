/** What several checks want to know of a node: its cells as dtc counts them, and which kind of bus it is. */
import { firstString, hasString, readU32, type DevicetreeNode } from '../model/index.js';

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

/** Facts of nodes, each worked out once. `visit` keeps those of a node and its parent at hand while the checks look at it. */
export class FactsTable {
  private readonly known = new Map<DevicetreeNode, NodeFacts>();
  private node: DevicetreeNode | undefined;
  private ofNode: NodeFacts | undefined;
  private ofParent: NodeFacts | undefined;

  visit(node: DevicetreeNode): void {
    this.ofParent = node.parent === undefined ? undefined : this.lookUp(node.parent);
    this.ofNode = this.lookUp(node);
    this.node = node;
  }

  of(node: DevicetreeNode): NodeFacts {
    if (node === this.node && this.ofNode !== undefined) return this.ofNode;
    if (node === this.node?.parent && this.ofParent !== undefined) return this.ofParent;
    return this.lookUp(node);
  }

  private lookUp(node: DevicetreeNode): NodeFacts {
    let facts = this.known.get(node);
    if (facts === undefined) this.known.set(node, (facts = factsOf(node)));
    return facts;
  }
}

function factsOf(node: DevicetreeNode): NodeFacts {
  const givenAddressCells = cell(node, '#address-cells');
  const givenSizeCells = cell(node, '#size-cells');
  const addressCells = givenAddressCells ?? 2;
  const sizeCells = givenSizeCells ?? 1;
  const type = node.properties.get('device_type');
  const compatible = node.properties.get('compatible');
  return {
    givenAddressCells,
    givenSizeCells,
    addressCells,
    sizeCells,
    isPciBridge: type !== undefined && firstString(type) === 'pci',
    isSimpleBus: compatible !== undefined && hasString(compatible, 'simple-bus'),
    isI2cBus: isI2cBus(node),
    isSpiBus: node.baseName === 'spi' || (addressCells === 1 && sizeCells === 0 && hasSpiDevices(node)),
    isGraphPort: node.parent !== undefined && firstEndpoint(node) !== undefined,
  };
}

function cell(node: DevicetreeNode, name: string): number | undefined {
  const property = node.properties.get(name);
  return property === undefined ? undefined : readU32(property);
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
