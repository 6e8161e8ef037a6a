/**
 * A second opinion on PMSAv8: MPUCheck, CheckPermission and IsAccessible of the Armv8-M ARM (DDI 0553) written down as their
 * pseudocode reads. It shares no code with the emulator and none with the models of PMSAv6 and PMSAv7.
 */

export type Pmsav8Type = 'read' | 'write' | 'fetch' | 'vector';

export interface Pmsav8Mpu {
  /** MPU_CTRL: bit 0 ENABLE, bit 1 HFNMIENA, bit 2 PRIVDEFENA. */
  readonly ctrl: number;
  /** MPU_RBAR and MPU_RLAR of each region as they were written. */
  readonly regions: readonly { readonly rbar: number; readonly rlar: number }[];
  /** Whether the execution priority that this MPU's state asks for is negative. */
  readonly negativePriority: boolean;
}

export interface Pmsav8Access {
  readonly address: number;
  readonly type: Pmsav8Type;
  readonly privileged: boolean;
}

/** What the pseudocode calls Permissions. */
interface Permissions {
  /** Two digits, as MPU_RBAR.AP has them. */
  readonly ap: string;
  readonly xn: boolean;
  readonly region: number | undefined;
}

export interface Pmsav8Verdict {
  readonly allowed: boolean;
  /** The region that decided, all that overlap, or why none did. */
  readonly decider: number | readonly number[] | 'ppb' | 'vector' | 'off' | 'background' | 'none';
  /** For IsAccessible: absent where a fault left them not valid. */
  readonly permissions?: Permissions;
}

/** The 32 digits of a word, most significant first. */
function digits(word: number): string {
  return (word >>> 0).toString(2).padStart(32, '0');
}

/** `word<high:low>` as digits. */
function field(word: number, high: number, low: number): string {
  return digits(word).slice(31 - high, 32 - low);
}

/** DefaultPermissions(): the system address map (B8.1). Peripherals, Device and System areas are never executed. */
function defaultPermissions(address: number): Permissions {
  const never = ['010', '101', '110', '111'].includes(field(address, 31, 29));
  return { ap: '01', xn: never, region: undefined };
}

/** CheckPermission(): whether AP and XN refuse. */
function permissionFault({ ap, xn }: Permissions, type: Pmsav8Type, isPrivileged: boolean): boolean {
  if (xn && type === 'fetch') return true;
  const isWrite = type === 'write';
  switch (ap) {
    case '00':
      return !isPrivileged;
    case '01':
      return false;
    case '10':
      return !isPrivileged || isWrite;
    default:
      return isWrite;
  }
}

/** Numbers of all enabled regions between whose base and limit the address lies. */
function matching({ regions }: Pmsav8Mpu, address: number): readonly number[] {
  const found: number[] = [];
  regions.forEach(({ rbar, rlar }, number) => {
    if (field(rlar, 0, 0) !== '1') return;
    const base = parseInt(`${field(rbar, 31, 5)}00000`, 2);
    const limit = parseInt(`${field(rlar, 31, 5)}11111`, 2);
    if (base <= address && limit >= address) found.push(number);
  });
  return found;
}

function permissionsOf({ regions }: Pmsav8Mpu, number: number): Permissions {
  const { rbar } = regions[number]!;
  return { ap: field(rbar, 2, 1), xn: field(rbar, 0, 0) === '1', region: number };
}

/** MPUCheck(). */
export function mpuCheck(mpu: Pmsav8Mpu, { address, type, privileged }: Pmsav8Access): Pmsav8Verdict {
  let permissions = defaultPermissions(address);
  let decider: Exclude<Pmsav8Verdict['decider'], readonly number[]> = 'none';
  const [enable, hardFaultEnable, privilegedDefault] = [0, 1, 2].map((n) => field(mpu.ctrl, n, n) === '1');
  if (type === 'vector') decider = 'vector';
  else if (field(address, 31, 20) === '111000000000') decider = 'ppb';
  else if (enable !== true) decider = 'off';
  else if (hardFaultEnable !== true && mpu.negativePriority) decider = 'off';
  else {
    if (privilegedDefault === true && privileged) decider = 'background';
    const numbers = matching(mpu, address);
    if (numbers.length > 1) return { allowed: false, decider: numbers };
    if (numbers.length === 1) {
      decider = numbers[0]!;
      permissions = permissionsOf(mpu, decider);
    }
  }
  if (field(address, 31, 29) === '111') permissions = { ...permissions, xn: true };
  if (decider === 'none') return { allowed: false, decider };
  return { allowed: !permissionFault(permissions, type, privileged), decider, permissions };
}

/** IsAccessible(): what TT says of an MPU. Digits as the pseudocode's bits. */
export function isAccessible(
  mpu: Pmsav8Mpu,
  address: number,
  privileged: boolean,
): { readonly write: string; readonly read: string; readonly region: number; readonly hit: string } {
  const { permissions } = mpuCheck(mpu, { address, type: 'read', privileged });
  if (permissions === undefined) return { write: '0', read: '0', region: 0, hit: '0' };
  const outcome: Readonly<Record<string, readonly [write: string, read: string]>> = {
    '00': privileged ? ['1', '1'] : ['0', '0'],
    '01': ['1', '1'],
    '10': privileged ? ['0', '1'] : ['0', '0'],
    '11': ['0', '1'],
  };
  const [write, read] = outcome[permissions.ap]!;
  const { region } = permissions;
  return region === undefined ? { write, read, region: 0, hit: '0' } : { write, read, region, hit: '1' };
}
