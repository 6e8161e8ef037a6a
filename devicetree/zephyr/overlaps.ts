/** Regions that match the same addresses, and who decides there. */
import { PPB } from './remarks.js';
import type { MemoryRange, MpuPlan, MpuTarget, ProgrammedRegion, RegionOverlap } from './types.js';
import { contains, intersection, rangeWords, rightsWords } from './words.js';

function named(region: ProgrammedRegion): string {
  return `slot ${region.slot} (${region.name})`;
}

function sameRights(a: ProgrammedRegion, b: ProgrammedRegion): boolean {
  const rights = ({ access }: ProgrammedRegion): string =>
    rightsWords(access.privileged) + rightsWords(access.unprivileged);
  return rights(a) === rights(b) && a.memory === b.memory;
}

function overlap(
  lower: ProgrammedRegion,
  higher: ProgrammedRegion,
  shared: MemoryRange,
  faults: boolean,
): RegionOverlap {
  const same = sameRights(lower, higher);
  const hidesWhole = lower.covered !== undefined && contains(shared, lower.covered);
  const range = rangeWords(shared);
  const message = faults
    ? `${named(lower)} and ${named(higher)} both match ${range}: every access there faults.`
    : `${named(higher)} decides for ${range}, ${hidesWhole ? 'all of' : 'which is also in'} ${named(lower)}` +
      `${same ? '; both grant the same' : ''}.`;
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return {
    effect: faults ? 'faults' : 'overrides',
    lower,
    higher,
    shared,
    hidesWhole,
    sameRights: same,
    message: text,
  };
}

/**
 * Every pair of programmed regions that share addresses. On v6 and v7 the higher slot decides (Armv7-M ARM B3.5.3); on v8 two
 * matches are a fault (Armv8-M ARM, MPU check).
 */
export function overlapsOf(regions: readonly ProgrammedRegion[], target: MpuTarget): readonly RegionOverlap[] {
  const overlaps: RegionOverlap[] = [];
  for (const [index, lower] of regions.entries()) {
    for (const higher of regions.slice(index + 1)) {
      const shared = lower.covered && higher.covered && intersection(lower.covered, higher.covered);
      if (shared !== undefined) overlaps.push(overlap(lower, higher, shared, target.pmsa === 'v8'));
    }
  }
  return overlaps;
}

/** A stretch of addresses over which the same regions decide. */
export interface DecidedRange {
  readonly range: MemoryRange;
  /**
   * `region`: that one. `fault`: several v8 regions match. `background`: none, so the default memory map for privileged code
   * (unless it is off) and a fault for unprivileged. `ppb`: never asks the MPU. `off`: the MPU is off.
   */
  readonly by: 'region' | 'fault' | 'background' | 'ppb' | 'off';
  /** Those that match, highest slot first; the first one decides on v6 and v7. */
  readonly regions: readonly ProgrammedRegion[];
}

function decideAt(plan: MpuPlan, range: MemoryRange): DecidedRange {
  if (!plan.enabled) return { range, by: 'off', regions: [] };
  if (contains(PPB, range)) return { range, by: 'ppb', regions: [] };
  const regions = plan.programmed
    .filter((region) => region.covered !== undefined && contains(region.covered, range))
    .reverse();
  if (regions.length === 0) return { range, by: 'background', regions };
  return { range, by: regions.length > 1 && plan.target.pmsa === 'v8' ? 'fault' : 'region', regions };
}

function sameDecision(a: DecidedRange, b: DecidedRange): boolean {
  return (
    a.by === b.by && a.regions.length === b.regions.length && a.regions.every((region, n) => region === b.regions[n])
  );
}

/** Who decides over each part of `range`, in address order, without gaps. */
export function decidersOf(plan: MpuPlan, range: MemoryRange): readonly DecidedRange[] {
  const end = range.base + range.size;
  const cuts = new Set([range.base, end]);
  for (const each of [PPB, ...plan.programmed.flatMap((region) => region.covered ?? [])]) {
    for (const cut of [each.base, each.base + each.size]) if (cut > range.base && cut < end) cuts.add(cut);
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  const parts: DecidedRange[] = [];
  for (const [n, base] of sorted.slice(0, -1).entries()) {
    const part = decideAt(plan, { base, size: sorted[n + 1]! - base });
    const last = parts.at(-1);
    if (last !== undefined && sameDecision(last, part)) {
      parts[parts.length - 1] = { ...last, range: { base: last.range.base, size: last.range.size + part.range.size } };
    } else parts.push(part);
  }
  return parts;
}
