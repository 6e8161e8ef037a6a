/** Which nodes are memories, what a plain store to each does, and where the core finds its vectors. */
import { hex32 } from '../../../base/index.js';
import type { Devicetree, DevicetreeFinding, DevicetreeNode } from '../../../devicetree/index.js';
import type { MemoryDescription, StoreBehaviour } from '../../../emulator/index.js';
import { cellsOf, compatibleOf, findingAt, nameOf, rangesOf, referredNode, stringsOf } from './nodes.js';

/** A plain store into flash changes nothing; its controller writes. */
const FLASH = new Set(['soc-nv-flash', 'mmio-rom']);
const RAM = new Set([
  'mmio-sram',
  'zephyr,memory-region',
  'arm,itcm',
  'arm,dtcm',
  'nxp,imx-itcm',
  'nxp,imx-dtcm',
  'st,stm32-ccm',
  'zephyr,sram',
]);

const STORES: Readonly<Record<string, StoreBehaviour>> = { write: 'write', ignore: 'ignore', 'bus-fault': 'busFault' };

/** The emulator's memories come in pages of this size. */
const PAGE = 1024;

export function isMemory(node: DevicetreeNode): boolean {
  if (!node.properties.has('reg')) return false;
  const compatible = compatibleOf(node);
  if (compatible.some((name) => RAM.has(name) || FLASH.has(name))) return true;
  return stringsOf(node, 'device_type')[0] === 'memory';
}

/** One for each entry of `reg`. Sizes that are no whole pages are rounded up, with a finding. */
export function memoryOf(node: DevicetreeNode, findings: DevicetreeFinding[]): MemoryDescription[] {
  const ranges = rangesOf(node);
  const mirrors = cellsOf(node, 'ringfence,mirrors');
  const store = storeOf(node, findings);
  return ranges.flatMap(({ start, end }, i) => {
    const name = ranges.length === 1 ? nameOf(node) : `${nameOf(node)}.${i}`;
    const sizeBytes = Math.ceil((end - start) / PAGE) * PAGE;
    if (sizeBytes === 0) return [];
    if (start % PAGE !== 0 || start + sizeBytes > 2 ** 32) {
      const message = `${name} at ${hex32(start)} does not start at a multiple of 1 KiB below 4 GiB; it is left out of the machine.`;
      findings.push(findingAt(node, 'board-memory-alignment', 'warning', message, 'reg'));
      return [];
    }
    if (sizeBytes !== end - start) {
      const message = `${name} has ${end - start} bytes; the machine gives it ${sizeBytes}, whole pages of 1 KiB.`;
      findings.push(findingAt(node, 'board-memory-size', 'information', message, 'reg'));
    }
    return [{ name, base: start, sizeBytes, store, ...(i === 0 && mirrors.length > 0 && { mirrors }) }];
  });
}

function storeOf(node: DevicetreeNode, findings: DevicetreeFinding[]): StoreBehaviour {
  const absent = compatibleOf(node).some((name) => FLASH.has(name)) ? 'ignore' : 'write';
  const text = stringsOf(node, 'ringfence,store')[0];
  if (text === undefined) return absent;
  const store = Object.hasOwn(STORES, text) ? STORES[text] : undefined;
  if (store !== undefined) return store;
  const message = `ringfence,store is “${text}”; it has to be one of ${Object.keys(STORES).join(', ')}.`;
  findings.push(findingAt(node, 'board-store-unknown', 'warning', message, 'ringfence,store'));
  return absent;
}

/** Where the vector table of the image lies: the chosen code partition, else the chosen flash, else the lowest memory. */
export function initialVtorOf(tree: Devicetree, memories: readonly MemoryDescription[]): number {
  const chosen = tree.find('/chosen');
  const flash = chosen && referredNode(tree, chosen, 'zephyr,flash');
  const partition = chosen && referredNode(tree, chosen, 'zephyr,code-partition');
  const flashBase = flash && rangesOf(flash)[0]?.start;
  const offset = partition && cellsOf(partition, 'reg')[0];
  if (flashBase !== undefined) return (flashBase + (offset ?? 0)) >>> 0;
  return Math.min(...memories.map(({ base }) => base), 0xffff_ffff);
}
