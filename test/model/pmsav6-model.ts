/**
 * A second opinion on PMSAv6: ValidateAddress and CheckPermission of the Armv6-M ARM (DDI 0419E, B3.5) written down as their
 * pseudocode reads. It shares no code with the emulator and none with the model of PMSAv7, from which it differs: regions from
 * 256 bytes on, subregions in each of them, no TEX.
 */

export type Pmsav6Type = 'read' | 'write' | 'fetch' | 'vector';

export interface Pmsav6Access {
  /** Aligned: Armv6-M refuses others before it asks the MPU (B2.3, MemA). */
  readonly address: number;
  readonly type: Pmsav6Type;
  readonly privileged: boolean;
}

export interface Pmsav6Mpu {
  readonly ctrl: number;
  /** MPU_RBAR and MPU_RASR of each region as they were written. */
  readonly regions: readonly { readonly rbar: number; readonly rasr: number }[];
  /** Whether ExecutionPriority() < 0. */
  readonly negativePriority: boolean;
}

export interface Pmsav6Verdict {
  readonly allowed: boolean;
  /** The region that decided, or why none did. */
  readonly decider: number | 'ppb' | 'vector' | 'off' | 'background' | 'none';
  /** A region takes part whose registers the manual leaves open. */
  readonly unpredictable: boolean;
}

const bit = (word: number, n: number): boolean => Math.floor(word / 2 ** n) % 2 === 1;

/** AP (B3.5.8, table of access permissions): who may read and write. Row: privileged, unprivileged. */
const PERMISSIONS: Readonly<Record<number, readonly [privileged: string, unprivileged: string]>> = {
  0b000: ['', ''],
  0b001: ['rw', ''],
  0b010: ['rw', 'r'],
  0b011: ['rw', 'rw'],
  0b101: ['r', ''],
  0b110: ['r', 'r'],
  0b111: ['r', 'r'],
};

/** Parts of the address map that are never executed (B3.1): Peripheral, both Device areas, System. */
function executeNeverByMap(address: number): boolean {
  const gigabytesTimesTwo = Math.floor(address / 0x2000_0000);
  return gigabytesTimesTwo === 2 || gigabytesTimesTwo >= 5;
}

function hits(address: number, rbar: number, rasr: number): boolean {
  if (!bit(rasr, 0)) return false;
  const log2 = (Math.floor(rasr / 2) % 32) + 1;
  if (log2 < 8) return false; // SIZE below 7 is UNPREDICTABLE: such a region takes no part here
  const sizeBytes = 2 ** log2;
  if (Math.floor(address / sizeBytes) !== Math.floor(rbar / sizeBytes)) return false;
  const subregion = Math.floor((address % sizeBytes) / (sizeBytes / 8));
  return !bit(rasr, 8 + subregion);
}

function unpredictable({ rasr }: { readonly rasr: number }): boolean {
  return bit(rasr, 0) && (Math.floor(rasr / 2) % 32 < 7 || Math.floor(rasr / 2 ** 24) % 8 === 0b100);
}

export function validate(mpu: Pmsav6Mpu, { address, type, privileged }: Pmsav6Access): Pmsav6Verdict {
  const decided = (decider: Pmsav6Verdict['decider'], rights: string, executeNever: boolean): Pmsav6Verdict => {
    const never = executeNever || address >= 0xe000_0000;
    const may = type === 'write' ? rights.includes('w') : rights.includes('r') && !(type === 'fetch' && never);
    return { allowed: may, decider, unpredictable: mpu.regions.some(unpredictable) };
  };
  const byMap = (decider: 'ppb' | 'vector' | 'off' | 'background'): Pmsav6Verdict =>
    decided(decider, 'rw', executeNeverByMap(address));

  if (type === 'vector') return byMap('vector');
  if (address >= 0xe000_0000 && address < 0xe010_0000) return byMap('ppb');
  if (!bit(mpu.ctrl, 0) || (!bit(mpu.ctrl, 1) && mpu.negativePriority)) return byMap('off');
  for (let number = mpu.regions.length - 1; number >= 0; number--) {
    const { rbar, rasr } = mpu.regions[number]!;
    if (!hits(address, rbar, rasr)) continue;
    const [forPrivileged, forOthers] = PERMISSIONS[Math.floor(rasr / 2 ** 24) % 8] ?? ['', ''];
    return decided(number, privileged ? forPrivileged : forOthers, bit(rasr, 28));
  }
  return bit(mpu.ctrl, 2) && privileged ? byMap('background') : decided('none', '', false);
}
