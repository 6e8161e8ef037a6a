/** A verdict of the MPU as one full sentence: who decided, by which rule, and the bits that say so. */
import { hex32 } from '../../base/index.js';
import type { AccessKind, Decider, MpuRegion, MpuView, Verdict } from '../../emulator/index.js';
import { accessWords, apText, listText, type Privilege } from './words.js';

/** What a verdict is about; `privileged` as the access was checked. */
export interface JudgedAccess {
  readonly kind: AccessKind;
  readonly address: number;
  readonly privileged: boolean;
}

/** Names of the default memory map's parts, for each 512 MB (B3.1, table B3-1). */
const DEFAULT_MAP = ['Code', 'SRAM', 'Peripheral', 'RAM', 'RAM', 'Device', 'Device', 'System'] as const;

/** The part of the default memory map that holds an address. */
export function defaultMapArea(address: number): string {
  return DEFAULT_MAP[address >>> 29]!;
}

export function privilegeOf(access: Pick<JudgedAccess, 'privileged'>): Privilege {
  return access.privileged ? 'privileged' : 'unprivileged';
}

function regionAllows(number: number, access: JudgedAccess, mpu: MpuView): string {
  const region = mpu.regions()[number];
  const who = privilegeOf(access);
  if (region === undefined) return `Region ${number} allows it.`;
  if (access.kind === 'fetch')
    return `Region ${number} is executable (XN = 0) and ${who} code may read it (${apText(region)}).`;
  return permissionText(region, who);
}

/** `Region 0 is read-only for privileged code (AP = 0b110).` */
function permissionText(region: MpuRegion, who: Privilege): string {
  const words = accessWords(region, who);
  return words === 'no access'
    ? `Region ${region.number} gives ${who} code no access (${apText(region)}).`
    : `Region ${region.number} is ${words} for ${who} code (${apText(region)}).`;
}

const WHY_DEFAULT_MAP: Readonly<Record<Extract<Decider, { kind: 'defaultMap' }>['why'], string>> = {
  noMpu: 'This core has no MPU, so the default memory map rules',
  disabled: 'The MPU is off (MPU_CTRL.ENABLE = 0), so the default memory map rules',
  negativePriority:
    'HFNMIENA = 0 switches the MPU off in HardFault, NMI and with FAULTMASK set, so the default memory map rules',
};

function allowedText(verdict: Verdict, access: JudgedAccess, mpu: MpuView): string {
  const { decider } = verdict;
  switch (decider.kind) {
    case 'region':
      return regionAllows(decider.region, access, mpu);
    case 'background':
      return 'No region matches; PRIVDEFENA = 1 lets privileged code use the default memory map.';
    case 'defaultMap':
      return `${WHY_DEFAULT_MAP[decider.why]}.`;
    case 'ppb':
      return 'The Private Peripheral Bus and vector reads never ask the MPU.';
    case 'overlap':
    case 'none':
      return 'No region matches.';
  }
}

/** `Regions 2 and 5 both cover 0x20000010, and where regions of PMSAv8 overlap, every access is denied.` */
function overlapText({ decider }: Verdict, { address }: JudgedAccess): string {
  const regions = decider.kind === 'overlap' ? decider.regions : [];
  return (
    `Regions ${listText(regions)} ${regions.length === 2 ? 'both' : 'all'} cover ${hex32(address)}, ` +
    `and where regions of PMSAv8 overlap, every access is denied.`
  );
}

function noRegionText(access: JudgedAccess, mpu: MpuView): string {
  if (access.privileged) return 'No region matches, and PRIVDEFENA = 0 gives privileged code no default memory map.';
  const whose = mpu.privdefena ? ' (PRIVDEFENA = 1 is for privileged code only)' : '';
  return `No region matches, and unprivileged code has no default memory map${whose}.`;
}

/** One sentence that names the decider, the rule and the bits. */
export function verdictText(verdict: Verdict, access: JudgedAccess, mpu: MpuView): string {
  const { decider } = verdict;
  const number = decider.kind === 'region' ? decider.region : undefined;
  const region = number === undefined ? undefined : mpu.regions()[number];
  const who = privilegeOf(access);
  const subject = number === undefined ? 'The decider' : `Region ${number}`;
  const ap = region === undefined ? '' : ` (${apText(region)})`;
  switch (verdict.rule) {
    case 'allowed':
      return allowedText(verdict, access, mpu);
    case 'noRegion':
      return noRegionText(access, mpu);
    case 'regionOverlap':
      return overlapText(verdict, access);
    case 'accessPermission':
      return region === undefined ? `${subject} denies it to ${who} code.` : permissionText(region, who);
    case 'executeNever':
      return `${subject} is execute-never (XN = 1).`;
    case 'fetchNeedsRead':
      return `${subject} has XN = 0, but a fetch needs read permission as well, and ${who} code has none${ap}.`;
    case 'defaultExecuteNever':
      return `The default memory map makes the ${defaultMapArea(access.address)} area around ${hex32(access.address)} execute-never.`;
    case 'systemExecuteNever':
      return 'Everything at and above 0xe0000000 is execute-never, whatever a region says.';
    case 'reservedPermission':
      return `${subject} has AP = 0b100, which is reserved: every access is denied.`;
  }
}
