/** What the hardware makes of a memory node: its MPU region, who decides for its addresses, its heap. */
import { hex32 } from '../../base/index.js';
import { bits, bit } from '../../base/index.js';
import type { DevicetreeNode } from '../model/index.js';
import {
  ATTRIBUTE_LAYOUT,
  attributeExpression,
  decidersOf,
  describeAttribute,
  initPool,
  memoryNodesOf,
  placeAllocation,
  rangeWords,
  RASR,
  RBAR_V8,
  rightsWords,
  RLAR,
  sizeWords,
  type AttributeArchitecture,
  type DecidedRange,
  type MemoryRange,
  type MpuPlan,
  type PlannedRegion,
  type ProgrammedRegion,
  type RegionRegisters,
} from '../zephyr/index.js';
import { code, paragraphs, table } from './markdown.js';
import type { QueryContext } from './types.js';

/** The regions that a node gets or asks for: its own, and the SoC's that `/chosen` makes of it. */
export function regionsOfNode({ plan }: QueryContext, node: DevicetreeNode): readonly PlannedRegion[] {
  return plan?.regions.filter((region) => region.node === node) ?? [];
}

/** All of it as Markdown; undefined where no region and no attribute has to do with the node. */
export function regionMarkdown(context: QueryContext, node: DevicetreeNode): string | undefined {
  const { plan } = context;
  const regions = regionsOfNode(context, node);
  if (plan === undefined || regions.length === 0) return undefined;
  return paragraphs(
    ...regions.map((region) => oneRegion(plan, region)),
    attributeLine(context, node),
    heapLine(context, node),
  );
}

/** One line: `MPU slot 3: 0x20020000-0x20023fff (16 KiB), rw- privileged, …`, for places where a table is too much. */
export function oneRegion(plan: MpuPlan, region: PlannedRegion): string {
  if (region.state === 'dropped') return `**No MPU region.** ${region.message}`;
  const { slot, type, remarks } = region;
  const head = `**MPU slot ${slot}** of 0 to ${plan.target.regionCount - 1}: ${code(type)}, ${region.memory}`;
  const off = plan.enabled ? undefined : 'But Zephyr leaves the MPU off: nothing of this is enforced.';
  return paragraphs(
    head,
    off,
    rangeTable(region),
    remarks.length === 0 ? undefined : remarks.map(({ message }) => `- ${message}`).join('\n'),
    decisions(plan, region),
    registerTable(region.registers),
  );
}

function sizeAndRange(range: MemoryRange): readonly [string, string] {
  return [code(rangeWords(range)), sizeWords(range.size)];
}

function rangeTable({ slot, requested, covered, access }: ProgrammedRegion): string {
  const rights = [rightsWords(access.privileged), rightsWords(access.unprivileged)].map(code);
  const heading = ['slot', '', 'addresses', 'size', 'privileged', 'user'];
  if (covered === undefined) {
    return table([
      heading,
      [String(slot), 'asks for', ...sizeAndRange(requested), ...rights],
      ['', 'covers', 'nothing certain', '', '', ''],
    ]);
  }
  if (covered.base === requested.base && covered.size === requested.size) {
    return table([heading, [String(slot), 'covers', ...sizeAndRange(covered), ...rights]]);
  }
  return table([
    heading,
    [String(slot), 'asks for', ...sizeAndRange(requested), '', ''],
    ['', '**covers**', ...sizeAndRange(covered), ...rights],
  ]);
}

/** Who decides for the addresses that the node asks for, where it is not simply this region. */
function decisions(plan: MpuPlan, region: ProgrammedRegion): string | undefined {
  if (!plan.enabled || region.requested.size === 0) return undefined;
  const parts = decidersOf(plan, region.requested);
  if (parts.every(({ by, regions }) => by === 'region' && regions.length === 1 && regions[0] === region))
    return undefined;
  const rows = parts.slice(0, 8).map((part) => [...sizeAndRange(part.range), decider(part, region)]);
  const more = parts.length > 8 ? [['…', '', '']] : [];
  return table([['addresses of the node', 'size', 'decided by'], ...rows, ...more]);
}

function decider({ by, regions }: DecidedRange, own: ProgrammedRegion): string {
  const names = regions.map((each) => (each === own ? `this (slot ${each.slot})` : `slot ${each.slot}, ${each.name}`));
  switch (by) {
    case 'region':
      return regions.length > 1 ? `**${names[0]!}**, over ${names.slice(1).join(' and ')}` : names[0]!;
    case 'fault':
      return `**every access faults**: ${names.join(' and ')} both match`;
    case 'background':
      return 'no region: the default memory map for privileged code, a fault for user threads';
    case 'ppb':
      return 'nobody: the Private Peripheral Bus never asks the MPU';
    case 'off':
      return 'nobody: the MPU is off';
  }
}

const RBAR_V7 = { ADDR: bits(31, 5), VALID: bit(4), REGION: bits(3, 0) } as const;

/** The register values as Zephyr writes them, with their fields. */
export function registerTable(registers: RegionRegisters): string {
  const { RBAR } = registers;
  const heading = ['register', 'value', 'fields'];
  if (registers.kind === 'rasr') {
    const { RASR: value } = registers;
    return table([
      heading,
      [
        '`MPU_RBAR`',
        code(hex32(RBAR)),
        `ADDR ${hex32(RBAR & RBAR_V7.ADDR.mask)}, VALID ${RBAR_V7.VALID.get(RBAR)}, REGION ${RBAR_V7.REGION.get(RBAR)}`,
      ],
      ['`MPU_RASR`', code(hex32(value)), rasrFields(value)],
    ]);
  }
  const { RLAR: value, MAIR0 } = registers;
  const attribute = RLAR.AttrIndx.get(value);
  return table([
    heading,
    [
      '`MPU_RBAR`',
      code(hex32(RBAR)),
      `BASE ${hex32(RBAR & RBAR_V8.BASE.mask)}, SH ${RBAR_V8.SH.get(RBAR)}, AP ${RBAR_V8.AP.get(RBAR)}, XN ${RBAR_V8.XN.get(RBAR)}`,
    ],
    [
      '`MPU_RLAR`',
      code(hex32(value)),
      `LIMIT ${hex32((value & RLAR.LIMIT.mask) | 0x1f)}, PXN ${RLAR.PXN.get(value)}, AttrIndx ${attribute}, EN ${RLAR.EN.get(value)}`,
    ],
    [
      '`MPU_MAIR0`',
      code(hex32(MAIR0)),
      `Attr${attribute} 0x${((MAIR0 >>> (8 * attribute)) & 0xff).toString(16).padStart(2, '0')}`,
    ],
  ]);
}

function rasrFields(value: number): string {
  const size = RASR.SIZE.get(value);
  return (
    `XN ${RASR.XN.get(value)}, AP ${RASR.AP.get(value)}, TEX ${RASR.TEX.get(value)}, S ${RASR.S.get(value)}, ` +
    `C ${RASR.C.get(value)}, B ${RASR.B.get(value)}, SIZE ${size} (${sizeWords(2 ** (size + 1))}), ENABLE ${RASR.ENABLE.get(value)}`
  );
}

/** Whose types bits 31:20 are; the Arm MPU's where nothing says otherwise. */
export function architectureOf({ target }: QueryContext): AttributeArchitecture {
  return target?.core?.startsWith('cortex-a') === true ? 'arm64' : 'arm';
}

function attributeLine(context: QueryContext, node: DevicetreeNode): string | undefined {
  const value = regionsOfNode(context, node).find(({ attribute }) => attribute !== undefined)?.attribute;
  if (value === undefined) return undefined;
  const { attributeTable } = context;
  const architecture = architectureOf(context);
  const { text } = describeAttribute(value, attributeTable, architecture);
  return `${code('zephyr,memory-attr')} ${code(hex32(value))}: ${text}. As macros: ${code(attributeExpression(value, attributeTable, architecture))}`;
}

/** Where an allocation with the node's own software bits lands. */
function heapLine(context: QueryContext, node: DevicetreeNode): string | undefined {
  const { plan, compilation } = context;
  const region = plan?.regions.find((each) => each.node === node && each.attribute !== undefined);
  const software = ((region?.attribute ?? 0) & ATTRIBUTE_LAYOUT.software.mask) >>> 0;
  if (plan === undefined || software === 0) return undefined;
  const undeclared = new Set(plan.dropped.flatMap((each) => (each.reason === 'not-declared' ? [each.node] : [])));
  const { heaps, left } = initPool(memoryNodesOf(compilation.tree, (each) => !undeclared.has(each)).regions);
  const names = attributeExpression(software, context.attributeTable);
  if (left.some((each) => each.node === node)) {
    return `**No heap.** Zephyr makes ${heaps.length} heaps of regions with software bits, and this one comes after them.`;
  }
  const heap = heaps.find((each) => each.region.node === node);
  if (heap === undefined) return undefined;
  const { heap: first, message } = placeAllocation(heaps, software, 0, 8);
  const call = code(`mem_attr_heap_alloc(${names}, bytes)`);
  if (first === heap)
    return `**Heap.** ${call} takes its block from here first, at most ${sizeWords(heap.largestBytes)} at once.`;
  if (first === undefined) return `**Heap.** ${call} gets ${message}`;
  return `**Heap.** ${call} tries ${first.region.name} before this node, and comes here when that has no room.`;
}
