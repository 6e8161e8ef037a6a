/** Which Arm MPU type an attribute asks for, as Zephyr's driver decides it: a switch on the exact architecture field. */
import { hex32 } from '../../base/index.js';
import { ATTRIBUTE_LAYOUT } from './attributes.js';
import { hasEncoding } from './encodings.js';
import type { ArmRegionType, DropReason, MpuTarget, PlanConfig } from './types.js';

/** In the order of their bits, from bit 20 on. The first six are in every release. */
export const ARM_REGION_TYPES = [
  'RAM',
  'RAM_NOCACHE',
  'FLASH',
  'PPB',
  'IO',
  'EXTMEM',
  'RAM_PXN',
  'DEVICE',
  'RAM_WT',
] as const satisfies readonly ArmRegionType[];

const FIRST_OF_MAIN = 6;
const SHIFT = ATTRIBUTE_LAYOUT.architecture.shift;

/** The type's bit in the attribute. */
export function armTypeBit(type: ArmRegionType): number {
  return 2 ** (SHIFT + ARM_REGION_TYPES.indexOf(type));
}

/** The Arm types whose bits are set, lowest bit first, whether or not they make sense together. */
export function armTypesIn(attribute: number): readonly ArmRegionType[] {
  return ARM_REGION_TYPES.filter((type) => (attribute & armTypeBit(type)) !== 0);
}

export type ArmTypeDecision =
  | { readonly type: ArmRegionType }
  | {
      readonly reason: Extract<
        DropReason,
        'no-arm-type' | 'several-arm-types' | 'not-an-arm-type' | 'type-newer-than-zephyr' | 'type-not-on-core'
      >;
      readonly message: string;
    };

/** Zephyr's driver skips an attribute without a case of its own and tells nobody. */
const SILENTLY = 'Zephyr programs no MPU region and says nothing';

/** What the driver does with an attribute on this core and release. */
export function decideArmType(attribute: number, target: MpuTarget, config: PlanConfig): ArmTypeDecision {
  const field = (attribute & ATTRIBUTE_LAYOUT.architecture.mask) >>> 0;
  if (field === 0) {
    return {
      reason: 'no-arm-type',
      message: 'No DT_MEM_ARM_MPU_ type: the attribute only describes the memory, no MPU region is programmed.',
    };
  }
  const types = armTypesIn(field);
  const known = types.reduce((mask, type) => mask + armTypeBit(type), 0);
  if (known !== field) {
    return {
      reason: 'not-an-arm-type',
      message: `Architecture bits ${hex32(field)} are no Arm MPU type: ${SILENTLY}.`,
    };
  }
  const [type, ...others] = types as [ArmRegionType, ...ArmRegionType[]];
  if (others.length > 0) {
    return {
      reason: 'several-arm-types',
      message: `${types.join(' | ')}: exactly one Arm MPU type counts, so ${SILENTLY}.`,
    };
  }
  if (config.zephyr !== 'main' && ARM_REGION_TYPES.indexOf(type) >= FIRST_OF_MAIN) {
    return {
      reason: 'type-newer-than-zephyr',
      message: `DT_MEM_ARM_MPU_${type} came after Zephyr ${config.zephyr}, which programs no MPU region and says nothing.`,
    };
  }
  if (target.pmsa !== undefined && !hasEncoding(type, target.pmsa, config)) {
    return {
      reason: 'type-not-on-core',
      message: `${type} has no encoding on ${target.architecture ?? 'this core'}: ${SILENTLY}.`,
    };
  }
  return { type };
}
