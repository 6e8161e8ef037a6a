/** What code may do at an address, and which rule says so: for hovers and for "explain access". */
import { hex32 } from '../../base/index.js';
import {
  check,
  explain,
  rightsIntervals,
  type Access,
  type AccessKind,
  type Decider,
  type MpuContext,
  type MpuRegion,
  type MpuView,
  type Pmsa,
  type RegionOpinion,
  type Rights,
} from '../../emulator/index.js';
import { regionText, subregionsOf } from './regions.js';
import { verdictText } from './verdict-words.js';
import { listText, spanText, type Privilege } from './words.js';

/** One of the questions that a user asks of an address. */
export type Purpose = keyof Rights;

/** Whether one kind of access is allowed, and by what. */
export interface AddressVerdict {
  readonly allowed: boolean;
  readonly decider: Decider['kind'];
  /** The region that decides; absent when none does. */
  readonly region?: number;
  /** All that overlap where regions may not; absent elsewhere. */
  readonly regions?: readonly number[];
  /** A full sentence. */
  readonly rule: string;
  /** The first byte of a longer range that is denied, where it is not the first. */
  readonly deniedAt?: number;
}

export type AddressVerdicts = Readonly<Record<Purpose, AddressVerdict>>;

/** Why a region that covers an address does or does not decide over it. */
export interface OpinionText {
  readonly region: number;
  readonly match: RegionOpinion['match'];
  /** A full sentence. */
  readonly sentence: string;
}

export interface AddressExplanation {
  readonly address: number;
  readonly sizeBytes: number;
  readonly privileged: AddressVerdicts;
  readonly unprivileged: AddressVerdicts;
  /** Every region that covers the first byte, highest number first. */
  readonly opinions: readonly OpinionText[];
}

const KINDS: Readonly<Record<Purpose, AccessKind>> = { read: 'load', write: 'store', execute: 'fetch' };
/** By the exception that a denial raises: a core without MemManage has no BusFault either. */
const UNPRIVILEGED_PPB: Readonly<Record<Pmsa['denial'], string>> = {
  HardFault: 'Unprivileged code may not touch the Private Peripheral Bus: a HardFault.',
  MemManage:
    'Unprivileged code may not touch the Private Peripheral Bus: a BusFault, not a MemManage fault ' +
    '(STIR with CCR.USERSETMPEND = 1 is the exception).',
};
const PPB_START = 0xe000_0000;
const PPB_END = 0xe010_0000;

/** The regions' opinions as sentences. `winner` decides; undefined when none does. */
export function opinionTexts(mpu: MpuView, access: Access, context: MpuContext): readonly OpinionText[] {
  const { verdict, opinions } = explain(mpu, access, context);
  const { decider } = verdict;
  return opinions.map(({ region, match }) => ({
    region: region.number,
    match,
    sentence: opinionSentence(region, match, access.address, decider),
  }));
}

function opinionSentence(region: MpuRegion, match: OpinionText['match'], address: number, decider: Decider): string {
  const about = regionText(region);
  const subject = about.charAt(0).toUpperCase() + about.slice(1);
  switch (match) {
    case 'decides':
      return `${subject}: it decides.`;
    case 'overridden':
      return decider.kind === 'region'
        ? `${subject}: it matches too, but region ${decider.region} has a higher number and wins.`
        : `${subject}: it matches, but the regions are not asked here.`;
    case 'overlaps': {
      const regions = decider.kind === 'overlap' ? decider.regions : [];
      const others = regions.filter((number) => number !== region.number);
      return `${subject}: it overlaps region${others.length === 1 ? '' : 's'} ${listText(others)} here, so none of them decides.`;
    }
    case 'subregionDisabled': {
      const part = subregionsOf(region).find(({ base, end }) => address >= base && address < end);
      const where =
        part === undefined ? 'its subregion there' : `its subregion ${part.number}, ${spanText(part.base, part.end)},`;
      return `${subject}: ${where} is disabled by SRD, so the regions below it are asked.`;
    }
  }
}

function unprivilegedPpb(address: number, purpose: Purpose, privilege: Privilege): boolean {
  return privilege === 'unprivileged' && purpose !== 'execute' && address >= PPB_START && address < PPB_END;
}

function verdictAt(
  mpu: MpuView,
  address: number,
  purpose: Purpose,
  privilege: Privilege,
  context: MpuContext,
): AddressVerdict {
  if (unprivilegedPpb(address, purpose, privilege)) {
    return { allowed: false, decider: 'ppb', rule: UNPRIVILEGED_PPB[mpu.pmsa.denial] };
  }
  const access: Access = {
    kind: KINDS[purpose],
    address,
    sizeBytes: 1,
    privileged: privilege === 'privileged',
    exclusive: false,
  };
  const verdict = check(mpu, access, context);
  const { decider } = verdict;
  return {
    allowed: verdict.allowed,
    decider: decider.kind,
    ...(decider.kind === 'region' ? { region: decider.region } : {}),
    ...(decider.kind === 'overlap' ? { regions: decider.regions } : {}),
    rule: verdictText(verdict, access, mpu),
  };
}

/** The verdict of the first denied byte of [address, address + sizeBytes), or of the first byte. */
function verdictOver(
  mpu: MpuView,
  address: number,
  sizeBytes: number,
  purpose: Purpose,
  privilege: Privilege,
  context: MpuContext,
): AddressVerdict {
  const first = verdictAt(mpu, address, purpose, privilege, context);
  if (!first.allowed || sizeBytes <= 1) return first;
  const end = Math.min(address + sizeBytes, 2 ** 32);
  const starts = rightsIntervals(mpu, context)
    .filter((interval) => interval.start > address && interval.start < end)
    .map((interval) => interval.start);
  for (const start of starts) {
    const verdict = verdictAt(mpu, start, purpose, privilege, context);
    if (!verdict.allowed) return { ...verdict, deniedAt: start };
  }
  return first;
}

/**
 * Which region decides at `address`, and what both kinds of code may do with the `sizeBytes` bytes there, in words. Pure: the
 * same rules as the emulated MPU's own checks.
 */
export function explainAddress(
  mpu: MpuView,
  address: number,
  sizeBytes = 1,
  context: MpuContext = { negativePriority: false },
): AddressExplanation {
  const verdicts = (privilege: Privilege): AddressVerdicts => ({
    read: verdictOver(mpu, address, sizeBytes, 'read', privilege, context),
    write: verdictOver(mpu, address, sizeBytes, 'write', privilege, context),
    execute: verdictOver(mpu, address, sizeBytes, 'execute', privilege, context),
  });
  const access: Access = { kind: 'load', address, sizeBytes: 1, privileged: true, exclusive: false };
  return {
    address,
    sizeBytes,
    privileged: verdicts('privileged'),
    unprivileged: verdicts('unprivileged'),
    opinions: opinionTexts(mpu, access, context),
  };
}

function mayText(who: string, verdicts: AddressVerdicts): string {
  const granted = (['read', 'write', 'execute'] as const).filter((purpose) => verdicts[purpose].allowed);
  const what = granted.length === 0 ? 'nothing' : granted.join(', ');
  return `${who} code: ${what}`;
}

/** The explanation in a few lines; `hasUnprivileged` is false for a core that runs all code privileged. */
export function explanationText(explanation: AddressExplanation, hasUnprivileged = true): string {
  const { address, privileged, unprivileged } = explanation;
  const other = hasUnprivileged && unprivileged.read.rule !== privileged.read.rule;
  return [
    `${hex32(address)}: ${hasUnprivileged ? `${mayText('privileged', privileged)}; ${mayText('unprivileged', unprivileged)}` : mayText('all', privileged)}`,
    privileged.read.rule,
    ...(other ? [unprivileged.read.rule] : []),
    ...explanation.opinions.filter(({ match }) => match !== 'decides').map(({ sentence }) => sentence),
  ].join('\n');
}
