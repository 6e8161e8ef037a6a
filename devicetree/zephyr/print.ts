/** A plan as a table for people and as JSON for programs. */
import { hex32 } from '../../base/index.js';
import type { MemoryRange, DropReason, MpuPlan, PlannedRegion, ProgrammedRegion, RegionRegisters } from './types.js';
import { rangeWords, rightsWords, sameRange, sizeWords } from './words.js';

/** Columns as wide as their widest cell, two spaces between them, nothing behind the last. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

function registerCells(registers: RegionRegisters): readonly [string, string] {
  return [hex32(registers.RBAR), hex32(registers.kind === 'rasr' ? registers.RASR : registers.RLAR)];
}

function coveredWords({ covered, requested, registers }: ProgrammedRegion): string {
  if (covered === undefined) return registers.kind === 'rasr' ? 'UNPREDICTABLE' : 'nothing';
  return sameRange(covered, requested) ? 'the same' : rangeWords(covered);
}

function sourceOf(region: PlannedRegion): string {
  if (region.origin === 'devicetree') return region.node?.path ?? region.name;
  return region.property?.name ?? 'SoC';
}

/** Nodes whose place the plan does not know or need. */
const UNREAD: ReadonlySet<DropReason> = new Set(['no-reg', 'not-one-cell', 'not-declared']);

function row(region: PlannedRegion): readonly string[] {
  const asked = region.state === 'dropped' && UNREAD.has(region.reason) ? '-' : rangeWords(region.requested);
  if (region.state === 'dropped')
    return ['-', region.name, '-', asked, 'nothing', '-', '-', '-', '-', '-', sourceOf(region)];
  const { slot, name, type, access, memory, registers } = region;
  const rights = [rightsWords(access.privileged), rightsWords(access.unprivileged)];
  return [
    String(slot),
    name,
    type,
    asked,
    coveredWords(region),
    ...rights,
    memory,
    ...registerCells(registers),
    sourceOf(region),
  ];
}

function heading(plan: MpuPlan): readonly string[] {
  const second = plan.target.pmsa === 'v8' ? 'RLAR' : 'RASR';
  return ['slot', 'region', 'type', 'asks for', 'covers', 'priv', 'user', 'memory', 'RBAR', second, 'from'];
}

/** What holds for every region alike is said once, at the end. */
const SAID_ONCE: ReadonlySet<DropReason> = new Set(['no-mpu', 'mpu-off', 'mem-attr-off']);

function sentences(plan: MpuPlan): readonly string[] {
  const lines: string[] = [];
  const said = new Set<string>();
  for (const region of plan.regions) {
    if (region.state === 'dropped' && SAID_ONCE.has(region.reason)) said.add(region.message);
    else if (region.state === 'dropped') lines.push(`${region.name}: ${region.message}`);
    else lines.push(...region.remarks.map((remark) => `slot ${region.slot} (${region.name}): ${remark.message}`));
  }
  return [
    ...lines,
    ...said,
    ...plan.overlaps.map((overlap) => overlap.message),
    ...plan.notes.map((note) => note.message),
  ];
}

/**
 * The plan as `ringfence regions` prints it: the target, a table in slot order with what is left out among it, a sentence for
 * everything that is not as it looks, and the slots that are left. Ends with a line feed.
 */
export function planText(plan: MpuPlan): string {
  const { target, config } = plan;
  const mair = plan.programmed.find((region) => region.registers.kind === 'rlar');
  const settings = [
    `Zephyr ${config.zephyr}`,
    config.xip ? 'XIP' : 'not XIP',
    ...(mair === undefined ? [] : ['MAIR0 0x0044ffaa']),
  ];
  const body =
    plan.regions.length === 0 ? ['No memory region is asked for.'] : table([heading(plan), ...plan.regions.map(row)]);
  const remarks = sentences(plan);
  return [
    target.words,
    settings.join(', '),
    '',
    ...body,
    ...(remarks.length === 0 ? [] : ['', ...remarks]),
    '',
    plan.enabled ? plan.slots.message : `${plan.slots.message} The MPU stays off.`.trimStart(),
    '',
  ].join('\n');
}

/** `base` and `last` as `0x…`, `size` in bytes. `last` is missing for an empty range. */
export interface RangeJson {
  readonly base: string;
  readonly last?: string;
  readonly size: number;
}

export interface RegionJson {
  readonly state: 'programmed' | 'dropped';
  readonly origin: 'soc' | 'devicetree';
  readonly name: string;
  /** The node's path; null where devicetree does not tell. */
  readonly node: string | null;
  /** The attribute as `0x…`; null for the SoC's. */
  readonly attribute: string | null;
  readonly requested: RangeJson;
  /** Programmed only, from here to `remarks`. */
  readonly slot?: number;
  readonly type?: string;
  /** Null: nothing, or UNPREDICTABLE. */
  readonly covered?: RangeJson | null;
  /** `RBAR` and `RASR`, or `RBAR`, `RLAR` and `MAIR0`, as written, `0x…`. */
  readonly registers?: Readonly<Record<string, string>>;
  /** `rwx` with `-` for what is denied. */
  readonly privileged?: string;
  readonly unprivileged?: string;
  readonly memory?: string;
  readonly remarks?: readonly { readonly kind: string; readonly message: string }[];
  /** Dropped only. */
  readonly reason?: string;
  readonly message?: string;
}

/** What `planJson` gives. `formatVersion` goes up when a member changes its meaning or goes; new members may come. */
export interface PlanJson {
  readonly formatVersion: 1;
  readonly target: {
    readonly words: string;
    readonly core: string | null;
    readonly architecture: string | null;
    /** `v6`, `v7`, `v8`; null: no MPU. */
    readonly pmsa: string | null;
    readonly regions: number;
    readonly regionsFrom: string;
    readonly minimumRegionBytes: number;
    readonly cacheLineBytes: number | null;
  };
  readonly zephyr: string;
  readonly xip: boolean;
  readonly enabled: boolean;
  /** In the order in which Zephyr's driver meets them. */
  readonly regions: readonly RegionJson[];
  /** `lower` and `higher` are slots. */
  readonly overlaps: readonly {
    readonly effect: string;
    readonly lower: number;
    readonly higher: number;
    readonly shared: RangeJson;
    readonly sameRights: boolean;
    readonly message: string;
  }[];
  readonly slots: { readonly total: number; readonly soc: number; readonly devicetree: number; readonly free: number };
  readonly notes: readonly { readonly kind: string; readonly message: string }[];
}

function rangeJson(range: MemoryRange): RangeJson {
  const { base, size } = range;
  return { base: hex(base), ...(size === 0 ? {} : { last: hex(base + size - 1) }), size };
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}

function registersJson(registers: RegionRegisters): Readonly<Record<string, string>> {
  const { RBAR } = registers;
  if (registers.kind === 'rasr') return { RBAR: hex(RBAR), RASR: hex(registers.RASR) };
  return { RBAR: hex(RBAR), RLAR: hex(registers.RLAR), MAIR0: hex(registers.MAIR0) };
}

function regionJson(region: PlannedRegion): RegionJson {
  const { state, origin, name, node, attribute, requested } = region;
  const common = {
    state,
    origin,
    name,
    node: node?.path ?? null,
    attribute: attribute === undefined ? null : hex(attribute),
    requested: rangeJson(requested),
  };
  if (region.state === 'dropped') return { ...common, reason: region.reason, message: region.message };
  return {
    ...common,
    slot: region.slot,
    type: region.type,
    covered: region.covered === undefined ? null : rangeJson(region.covered),
    registers: registersJson(region.registers),
    privileged: rightsWords(region.access.privileged),
    unprivileged: rightsWords(region.access.unprivileged),
    memory: region.memory,
    remarks: region.remarks,
  };
}

/** The plan as a value that JSON can hold. */
export function planJson(plan: MpuPlan): PlanJson {
  const { target, config, slots } = plan;
  return {
    formatVersion: 1,
    target: {
      words: target.words,
      core: target.core ?? null,
      architecture: target.architecture ?? null,
      pmsa: target.pmsa ?? null,
      regions: target.regionCount,
      regionsFrom: target.regionCountFrom,
      minimumRegionBytes: target.minimumRegionBytes,
      cacheLineBytes: target.cacheLineBytes ?? null,
    },
    zephyr: config.zephyr,
    xip: config.xip,
    enabled: plan.enabled,
    regions: plan.regions.map(regionJson),
    overlaps: plan.overlaps.map(({ effect, lower, higher, shared, sameRights, message }) => ({
      effect,
      lower: lower.slot,
      higher: higher.slot,
      shared: rangeJson(shared),
      sameRights,
      message,
    })),
    slots: { total: slots.total, soc: slots.soc, devicetree: slots.devicetree, free: slots.free },
    notes: plan.notes,
  };
}

/** One line for a hover: `MPU slot 3: 0x20020000-0x20023fff (16 KiB), rw- privileged, --- unprivileged, Normal, not cacheable`. */
export function regionLine(region: PlannedRegion): string {
  if (region.state === 'dropped') return region.message;
  const { covered, access, memory, slot } = region;
  const where =
    covered === undefined ? 'covers nothing certain' : `${rangeWords(covered)} (${sizeWords(covered.size)})`;
  return `MPU slot ${slot}: ${where}, ${rightsWords(access.privileged)} privileged, ${rightsWords(access.unprivileged)} unprivileged, ${memory}`;
}
