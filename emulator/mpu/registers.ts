/** The registers of PMSAv7 as data (Armv7-M ARM, B3.5.5 to B3.5.10). */
import { bit, bits } from '../../base/index.js';
import type { RegisterDescription } from '../system/register.js';

/** MPU Type Register. */
export const MPU_TYPE = {
  name: 'MPU_TYPE',
  title: 'MPU Type Register',
  address: 0xe000_ed90,
  section: 'B3.5.5',
  access: 'read-only',
  fields: { IREGION: bits(23, 16), DREGION: bits(15, 8), SEPARATE: bit(0) },
} as const satisfies RegisterDescription;

/** MPU Control Register. */
export const MPU_CTRL = {
  name: 'MPU_CTRL',
  title: 'MPU Control Register',
  address: 0xe000_ed94,
  section: 'B3.5.6',
  access: 'read-write',
  fields: { PRIVDEFENA: bit(2), HFNMIENA: bit(1), ENABLE: bit(0) },
} as const satisfies RegisterDescription;

/** MPU Region Number Register: the region that MPU_RBAR and MPU_RASR are a window on. */
export const MPU_RNR = {
  name: 'MPU_RNR',
  title: 'MPU Region Number Register',
  address: 0xe000_ed98,
  section: 'B3.5.7',
  access: 'read-write',
  fields: { REGION: bits(7, 0) },
} as const satisfies RegisterDescription;

/** MPU Region Base Address Register. VALID reads as zero. */
export const MPU_RBAR = {
  name: 'MPU_RBAR',
  title: 'MPU Region Base Address Register',
  address: 0xe000_ed9c,
  section: 'B3.5.8',
  access: 'read-write',
  fields: { ADDR: bits(31, 5), VALID: bit(4), REGION: bits(3, 0) },
} as const satisfies RegisterDescription;

/** MPU Region Attribute and Size Register: attributes in the upper half, size in the lower. */
export const MPU_RASR = {
  name: 'MPU_RASR',
  title: 'MPU Region Attribute and Size Register',
  address: 0xe000_eda0,
  section: 'B3.5.9',
  access: 'read-write',
  fields: {
    XN: bit(28),
    AP: bits(26, 24),
    TEX: bits(21, 19),
    S: bit(18),
    C: bit(17),
    B: bit(16),
    SRD: bits(15, 8),
    SIZE: bits(5, 1),
    ENABLE: bit(0),
  },
} as const satisfies RegisterDescription;

/** The three aliases of RBAR and RASR (B3.5.10): plain copies, which make one STM able to write four regions. */
export const MPU_ALIASES: readonly RegisterDescription[] = [1, 2, 3].flatMap((n) => [
  {
    ...MPU_RBAR,
    name: `MPU_RBAR_A${n}`,
    title: `MPU Alias ${n} of MPU_RBAR`,
    address: 0xe000_ed9c + 8 * n,
    section: 'B3.5.10',
  },
  {
    ...MPU_RASR,
    name: `MPU_RASR_A${n}`,
    title: `MPU Alias ${n} of MPU_RASR`,
    address: 0xe000_eda0 + 8 * n,
    section: 'B3.5.10',
  },
]);

/** All of them, in the order of their addresses. */
export const MPU_REGISTERS: readonly RegisterDescription[] = [
  MPU_TYPE,
  MPU_CTRL,
  MPU_RNR,
  MPU_RBAR,
  MPU_RASR,
  ...MPU_ALIASES,
];

/** Bits of MPU_RASR that exist; the others read as zero. */
export const RASR_MASK = Object.values(MPU_RASR.fields).reduce((mask, field) => (mask | field.mask) >>> 0, 0);
