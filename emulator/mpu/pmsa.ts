/** What protection architectures of one kind do otherwise, as data: PMSAv6 is PMSAv7 with less, and PMSAv8 comes in two sizes. */
import { bits, type BitField } from '../../base/index.js';
import { RASR_MASK, MPU_RASR, MPU_RBAR } from './registers.js';

/** The exception that a denial raises: cores without MemManage have HardFault only. */
type Denial = 'MemManage' | 'HardFault';

/** Regions of a power of two bytes. */
export interface SizePmsa {
  readonly name: 'PMSAv6' | 'PMSAv7';
  readonly denial: Denial;
  /** The least MPU_RASR.SIZE that is defined: regions have 2^(SIZE+1) bytes. */
  readonly leastSize: number;
  /** MPU_RBAR.ADDR; the bits below it read as zero. */
  readonly address: BitField;
  /** Bits of MPU_RASR that exist. */
  readonly rasr: number;
  /** Whether MPU_RASR takes bytes and halfwords. */
  readonly narrowRasr: boolean;
}

/** Armv7-M ARM, B3.5. */
export const PMSAV7: SizePmsa = {
  name: 'PMSAv7',
  denial: 'MemManage',
  leastSize: 4,
  address: MPU_RBAR.fields.ADDR,
  rasr: RASR_MASK,
  narrowRasr: true,
};

/** Armv6-M ARM, B3.5: regions from 256 bytes on, no TEX, words only. Permissions and MPU_CTRL are those of PMSAv7. */
export const PMSAV6: SizePmsa = {
  name: 'PMSAv6',
  denial: 'HardFault',
  leastSize: 7,
  address: bits(31, 8),
  rasr: (RASR_MASK & ~MPU_RASR.fields.TEX.mask) >>> 0,
  narrowRasr: false,
};

/** Bytes of the smallest region. */
export function leastBytes({ leastSize }: SizePmsa): number {
  return 2 ** (leastSize + 1);
}

/** Regions from a base to a limit. */
export interface LimitPmsa {
  readonly name: 'PMSAv8';
  readonly denial: Denial;
  /** Whether MPU_RBAR_A1 to MPU_RLAR_A3 exist: they are RES0 without the Main Extension. */
  readonly aliases: boolean;
}

/** Armv8-M Mainline. */
export const PMSAV8: LimitPmsa = { name: 'PMSAv8', denial: 'MemManage', aliases: true };

/** Armv8-M Baseline. */
export const PMSAV8_BASELINE: LimitPmsa = { name: 'PMSAv8', denial: 'HardFault', aliases: false };

export type Pmsa = SizePmsa | LimitPmsa;
