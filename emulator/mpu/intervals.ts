/** The whole address space cut into runs of equal rights, for tables of rights and for memory maps. */
import type { Rights } from '../core/access.js';
import type { MpuContext } from './check.js';
import { mpuOff, PPB_END, rightsAt } from './check.js';
import type { MpuRegion, MpuView } from './view.js';

/** A maximal run of addresses with the same rights. */
export interface RightsInterval {
  readonly start: number;
  /** Exclusive, up to 2^32. */
  readonly end: number;
  readonly privileged: Rights;
  readonly unprivileged: Rights;
}

const SPACE = 2 ** 32;

/** Where the default memory map changes its mind (B3.1), and the end of the Private Peripheral Bus. */
const DEFAULT_CUTS: readonly number[] = [0x4000_0000, 0x6000_0000, 0xa000_0000, 0xe000_0000, PPB_END];

/** Adds the addresses at which a region begins, ends, or changes from one subregion to the next. */
function addEdges(points: Set<number>, region: MpuRegion): void {
  const parts = region.by === 'size' && region.srd !== 0 && region.sizeBytes >= 256 ? 8 : 1;
  for (let n = 0; n <= parts; n++) points.add(region.base + (n * region.sizeBytes) / parts);
}

function cuts(mpu: MpuView, context: MpuContext): number[] {
  const points = new Set<number>([0, ...DEFAULT_CUTS]);
  if (mpuOff(mpu, context) === undefined) {
    for (const region of mpu.regions()) {
      if (region.usable) addEdges(points, region);
    }
  }
  points.delete(SPACE);
  return [...points].sort((a, b) => a - b);
}

/** All 4 GiB, sorted, without gaps; neighbours differ. Agrees with `check` at every byte, vector reads apart. */
export function rightsIntervals(mpu: MpuView, context: MpuContext): readonly RightsInterval[] {
  const intervals: RightsInterval[] = [];
  const points = cuts(mpu, context);
  let start = 0;
  let current = rightsAt(mpu, 0, context);
  for (const point of points.slice(1)) {
    const next = rightsAt(mpu, point, context);
    if (next.privileged === current.privileged && next.unprivileged === current.unprivileged) continue;
    intervals.push({ start, end: point, ...current });
    start = point;
    current = next;
  }
  intervals.push({ start, end: SPACE, ...current });
  return intervals;
}
