/** How many MPU slots are left for guards, sections and threads, and what holds for a plan as a whole. */
import type { SocTable } from './soc-regions.js';
import type { MpuPlan, MpuTarget, PlanConfig, PlanNote, SlotBudget, SlotUse } from './types.js';
import { contains } from './words.js';

/** Zephyr's arm_mpu.c and arm_core_mpu.c: what takes slots after devicetree's regions, in this order. */
function usesOf(config: PlanConfig): readonly SlotUse[] {
  const uses: (SlotUse & { readonly on: boolean })[] = [
    {
      use: 'null-pointer guard',
      phase: 'static',
      slots: 1,
      option: 'CONFIG_NULL_POINTER_EXCEPTION_DETECTION_MPU',
      on: config.nullPointerGuard,
    },
    {
      use: 'code coverage',
      phase: 'static',
      slots: 1,
      option: 'CONFIG_COVERAGE_GCOV',
      on: config.coverage && config.userspace,
    },
    { use: 'no-cache section', phase: 'static', slots: 1, option: 'CONFIG_NOCACHE_MEMORY', on: config.nocacheMemory },
    { use: 'RAM functions', phase: 'static', slots: 1, option: 'CONFIG_ARCH_HAS_RAMFUNC_SUPPORT', on: config.ramfunc },
    { use: 'user thread stack', phase: 'dynamic', slots: 1, option: 'CONFIG_USERSPACE', on: config.userspace },
    { use: 'stack guard', phase: 'dynamic', slots: 1, option: 'CONFIG_MPU_STACK_GUARD', on: config.stackGuard },
  ];
  return uses.filter((each) => each.on).map(({ use, phase, slots, option }) => ({ use, phase, slots, option }));
}

function count(number: number, what: string): string {
  return `${number} ${what}`;
}

function budgetMessage(total: number, soc: number, devicetree: number, uses: readonly SlotUse[], free: number): string {
  const parts = [count(soc, 'SoC'), count(devicetree, 'devicetree'), ...uses.map((use) => count(use.slots, use.use))];
  const rest = free < 0 ? `${-free} too many` : `${free} left`;
  return `${total} MPU slots: ${parts.join(', ')}; ${rest}.`;
}

/** The budget. `wanted`: slots that SoC and devicetree together would take if there were enough. */
export function slotBudget(
  input: { readonly target: MpuTarget; readonly config: PlanConfig; readonly soc: SocTable },
  devicetree: number,
  wanted: number,
): SlotBudget {
  const { target, config, soc } = input;
  if (target.pmsa === undefined || !config.armMpu) {
    return { total: target.regionCount, soc: 0, devicetree: 0, uses: [], free: 0, message: '' };
  }
  const uses = usesOf(config);
  const free = target.regionCount - wanted - uses.reduce((sum, use) => sum + use.slots, 0);
  const asked = Math.max(devicetree, wanted - soc.slots);
  const message = budgetMessage(target.regionCount, soc.slots, asked, uses, free);
  return { total: target.regionCount, soc: soc.slots, devicetree: asked, uses, free, message };
}

function leftOff(plan: Omit<MpuPlan, 'notes'>): readonly PlanNote[] {
  if (plan.enabled || !plan.dropped.some((region) => region.reason === 'no-slot')) return [];
  const message = plan.config.assert
    ? 'There are more regions than slots: with CONFIG_ASSERT the boot stops there.'
    : 'There are more regions than slots: Zephyr boots with the MPU off, and nothing is protected or uncached by it.';
  return [{ kind: 'mpu-left-off', message }];
}

/** Without gap filling, the first thread switch clears the slot that RAM lies in (arm_mpu_v8_internal.h). */
function clearedSlot(plan: Omit<MpuPlan, 'notes'>): readonly PlanNote[] {
  const { target, config, programmed } = plan;
  if (target.pmsa !== 'v8' || !(config.stackGuard || config.userspace)) return [];
  const sram = programmed.find((region) => region.origin === 'soc' && region.name === 'SRAM_0');
  if (sram === undefined) return [];
  const message = `Once threads run, Zephyr clears slot ${sram.slot} (SRAM_0): RAM then follows the default memory map, where it executes for privileged code.`;
  return [{ kind: 'sram-slot-cleared', message }];
}

function countAsserted({ target }: Omit<MpuPlan, 'notes'>): readonly PlanNote[] {
  const asserted = target.pmsa === 'v6' || /^cortex-m[34]f?$/.test(target.core ?? '');
  if (!asserted || target.pmsa === 'v8' || target.pmsa === undefined || target.regionCount === 8) return [];
  const message = `${target.core ?? 'This core'} has 8 MPU regions or none, and Zephyr asserts 8, not ${target.regionCount}.`;
  return [{ kind: 'region-count-asserted', message }];
}

function socNotes(plan: Omit<MpuPlan, 'notes'>, soc: SocTable): readonly PlanNote[] {
  const notes: PlanNote[] = [];
  if (plan.target.pmsa === undefined || !plan.config.armMpu) return notes;
  if (soc.from === 'assumed') {
    notes.push({
      kind: 'soc-regions-assumed',
      message:
        "The SoC has an MPU table of its own (CONFIG_CPU_HAS_CUSTOM_FIXED_SOC_MPU_REGIONS); Zephyr's default stands in for it, and slots may be others.",
    });
  }
  for (const name of soc.missing) {
    const region = name === 'zephyr,flash' ? 'FLASH_0' : 'SRAM_0';
    notes.push({
      kind: 'chosen-missing',
      message: `/chosen has no usable ${name}: where ${region} lies is not known.`,
    });
  }
  return notes;
}

function backgroundOff({ config, programmed }: Omit<MpuPlan, 'notes'>): readonly PlanNote[] {
  if (!config.disableBackgroundMap) return [];
  const peripherals = { base: 0x4000_0000, size: 1 };
  const covered = programmed.some((region) => region.covered !== undefined && contains(region.covered, peripherals));
  const message = `CONFIG_MPU_DISABLE_BACKGROUND_MAP: what no region covers faults for privileged code too${covered ? '' : ', peripherals included'}.`;
  return [{ kind: 'background-map-off', message }];
}

export function notesOf(plan: Omit<MpuPlan, 'notes'>, soc: SocTable): readonly PlanNote[] {
  return [
    ...leftOff(plan),
    ...socNotes(plan, soc),
    ...countAsserted(plan),
    ...clearedSlot(plan),
    ...backgroundOff(plan),
  ];
}
