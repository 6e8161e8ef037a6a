/**
 * What the MPU says of one access: who decides, by which rule, and what the decider grants (Armv7-M ARM, B3.5.3
 * ValidateAddress and CheckPermission, B3.1 for the default memory map; Armv8-M ARM, MPUCheck and CheckPermission). Pure.
 */
import type { Access, AccessKind, Decider, Rights, Rule, Verdict } from '../core/access.js';
import type { LimitMpuView, LimitRegion, MpuRegion, MpuView, SizeMpuView } from './view.js';

/** The state of the core that an MPU decision hangs on, apart from the access itself. */
export interface MpuContext {
  /** HardFault or NMI is active, or FAULTMASK is set: with HFNMIENA = 0 the MPU is off then. */
  readonly negativePriority: boolean;
}

const READ = 1;
const WRITE = 2;
const EXECUTE = 4;

/** Every set of rights there is, shared: equal rights are the same object. Index: 1 read, 2 write, 4 execute. */
const RIGHTS: readonly Rights[] = Array.from({ length: 8 }, (_, n) =>
  Object.freeze({ read: (n & READ) !== 0, write: (n & WRITE) !== 0, execute: (n & EXECUTE) !== 0 }),
);

/** The shared object that stands for these rights. */
export function rightsOf(read: boolean, write: boolean, execute: boolean): Rights {
  return RIGHTS[(read ? READ : 0) | (write ? WRITE : 0) | (execute ? EXECUTE : 0)]!;
}

const NONE = 0;
const RO = READ;
const RW = READ | WRITE;

/** What an access permission field grants, without execute. */
interface ApRights {
  readonly privileged: number;
  readonly unprivileged: number;
}

/** AP[2:0] of regions by size (B3.5.9, table of AP encodings). */
const SIZE_AP: readonly ApRights[] = [
  { privileged: NONE, unprivileged: NONE },
  { privileged: RW, unprivileged: NONE },
  { privileged: RW, unprivileged: RO },
  { privileged: RW, unprivileged: RW },
  { privileged: NONE, unprivileged: NONE }, // reserved
  { privileged: RO, unprivileged: NONE },
  { privileged: RO, unprivileged: RO },
  { privileged: RO, unprivileged: RO },
];
const RESERVED_AP = 0b100;

/** AP[2:1] of regions by limit (Armv8-M ARM, MPU_RBAR). */
const LIMIT_AP: readonly ApRights[] = [
  { privileged: RW, unprivileged: NONE },
  { privileged: RW, unprivileged: RW },
  { privileged: RO, unprivileged: NONE },
  { privileged: RO, unprivileged: RO },
];

function apRights({ by, ap }: MpuRegion): ApRights {
  return (by === 'size' ? SIZE_AP : LIMIT_AP)[ap]!;
}

/** Whether the access permissions of a region are an encoding that the architecture keeps to itself. */
export function hasReservedPermission({ by, ap }: MpuRegion): boolean {
  return by === 'size' && ap === RESERVED_AP;
}

/** What AP alone grants to both kinds of code: `execute` is false, XN and the address decide over it. */
export function permissionsOf(region: MpuRegion): { readonly privileged: Rights; readonly unprivileged: Rights } {
  const { privileged, unprivileged } = apRights(region);
  return { privileged: RIGHTS[privileged]!, unprivileged: RIGHTS[unprivileged]! };
}

/** Execute-never by the default memory map, for each 512 MiB (B3.1, table B3-1): peripherals, devices, system. */
const DEFAULT_XN: readonly boolean[] = [false, false, true, false, false, true, true, true];

/** The first address that is execute-never whatever a region says. */
export const SYSTEM_SPACE = 0xe000_0000;
/** The first address after the Private Peripheral Bus. */
export const PPB_END = 0xe010_0000;

/** What decides at an address, for everything but vector reads. */
interface Ruling {
  /** The region, all that overlap where regions may not, or what stands in for one. */
  readonly region: MpuRegion | readonly LimitRegion[] | 'defaultMap' | 'background' | 'ppb';
  readonly privileged: number;
  readonly unprivileged: number;
}

/** Whether `region` takes part at `address`, or why not. */
export type RegionMatch = 'matches' | 'subregionDisabled' | 'outside' | 'unusable';

/** How one region answers for one address. A disabled subregion leaves the address to the regions below (B3.5.3). */
export function matchRegion(region: MpuRegion, address: number): RegionMatch {
  if (!region.usable) return 'unusable';
  const offset = address - region.base;
  if (offset < 0 || offset >= region.sizeBytes) return 'outside';
  if (region.by === 'limit') return 'matches';
  if (region.srd === 0 || region.sizeBytes < 256) return 'matches';
  const subregion = Math.floor(offset / (region.sizeBytes / 8));
  return (region.srd & (1 << subregion)) !== 0 ? 'subregionDisabled' : 'matches';
}

/** Why the default memory map rules everywhere, if it does. */
export function mpuOff(mpu: MpuView, context: MpuContext): 'noMpu' | 'disabled' | 'negativePriority' | undefined {
  if (mpu.regionCount === 0) return 'noMpu';
  if (!mpu.enabled) return 'disabled';
  return context.negativePriority && !mpu.hfnmiena ? 'negativePriority' : undefined;
}

function defaultRights(address: number): number {
  return DEFAULT_XN[address >>> 29]! ? RW : RW | EXECUTE;
}

function regionRights(region: MpuRegion, address: number): Ruling {
  const ap = apRights(region);
  const executable = !region.xn && address < SYSTEM_SPACE;
  const withFetch = (rights: number): number => (executable && (rights & READ) !== 0 ? rights | EXECUTE : rights);
  return { region, privileged: withFetch(ap.privileged), unprivileged: withFetch(ap.unprivileged) };
}

/** By the region of the highest number that matches (B3.5.3). */
function bySize(mpu: SizeMpuView, address: number): Ruling | undefined {
  const regions = mpu.regions();
  for (let n = regions.length - 1; n >= 0; n--) {
    if (matchRegion(regions[n]!, address) === 'matches') return regionRights(regions[n]!, address);
  }
  return undefined;
}

/** By the one region that matches; where more than one does, no access survives (Armv8-M ARM, MPUCheck). */
function byLimit(mpu: LimitMpuView, address: number): Ruling | undefined {
  let found: LimitRegion | undefined;
  for (const region of mpu.regions()) {
    if (matchRegion(region, address) !== 'matches') continue;
    if (found !== undefined) return overlapAt(mpu, address);
    found = region;
  }
  return found && regionRights(found, address);
}

function overlapAt(mpu: LimitMpuView, address: number): Ruling {
  const region = mpu.regions().filter((each) => matchRegion(each, address) === 'matches');
  return { region, privileged: NONE, unprivileged: NONE };
}

function isOverlap(region: Ruling['region']): region is readonly LimitRegion[] {
  return Array.isArray(region);
}

/** Decides over one address. `off` says whether the default map rules. */
function rule(mpu: MpuView, address: number, off: boolean): Ruling {
  const usual = defaultRights(address);
  if (address >= SYSTEM_SPACE && address < PPB_END) return { region: 'ppb', privileged: usual, unprivileged: usual };
  if (off) return { region: 'defaultMap', privileged: usual, unprivileged: usual };
  const ruling = mpu.by === 'size' ? bySize(mpu, address) : byLimit(mpu, address);
  if (ruling !== undefined) return ruling;
  return { region: 'background', privileged: mpu.privdefena ? usual : NONE, unprivileged: NONE };
}

/** The rights of both kinds of code at `address`, as shared objects. For whole maps; `check` explains one access. */
export function rightsAt(
  mpu: MpuView,
  address: number,
  context: MpuContext,
): { readonly privileged: Rights; readonly unprivileged: Rights } {
  const ruling = rule(mpu, address, mpuOff(mpu, context) !== undefined);
  return { privileged: RIGHTS[ruling.privileged]!, unprivileged: RIGHTS[ruling.unprivileged]! };
}

function wanted(kind: AccessKind): number {
  switch (kind) {
    case 'fetch':
      return EXECUTE;
    case 'load':
    case 'unstack':
    case 'vector':
      return READ;
    case 'store':
    case 'stack':
    case 'lazyStack':
      return WRITE;
  }
}

function ruleOf(ruling: Ruling, access: Access, granted: number): Rule {
  const { region } = ruling;
  if ((granted & wanted(access.kind)) !== 0) return 'allowed';
  if (isOverlap(region)) return 'regionOverlap';
  if (region === 'background' && granted === NONE) return 'noRegion';
  if (access.kind === 'fetch' && access.address >= SYSTEM_SPACE) return 'systemExecuteNever';
  if (typeof region === 'string') return 'defaultExecuteNever';
  if (hasReservedPermission(region)) return 'reservedPermission';
  if (access.kind !== 'fetch') return 'accessPermission';
  return region.xn ? 'executeNever' : 'fetchNeedsRead';
}

function deciderOf(ruling: Ruling, privileged: boolean, mpu: MpuView, context: MpuContext): Decider {
  const { region } = ruling;
  switch (region) {
    case 'ppb':
      return { kind: 'ppb' };
    case 'defaultMap':
      return { kind: 'defaultMap', why: mpuOff(mpu, context) ?? 'disabled' };
    case 'background':
      return privileged && mpu.privdefena ? { kind: 'background' } : { kind: 'none' };
    default:
      return isOverlap(region)
        ? { kind: 'overlap', regions: region.map(({ number }) => number) }
        : { kind: 'region', region: region.number };
  }
}

/**
 * What the MPU says about `access`. The first byte decides: an access that straddles a 32-byte boundary is split by the
 * caller. A vector read is privileged and never asks the regions.
 */
export function check(mpu: MpuView, access: Access, context: MpuContext): Verdict {
  if (access.kind === 'vector') {
    const usual = RIGHTS[defaultRights(access.address)]!;
    return { allowed: true, decider: { kind: 'ppb' }, rule: 'allowed', privileged: usual, unprivileged: usual };
  }
  const ruling = rule(mpu, access.address, mpuOff(mpu, context) !== undefined);
  const name = ruleOf(ruling, access, access.privileged ? ruling.privileged : ruling.unprivileged);
  return {
    allowed: name === 'allowed',
    decider: deciderOf(ruling, access.privileged, mpu, context),
    rule: name,
    privileged: RIGHTS[ruling.privileged]!,
    unprivileged: RIGHTS[ruling.unprivileged]!,
  };
}

/** What one region had to say about an address, for people who ask why. */
export interface RegionOpinion {
  readonly region: MpuRegion;
  /**
   * `overridden`: it matches, but a region of a higher number does as well, or the regions are not asked here; `overlaps`: it
   * is one of several that match where only one may.
   */
  readonly match: 'decides' | 'overridden' | 'overlaps' | 'subregionDisabled';
}

/** A verdict together with every region that covers the address, highest number first. */
export interface Explanation {
  readonly verdict: Verdict;
  readonly opinions: readonly RegionOpinion[];
}

/** `check`, and how the regions that cover the address came to it. */
export function explain(mpu: MpuView, access: Access, context: MpuContext): Explanation {
  const verdict = check(mpu, access, context);
  const { decider } = verdict;
  const winner = decider.kind === 'region' ? decider.region : -1;
  const beside = decider.kind === 'overlap' ? 'overlaps' : 'overridden';
  const opinions: RegionOpinion[] = [];
  for (const region of mpu.regions().toReversed()) {
    const match = matchRegion(region, access.address);
    if (match === 'subregionDisabled') opinions.push({ region, match });
    if (match === 'matches') opinions.push({ region, match: region.number === winner ? 'decides' : beside });
  }
  return { verdict, opinions };
}
