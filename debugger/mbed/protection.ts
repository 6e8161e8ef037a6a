/** What the driver's regions say: whether each lock's protection is on now (Mbed OS's PMSAv7 driver and its layout). */
import type { MpuRegion, MpuView } from '../../emulator/index.js';
import type { LockId } from './counters.js';

/** Whether the protection that each lock switches off is on. */
export type Protection = Readonly<Record<LockId, boolean>>;

const ROM_REGION = 0;
const AP_READ_WRITE = 0b011;

function isRom({ base, xn, ap }: MpuRegion): boolean {
  return base === 0 && !xn && ap >= 0b101;
}

/** Programmed by the driver as RAM: its ENABLE bit may be off, its attributes stay. */
function isRam({ xn, ap, rasr }: MpuRegion): boolean {
  return xn && ap === AP_READ_WRITE && (rasr & 0x3e) !== 0;
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
