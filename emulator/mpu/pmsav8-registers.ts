/** The registers of PMSAv8 as data (Armv8-M ARM, D1.2, where they stand by name). MPU_TYPE, MPU_CTRL and MPU_RNR are as in PMSAv7. */
import { bit, bits } from '../../base/index.js';
import type { RegisterDescription } from '../system/register.js';
import { MPU_CTRL, MPU_RNR, MPU_TYPE } from './registers.js';

/** MPU Region Base Address Register. */
export const PMSAV8_RBAR = {
  name: 'MPU_RBAR',
  title: 'MPU Region Base Address Register',
  address: 0xe000_ed9c,
  section: 'D1.2',
  access: 'read-write',
  fields: { BASE: bits(31, 5), SH: bits(4, 3), AP: bits(2, 1), XN: bit(0) },
} as const satisfies RegisterDescription;

/** MPU Region Limit Address Register. Bit 4 (PXN) is Armv8.1-M's and reads as zero. */
export const PMSAV8_RLAR = {
  name: 'MPU_RLAR',
  title: 'MPU Region Limit Address Register',
  address: 0xe000_eda0,
  section: 'D1.2',
  access: 'read-write',
  fields: { LIMIT: bits(31, 5), AttrIndx: bits(3, 1), EN: bit(0) },
} as const satisfies RegisterDescription;

const mairFields = (first: number): RegisterDescription['fields'] =>
  Object.fromEntries([0, 1, 2, 3].map((n) => [`Attr${first + n}`, bits(8 * n + 7, 8 * n)]));

/** MPU Memory Attribute Indirection Registers. */
export const MPU_MAIR: readonly [RegisterDescription, RegisterDescription] = [
  {
    name: 'MPU_MAIR0',
    title: 'MPU Memory Attribute Indirection Register 0',
    address: 0xe000_edc0,
    section: 'D1.2',
    access: 'read-write',
    fields: mairFields(0),
  },
  {
    name: 'MPU_MAIR1',
    title: 'MPU Memory Attribute Indirection Register 1',
    address: 0xe000_edc4,
    section: 'D1.2',
    access: 'read-write',
    fields: mairFields(4),
  },
];

/** What a register of PMSAv8 is a window on. */
export type Pmsav8Register =
  | { readonly kind: 'type' | 'ctrl' | 'rnr' }
  /** `alias` 0 is the register itself; 1 to 3 act on the region of that place in the group of four that MPU_RNR selects. */
  | { readonly kind: 'rbar' | 'rlar'; readonly alias: number }
  | { readonly kind: 'mair'; readonly index: 0 | 1 };

export interface Pmsav8RegisterRow {
  readonly description: RegisterDescription;
  readonly register: Pmsav8Register;
}

function aliasRows(alias: number): readonly Pmsav8RegisterRow[] {
  const suffix = alias === 0 ? '' : `_A${alias}`;
  const row = (kind: 'rbar' | 'rlar', description: RegisterDescription): Pmsav8RegisterRow => ({
    description: {
      ...description,
      name: description.name + suffix,
      title: alias === 0 ? description.title : `MPU Alias ${alias} of ${description.name}`,
      address: description.address + 8 * alias,
    },
    register: { kind, alias },
  });
  return [row('rbar', PMSAV8_RBAR), row('rlar', PMSAV8_RLAR)];
}

/** All of them, in the order of their addresses. */
export const PMSAV8_REGISTERS: readonly Pmsav8RegisterRow[] = [
  { description: { ...MPU_TYPE, section: 'D1.2' }, register: { kind: 'type' } },
  { description: { ...MPU_CTRL, section: 'D1.2' }, register: { kind: 'ctrl' } },
  { description: { ...MPU_RNR, section: 'D1.2' }, register: { kind: 'rnr' } },
  ...[0, 1, 2, 3].flatMap(aliasRows),
  { description: MPU_MAIR[0], register: { kind: 'mair', index: 0 } },
  { description: MPU_MAIR[1], register: { kind: 'mair', index: 1 } },
];
