/**
 * What views, checks and reports see of an MPU, of both kinds: regions by size (PMSAv6, PMSAv7) and by limit (PMSAv8). Types
 * only; the registers behind them are in pmsav7.ts and pmsav8.ts.
 */
import type { MemoryAttribute } from './mair.js';
import type { LimitPmsa, SizePmsa } from './pmsa.js';

/** What all regions have. */
interface RegionCommon {
  readonly number: number;
  /** MPU_RASR.ENABLE or MPU_RLAR.EN. */
  readonly enabled: boolean;
  /** Enabled and with an extent that the architecture defines: only such a region takes part in checks. */
  readonly usable: boolean;
  /** First address covered. */
  readonly base: number;
  /** Up to 2^32; 0 where a limit is below its base. */
  readonly sizeBytes: number;
  /** The field as written: AP[2:0] by size, AP[2:1] by limit. `permissionsOf` says what it grants. */
  readonly ap: number;
  readonly xn: boolean;
  /** MPU_RBAR as firmware reads it with this region selected. */
  readonly rbar: number;
}

/** A region of PMSAv6 or PMSAv7 (Armv7-M ARM, B3.5): 2^(SIZE+1) bytes, with subregions. */
export interface SizeRegion extends RegionCommon {
  readonly by: 'size';
  readonly tex: number;
  readonly s: boolean;
  readonly c: boolean;
  readonly b: boolean;
  /** Subregion disable bits as written; they act from 256 bytes on. */
  readonly srd: number;
  readonly rasr: number;
}

/** A region of PMSAv8 (Armv8-M ARM, MPU_RBAR and MPU_RLAR): any multiple of 32 bytes, no subregions. */
export interface LimitRegion extends RegionCommon {
  readonly by: 'limit';
  /** Last address covered: LIMIT with ones below. Less than `base` where firmware wrote it so; such a region matches nothing. */
  readonly limit: number;
  /** SH[1:0]: 0 non-shareable, 2 outer, 3 inner; 1 is reserved. Device memory is shareable whatever it says. */
  readonly sh: number;
  readonly attrIndx: number;
  /** What MPU_MAIR0 or MPU_MAIR1 says under AttrIndx now. */
  readonly memory: MemoryAttribute;
  readonly rlar: number;
}

export type MpuRegion = SizeRegion | LimitRegion;

interface ViewCommon {
  /** 0: there is no MPU. */
  readonly regionCount: number;
  readonly enabled: boolean;
  readonly hfnmiena: boolean;
  readonly privdefena: boolean;
  readonly ctrl: number;
  readonly rnr: number;
}

export interface SizeMpuView extends ViewCommon {
  readonly by: 'size';
  readonly pmsa: SizePmsa;
  regions(): readonly SizeRegion[];
}

export interface LimitMpuView extends ViewCommon {
  readonly by: 'limit';
  readonly pmsa: LimitPmsa;
  /** MPU_MAIR0 and MPU_MAIR1. */
  readonly mair: readonly [number, number];
  regions(): readonly LimitRegion[];
}

/** An MPU as it stands. Reading disturbs nothing, MPU_RNR included. */
export type MpuView = SizeMpuView | LimitMpuView;

/** MPU_RBAR and the register beside it: MPU_RASR or MPU_RLAR. */
export function regionRegisters(region: MpuRegion): { readonly rbar: number; readonly second: number } {
  return { rbar: region.rbar, second: region.by === 'size' ? region.rasr : region.rlar };
}

/** Something in the MPU's programming that the architecture leaves open or that hardly anybody means. */
export type MpuFindingCode =
  | 'mpu-base-misaligned'
  | 'mpu-size-too-small'
  | 'mpu-limit-below-base'
  | 'mpu-reserved-permission'
  | 'mpu-reserved-shareability'
  | 'mpu-reserved-attribute'
  | 'mpu-small-region-subregions'
  | 'mpu-no-such-region'
  | 'mpu-hfnmiena-alone'
  | 'mpu-narrow-write';
