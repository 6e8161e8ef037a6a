/** What the security attribution of an address means for one access to it (Armv8-M ARM, ValidateAddress). Pure. */
import { securityAttribution, type Attribution, type IdauRange } from './attribution.js';
import type { SauView } from './sau.js';

/** Bits of SFSR that an access can raise. */
export type SecurityViolation =
  | 'AUVIOL' // Non-secure code read or wrote Secure memory
  | 'INVEP' // Non-secure code came to Secure memory without SG
  | 'INVTRAN'; // Secure code ran into Non-secure memory without BXNS or BLXNS

export type SecurityVerdict = { readonly attribution: Attribution } & (
  | {
      readonly allowed: true;
      /** Whose MPU is asked next, and which state the bus sees. Data of Secure code is checked by the Secure MPU wherever it lies. */
      readonly mpu: 'secure' | 'nonSecure';
      readonly busNonSecure: boolean;
    }
  /** `callable`: an SG instruction at this address would be allowed to enter. */
  | { readonly allowed: false; readonly violation: SecurityViolation; readonly callable: boolean }
);

/** Whether code in one security state may reach `address` at all, before any MPU is asked. */
export function checkSecurity(
  sau: SauView,
  idau: readonly IdauRange[],
  { address, fetch, secure }: { readonly address: number; readonly fetch: boolean; readonly secure: boolean },
): SecurityVerdict {
  const attribution = securityAttribution(sau, idau, address, { secure, fetch });
  const { nonSecure, nsc } = attribution;
  const refused = (violation: SecurityViolation): SecurityVerdict => ({
    allowed: false,
    attribution,
    violation,
    callable: fetch && nsc,
  });
  if (!secure && !nonSecure) return refused(fetch ? 'INVEP' : 'AUVIOL');
  if (secure && nonSecure && fetch) return refused('INVTRAN');
  return { allowed: true, attribution, mpu: secure ? 'secure' : 'nonSecure', busNonSecure: !secure || nonSecure };
}
