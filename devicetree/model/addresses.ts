/** Addresses: how many cells they take, what `reg` and `ranges` say, and where a node's registers lie for the CPU. */
import { cellAt, cellsAt, readCell, readU32 } from './read.js';
import type { DevicetreeNode, DevicetreeProperty } from './types.js';

/** How many cells an address and a size take among a node's children. */
export interface CellCounts {
  readonly address: number;
  readonly size: number;
  /** The properties that say so; undefined where the default (2 and 1) counts or the property is not one cell. */
  readonly addressProperty: DevicetreeProperty | undefined;
  readonly sizeProperty: DevicetreeProperty | undefined;
}

/** `#address-cells` and `#size-cells` of a bus, for its children (Devicetree Specification v0.4, 2.3.5). */
export function childCells(bus: DevicetreeNode): CellCounts {
  const addressProperty = oneCell(bus, '#address-cells');
  const sizeProperty = oneCell(bus, '#size-cells');
  return {
    address: (addressProperty === undefined ? undefined : readCell(addressProperty, 0)) ?? 2,
    size: (sizeProperty === undefined ? undefined : readCell(sizeProperty, 0)) ?? 1,
    addressProperty,
    sizeProperty,
  };
}

function oneCell(node: DevicetreeNode, name: string): DevicetreeProperty | undefined {
  const property = node.properties.get(name);
  return property?.lengthBytes === 4 ? property : undefined;
}

/** One pair of `reg`, in the parent's address space. */
export interface RegBlock {
  /** Of an address of more than two cells (PCI) the low 64 bits; `high` is then its first cell. */
  readonly address: bigint;
  readonly size: bigint;
  readonly high: number;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

/**
 * The pairs of a node's `reg` (2.3.6) by the cells of its parent; empty without `reg`. Bytes that make no whole pair are left
 * out: `dtc-reg-format` reports them.
 */
export function readReg(node: DevicetreeNode): RegBlock[] {
  const bytes = node.properties.get('reg')?.bytes;
  if (bytes === undefined || node.parent === undefined) return [];
  const { address, size } = childCells(node.parent);
  const lengthBytes = 4 * (address + size);
  const blocks: RegBlock[] = [];
  for (let at = 0; lengthBytes > 0 && at + lengthBytes <= bytes.length; at += lengthBytes) {
    blocks.push({
      address: cellsAt(bytes, at, address),
      size: cellsAt(bytes, at + 4 * address, size),
      high: address > 2 ? cellAt(bytes, at) : 0,
      offsetBytes: at,
      lengthBytes,
    });
  }
  return blocks;
}

/** One window of a bus: what its children see at `child` lies at `parent` one level up. */
export interface BusWindow {
  readonly child: bigint;
  /** The first cell of a child address of more than two; 0 otherwise. */
  readonly high: number;
  readonly parent: bigint;
  readonly size: bigint;
}

/** Windows of one bus that are looked at; real ones have a few dozen. */
const MOST_WINDOWS = 1024;

const windowsOf = new WeakMap<DevicetreeProperty, readonly BusWindow[]>();

/**
 * `ranges` (2.3.8) of a bus: `identity` where it is empty, undefined where it is missing and the children cannot be reached
 * from outside.
 */
export function readRanges(bus: DevicetreeNode): readonly BusWindow[] | 'identity' | undefined {
  const property = bus.properties.get('ranges');
  if (property === undefined || bus.parent === undefined) return undefined;
  if (property.bytes.length === 0) return 'identity';
  let windows = windowsOf.get(property);
  if (windows === undefined) windowsOf.set(property, (windows = readWindows(property, bus, bus.parent)));
  return windows;
}

function readWindows({ bytes }: DevicetreeProperty, bus: DevicetreeNode, parent: DevicetreeNode): BusWindow[] {
  const own = childCells(bus);
  const outer = childCells(parent);
  const lengthBytes = 4 * (own.address + outer.address + own.size);
  const end = Math.min(bytes.length, MOST_WINDOWS * lengthBytes);
  const windows: BusWindow[] = [];
  for (let at = 0; lengthBytes > 0 && at + lengthBytes <= end; at += lengthBytes) {
    windows.push({
      child: cellsAt(bytes, at, own.address),
      high: own.address > 2 ? cellAt(bytes, at) : 0,
      parent: cellsAt(bytes, at + 4 * own.address, outer.address),
      size: cellsAt(bytes, at + 4 * (own.address + outer.address), own.size),
    });
  }
  return windows;
}

/** The bits of a PCI address' first cell that say which space it lies in (PCI bus binding to IEEE 1275, 2.2.1.1). */
const PCI_SPACE = 0x0300_0000;

/**
 * Where an address in the space of `bus`'s children lies for the root, or undefined where a bus on the way has no `ranges` or
 * no window for it.
 */
export function translateToRoot(bus: DevicetreeNode, address: bigint, high = 0): bigint | undefined {
  let at: bigint = address;
  let space = high & PCI_SPACE;
  for (let node = bus; node.parent !== undefined; node = node.parent) {
    const ranges = readRanges(node);
    if (ranges === undefined) return undefined;
    if (ranges === 'identity') continue;
    const here = at;
    const window = ranges.find(
      ({ child, high: first, size }) => (first & PCI_SPACE) === space && here >= child && here < child + size,
    );
    if (window === undefined) return undefined;
    at = window.parent + (here - window.child);
    space = 0;
  }
  return at;
}

/** A stretch of the root's address space. */
export interface AddressRange {
  readonly start: bigint;
  readonly size: bigint;
}

/** The blocks of a node's `reg` as the CPU sees them; undefined for a block that cannot be reached from the root. */
export function cpuAddresses(node: DevicetreeNode): (AddressRange | undefined)[] {
  return readReg(node).map(({ address, size, high }) => {
    const start = node.parent === undefined ? undefined : translateToRoot(node.parent, address, high);
    return start === undefined ? undefined : { start, size };
  });
}

/** A unit address as a number: `20000000`, `1,0` (its first part) or undefined where it is none. */
export function unitAddressNumber(node: DevicetreeNode): bigint | undefined {
  const text = node.unitAddress?.split(',', 1)[0] ?? '';
  return /^[0-9a-fA-F]{1,16}$/.test(text) ? BigInt(`0x${text}`) : undefined;
}

/** The number of a property that gives a count of cells (`#clock-cells`), or undefined where it is missing or no cell. */
export function cellCount(provider: DevicetreeNode, name: string): number | undefined {
  const property = provider.properties.get(name);
  return property === undefined ? undefined : readU32(property);
}
