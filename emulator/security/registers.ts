/** The registers of the Security Attribution Unit as data (Armv8-M ARM, D1.2). Non-secure code reads them as zero. */
import { bit, bits } from '../../base/index.js';
import type { RegisterDescription } from '../system/register.js';

/** SAU Control Register. ALLNS acts while ENABLE is 0. */
export const SAU_CTRL = {
  name: 'SAU_CTRL',
  title: 'SAU Control Register',
  address: 0xe000_edd0,
  section: 'D1.2',
  access: 'read-write',
  fields: { ALLNS: bit(1), ENABLE: bit(0) },
} as const satisfies RegisterDescription;

/** SAU Type Register. */
export const SAU_TYPE = {
  name: 'SAU_TYPE',
  title: 'SAU Type Register',
  address: 0xe000_edd4,
  section: 'D1.2',
  access: 'read-only',
  fields: { SREGION: bits(7, 0) },
} as const satisfies RegisterDescription;

/** SAU Region Number Register. */
export const SAU_RNR = {
  name: 'SAU_RNR',
  title: 'SAU Region Number Register',
  address: 0xe000_edd8,
  section: 'D1.2',
  access: 'read-write',
  fields: { REGION: bits(7, 0) },
} as const satisfies RegisterDescription;

/** SAU Region Base Address Register. */
export const SAU_RBAR = {
  name: 'SAU_RBAR',
  title: 'SAU Region Base Address Register',
  address: 0xe000_eddc,
  section: 'D1.2',
  access: 'read-write',
  fields: { BADDR: bits(31, 5) },
} as const satisfies RegisterDescription;

/** SAU Region Limit Address Register. */
export const SAU_RLAR = {
  name: 'SAU_RLAR',
  title: 'SAU Region Limit Address Register',
  address: 0xe000_ede0,
  section: 'D1.2',
  access: 'read-write',
  fields: { LADDR: bits(31, 5), NSC: bit(1), ENABLE: bit(0) },
} as const satisfies RegisterDescription;

/** All of them, in the order of their addresses. */
export const SAU_REGISTERS = [SAU_CTRL, SAU_TYPE, SAU_RNR, SAU_RBAR, SAU_RLAR] as const;
