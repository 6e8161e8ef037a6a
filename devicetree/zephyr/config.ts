/** Zephyr's configuration as far as it decides over MPU regions: defaults, and what a `.config` says. */
import type { MemoryRange, MpuTarget, PlanConfig, ZephyrVersion } from './types.js';

/** Zephyr's defaults with `given` over them. PXN is on where the core has it. */
export function planConfig(given: Partial<PlanConfig>, target: MpuTarget): PlanConfig {
  const armMpu = given.armMpu ?? true;
  return {
    zephyr: 'main',
    memAttr: armMpu,
    xip: true,
    allowFlashWrite: false,
    sramWriteThrough: false,
    pxn: target.architecture === 'Armv8.1-M Mainline',
    nullPointerGuard: false,
    stackGuard: false,
    userspace: false,
    nocacheMemory: false,
    ramfunc: false,
    coverage: false,
    disableBackgroundMap: false,
    assert: false,
    customSocRegions: false,
    ...given,
    armMpu,
  };
}

/** First release of each set of rules, newest first. Main's rules are those of 4.4. */
const RELEASES: readonly (readonly [major: number, minor: number, rules: ZephyrVersion])[] = [
  [4, 4, 'main'],
  [4, 1, '4.1'],
  [3, 7, '3.7'],
  [3, 5, '3.5'],
];

/** The rules for a version as Zephyr's VERSION file or `west` tells it: `4.3.0`, `v3.7.1-rc2`. Undefined before 3.5, and for no version. */
export function zephyrRulesOf(version: string): ZephyrVersion | undefined {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  if (major === undefined || minor === undefined) return undefined;
  const number = Number(major) * 1000 + Number(minor);
  return RELEASES.find((release) => number >= release[0] * 1000 + release[1])?.[2];
}

function rangeFrom(kconfig: ReadonlyMap<string, string>, base: string, sizeKib: string): MemoryRange | undefined {
  const address = Number(kconfig.get(base) ?? NaN);
  const kib = Number(kconfig.get(sizeKib) ?? NaN);
  if (!Number.isInteger(address) || !Number.isInteger(kib) || address < 0 || kib < 0) return undefined;
  return { base: address, size: kib * 1024 };
}

/**
 * What a `.config` says, by its symbols (`CONFIG_XIP` to `y`). A Boolean that is not there is off, as Kconfig writes it. Where
 * there is no `.config`, leave this out and `planConfig` has the defaults.
 */
export function planConfigFrom(kconfig: ReadonlyMap<string, string>, zephyr: ZephyrVersion): Partial<PlanConfig> {
  const on = (symbol: string): boolean => kconfig.get(`CONFIG_${symbol}`) === 'y';
  const flash = rangeFrom(kconfig, 'CONFIG_FLASH_BASE_ADDRESS', 'CONFIG_FLASH_SIZE');
  const sram = rangeFrom(kconfig, 'CONFIG_SRAM_BASE_ADDRESS', 'CONFIG_SRAM_SIZE');
  return {
    zephyr,
    armMpu: on('ARM_MPU'),
    memAttr: on('MEM_ATTR'),
    xip: on('XIP'),
    allowFlashWrite: on('MPU_ALLOW_FLASH_WRITE'),
    sramWriteThrough: on('ARM_MPU_SRAM_WRITE_THROUGH'),
    pxn: on('ARM_MPU_PXN'),
    nullPointerGuard: on('NULL_POINTER_EXCEPTION_DETECTION_MPU'),
    stackGuard: on('MPU_STACK_GUARD'),
    userspace: on('USERSPACE'),
    nocacheMemory: on('NOCACHE_MEMORY'),
    coverage: on('COVERAGE_GCOV'),
    disableBackgroundMap: on('MPU_DISABLE_BACKGROUND_MAP'),
    assert: on('ASSERT'),
    customSocRegions: on('CPU_HAS_CUSTOM_FIXED_SOC_MPU_REGIONS'),
    ...(flash === undefined ? {} : { flash }),
    ...(sram === undefined ? {} : { sram }),
  };
}
