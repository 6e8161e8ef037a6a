/** The MPU's regions as views show them: every field in words, with what looks wrong. Reading disturbs nothing, MPU_RNR included. */
import { hex32, hex8 } from '../../base/index.js';
import {
  hasReservedPermission,
  leastBytes,
  regionRegisters,
  type LimitRegion,
  type MpuRegion,
  type MpuView,
  type SizePmsa,
  type SizeRegion,
} from '../../emulator/index.js';
import type { AccessInWords } from '../../protocol/index.js';
import { accessWords, attributesText, listText, sizeText, spanText } from './words.js';

/** A part of a region that SRD takes out or leaves in. */
export interface Subregion {
  readonly number: number;
  readonly base: number;
  /** Exclusive, up to 2^32. */
  readonly end: number;
  readonly disabled: boolean;
}

/** One region in words. Disabled regions are described too. */
export interface RegionDescription {
  /** By size with MPU_RASR and subregions, or by limit with MPU_RLAR. */
  readonly by: MpuRegion['by'];
  readonly number: number;
  readonly enabled: boolean;
  /** Enabled and with an extent that the architecture defines: only such a region takes part in checks. */
  readonly usable: boolean;
  readonly base: number;
  /** Exclusive, up to 2^32. Below `base` where a limit is. */
  readonly end: number;
  readonly sizeBytes: number;
  readonly sizeText: string;
  readonly privileged: AccessInWords;
  readonly unprivileged: AccessInWords;
  /** XN = 0. A fetch needs read permission as well. */
  readonly executable: boolean;
  /** All eight where SRD acts and is not 0, else empty. */
  readonly subregions: readonly Subregion[];
  readonly attributesText: string;
  readonly rbar: number;
  /** MPU_RASR, or MPU_RLAR of PMSAv8. */
  readonly rasr: number;
  /** True for the region that decided the fault at hand, and for each of those whose overlap did. */
  readonly deciding: boolean;
  /** One sentence on what looks wrong or surprising. */
  readonly note?: string;
}

/** The whole MPU in words. */
export interface MpuDescription {
  readonly present: boolean;
  readonly enabled: boolean;
  readonly privdefena: boolean;
  readonly hfnmiena: boolean;
  readonly ctrl: number;
  /** One sentence without a full stop: `On, 4 of 8 regions enabled; privileged code uses the default memory map elsewhere`. */
  readonly summary: string;
  readonly regions: readonly RegionDescription[];
}

/** SRD acts from 256 bytes on (B3.5.9). */
const SMALLEST_WITH_SUBREGIONS = 256;

/** The eight parts of a region, or none where SRD changes nothing. */
export function subregionsOf(region: MpuRegion): readonly Subregion[] {
  if (region.by === 'limit' || region.srd === 0 || region.sizeBytes < SMALLEST_WITH_SUBREGIONS) return [];
  const step = region.sizeBytes / 8;
  return Array.from({ length: 8 }, (_, number) => ({
    number,
    base: region.base + number * step,
    end: region.base + (number + 1) * step,
    disabled: (region.srd & (1 << number)) !== 0,
  }));
}

function sizeNote(region: SizeRegion, pmsa: SizePmsa): string | undefined {
  const { number, rbar, base, sizeBytes, srd } = region;
  if (!region.usable)
    return `SIZE gives ${sizeText(sizeBytes)}; less than ${leastBytes(pmsa)} bytes is unpredictable, and region ${number} never matches.`;
  if (hasReservedPermission(region)) return `AP = 0b100 is reserved: every access to region ${number} is denied.`;
  const written = (rbar & pmsa.address.mask) >>> 0;
  if (written !== base && sizeBytes < 2 ** 32) {
    return (
      `The base ${hex32(written)} is no multiple of the size ${sizeText(sizeBytes)}; it is masked down, ` +
      `so the region covers ${spanText(base, base + sizeBytes)}.`
    );
  }
  if (srd !== 0 && sizeBytes < SMALLEST_WITH_SUBREGIONS)
    return `SRD is ignored in a region of ${sizeText(sizeBytes)}: subregions exist from 256 bytes on.`;
  if (srd === 0xff) return `All eight subregions are disabled: region ${number} matches nothing.`;
  return undefined;
}

/** The enabled regions that share an address with `region`. */
function partnersOf(region: LimitRegion, regions: readonly LimitRegion[]): readonly LimitRegion[] {
  return regions.filter(
    (other) =>
      other.number !== region.number && other.usable && other.base <= region.limit && other.limit >= region.base,
  );
}

function limitNote(region: LimitRegion, regions: readonly LimitRegion[]): string | undefined {
  const { number, base, limit, sh, attrIndx, memory } = region;
  if (!region.usable)
    return `The limit ${hex32(limit)} is below the base ${hex32(base)}: region ${number} never matches.`;
  const partners = partnersOf(region, regions);
  const [partner] = partners;
  if (partner !== undefined) {
    const shared = spanText(Math.max(base, partner.base), Math.min(limit, partner.limit) + 1);
    return partners.length === 1
      ? `It overlaps region ${partner.number}: every access to ${shared} is denied.`
      : `It overlaps regions ${listText(partners.map((other) => other.number))}: every access to what they share is denied.`;
  }
  if (memory.type === 'reserved') return `AttrIndx = ${attrIndx} selects ${hex8(memory.byte)}, which is reserved.`;
  if (sh === 0b01) return 'SH = 0b01 is reserved.';
  return undefined;
}

function noteOf(region: MpuRegion, mpu: MpuView): string | undefined {
  if (!region.enabled) return undefined;
  if (region.by === 'size') return mpu.by === 'size' ? sizeNote(region, mpu.pmsa) : undefined;
  return mpu.by === 'limit' ? limitNote(region, mpu.regions()) : undefined;
}

/** One region in words, without what only its MPU can tell. */
function describeAlone(region: MpuRegion): Omit<RegionDescription, 'deciding' | 'note'> {
  const { rbar, second } = regionRegisters(region);
  return {
    by: region.by,
    number: region.number,
    enabled: region.enabled,
    usable: region.usable,
    base: region.base,
    end: region.by === 'size' ? region.base + region.sizeBytes : region.limit + 1,
    sizeBytes: region.sizeBytes,
    sizeText: sizeText(region.sizeBytes),
    privileged: accessWords(region, 'privileged'),
    unprivileged: accessWords(region, 'unprivileged'),
    executable: !region.xn,
    subregions: subregionsOf(region),
    attributesText: attributesText(region),
    rbar,
    rasr: second,
  };
}

function describeRegion(region: MpuRegion, mpu: MpuView, deciding: boolean): RegionDescription {
  const note = noteOf(region, mpu);
  return { ...describeAlone(region), deciding, ...(note === undefined ? {} : { note }) };
}

function summaryOf(mpu: MpuView): string {
  if (mpu.regionCount === 0) return 'This core has no MPU';
  const enabled = mpu.regions().filter((region) => region.enabled).length;
  const counts = `${enabled} of ${mpu.regionCount} regions enabled`;
  if (!mpu.enabled) return `Off, ${counts}; the default memory map rules`;
  const elsewhere = mpu.privdefena
    ? 'privileged code uses the default memory map elsewhere'
    : 'every access elsewhere faults';
  return `On, ${counts}; ${elsewhere}`;
}

/** All regions and the control bits in words. `deciding` are the regions that decided the fault at hand. */
export function describeMpu(mpu: MpuView, deciding: readonly number[] = []): MpuDescription {
  return {
    present: mpu.regionCount > 0,
    enabled: mpu.enabled,
    privdefena: mpu.privdefena,
    hfnmiena: mpu.hfnmiena,
    ctrl: mpu.ctrl,
    summary: summaryOf(mpu),
    regions: mpu.regions().map((region) => describeRegion(region, mpu, deciding.includes(region.number))),
  };
}

/** One region in one line: `region 0, 0x00000000-0x1fffffff (512 MB), privileged read-only, unprivileged read-only, executable`. */
export function regionText(region: MpuRegion): string {
  const described = describeAlone(region);
  const parts = [
    `region ${region.number}, ${spanText(described.base, described.end)} (${described.sizeText})`,
    `privileged ${described.privileged}`,
    `unprivileged ${described.unprivileged}`,
    described.executable ? 'executable' : 'execute-never',
  ];
  const disabled = described.subregions.filter((part) => part.disabled).map((part) => part.number);
  if (disabled.length > 0) parts.push(`subregions ${listText(disabled)} disabled`);
  return parts.join(', ');
}

/** Every register of the MPU that changes what it decides or shows, for comparing it with what it was. */
export function registerValues(mpu: MpuView): readonly number[] {
  const regions = mpu.regions().flatMap((region) => Object.values(regionRegisters(region)));
  return [mpu.ctrl, ...(mpu.by === 'limit' ? mpu.mair : []), ...regions];
}
