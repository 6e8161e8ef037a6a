/** From `zephyr,memory-region-mpu`, removed in Zephyr 3.5, to `zephyr,memory-attr`. */
import { ATTRIBUTE_HEADERS } from './attributes.js';
import { armTypeBit } from './arm-type.js';
import type { ArmRegionType } from './types.js';

/** The values that `zephyr,memory-region-mpu` took; for a while before 3.5 `zephyr,memory-attr` took the same strings. */
export const REGION_MPU_STRINGS = [
  'RAM',
  'RAM_NOCACHE',
  'FLASH',
  'PPB',
  'IO',
  'EXTMEM',
] as const satisfies readonly ArmRegionType[];

export interface Migration {
  readonly type: (typeof REGION_MPU_STRINGS)[number];
  readonly attribute: number;
  /** `zephyr,memory-attr = <DT_MEM_ARM_MPU_RAM>`, without the semicolon. */
  readonly assignment: string;
  /** The header that the macro needs, as in `#include <…>`. */
  readonly header: string;
}

/** What takes the place of an old string. Undefined: never a valid value. */
export function migrateRegionMpu(text: string): Migration | undefined {
  const type = REGION_MPU_STRINGS.find((each) => each === text);
  if (type === undefined) return undefined;
  const assignment = `zephyr,memory-attr = <DT_MEM_ARM_MPU_${type}>`;
  return { type, attribute: armTypeBit(type), assignment, header: ATTRIBUTE_HEADERS.arm };
}
