/** One access to memory, what the protection unit says of it, and how it may fail. Pure data. */

export type AccessKind =
  | 'fetch' // an instruction, halfword by halfword
  | 'load'
  | 'store'
  | 'stack' // exception entry writes its frame
  | 'unstack' // exception return reads it back
  | 'lazyStack' // floating-point registers go to a frame that was made for them before
  | 'vector'; // exception entry or reset reads the vector table

/** Sizes that one access may have, in bytes. */
export type AccessSize = 1 | 2 | 4;

export interface Access {
  readonly kind: AccessKind;
  readonly address: number;
  readonly sizeBytes: AccessSize;
  /** Whether it is checked with privileged rights (LDRT and STRT are not, whoever executes them). */
  readonly privileged: boolean;
  /** LDREX and STREX. */
  readonly exclusive: boolean;
  /** For `lazyStack`, which is checked as the code that the frame belongs to: whether that ran at negative priority. */
  readonly negativePriority?: boolean;
}

/** What one class of code may do at an address. */
export interface Rights {
  readonly read: boolean;
  readonly write: boolean;
  readonly execute: boolean;
}

/** Who decided over an access (Armv7-M ARM, B3.5.3 ValidateAddress and B3.1 for the default map; Armv8-M ARM, MPUCheck). */
export type Decider =
  | { readonly kind: 'region'; readonly region: number }
  /** PMSAv8: two or more regions match, so none does. All of them, by ascending number. */
  | { readonly kind: 'overlap'; readonly regions: readonly number[] }
  /** PRIVDEFENA lets privileged code use the default memory map where no region matches. */
  | { readonly kind: 'background' }
  /** The MPU is off (MPU_CTRL.ENABLE = 0, no MPU, or HFNMIENA = 0 at negative priority): the default memory map rules. */
  | { readonly kind: 'defaultMap'; readonly why: 'noMpu' | 'disabled' | 'negativePriority' }
  /** The Private Peripheral Bus and vector reads never ask the MPU. */
  | { readonly kind: 'ppb' }
  /** No region matches and there is no background map for this access. */
  | { readonly kind: 'none' };

/** The rule that allowed or denied, one name for each sentence that a report may print. */
export type Rule =
  | 'allowed'
  | 'noRegion' // nothing matches, and no background map for this access
  | 'regionOverlap' // PMSAv8: more than one region matches
  | 'accessPermission' // AP denies the read or write
  | 'executeNever' // XN = 1
  | 'fetchNeedsRead' // XN = 0, but AP denies reading
  | 'defaultExecuteNever' // Device or System space of the default memory map
  | 'systemExecuteNever' // 0xE000_0000 and above, whatever a region says
  | 'reservedPermission'; // AP = 0b100

/** What the MPU says about an access, and why. */
export interface Verdict {
  readonly allowed: boolean;
  readonly decider: Decider;
  readonly rule: Rule;
  /** Everything that the decider grants at this address. */
  readonly privileged: Rights;
  readonly unprivileged: Rights;
}

/** Why an access did not happen. */
export type AccessFailure =
  | { readonly kind: 'mpu'; readonly access: Access; readonly verdict: Verdict }
  /** No device answers, the device refuses, or unprivileged code touches the PPB. */
  | { readonly kind: 'bus'; readonly access: Access; readonly reason: 'unmapped' | 'refused' | 'unprivilegedPpb' }
  | { readonly kind: 'unaligned'; readonly access: Access };

/** The result of a load: a value, or why there is none. */
export type LoadResult = number | AccessFailure;
