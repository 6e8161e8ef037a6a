/** What two regions of PMSAv8 that overlap have in common: a single granule is the mark of a limit that is one too far. */
import type { Fault, LimitRegion } from '../../emulator/index.js';
import { listText, spanText } from '../mpu/index.js';
import { mpuOf, type FaultContext } from './context.js';

/** The smallest thing that a base or a limit tells apart (Armv8-M ARM, MPU_RLAR). */
const GRANULE_BYTES = 32;

/** Full sentences; none for faults that no overlap decided. */
export function overlapHints(fault: Fault, context: FaultContext): readonly string[] {
  const { failure } = fault;
  if (failure?.kind !== 'mpu' || failure.verdict.decider.kind !== 'overlap') return [];
  const numbers = failure.verdict.decider.regions;
  const mpu = mpuOf(context, fault);
  if (mpu.by !== 'limit') return [];
  const regions = numbers.map((number) => mpu.regions()[number]).filter((one): one is LimitRegion => one !== undefined);
  const start = Math.max(...regions.map(({ base }) => base));
  const end = Math.min(...regions.map(({ limit }) => limit)) + 1;
  const shared = `Regions ${listText(numbers)} share ${spanText(start, end)}`;
  if (end - start !== GRANULE_BYTES) return [`${shared}, ${end - start} bytes.`];
  return [
    `${shared} alone, one granule of 32 bytes: MPU_RLAR.LIMIT is the last granule of a region, not the first one behind it.`,
  ];
}
