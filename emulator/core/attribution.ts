/** Which security state an address belongs to, and how an access may offend against it. Pure data. */

/** What decided over an attribution. */
export type AttributionReason =
  | 'secureFetch' // a fetch at and above 0xF000_0000
  | 'exempt' // the architecture exempts the address
  | 'idauExempt' // the IDAU exempts it
  | 'sauOff' // SAU_CTRL.ENABLE = 0 and ALLNS = 0: Secure
  | 'allNonSecure' // SAU_CTRL.ENABLE = 0 and ALLNS = 1
  | 'sauRegion' // one region matches
  | 'sauOverlap' // several regions match: Secure, and not callable
  | 'noSauRegion' // none does: Secure
  | 'idau'; // the IDAU is more secure than the SAU

export interface Attribution {
  readonly nonSecure: boolean;
  /** Secure, and Non-secure code may enter there by an SG instruction. */
  readonly nsc: boolean;
  /** Takes the state of whoever asks; `nonSecure` is that of the request. */
  readonly exempt: boolean;
  /** The one SAU region that matches, whether or not the IDAU overrules it. */
  readonly sauRegion?: number;
  readonly idauRegion?: number;
  readonly why: AttributionReason;
  /** For `sauOverlap`: all regions that match, by ascending number. */
  readonly overlap?: readonly number[];
}

/** Bits of SFSR that an access can raise. */
export type SecurityViolation =
  | 'AUVIOL' // Non-secure code read or wrote Secure memory
  | 'INVEP' // Non-secure code came to Secure memory without SG
  | 'INVTRAN'; // Secure code ran into Non-secure memory without BXNS or BLXNS
