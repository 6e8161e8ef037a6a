/**
 * What Zephyr's Arm MPU driver writes for each type of region, and what the hardware makes of it (Zephyr's arm_mpu_v7m.h and
 * arm_mpu_v8.h; Armv6-M ARM B3.5, Armv7-M ARM B3.5, Armv8-M ARM B9 and D1.2).
 */
import { bit, bits } from '../../base/index.js';
import type { MemoryRange, ArmRegionType, PlanConfig, Pmsa, RegionAccess, RegionRegisters } from './types.js';

export const RASR = {
  XN: bit(28),
  AP: bits(26, 24),
  TEX: bits(21, 19),
  S: bit(18),
  C: bit(17),
  B: bit(16),
  SIZE: bits(5, 1),
  ENABLE: bit(0),
} as const;
/** VALID makes the low bits of a write to a v7 RBAR choose the region. */
export const RBAR_VALID = bit(4);
export const RBAR_V8 = { BASE: bits(31, 5), SH: bits(4, 3), AP: bits(2, 1), XN: bit(0) } as const;
export const RLAR = { LIMIT: bits(31, 5), PXN: bit(4), AttrIndx: bits(3, 1), EN: bit(0) } as const;

/** Attribute 0: write-through (flash), 1: write-back (RAM), 2: not cacheable, 3: Device-nGnRnE. */
export const MAIR0 = 0x0044_ffaa;
const MAIR = { flash: 0, ram: 1, nocache: 2, device: 3 } as const;

const XN = RASR.XN.mask;

/** MPU_RASR without SIZE and ENABLE. Undefined: the driver has no such type for RBAR/RASR, and skips the node. */
export function rasrAttributes(type: ArmRegionType, config: PlanConfig): number | undefined {
  const ram = config.xip ? XN : 0;
  switch (type) {
    case 'RAM':
      return 0x010b_0000 | ram;
    case 'RAM_NOCACHE':
      return 0x1108_0000;
    case 'FLASH':
      if (config.allowFlashWrite) return 0x0202_0000;
      // AP 7 until 4.1, AP 6 in main: both read-only for everyone.
      return config.zephyr === 'main' ? 0x0602_0000 : 0x0702_0000;
    case 'PPB':
      return 0x0104_0000;
    case 'IO':
      return 0x0110_0000;
    case 'EXTMEM':
      return 0x0004_0000;
    case 'RAM_WT':
      return config.zephyr === 'main' ? 0x0102_0000 | ram : undefined;
    case 'RAM_PXN':
    case 'DEVICE':
      return undefined;
  }
}

/** What goes beside base and limit into MPU_RBAR and MPU_RLAR. */
export interface V8Attributes {
  /** XN, AP and SH. */
  readonly rbar: number;
  readonly attrIndx: number;
  /** Privileged execute-never, from Armv8.1-M on. */
  readonly pxn: boolean;
}

/** Undefined: the driver has no such type for RBAR/RLAR, and skips the node. */
export function v8Attributes(type: ArmRegionType, config: PlanConfig): V8Attributes | undefined {
  const main = config.zephyr === 'main';
  const ram = config.xip ? 1 : 0;
  // Data that nobody executes gets PXN besides XN where the driver knows PXN.
  const data = main && config.pxn;
  switch (type) {
    case 'RAM':
      return { rbar: ram, attrIndx: MAIR.ram, pxn: false };
    case 'RAM_NOCACHE':
      return { rbar: 1, attrIndx: MAIR.nocache, pxn: data };
    case 'FLASH':
      return { rbar: config.allowFlashWrite ? 2 : 6, attrIndx: MAIR.flash, pxn: false };
    case 'RAM_WT':
      return main ? { rbar: ram, attrIndx: MAIR.flash, pxn: false } : undefined;
    case 'RAM_PXN':
      return main && config.pxn ? { rbar: 6, attrIndx: MAIR.ram, pxn: true } : undefined;
    case 'IO':
    case 'DEVICE':
      return main ? { rbar: 1, attrIndx: MAIR.device, pxn: data } : undefined;
    case 'PPB':
    case 'EXTMEM':
      return undefined;
  }
}

/** Whether the driver has the type for this layout of registers. */
export function hasEncoding(type: ArmRegionType, pmsa: Pmsa, config: PlanConfig): boolean {
  return (pmsa === 'v8' ? v8Attributes(type, config) : rasrAttributes(type, config)) !== undefined;
}

/** log2 of the region that `size_to_mpu_rasr_size` makes of a 32-bit size: at least 32 bytes, rounded up. */
export function rasrSizeLog2(size: number): number {
  return size <= 32 ? 5 : 32 - Math.clz32(size - 1);
}

/** The registers of a v6 or v7 region. `size` and `base` have 32 bits. */
export function rasrRegisters(
  slot: number,
  base: number,
  size: number,
  attributes: number,
  pmsa: Pmsa,
): RegionRegisters {
  const addressMask = pmsa === 'v6' ? 0xffff_ff00 : 0xffff_ffe0;
  return {
    kind: 'rasr',
    RNR: slot,
    RBAR: ((base & addressMask) | RBAR_VALID.mask | (slot & 0xf)) >>> 0,
    RASR: (attributes | ((rasrSizeLog2(size) - 1) << 1) | 1) >>> 0,
  };
}

/** The registers of a v8 region, as REGION_LIMIT_ADDR computes the limit: from the masked base, modulo 2^32. */
export function rlarRegisters(slot: number, base: number, size: number, attributes: V8Attributes): RegionRegisters {
  const masked = (base & RBAR_V8.BASE.mask) >>> 0;
  const limit = ((masked + size - 1) & RLAR.LIMIT.mask) >>> 0;
  return {
    kind: 'rlar',
    RNR: slot,
    RBAR: (masked | attributes.rbar) >>> 0,
    RLAR: (limit | (attributes.pxn ? RLAR.PXN.mask : 0) | (attributes.attrIndx << 1) | 1) >>> 0,
    MAIR0,
  };
}

/** What a region matches by its registers. Undefined: nothing, or UNPREDICTABLE (a v6 region below 256 bytes). */
export function coveredBy(registers: RegionRegisters, pmsa: Pmsa): MemoryRange | undefined {
  if (registers.kind === 'rasr') {
    const size = 2 ** (RASR.SIZE.get(registers.RASR) + 1);
    if (pmsa === 'v6' && size < 256) return undefined;
    return { base: size === 2 ** 32 ? 0 : (registers.RBAR & -size) >>> 0, size };
  }
  const base = (registers.RBAR & RBAR_V8.BASE.mask) >>> 0;
  const last = (registers.RLAR | 0x1f) >>> 0;
  return last < base ? undefined : { base, size: last - base + 1 };
}

type Level = 'none' | 'read' | 'write';

/** MPU_RASR.AP (Armv7-M ARM B3.5.9); 4 is reserved. */
const AP_V7: readonly (readonly [privileged: Level, unprivileged: Level])[] = [
  ['none', 'none'],
  ['write', 'none'],
  ['write', 'read'],
  ['write', 'write'],
  ['none', 'none'],
  ['read', 'none'],
  ['read', 'read'],
  ['read', 'read'],
];

/** MPU_RBAR.AP of Armv8-M (D1.2.161). */
const AP_V8: readonly (readonly [privileged: Level, unprivileged: Level])[] = [
  ['write', 'none'],
  ['write', 'write'],
  ['read', 'none'],
  ['read', 'read'],
];

function rights(level: Level, executable: boolean): RegionAccess['privileged'] {
  return { read: level !== 'none', write: level === 'write', execute: executable && level !== 'none' };
}

/** What code may do in a region. From 0xE0000000 on nothing executes, whatever the region says. */
export function accessBy(registers: RegionRegisters, base: number): RegionAccess {
  const system = base >= 0xe000_0000;
  if (registers.kind === 'rasr') {
    const [privileged, unprivileged] = AP_V7[RASR.AP.get(registers.RASR)]!;
    const executable = !system && RASR.XN.get(registers.RASR) === 0;
    return { privileged: rights(privileged, executable), unprivileged: rights(unprivileged, executable) };
  }
  const [privileged, unprivileged] = AP_V8[RBAR_V8.AP.get(registers.RBAR)]!;
  const executable = !system && RBAR_V8.XN.get(registers.RBAR) === 0;
  return {
    privileged: rights(privileged, executable && RLAR.PXN.get(registers.RLAR) === 0),
    unprivileged: rights(unprivileged, executable),
  };
}

function rasrMemory(rasr: number, pmsa: Pmsa): string {
  // Armv6-M has no TEX: RAM_NOCACHE and IO, which differ in TEX alone, are both Strongly-ordered there.
  const tex = pmsa === 'v6' ? 0 : RASR.TEX.get(rasr);
  const cb = (RASR.C.get(rasr) << 1) | RASR.B.get(rasr);
  const shared = RASR.S.get(rasr) === 1 ? 'shareable' : 'not shareable';
  if (tex === 2 && cb === 0) return 'Device, not shareable';
  if (tex === 0 && cb === 0) return 'Strongly-ordered';
  if (tex === 0 && cb === 1) return 'Device, shareable';
  if (tex === 1 && cb === 0) return `Normal, not cacheable, ${shared}`;
  const policy = cb === 2 ? 'write-through' : 'write-back';
  return `Normal, ${policy}, ${shared}`;
}

const MAIR_WORDS = ['Normal, write-through', 'Normal, write-back', 'Normal, not cacheable', 'Device-nGnRnE'] as const;

/** The memory type in words. */
export function memoryBy(registers: RegionRegisters, pmsa: Pmsa): string {
  if (registers.kind === 'rasr') return rasrMemory(registers.RASR, pmsa);
  const words = MAIR_WORDS[RLAR.AttrIndx.get(registers.RLAR)] ?? 'unknown';
  return words === 'Device-nGnRnE' ? words : `${words}, not shareable`;
}
