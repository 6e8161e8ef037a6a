/** What the driver's regions say: whether each lock's protection is on now (Mbed OS's drivers for PMSAv7 and PMSAv8, and their layout). */
import { permissionsOf, type MpuRegion, type MpuView } from '../../emulator/index.js';
import type { LockId } from './counters.js';

/** Whether the protection that each lock switches off is on. */
export type Protection = Readonly<Record<LockId, boolean>>;

const ROM_REGION = 0;

function isRom(region: MpuRegion): boolean {
  const { privileged } = permissionsOf(region);
  return region.base === 0 && !region.xn && privileged.read && !privileged.write;
}

/** Whether firmware has given the region an extent, be it disabled now: SIZE, or LIMIT. */
function isProgrammed(region: MpuRegion): boolean {
  return region.by === 'size' ? (region.rasr & 0x3e) !== 0 : region.rlar >>> 5 !== 0;
}

/** Programmed by the driver as RAM: its ENABLE bit may be off, its attributes stay. */
function isRam(region: MpuRegion): boolean {
  return region.xn && permissionsOf(region).unprivileged.write && isProgrammed(region);
}

/** The regions that `enable_ram_xn` switches: those after the ROM region, up to the first that is none of the driver's. */
function ramRegions(mpu: MpuView): readonly MpuRegion[] {
  const regions = mpu.regions().slice(ROM_REGION + 1);
  const stop = regions.findIndex((region) => !isRam(region));
  return stop === -1 ? regions : regions.slice(0, stop);
}

/** Whether the regions are laid out as the driver does it. If not (MBED_MPU_CUSTOM), nothing can be said. */
export function hasDriverLayout(mpu: MpuView): boolean {
  const rom = mpu.regions()[ROM_REGION];
  return rom !== undefined && isRom(rom) && ramRegions(mpu).length > 0;
}

/** The ENABLE bits alone, whether the MPU is on or not. */
export function enableBits(mpu: MpuView): Protection {
  const regions = mpu.regions();
  const ram = ramRegions(mpu);
  return {
    romWrite: regions[ROM_REGION]?.enabled ?? false,
    ramExecution:
      ram.length === 0 ? (regions[ROM_REGION + 1]?.enabled ?? false) : ram.every((region) => region.enabled),
  };
}

/** MPU_CTRL.ENABLE as written, also where a run does not enforce it. */
export function mpuOn(mpu: MpuView): boolean {
  return (mpu.ctrl & 1) !== 0;
}

export function protectionOf(mpu: MpuView): Protection {
  const on = mpuOn(mpu);
  const bits = enableBits(mpu);
  return { romWrite: on && bits.romWrite, ramExecution: on && bits.ramExecution };
}
