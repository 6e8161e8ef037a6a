/**
 * The one place where a devicetree becomes a machine. Memories by their compatible, devices by a registry, and whatever else has
 * registers as a stub that reads as 0: firmware that pokes at a device without a model goes on.
 */
import { hex32 } from '../../../base/index.js';
import type { Devicetree, DevicetreeFinding, DevicetreeNode } from '../../../devicetree/index.js';
import {
  PROFILES,
  type BoardDescription,
  type MemoryDescription,
  type PeripheralDescription,
  type StubDescription,
} from '../../../emulator/index.js';
import { cpuOf } from './cpu.js';
import { deviceFor } from './devices.js';
import { initialVtorOf, isMemory, memoryOf } from './memories.js';
import {
  cellOf,
  compatibleOf,
  findingAt,
  interruptsOf,
  isEnabled,
  nameOf,
  rangesOf,
  stringsOf,
  type Range,
} from './nodes.js';

export interface BoardFromDevicetree {
  /** Undefined where an error among the findings leaves no machine. */
  readonly board: BoardDescription | undefined;
  readonly findings: readonly DevicetreeFinding[];
}

/** Addresses of the Private Peripheral Bus, which is the core's own (Armv7-M ARM, B3.1). */
const PPB: Range = { start: 0xe000_0000, end: 0xe010_0000 };

/** `name` is what the board is called in messages: the file, or the built-in board's name. */
export function boardFromDevicetree(tree: Devicetree, name: string): BoardFromDevicetree {
  const findings: DevicetreeFinding[] = [];
  const taken: Range[] = [];
  const memories = memoriesOf(tree, taken, findings);
  const vectors = initialVtorOf(tree, memories);
  const { peripherals, stubs } = devicesOf(tree, taken, findings);
  const highest = Math.max(-1, ...peripherals.flatMap(interruptNumbers));
  const cpu = cpuOf(tree, highest, vectors, findings);
  if (memories.length === 0) {
    const message = 'No memory: no enabled node is compatible with mmio-sram, soc-nv-flash or another memory.';
    findings.push(findingAt(tree.root, 'board-no-memory', 'error', message));
  }
  if (cpu === undefined || memories.length === 0) return { board: undefined, findings };
  const mapped = PROFILES[cpu.core].vtor ? memories : withVectorsAtZero(memories, vectors, tree, findings);
  const known = peripherals.filter((device) => {
    const beyond = interruptNumbers(device).find((number) => number >= cpu.interrupts);
    if (beyond === undefined) return true;
    const message = `${device.name} has interrupt ${beyond}, but the NVIC has ${cpu.interrupts}: the device is left out.`;
    findings.push(findingAt(tree.root, 'board-interrupt-beyond', 'warning', message));
    return false;
  });
  const title = stringsOf(tree.root, 'model')[0] ?? name;
  const unmapped = stringsOf(tree.root, 'ringfence,unmapped')[0] === 'ignore' ? 'ignore' : 'busFault';
  const console = consoleOf(tree, known);
  const deviceMirror = cellOf(tree.root, 'ringfence,device-mirror');
  return {
    board: {
      ...{ name, title, cpu, memories: mapped, peripherals: known, stubs, unmapped, console },
      ...(deviceMirror !== undefined && { deviceMirror }),
    },
    findings,
  };
}

function memoriesOf(tree: Devicetree, taken: Range[], findings: DevicetreeFinding[]): MemoryDescription[] {
  const memories: MemoryDescription[] = [];
  for (const node of tree.nodes()) {
    if (!isMemory(node) || !isEnabled(node)) continue;
    for (const memory of memoryOf(node, findings)) {
      const ranges = [memory.base, ...(memory.mirrors ?? [])].map((start) => ({
        start,
        end: start + memory.sizeBytes,
      }));
      const over = taken.find((one) => ranges.some((range) => one.start < range.end && range.start < one.end));
      if (over === undefined) {
        memories.push(memory);
        taken.push(...ranges);
      } else if (!ranges.every((range) => over.start <= range.start && range.end <= over.end)) {
        const message = `${memory.name} overlaps the memory at ${hex32(over.start)} in part; it is left out of the machine.`;
        findings.push(findingAt(node, 'board-memory-overlap', 'warning', message, 'reg'));
      }
    }
  }
  return memories;
}

/**
 * A core without VTOR reads its vectors at 0. Where no memory is there, the part maps the one that boots to 0 (the pins of an
 * STM32F0 do): it answers there too.
 */
function withVectorsAtZero(
  memories: readonly MemoryDescription[],
  vectors: number,
  tree: Devicetree,
  findings: DevicetreeFinding[],
): readonly MemoryDescription[] {
  const holds = ({ base, sizeBytes, mirrors = [] }: MemoryDescription, address: number): boolean =>
    [base, ...mirrors].some((start) => address >= start && address < start + sizeBytes);
  const booting = memories.find((memory) => holds(memory, vectors));
  if (booting === undefined || memories.some((memory) => holds(memory, 0))) return memories;
  const end = Math.min(...memories.flatMap(({ base, mirrors = [] }) => [base, ...mirrors]));
  if (booting.sizeBytes > end) return memories;
  const message = `No memory is at 0, where this core reads its vector table: ${booting.name} answers there, too.`;
  findings.push(findingAt(tree.root, 'board-vectors-at-zero', 'information', message));
  return memories.map((memory) =>
    memory === booting ? { ...memory, mirrors: [...(memory.mirrors ?? []), 0] } : memory,
  );
}

interface Devices {
  readonly peripherals: PeripheralDescription[];
  readonly stubs: StubDescription[];
}

/** The hardware is there whether the devicetree enables it or not. */
function devicesOf(tree: Devicetree, taken: Range[], findings: DevicetreeFinding[]): Devices {
  const devices: Devices = { peripherals: [], stubs: [] };
  for (const node of tree.nodes()) {
    if (isMemory(node) || isInside(node, 'cpus') || isInside(node, 'reserved-memory')) continue;
    const ranges = rangesOf(node).filter((range) => !overlaps(range, PPB) && range.end > range.start);
    const [first] = ranges;
    if (first === undefined) continue;
    const factory = deviceFor(compatibleOf(node));
    const base = first.start;
    const interruptNames = stringsOf(node, 'interrupt-names');
    const device = factory?.({ name: nameOf(node), base, interrupts: interruptsOf(tree, node), interruptNames });
    if (device !== undefined && !taken.some((one) => overlaps(one, first))) {
      devices.peripherals.push(device);
      taken.push({ start: base, end: base + 0x1000 });
      continue;
    }
    if (factory !== undefined && device === undefined) {
      const message = `${nameOf(node)} has no interrupt that its model needs; it reads as 0.`;
      findings.push(findingAt(node, 'board-no-interrupt', 'information', message));
    }
    const value = cellOf(node, 'ringfence,reads');
    for (const [i, range] of ranges.entries()) {
      const name = ranges.length === 1 ? nameOf(node) : `${nameOf(node)}.${i}`;
      const free = without(range, taken);
      for (const [k, { start, end }] of free.entries()) {
        const part = free.length === 1 ? name : `${name}.${k}`;
        devices.stubs.push({ name: part, base: start, sizeBytes: end - start, ...(value !== undefined && { value }) });
        taken.push({ start, end });
      }
    }
  }
  return devices;
}

function isInside(node: DevicetreeNode, name: string): boolean {
  for (let at: DevicetreeNode | undefined = node; at !== undefined; at = at.parent) if (at.name === name) return true;
  return false;
}

function overlaps(one: Range, other: Range): boolean {
  return one.start < other.end && other.start < one.end;
}

/** What of a range is still free, ascending. */
function without(range: Range, taken: readonly Range[]): readonly Range[] {
  let free: Range[] = [range];
  for (const one of taken) {
    free = free.flatMap((part) => {
      if (!overlaps(part, one)) return [part];
      const pieces = [
        { start: part.start, end: one.start },
        { start: one.end, end: part.end },
      ];
      return pieces.filter(({ start, end }) => start < end);
    });
  }
  return free;
}

function interruptNumbers(device: PeripheralDescription): number[] {
  switch (device.kind) {
    case 'arm,cmsdk-uart':
      return [
        device.rxInterrupt,
        device.txInterrupt,
        ...(device.overrunInterrupt === undefined ? [] : [device.overrunInterrupt]),
      ];
    case 'arm,cmsdk-timer':
    case 'arm,cmsdk-dualtimer':
    case 'nordic,nrf-uart':
    case 'arm,pl011':
      return [device.interrupt];
    case 'arm,iotkit-secctl':
      return [];
  }
}

const UARTS: ReadonlySet<PeripheralDescription['kind']> = new Set(['arm,cmsdk-uart', 'arm,pl011', 'nordic,nrf-uart']);

/** `/chosen`'s console, else the first UART that has a model. */
function consoleOf(tree: Devicetree, peripherals: readonly PeripheralDescription[]): string {
  const chosen = tree.find('/chosen');
  const paths =
    chosen === undefined ? [] : ['zephyr,console', 'stdout-path'].flatMap((name) => stringsOf(chosen, name));
  for (const path of paths) {
    // `stdout-path` may carry the line's settings: "serial0:115200n8".
    const node = tree.find(path.replace(/:.*$/, ''));
    const name = node && nameOf(node);
    if (name !== undefined && peripherals.some((device) => device.name === name)) return name;
  }
  return peripherals.find(({ kind }) => UARTS.has(kind))?.name ?? '';
}
