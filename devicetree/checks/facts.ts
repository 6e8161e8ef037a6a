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

/**
 * Facts of nodes, each worked out once. `visit` keeps those of a node and its parent at hand while the checks look at it. Nearly
 * all nodes are leaves, which nobody asks for again.
 */
export class FactsTable {
  private readonly known = new Map<DevicetreeNode, NodeFacts>();
  private node: DevicetreeNode | undefined;
  private ofNode: NodeFacts | undefined;
  private ofParent: NodeFacts | undefined;

  visit(node: DevicetreeNode): void {
    if (node.parent !== this.node?.parent) {
      this.ofParent = node.parent === undefined ? undefined : this.lookUp(node.parent);
    }
    this.ofNode = node.children.size === 0 ? new LazyFacts(node) : this.lookUp(node);
    this.node = node;
  }

  of(node: DevicetreeNode): NodeFacts {
    if (node === this.node && this.ofNode !== undefined) return this.ofNode;
    if (node === this.node?.parent && this.ofParent !== undefined) return this.ofParent;
    return this.lookUp(node);
  }

  private lookUp(node: DevicetreeNode): NodeFacts {
    let facts = this.known.get(node);
    if (facts === undefined) this.known.set(node, (facts = new LazyFacts(node)));
    return facts;
  }
}

/** Works facts out when a check asks first; of most nodes no check asks for more than one or two. */
class LazyFacts implements NodeFacts {
  private readonly node: DevicetreeNode;
  private cells: readonly [address: number | undefined, size: number | undefined] | undefined;
  private simpleBus: boolean | undefined;
  private i2cBus: boolean | undefined;
  private spiBus: boolean | undefined;
  private graphPort: boolean | undefined;

  constructor(node: DevicetreeNode) {
    this.node = node;
  }

  private get given(): readonly [address: number | undefined, size: number | undefined] {
    return (this.cells ??= [cell(this.node, '#address-cells'), cell(this.node, '#size-cells')]);
  }

  get givenAddressCells(): number | undefined {
    return this.given[0];
  }

  get givenSizeCells(): number | undefined {
    return this.given[1];
  }

  get addressCells(): number {
    return this.given[0] ?? 2;
  }

  get sizeCells(): number {
    return this.given[1] ?? 1;
  }

  get isPciBridge(): boolean {
    const type = this.node.properties.get('device_type');
    return type !== undefined && firstString(type) === 'pci';
  }

  get isSimpleBus(): boolean {
    return (this.simpleBus ??= isSimpleBus(this.node));
  }

  get isI2cBus(): boolean {
    return (this.i2cBus ??= isI2cBus(this.node));
  }

  get isSpiBus(): boolean {
    return (this.spiBus ??= this.node.baseName === 'spi' || this.holdsSpiDevices());
  }

  private holdsSpiDevices(): boolean {
    return this.node.children.size > 0 && this.addressCells === 1 && this.sizeCells === 0 && hasSpiDevices(this.node);
  }

  get isGraphPort(): boolean {
    return (this.graphPort ??= this.node.parent !== undefined && firstEndpoint(this.node) !== undefined);
  }
}

function isSimpleBus(node: DevicetreeNode): boolean {
  const compatible = node.properties.get('compatible');
  return compatible !== undefined && hasString(compatible, 'simple-bus');
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
