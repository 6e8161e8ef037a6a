/** What a machine asks of the system half of its core, whichever architecture's it is. */
import type { SystemArchitecture } from '../core/architectures.js';
import type { MpuFindingCode, MpuView } from '../mpu/view.js';
import type { RegisterDescription } from './register.js';
import type { ScbFindingCode } from './scb.js';
import type { SysTick } from './systick.js';

/** What the core's system half asks of the machine. */
export interface SystemHost {
  /** Retired instructions since reset, exact at the moment of an access. */
  now(): number;
  /** An exception became pending, enabled or otherwise eligible: ask `pendingToTake` again. */
  pendingChanged(): void;
  /** `SysTick.nextEvent` has moved. */
  rescheduled(): void;
  /** AIRCR.SYSRESETREQ or VECTRESET was written. */
  resetRequested(): void;
  finding(code: MpuFindingCode | ScbFindingCode | 'ppb-narrow-write', message: string): void;
}

/** Why an access to the PPB gave nothing, in the words of `AccessFailure`. */
export type PpbRefusal = 'unmapped' | 'unprivilegedPpb';

/** A register's description and its value, for views. */
export interface RegisterValue {
  readonly description: RegisterDescription;
  readonly value: number;
}

export interface CoreSystem {
  /** What the core's architecture has of all this. */
  readonly architecture: SystemArchitecture;
  /** The MPU of the security state that the core is in, or the only one. */
  readonly mpu: MpuView;
  readonly timers: readonly SysTick[];
  /** CCR and VTOR of the security state that the core is in. */
  readonly scb: { readonly ccr: number; readonly vtor: number };
  /** Implemented bits of a priority. */
  readonly priorityMask: number;
  /** The event register of WFE and SEV (B1.5.18). */
  eventRegister: boolean;
  /** Whether floating-point instructions of code of this privilege are let through. */
  permitsFloats(privileged: boolean): boolean;
  /** Reads `sizeBytes` at `address`, aligned to them. A narrow read gives the bytes of the word that are addressed. */
  read(address: number, sizeBytes: 1 | 2 | 4, privileged: boolean, secure: boolean): number | PpbRefusal;
  /**
   * Writes `sizeBytes` at `address`, aligned to them. Byte and halfword writes reach the registers for which the manual allows
   * them; elsewhere they are unpredictable, dropped and reported.
   */
  write(
    address: number,
    sizeBytes: 1 | 2 | 4,
    value: number,
    privileged: boolean,
    secure: boolean,
  ): PpbRefusal | undefined;
  /** What a privileged read would give, without side effects; undefined outside the PPB. For debuggers. */
  peek(address: number, sizeBytes: 1 | 2 | 4): number | undefined;
  /** Every register that is modelled, with its value now, in the order of addresses. Disturbs nothing. */
  registers(): readonly RegisterValue[];
  /** Drives an external interrupt line; 0 is the first. */
  setInterrupt(line: number, level: boolean): void;
  reset(): void;
  save(): unknown;
  restore(state: unknown): void;
}

export function wordOf(address: number): number {
  return (address & ~3) >>> 0;
}

/** The addressed bytes of a word. */
export function narrowed(word: number, address: number, sizeBytes: 1 | 2 | 4): number {
  if (sizeBytes === 4) return word >>> 0;
  return (word >>> (8 * (address & 3))) & ((1 << (8 * sizeBytes)) - 1);
}
