/** What a board asks of a devicetree node: names, addresses as the core sees them, interrupts of the NVIC. */
import type { Severity } from '../../../base/index.js';
import {
  childCells,
  compatibles,
  firstString,
  isOkay,
  nodeNameRange,
  readCells,
  readInterrupts,
  readReg,
  readStrings,
  readU32,
  translateToRoot,
  wholeValueRange,
  type Devicetree,
  type DevicetreeFinding,
  type DevicetreeNode,
  type SourceRange,
} from '../../../devicetree/index.js';

/** A stretch of the core's address space; `end` is exclusive and may be 2^32. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

const ADDRESS_SPACE = 2n ** 32n;

/** As people call it: the first label, else the name, without its unit address. */
export function nameOf(node: DevicetreeNode): string {
  return node.labels[0]?.text ?? node.baseName;
}

/** The node and everything above it is enabled. */
export function isEnabled(node: DevicetreeNode): boolean {
  for (let at: DevicetreeNode | undefined = node; at !== undefined; at = at.parent) if (!isOkay(at)) return false;
  return true;
}

/** A list of strings; empty where the property is missing or none. */
export function stringsOf(node: DevicetreeNode, name: string): readonly string[] {
  const property = node.properties.get(name);
  return (property && readStrings(property)) ?? [];
}

export function cellsOf(node: DevicetreeNode, name: string): readonly number[] {
  const property = node.properties.get(name);
  return (property && readCells(property)) ?? [];
}

/** A property of one cell. */
export function cellOf(node: DevicetreeNode, name: string): number | undefined {
  const property = node.properties.get(name);
  return property && readU32(property);
}

export { compatibles as compatibleOf };

/**
 * The stretches of `reg`, as the core sees them. A bus without `ranges` shuts its children off (Devicetree Specification v0.4,
 * 2.3.8), but Zephyr takes their addresses as they are, and its flash controllers rely on that. Partitions, and children whose
 * addresses have no size, are no addresses of the core.
 */
export function rangesOf(node: DevicetreeNode): readonly Range[] {
  const bus = node.parent;
  if (bus === undefined || childCells(bus).size === 0 || compatibles(bus).includes('fixed-partitions')) return [];
  return readReg(node).flatMap(({ address, size, high }) => {
    const open = bus.parent === undefined || bus.properties.has('ranges');
    const start = open ? translateToRoot(bus, address, high) : address;
    if (start === undefined || start >= ADDRESS_SPACE) return [];
    const end = start + size > ADDRESS_SPACE ? ADDRESS_SPACE : start + size;
    return [{ start: Number(start), end: Number(end) }];
  });
}

/** The numbers of a node's interrupts at the NVIC, in order; those that go to another controller are left out. */
export function interruptsOf(tree: Devicetree, node: DevicetreeNode): readonly number[] {
  return readInterrupts(tree, node).flatMap(({ controller, cells }) =>
    isNvic(controller) && cells[0] !== undefined ? [cells[0]] : [],
  );
}

/** The core's interrupt controller, in Zephyr's names for each architecture; `arm,armv7m-nvic` is older. */
const NVICS = new Set(['arm,v6m-nvic', 'arm,v7m-nvic', 'arm,v8m-nvic', 'arm,v8.1m-nvic', 'arm,armv7m-nvic']);

export function isNvic(node: DevicetreeNode): boolean {
  return compatibles(node).some((name) => NVICS.has(name));
}

/** The node that a property's phandle or path refers to. */
export function referredNode(tree: Devicetree, node: DevicetreeNode, name: string): DevicetreeNode | undefined {
  const property = node.properties.get(name);
  if (property === undefined) return undefined;
  const marker = property.markers.find(({ kind }) => kind === 'phandle' || kind === 'path');
  return marker === undefined ? tree.find(firstString(property)) : marker.node;
}

/** A finding at a property of a node, or at the node's name. */
export function findingAt(
  node: DevicetreeNode,
  code: string,
  severity: Severity,
  message: string,
  propertyName?: string,
): DevicetreeFinding {
  const property = propertyName === undefined ? undefined : node.properties.get(propertyName);
  const range = property === undefined ? nodeRange(node) : wholeValueRange(property);
  return { code, severity, message, range };
}

/** A tree without any source has no place to point at. */
const NOWHERE: SourceRange = { file: { path: '', text: '' }, start: 0, end: 0 };

function nodeRange(node: DevicetreeNode): SourceRange {
  for (let at: DevicetreeNode | undefined = node; at !== undefined; at = at.parent) {
    const range = nodeNameRange(at);
    if (range !== undefined) return range;
  }
  return NOWHERE;
}
