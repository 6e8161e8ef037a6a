/** What views show of the Security Extension: the state of the core, the SAU, the other state's MPU, whose an address is. */
import { hex32 } from '../../base/index.js';
import { securityAttribution, type Machine, type SauRegion, type SauView } from '../../emulator/index.js';
import type { AttributionBody, SauBody, SauRegionBody } from '../../protocol/index.js';
import { attributionText, attributionTitle } from '../mpu/index.js';

function regionBody({ number, enabled, nsc, base, limit, rbar, rlar }: SauRegion, sau: SauView): SauRegionBody {
  const partners = sau
    .regions()
    .filter((other) => other.number !== number && other.enabled && other.base <= limit && other.limit >= base)
    .map((other) => other.number);
  return {
    number,
    enabled,
    base: hex32(base),
    end: hex32(limit),
    state: nsc ? 'Non-secure callable' : 'Non-secure',
    rbar: hex32(rbar),
    rlar: hex32(rlar),
    ...(enabled && limit < base ? { note: 'Its limit is below its base: it matches nothing.' } : {}),
    ...(enabled && partners.length > 0
      ? { note: `It overlaps region ${partners.join(', ')}: what they share is Secure and not callable.` }
      : {}),
  };
}

function summaryOf(sau: SauView): string {
  const enabled = sau.regions().filter((region) => region.enabled).length;
  if (sau.enabled) return `On, ${enabled} of ${sau.regionCount} regions enabled; everything else is Secure`;
  return sau.allns ? 'Off (ALLNS = 1): the IDAU alone decides' : 'Off (ALLNS = 0): everything is Secure';
}

/** Undefined without the Security Extension. */
export function sauBody({ armv8m }: Machine): SauBody | undefined {
  const sau = armv8m?.attribution?.sau;
  if (sau === undefined) return undefined;
  return {
    enabled: sau.enabled,
    control: hex32(sau.ctrl),
    summary: summaryOf(sau),
    regions: sau.regions().map((region) => regionBody(region, sau)),
  };
}

/** Whose an address is for data accesses of the code that runs, and what says so; undefined without the Security Extension. */
export function attributionBody({ armv8m, cpu }: Machine, address: number): AttributionBody | undefined {
  const units = armv8m?.attribution;
  if (units === undefined) return undefined;
  const attribution = securityAttribution(units.sau, units.idau, address, { secure: cpu.secure });
  return {
    state: attributionTitle(attribution),
    sentence: attributionText(attribution, address, units.sau),
    current: cpu.secure ? 'Secure' : 'Non-secure',
    reachable: cpu.secure || attribution.nonSecure,
  };
}
