/** What the two protection architectures with power-of-two regions do otherwise, as data: PMSAv6 is PMSAv7 with less. */
import { bits, type BitField } from '../../base/index.js';
import { RASR_MASK, MPU_RASR, MPU_RBAR } from './registers.js';

export interface Pmsa {
  readonly name: 'PMSAv6' | 'PMSAv7';
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
export const PMSAV7: Pmsa = {
  name: 'PMSAv7',
  leastSize: 4,
  address: MPU_RBAR.fields.ADDR,
  rasr: RASR_MASK,
  narrowRasr: true,
};

/** Armv6-M ARM, B3.5: regions from 256 bytes on, no TEX, words only. Permissions and MPU_CTRL are those of PMSAv7. */
export const PMSAV6: Pmsa = {
  name: 'PMSAv6',
  leastSize: 7,
  address: bits(31, 8),
  rasr: (RASR_MASK & ~MPU_RASR.fields.TEX.mask) >>> 0,
  narrowRasr: false,
};

/** Bytes of the smallest region. */
export function leastBytes({ leastSize }: Pmsa): number {
  return 2 ** (leastSize + 1);
}
