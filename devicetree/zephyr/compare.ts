/** A plan against the registers of a running MPU: which slots are as planned, and what the others say instead. */
import { coveredBy, accessBy, memoryBy, RASR, RBAR_VALID, RLAR } from './encodings.js';
import type { MpuPlan, Pmsa, ProgrammedRegion, RegionRegisters } from './types.js';
import { accessWords, rangeWords } from './words.js';

/** A slot as read back: RBAR, and RASR or RLAR. */
export interface SlotRegisters {
  readonly RBAR: number;
  readonly second: number;
}

export interface SlotComparison {
  readonly slot: number;
  /**
   * `as-planned`; `different`; `off`: planned but not enabled; `unplanned`: enabled, and devicetree knows nothing of it (a static
   * or dynamic region); `free`: neither.
   */
  readonly state: 'as-planned' | 'different' | 'off' | 'unplanned' | 'free';
  readonly planned: ProgrammedRegion | undefined;
  /** For `different`, what differs: `covers 0x20000000-0x20003fff instead of 0x20000000-0x20007fff`. */
  readonly differences: readonly string[];
}

function asRead(slot: number, { RBAR, second }: SlotRegisters, pmsa: Pmsa): RegionRegisters {
  if (pmsa === 'v8') return { kind: 'rlar', RNR: slot, RBAR, RLAR: second, MAIR0: 0 };
  // VALID reads as zero and REGION as RNR (Armv7-M ARM B3.5.8).
  return { kind: 'rasr', RNR: slot, RBAR: (RBAR & ~(RBAR_VALID.mask | 0xf)) >>> 0, RASR: second };
}

function enabled(registers: RegionRegisters): boolean {
  return (registers.kind === 'rasr' ? RASR.ENABLE.get(registers.RASR) : RLAR.EN.get(registers.RLAR)) === 1;
}

function differencesOf(planned: ProgrammedRegion, actual: RegionRegisters, pmsa: Pmsa): readonly string[] {
  const covered = coveredBy(actual, pmsa);
  const pairs: readonly (readonly [string, string, string])[] = [
    ['covers', covered ? rangeWords(covered) : 'nothing', planned.covered ? rangeWords(planned.covered) : 'nothing'],
    ['grants', accessWords(accessBy(actual, covered?.base ?? 0)), accessWords(planned.access)],
    ['is', memoryBy(actual, pmsa), planned.memory],
  ];
  return pairs
    .filter(([, is, wanted]) => is !== wanted)
    .map(([verb, is, wanted]) => `${verb} ${is} instead of ${wanted}`);
}

/**
 * Each slot of a running MPU against the plan, by what the registers mean: bits that the hardware ignores do not count.
 * `slots` are in slot order. Empty without an MPU that the plan knows.
 */
export function compareSlots(plan: MpuPlan, slots: readonly SlotRegisters[]): readonly SlotComparison[] {
  const { pmsa } = plan.target;
  if (pmsa === undefined) return [];
  const bySlot = new Map(plan.programmed.map((region) => [region.slot, region]));
  return slots.map((each, slot) => {
    const planned = bySlot.get(slot);
    const actual = asRead(slot, each, pmsa);
    const none = { slot, planned, differences: [] } as const;
    if (planned === undefined) return { ...none, state: enabled(actual) ? 'unplanned' : 'free' };
    if (!enabled(actual)) return { ...none, state: 'off' };
    const differences = differencesOf(planned, actual, pmsa);
    return { ...none, state: differences.length === 0 ? 'as-planned' : 'different', differences };
  });
}
