/**
 * A second opinion on PMSAv7: the access check of the Armv7-M ARM (DDI 0403E) written down as its pseudocode reads,
 * one bit string after the other, with no cache and no cleverness. It shares no code with the emulator.
 */

/** What the pseudocode calls AccType (B2.3), with the direction folded in. */
export type ModelAccessType = 'read' | 'write' | 'fetch' | 'vector';

export interface ModelAccess {
  readonly address: number;
  readonly sizeBytes: 1 | 2 | 4;
  readonly type: ModelAccessType;
  readonly privileged: boolean;
}

/** One region's registers as raw 32-bit words (MPU_RBAR and MPU_RASR, B3.5). */
export interface ModelRegion {
  readonly rbar: number;
  readonly rasr: number;
}

export interface ModelMpu {
  /** MPU_CTRL (B3.5): bit 0 ENABLE, bit 1 HFNMIENA, bit 2 PRIVDEFENA. */
  readonly ctrl: number;
  /** In the order of their numbers; MPU_TYPE.DREGION is the length. */
  readonly regions: readonly ModelRegion[];
  /** Whether ExecutionPriority() < 0: NMI, HardFault or FAULTMASK. */
  readonly negativePriority: boolean;
}

/** Whose permissions decided: a region's number, or why no region was asked or found. */
export type ModelDecider = number | 'ppb' | 'vector' | 'disabled' | 'negativePriority' | 'background' | 'none';

export interface ModelVerdict {
  readonly allowed: boolean;
  readonly decider: ModelDecider;
  /** The byte that failed first, which is what MMFAR holds after a data access; the access's address if allowed. */
  readonly faultAddress: number;
  /** Set where the manual leaves the result open; the verdict then says what Cortex-M3 and M4 do as far as known. */
  readonly unpredictable?: string;
}

interface Permissions {
  readonly ap: number;
  readonly xn: boolean;
}

/** `value<high:low>`. */
function slice(value: number, high: number, low: number): number {
  return Math.floor((value >>> 0) / 2 ** low) % 2 ** (high - low + 1);
}

/** DefaultPermissions(): the default memory map of B3.1. */
function defaultPermissions(address: number): Permissions {
  const executeNever = [false, false, true, false, false, true, true, true];
  return { ap: 0b011, xn: executeNever[slice(address, 31, 29)]! };
}

/** CheckPermission() (B3.5.3): true means that AP refuses. */
function permissionFault(ap: number, isWrite: boolean, isPrivileged: boolean): boolean {
  switch (ap) {
    case 0b000:
      return true;
    case 0b001:
      return !isPrivileged;
    case 0b010:
      return !isPrivileged && isWrite;
    case 0b011:
      return false;
    case 0b101:
      return !isPrivileged || isWrite;
    case 0b110:
    case 0b111:
      return isWrite;
    default:
      return true; // 0b100 is reserved; the caller says so.
  }
}

/**
 * The region that a byte's address hits, the highest number last, or undefined (ValidateAddress(), B3.5.3).
 * A base that is no multiple of the region's size takes part with its upper bits only, as the pseudocode compares them.
 */
function regionOf(mpu: ModelMpu, address: number, notes: string[]): number | undefined {
  let hit: number | undefined;
  mpu.regions.forEach((region, number) => {
    const sizeEnable = slice(region.rasr, 15, 0);
    if (slice(sizeEnable, 0, 0) === 0) return;
    const lsbit = slice(sizeEnable, 5, 1) + 1;
    const disabledSubregions = slice(sizeEnable, 15, 8);
    if (lsbit < 5) notes.push(`region ${number} is smaller than 32 bytes`);
    if (lsbit < 8 && disabledSubregions !== 0) notes.push(`region ${number} has SRD and is smaller than 256 bytes`);
    if (lsbit !== 32 && slice(address, 31, lsbit) !== slice(region.rbar, 31, lsbit)) return;
    if (lsbit >= 8 && slice(disabledSubregions, 7, 0) !== 0) {
      const subregion = slice(address, lsbit - 1, lsbit - 3);
      if (slice(disabledSubregions, subregion, subregion) === 1) return;
    }
    hit = number;
  });
  return hit;
}

/** Who answers for this byte, before any permission is looked at. */
function deciderOf(mpu: ModelMpu, access: ModelAccess, address: number, notes: string[]): ModelDecider {
  const enable = slice(mpu.ctrl, 0, 0) === 1;
  const hardFaultNmiEnable = slice(mpu.ctrl, 1, 1) === 1;
  const privilegedDefaultEnable = slice(mpu.ctrl, 2, 2) === 1;
  if (access.type === 'vector') return 'vector';
  if (slice(address, 31, 20) === 0xe00) return 'ppb';
  if (!enable) {
    if (hardFaultNmiEnable) notes.push('HFNMIENA is set while the MPU is off');
    return 'disabled';
  }
  if (!hardFaultNmiEnable && mpu.negativePriority) return 'negativePriority';
  const region = regionOf(mpu, address, notes);
  if (region !== undefined) return region;
  return privilegedDefaultEnable && access.privileged ? 'background' : 'none';
}

function validateByte(mpu: ModelMpu, access: ModelAccess, address: number): ModelVerdict {
  const notes: string[] = [];
  const decider = deciderOf(mpu, access, address, notes);
  let permissions = defaultPermissions(address);
  if (typeof decider === 'number') {
    const { rasr } = mpu.regions[decider]!;
    permissions = { ap: slice(rasr, 26, 24), xn: slice(rasr, 28, 28) === 1 };
    if (permissions.ap === 0b100) notes.push(`region ${decider} has the reserved AP 0b100`);
  }
  // "Enforce System space execute never" comes after the regions, so no region can lift it.
  if (slice(address, 31, 29) === 0b111) permissions = { ap: permissions.ap, xn: true };

  let denied = decider === 'none';
  if (!denied) denied = permissionFault(permissions.ap, access.type === 'write', access.privileged);
  if (access.type === 'fetch' && permissions.xn) denied = true;
  const verdict = { allowed: !denied, decider, faultAddress: address };
  return notes.length === 0 ? verdict : { ...verdict, unpredictable: notes.join('; ') };
}

/**
 * Whether the MPU lets an access through and who decided. An aligned access is one check; an unaligned one is checked
 * byte for byte in rising order, as MemU_with_priv() (B2.3) performs it, and the first byte refused is reported.
 * Unprivileged accesses to the Private Peripheral Bus pass here: refusing them is the bus's work (a BusFault).
 */
export function validateAddress(mpu: ModelMpu, access: ModelAccess): ModelVerdict {
  const aligned = access.address % access.sizeBytes === 0;
  const checks = aligned ? 1 : access.sizeBytes;
  let first: ModelVerdict | undefined;
  for (let byte = 0; byte < checks; byte++) {
    const verdict = validateByte(mpu, access, (access.address + byte) >>> 0);
    if (!verdict.allowed) return verdict;
    first ??= verdict;
  }
  return first!;
}
