/**
 * A second opinion on security attribution: SecurityCheck, the part of ValidateAddress that uses it, and TTResp of the Armv8-M
 * ARM (DDI 0553) written down as their pseudocode reads. It shares no code with the emulator.
 */
import { isAccessible, mpuCheck, type Pmsav8Mpu, type Pmsav8Type, type Pmsav8Verdict } from './pmsav8-model.js';

export interface SauModel {
  /** SAU_CTRL: bit 0 ENABLE, bit 1 ALLNS. */
  readonly ctrl: number;
  /** SAU_RBAR and SAU_RLAR of each region as they were written. */
  readonly regions: readonly { readonly rbar: number; readonly rlar: number }[];
}

/** What an IDAU answers for an address. */
export interface IdauAnswer {
  readonly exempt: boolean;
  readonly ns: boolean;
  readonly nsc: boolean;
  readonly region?: number;
}

export type IdauModel = (address: number) => IdauAnswer;

/** What is there where there is no IDAU: nothing is kept from the SAU. */
export const NO_IDAU: IdauModel = () => ({ exempt: false, ns: true, nsc: true });

/** What the pseudocode calls SAttributes. */
export interface SAttributes {
  ns: boolean;
  nsc: boolean;
  sregion: number;
  srvalid: boolean;
  iregion: number;
  irvalid: boolean;
}

const bitOf = (word: number, n: number): boolean => Math.floor((word >>> 0) / 2 ** n) % 2 === 1;
const within = (address: number, first: number, last: number): boolean => address >= first && address <= last;

function exemptAddress(address: number, isInstructionFetch: boolean): boolean {
  return (
    (isInstructionFetch && Math.floor(address / 2 ** 28) === 0xe) ||
    within(address, 0xe000_0000, 0xe000_2fff) ||
    within(address, 0xe000_e000, 0xe000_efff) ||
    within(address, 0xe002_e000, 0xe002_efff) ||
    within(address, 0xe004_0000, 0xe004_1fff) ||
    within(address, 0xe00f_f000, 0xe00f_ffff)
  );
}

/** The regions of the SAU, one after the other. */
function askSau(sau: SauModel, address: number, result: SAttributes): void {
  if (!bitOf(sau.ctrl, 0)) {
    result.ns = bitOf(sau.ctrl, 1);
    return;
  }
  let hits = 0;
  sau.regions.forEach(({ rbar, rlar }, number) => {
    if (!bitOf(rlar, 0)) return;
    const base = Math.floor(rbar / 32) * 32;
    const limit = Math.floor(rlar / 32) * 32 + 31;
    if (address < base || address > limit) return;
    hits++;
    result.ns = !bitOf(rlar, 1);
    result.nsc = bitOf(rlar, 1);
    result.srvalid = true;
    result.sregion = number;
  });
  if (hits > 1) Object.assign(result, { ns: false, nsc: false, srvalid: false, sregion: 0 });
}

/** SecurityCheck(). */
export function securityCheck(
  sau: SauModel,
  idau: IdauModel,
  address: number,
  isInstructionFetch: boolean,
  isSecure: boolean,
): SAttributes {
  const result: SAttributes = { ns: false, nsc: false, sregion: 0, srvalid: false, iregion: 0, irvalid: false };
  const answer = idau(address);
  if (isInstructionFetch && Math.floor(address / 2 ** 28) === 0xf) return result;
  if (answer.exempt || exemptAddress(address, isInstructionFetch)) {
    result.ns = !isSecure;
    return result;
  }
  askSau(sau, address, result);
  if (!answer.ns && (result.ns || (!answer.nsc && result.nsc))) {
    result.ns = false;
    result.nsc = answer.nsc;
  }
  if (answer.region !== undefined) {
    result.irvalid = true;
    result.iregion = answer.region;
  }
  return result;
}

export interface SecureSystem {
  readonly secure: Pmsav8Mpu;
  readonly nonSecure: Pmsav8Mpu;
  readonly sau: SauModel;
  readonly idau: IdauModel;
}

/** ValidateAddress(): the fault that attribution raises, or what the MPU that is asked then says. */
export function validate(
  system: SecureSystem,
  access: {
    readonly address: number;
    readonly type: Pmsav8Type;
    readonly privileged: boolean;
    readonly secure: boolean;
  },
): 'AUVIOL' | 'INVEP' | 'INVTRAN' | Pmsav8Verdict {
  const isFetch = access.type === 'fetch';
  const { ns } = securityCheck(system.sau, system.idau, access.address, isFetch, access.secure);
  if (isFetch) {
    // A fetch is made by the state that the memory belongs to; coming there from the other state is an error.
    if (access.secure && ns) return 'INVTRAN';
    if (!access.secure && !ns) return 'INVEP';
  } else if (!access.secure && !ns) return 'AUVIOL';
  return mpuCheck(access.secure ? system.secure : system.nonSecure, access);
}

export interface TtState {
  readonly secure: boolean;
  readonly handlerMode: boolean;
  readonly nPRIV: { readonly secure: boolean; readonly nonSecure: boolean };
}

/** TTResp(), as a word. */
export function ttResponse(
  system: SecureSystem,
  state: TtState,
  address: number,
  alt: boolean,
  forceUnprivileged: boolean,
): number {
  let response = 0;
  const put = (value: number | string, low: number): void => void (response += Number(value) * 2 ** low);
  const privilegedIn = (secure: boolean): boolean =>
    state.handlerMode || !(secure ? state.nPRIV.secure : state.nPRIV.nonSecure);
  let addressIsSecure = true;
  if (state.secure) {
    const found = securityCheck(system.sau, system.idau, address, false, true);
    if (found.srvalid) {
      put(found.sregion, 8);
      put(1, 17);
    }
    if (found.irvalid) {
      put(found.iregion, 24);
      put(1, 23);
    }
    addressIsSecure = !found.ns;
    put(addressIsSecure ? 1 : 0, 22);
  }
  const otherDomain = alt !== state.secure;
  if (privilegedIn(state.secure) || alt) {
    const privileged = !forceUnprivileged && privilegedIn(otherDomain);
    const mpu = otherDomain ? system.secure : system.nonSecure;
    const { write, read, region, hit } = isAccessible(mpu, address, privileged);
    if (hit === '1') {
      put(region, 0);
      put(1, 16);
    }
    put(read, 18);
    put(write, 19);
    if (state.secure && !addressIsSecure) {
      put(read, 20);
      put(write, 21);
    }
  }
  return response;
}
