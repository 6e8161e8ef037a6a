/** Every rule, in the order of its id. */
import type { LintRule } from './types.js';
import { zm001 } from './rules/zm001-unknown-macro.js';
import { zm002 } from './rules/zm002-missing-include.js';
import { zm003 } from './rules/zm003-not-in-this-zephyr.js';
import { zm004 } from './rules/zm004-unshifted.js';
import { zm005 } from './rules/zm005-shifted-twice.js';
import { zm006 } from './rules/zm006-string-attribute.js';
import { zm007 } from './rules/zm007-removed-property.js';
import { zm008 } from './rules/zm008-one-cell.js';
import { zm009 } from './rules/zm009-several-types.js';
import { zm010 } from './rules/zm010-type-not-on-core.js';
import { zm011 } from './rules/zm011-nocache-and-cacheable.js';
import { zm012 } from './rules/zm012-foreign-architecture.js';
import { zm013 } from './rules/zm013-descriptive-only.js';
import { zm014 } from './rules/zm014-unknown-bits.js';
import { zm015 } from './rules/zm015-r-profile-policy.js';
import { zm020 } from './rules/zm020-region-without-compatible.js';
import { zm021 } from './rules/zm021-compatible-order.js';
import { zm022 } from './rules/zm022-undeclared-property.js';
import { zm023 } from './rules/zm023-region-name.js';
import { zm024 } from './rules/zm024-no-reg.js';
import { zm025 } from './rules/zm025-several-blocks.js';
import { zm026 } from './rules/zm026-zero-size.js';
import { zm027 } from './rules/zm027-unit-address.js';
import { zm028 } from './rules/zm028-reg-cells.js';
import { zm029 } from './rules/zm029-disabled-region.js';
import { zm030 } from './rules/zm030-chosen-not-okay.js';
import { zm040 } from './rules/zm040-size-no-power-of-two.js';
import { zm041 } from './rules/zm041-base-not-aligned.js';
import { zm042 } from './rules/zm042-not-on-granules.js';
import { zm043 } from './rules/zm043-below-minimum.js';
import { zm044 } from './rules/zm044-v8-overlap.js';
import { zm045 } from './rules/zm045-v7-override.js';
import { zm046 } from './rules/zm046-extmem-hides.js';
import { zm047 } from './rules/zm047-inside-program-ram.js';
import { zm048 } from './rules/zm048-reaches-4gib.js';
import { zm049 } from './rules/zm049-device-typed-ram.js';
import { zm050 } from './rules/zm050-implausible-type.js';
import { zm060 } from './rules/zm060-duplicate-region.js';
import { zm061 } from './rules/zm061-reserved-region.js';
import { zm062 } from './rules/zm062-region-token.js';
import { zm063 } from './rules/zm063-regions-overlap.js';
import { zm064 } from './rules/zm064-region-flags.js';
import { zm070 } from './rules/zm070-heap-in-program-ram.js';
import { zm071 } from './rules/zm071-too-many-heaps.js';
import { zm072 } from './rules/zm072-heap-contradicts-type.js';
import { zm073 } from './rules/zm073-exact-heap-match.js';
import { zm074 } from './rules/zm074-heap-order.js';
import { zm076 } from './rules/zm076-heap-off.js';
import { zm080 } from './rules/zm080-too-many-regions.js';
import { zm081 } from './rules/zm081-few-regions-left.js';
import { zm082 } from './rules/zm082-region-count.js';
import { zm083 } from './rules/zm083-mpu-off.js';
import { zm091 } from './rules/zm091-cache-line.js';
import { zm100 } from './rules/zm100-overlay-header.js';
import { zm101 } from './rules/zm101-old-spelling.js';

export const RULES: readonly LintRule[] = [
  zm001,
  zm002,
  zm003,
  zm004,
  zm005,
  zm006,
  zm007,
  zm008,
  zm009,
  zm010,
  zm011,
  zm012,
  zm013,
  zm014,
  zm015,
  zm020,
  zm021,
  zm022,
  zm023,
  zm024,
  zm025,
  zm026,
  zm027,
  zm028,
  zm029,
  zm030,
  zm040,
  zm041,
  zm042,
  zm043,
  zm044,
  zm045,
  zm046,
  zm047,
  zm048,
  zm049,
  zm050,
  zm060,
  zm061,
  zm062,
  zm063,
  zm064,
  zm070,
  zm071,
  zm072,
  zm073,
  zm074,
  zm076,
  zm080,
  zm081,
  zm082,
  zm083,
  zm091,
  zm100,
  zm101,
];
