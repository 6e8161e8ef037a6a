/**
 * The MPU regions that Zephyr programs at boot for a devicetree, with what the hardware makes of them (Zephyr's
 * arch/arm/core/mpu/arm_mpu.c, z_arm_mpu_init: the SoC's table first, then devicetree in tree order).
 */
import type { Devicetree } from '../model/index.js';
import { decideArmType } from './arm-type.js';
import { planConfig } from './config.js';
import {
  accessBy,
  coveredBy,
  memoryBy,
  rasrAttributes,
  rasrRegisters,
  rlarRegisters,
  v8Attributes,
} from './encodings.js';
import { memoryNodesOf, type DeclaresAttribute, type MemoryNodes } from './memory-nodes.js';
import { overlapsOf } from './overlaps.js';
import { remarksOf } from './remarks.js';
import { notesOf, slotBudget } from './slots.js';
import { socRegionsOf, type SocTable } from './soc-regions.js';
import type {
  MemoryRange,
  ArmRegionType,
  DropReason,
  DroppedRegion,
  MemoryNode,
  MpuPlan,
  MpuTarget,
  PlanConfig,
  PlannedRegion,
  Pmsa,
  ProgrammedRegion,
  RegionRegisters,
  SocRegion,
  UnusableMemoryNode,
} from './types.js';
import { accessWords } from './words.js';

/** Zephyr's configuration as far as it is known, and which nodes' bindings declare `zephyr,memory-attr`. */
export interface PlanOptions extends Partial<PlanConfig> {
  readonly declaresAttribute?: DeclaresAttribute;
}

/** `mpuPlan` without a tree. */
export interface PlanInput {
  readonly soc: SocTable;
  /** In tree order. */
  readonly nodes: MemoryNodes;
  readonly target: MpuTarget;
  readonly config: PlanConfig;
}

type Request = Pick<ProgrammedRegion, 'origin' | 'name' | 'node' | 'property' | 'attribute' | 'requested'>;

/** C's uint32_t. */
function word(value: number): number {
  return value % 2 ** 32;
}

function registersFor(
  type: ArmRegionType,
  slot: number,
  range: MemoryRange,
  pmsa: Pmsa,
  config: PlanConfig,
): RegionRegisters | undefined {
  const base = word(range.base);
  const size = word(range.size);
  if (pmsa === 'v8') {
    const attributes = v8Attributes(type, config);
    return attributes === undefined ? undefined : rlarRegisters(slot, base, size, attributes);
  }
  const attributes = rasrAttributes(type, config);
  return attributes === undefined ? undefined : rasrRegisters(slot, base, size, attributes, pmsa);
}

function programmed(request: Request, type: ArmRegionType, registers: RegionRegisters, pmsa: Pmsa): ProgrammedRegion {
  const covered = coveredBy(registers, pmsa);
  const access = accessBy(registers, covered?.base ?? request.requested.base);
  const memory = memoryBy(registers, pmsa);
  const region = {
    ...request,
    state: 'programmed',
    slot: registers.RNR,
    type,
    registers,
    covered,
    access,
    memory,
  } as const;
  return { ...region, words: `${accessWords(access)}; ${memory}`, remarks: remarksOf(request, type, covered, pmsa) };
}

function dropped(request: Request, reason: DropReason, message: string): DroppedRegion {
  return { ...request, state: 'dropped', reason, message };
}

function requestOf(node: MemoryNode | UnusableMemoryNode): Request {
  const requested = 'reason' in node ? { base: 0, size: 0 } : { base: node.base, size: node.size };
  return {
    origin: 'devicetree',
    name: node.name,
    node: node.node,
    property: node.property,
    attribute: node.attribute,
    requested,
  };
}

function socRequest(region: SocRegion): Request {
  const { name, base, size, node, property } = region;
  return { origin: 'soc', name, node, property, attribute: undefined, requested: { base, size } };
}

const UNUSABLE: Record<UnusableMemoryNode['reason'], string> = {
  'no-reg': 'No usable reg: DT_REG_ADDR has no value, and Zephyr does not compile.',
  'not-one-cell': 'zephyr,memory-attr is not one cell: Zephyr refuses the devicetree.',
  'not-declared':
    'No binding of this node declares zephyr,memory-attr: C never sees it, and no MPU region is programmed.',
};

/** Why no node at all gets a region, if that is so. */
function nothingReason({
  target,
  config,
}: PlanInput): { readonly reason: DropReason; readonly message: string } | undefined {
  if (target.pmsa === undefined) return { reason: 'no-mpu', message: `No MPU region: ${target.words}.` };
  if (!config.armMpu) return { reason: 'mpu-off', message: 'CONFIG_ARM_MPU is off: no MPU region is programmed.' };
  if (!config.memAttr)
    return { reason: 'mem-attr-off', message: 'CONFIG_MEM_ATTR is off: no MPU region is programmed.' };
  return undefined;
}

function noSlotMessage(slot: number, { target, config }: PlanInput): string {
  const slots = target.regionCount === 0 ? 'no slots' : `slots 0 to ${target.regionCount - 1}`;
  const assert = config.assert ? 'asserts' : 'gives up and leaves the whole MPU off';
  return `Needs MPU slot ${slot}, but the hardware has ${slots}: Zephyr ${assert}.`;
}

/** One node after `slot` regions. `failed`: the driver has given up before it. */
function planNode(
  node: MemoryNode | UnusableMemoryNode,
  slot: number,
  failed: boolean,
  input: PlanInput,
): PlannedRegion {
  const request = requestOf(node);
  if ('reason' in node) return dropped(request, node.reason, UNUSABLE[node.reason]);
  const nothing = nothingReason(input);
  const { pmsa } = input.target;
  if (nothing !== undefined || pmsa === undefined)
    return dropped(request, nothing?.reason ?? 'no-mpu', nothing?.message ?? '');
  const decision = decideArmType(node.attribute, input.target, input.config);
  if ('reason' in decision) return dropped(request, decision.reason, decision.message);
  const { type } = decision;
  if (failed || slot >= input.target.regionCount) return dropped(request, 'no-slot', noSlotMessage(slot, input));
  const registers = registersFor(type, slot, request.requested, pmsa, input.config);
  return registers === undefined
    ? dropped(request, 'type-not-on-core', `${type} has no encoding on this core.`)
    : programmed(request, type, registers, pmsa);
}

function planSoc(region: SocRegion, slot: number, input: PlanInput): PlannedRegion {
  const request = socRequest(region);
  const { target, config } = input;
  if (target.pmsa === undefined) return dropped(request, 'no-mpu', `No MPU region: ${target.words}.`);
  if (!config.armMpu) return dropped(request, 'mpu-off', 'CONFIG_ARM_MPU is off: no MPU region is programmed.');
  if (input.soc.slots > target.regionCount)
    return dropped(request, 'no-slot', noSlotMessage(input.soc.slots - 1, input));
  const registers = registersFor(region.type, slot, request.requested, target.pmsa, config);
  return registers === undefined
    ? dropped(request, 'type-not-on-core', `${region.type} has no encoding on ${target.architecture ?? 'this core'}.`)
    : programmed(request, region.type, registers, target.pmsa);
}

/** The plan for memory nodes and a SoC's table that are known already. */
export function planRegions(input: PlanInput): MpuPlan {
  const { target, config, soc, nodes } = input;
  const regions = soc.regions.map((entry) => planSoc(entry.region, entry.slot, input));
  let slot = soc.slots;
  let failed = soc.slots > target.regionCount;
  for (const node of nodes.all) {
    const region = planNode(node, slot, failed, input);
    regions.push(region);
    if (region.state === 'programmed') slot++;
    else if (region.reason === 'no-slot') {
      // The message of those behind counts on, so that the number of slots that would be enough can be read off the last.
      failed = true;
      slot++;
    }
  }
  const planned = regions.filter((region): region is ProgrammedRegion => region.state === 'programmed');
  const enabled = target.pmsa !== undefined && config.armMpu && !failed;
  const budget = slotBudget(input, planned.filter((region) => region.origin === 'devicetree').length, slot);
  const plan = {
    target,
    config,
    regions,
    programmed: planned,
    dropped: regions.filter((region): region is DroppedRegion => region.state === 'dropped'),
    overlaps: overlapsOf(planned, target),
    slots: budget,
    enabled,
  };
  return { ...plan, notes: notesOf(plan, soc) };
}

/**
 * The MPU regions that Zephyr programs at boot for `tree` on `target`, in slot order, and those that it leaves out, with the
 * reason. What threads add later (stack guards, partitions) is counted in `slots`.
 */
export function mpuPlan(tree: Devicetree, target: MpuTarget, options: PlanOptions = {}): MpuPlan {
  const { declaresAttribute, ...given } = options;
  const config = planConfig(given, target);
  const nodes = memoryNodesOf(tree, declaresAttribute);
  return planRegions({ soc: socRegionsOf(tree, target, config), nodes, target, config });
}
