/**
 * Which security state an address belongs to: what the SAU says, what the IDAU says, and the more secure of the two (Armv8-M
 * ARM, SecurityCheck). Pure.
 */
import type { Attribution } from '../core/attribution.js';
import type { SauRegion, SauView } from './sau.js';

export type { Attribution, AttributionReason } from '../core/attribution.js';

/** What the Implementation Defined Attribution Unit says of a range: the chip's maker decides, so a board brings it as data. */
export interface IdauRange {
  readonly start: number;
  /** Exclusive, up to 2^32. */
  readonly end: number;
  /** `exempt`: neither unit is asked, and the address takes the security state of whoever asks. */
  readonly kind: 'secure' | 'nonSecure' | 'nonSecureCallable' | 'exempt';
  /** Of a `nonSecureCallable` range that is Secure until software sets this bit of the chip's security controller. */
  readonly callableBit?: number;
  /** What TT reports as IREGION; absent where the number is not valid. */
  readonly region?: number;
}

/** Who asks. A data access of Secure code where nothing else is said. */
export interface AttributionRequest {
  /** Whether the core is in Secure state: exempt addresses take it over. */
  readonly secure?: boolean;
  /** An instruction fetch: 0xE000_0000 up to 0xEFFF_FFFF is exempt then, and everything above Secure. */
  readonly fetch?: boolean;
}

/** Ranges of the Private Peripheral Bus that belong to both states (SecurityCheck); `end` is exclusive. */
const EXEMPT: readonly { readonly start: number; readonly end: number }[] = [
  { start: 0xe000_0000, end: 0xe000_3000 }, // ITM, DWT, FPB
  { start: 0xe000_e000, end: 0xe000_f000 }, // SCS
  { start: 0xe002_e000, end: 0xe002_f000 }, // the Non-secure SCS
  { start: 0xe004_0000, end: 0xe004_2000 }, // TPIU, ETM
  { start: 0xe00f_f000, end: 0xe010_0000 }, // ROM table
];

const FETCH_EXEMPT = 0xe000_0000;
const FETCH_SECURE = 0xf000_0000;

/** Without an IDAU, or where it has no range, the SAU alone decides. */
const NO_RANGE: Omit<IdauRange, 'start' | 'end'> = { kind: 'nonSecure' };

function rangeAt(idau: readonly IdauRange[], address: number): Omit<IdauRange, 'start' | 'end'> {
  return idau.find(({ start, end }) => address >= start && address < end) ?? NO_RANGE;
}

function exemptByArchitecture(address: number, fetch: boolean): boolean {
  if (address < FETCH_EXEMPT) return false;
  if (fetch && address >= FETCH_EXEMPT && address < FETCH_SECURE) return true;
  return EXEMPT.some(({ start, end }) => address >= start && address < end);
}

function matches(region: SauRegion, address: number): boolean {
  return region.enabled && address >= region.base && address <= region.limit;
}

type SauOpinion = Pick<Attribution, 'nonSecure' | 'nsc' | 'why' | 'sauRegion' | 'overlap'>;

/** What the SAU alone says. */
function sauOpinion(sau: SauView, address: number): SauOpinion {
  if (!sau.enabled) return { nonSecure: sau.allns, nsc: false, why: sau.allns ? 'allNonSecure' : 'sauOff' };
  const found = sau.regions().filter((region) => matches(region, address));
  const [region, second] = found;
  if (region === undefined) return { nonSecure: false, nsc: false, why: 'noSauRegion' };
  if (second !== undefined)
    return { nonSecure: false, nsc: false, why: 'sauOverlap', overlap: found.map(({ number }) => number) };
  return { nonSecure: !region.nsc, nsc: region.nsc, why: 'sauRegion', sauRegion: region.number };
}

/** The more secure of both: Secure before Non-secure callable before Non-secure. */
function combined(opinion: SauOpinion, idau: IdauRange['kind']): SauOpinion {
  if (idau !== 'secure' && idau !== 'nonSecureCallable') return opinion;
  const callable = idau === 'nonSecureCallable';
  const overruled = opinion.nonSecure || (!callable && opinion.nsc);
  return overruled ? { ...opinion, nonSecure: false, nsc: callable, why: 'idau' } : opinion;
}

/** Which security state `address` belongs to, for whoever `request` says, and why. */
export function securityAttribution(
  sau: SauView,
  idau: readonly IdauRange[],
  address: number,
  { secure = true, fetch = false }: AttributionRequest = {},
): Attribution {
  if (fetch && address >= FETCH_SECURE) return { nonSecure: false, nsc: false, exempt: false, why: 'secureFetch' };
  const range = rangeAt(idau, address);
  if (range.kind === 'exempt') return { nonSecure: !secure, nsc: false, exempt: true, why: 'idauExempt' };
  if (exemptByArchitecture(address, fetch)) return { nonSecure: !secure, nsc: false, exempt: true, why: 'exempt' };
  return {
    ...combined(sauOpinion(sau, address), range.kind),
    exempt: false,
    ...(range.region === undefined ? {} : { idauRegion: range.region }),
  };
}

/** A maximal run of addresses with the same attribution. */
export interface AttributionInterval {
  readonly start: number;
  /** Exclusive, up to 2^32. */
  readonly end: number;
  readonly attribution: Attribution;
}

const SPACE = 2 ** 32;

function cuts(sau: SauView, idau: readonly IdauRange[]): readonly number[] {
  const points = new Set<number>([0, FETCH_EXEMPT, FETCH_SECURE]);
  for (const { start, end } of [...EXEMPT, ...idau]) points.add(start).add(end);
  if (sau.enabled) {
    for (const { enabled, base, limit } of sau.regions()) {
      if (enabled && limit >= base) points.add(base).add(limit + 1);
    }
  }
  points.delete(SPACE);
  return [...points].sort((a, b) => a - b);
}

function same(a: Attribution, b: Attribution): boolean {
  return (
    a.nonSecure === b.nonSecure &&
    a.nsc === b.nsc &&
    a.exempt === b.exempt &&
    a.why === b.why &&
    a.sauRegion === b.sauRegion &&
    a.idauRegion === b.idauRegion &&
    (a.overlap ?? []).join() === (b.overlap ?? []).join()
  );
}

/**
 * All 4 GiB, sorted, without gaps, as `securityAttribution` says it at every byte; neighbours differ in something, be it only
 * in a region's number.
 */
export function attributionIntervals(
  sau: SauView,
  idau: readonly IdauRange[],
  request: AttributionRequest = {},
): readonly AttributionInterval[] {
  const intervals: AttributionInterval[] = [];
  let start = 0;
  let current = securityAttribution(sau, idau, 0, request);
  for (const point of cuts(sau, idau).slice(1)) {
    const next = securityAttribution(sau, idau, point, request);
    if (same(current, next)) continue;
    intervals.push({ start, end: point, attribution: current });
    start = point;
    current = next;
  }
  intervals.push({ start, end: SPACE, attribution: current });
  return intervals;
}
