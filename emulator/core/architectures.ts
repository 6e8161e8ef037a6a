/** What the architectures do otherwise in exceptions and system registers, as data that those who act on it read. */
import type { Architecture } from './profiles.js';

/** A special-purpose mask register that only some architectures have (Armv7-M ARM, B1.4.3). */
export type PriorityMask = 'BASEPRI' | 'FAULTMASK';

export interface SystemArchitecture {
  /**
   * MemManage, BusFault, UsageFault and DebugMonitor exist, with CFSR, HFSR, MMFAR and BFAR. Without them every fault is a
   * HardFault, and no register tells its cause (Armv6-M ARM, B1.5.2).
   */
  readonly configurableFaults: boolean;
  /** Beside PRIMASK. */
  readonly priorityMasks: readonly PriorityMask[];
  /** CCR out of reset, and the bits of it that software can change. */
  readonly ccr: { readonly reset: number; readonly writable: number };
}

const STKALIGN = 1 << 9;
const UNALIGN_TRP = 1 << 3;

/**
 * CCR of Armv7-M: STKALIGN = 1, as on Cortex-M3 from r2p0 on and in QEMU 7.2; STKALIGN, BFHFNMIGN, DIV_0_TRP, UNALIGN_TRP,
 * USERSETMPEND and NONBASETHRDENA can be changed (Armv7-M ARM, B3.2.8).
 */
const MAIN: SystemArchitecture = {
  configurableFaults: true,
  priorityMasks: ['BASEPRI', 'FAULTMASK'],
  ccr: { reset: STKALIGN, writable: 0x31b },
};

/** CCR says that frames are always aligned to eight bytes and unaligned accesses always fault (Armv6-M ARM, B3.2.8). */
const BASE: SystemArchitecture = {
  configurableFaults: false,
  priorityMasks: [],
  ccr: { reset: STKALIGN | UNALIGN_TRP, writable: 0 },
};

export const ARCHITECTURES: Readonly<Record<Architecture, SystemArchitecture>> = {
  'armv6-m': BASE,
  'armv7-m': MAIN,
  'armv7e-m': MAIN,
  'armv8-m.base': BASE,
  'armv8-m.main': MAIN,
};
