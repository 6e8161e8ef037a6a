/** TT, TTT, TTA and TTAT: what software may learn of an address (Armv8-M ARM, TTResp and IsAccessible). Pure. */
import { bit, bits } from '../../base/index.js';
import { check, type MpuContext } from '../mpu/check.js';
import type { MpuView } from '../mpu/view.js';
import { securityAttribution, type IdauRange } from './attribution.js';
import type { SauView } from './sau.js';

/** One value for each security state. */
export interface Banked<Value> {
  readonly secure: Value;
  readonly nonSecure: Value;
}

/** What answers a TT. A core without the Security Extension has one MPU, stands in for Non-secure, and has no attribution. */
export interface TargetUnits {
  readonly mpu: { readonly secure?: MpuView; readonly nonSecure: MpuView };
  readonly attribution?: { readonly sau: SauView; readonly idau: readonly IdauRange[] };
}

/** The state of the core that executes the instruction. */
export interface TargetState {
  /** Always false without the Security Extension. */
  readonly secure: boolean;
  /** Handler mode is privileged in both states. */
  readonly handlerMode: boolean;
  /** CONTROL.nPRIV of each state. */
  readonly nPRIV: Banked<boolean>;
  /** Whether each state has HardFault or NMI active, or its FAULTMASK set: with HFNMIENA = 0 its MPU is off then. */
  readonly negativePriority: Banked<boolean>;
}

/** Which of the four instructions. */
export interface TargetVariant {
  /** TTA, TTAT: as the Non-secure state sees it. UNDEFINED in Non-secure state, so the caller has refused that. */
  readonly alternate: boolean;
  /** TTT, TTAT: as unprivileged code sees it. */
  readonly unprivileged: boolean;
}

/** The fields of the result (Armv8-M ARM, TT_RESP). */
export interface TargetResponse {
  readonly MREGION: number;
  readonly SREGION: number;
  readonly MRVALID: boolean;
  readonly SRVALID: boolean;
  readonly R: boolean;
  readonly RW: boolean;
  readonly NSR: boolean;
  readonly NSRW: boolean;
  readonly S: boolean;
  readonly IRVALID: boolean;
  readonly IREGION: number;
}

export const TT_RESP = {
  IREGION: bits(31, 24),
  IRVALID: bit(23),
  S: bit(22),
  NSRW: bit(21),
  NSR: bit(20),
  RW: bit(19),
  R: bit(18),
  SRVALID: bit(17),
  MRVALID: bit(16),
  SREGION: bits(15, 8),
  MREGION: bits(7, 0),
} as const;

type MpuAnswer = Pick<TargetResponse, 'MREGION' | 'MRVALID' | 'R' | 'RW'>;
type AttributionAnswer = Pick<TargetResponse, 'SREGION' | 'SRVALID' | 'IREGION' | 'IRVALID' | 'S'>;

const NO_MPU_ANSWER: MpuAnswer = { MREGION: 0, MRVALID: false, R: false, RW: false };
const NO_ATTRIBUTION: AttributionAnswer = { SREGION: 0, SRVALID: false, IREGION: 0, IRVALID: false, S: false };

/** IsAccessible: what the MPU of the inspected state lets its code do with data. */
function mpuAnswer(mpu: MpuView, address: number, privileged: boolean, context: MpuContext): MpuAnswer {
  const asked = { address, sizeBytes: 1, privileged, exclusive: false } as const;
  const { allowed: R, decider } = check(mpu, { ...asked, kind: 'load' }, context);
  const { allowed: RW } = check(mpu, { ...asked, kind: 'store' }, context);
  const MRVALID = decider.kind === 'region';
  return { MREGION: MRVALID ? decider.region : 0, MRVALID, R, RW };
}

/** What Secure code learns of the attribution; Non-secure code learns nothing. */
function attributionAnswer(units: TargetUnits, state: TargetState, address: number): AttributionAnswer {
  if (!state.secure || units.attribution === undefined) return NO_ATTRIBUTION;
  const { sau, idau } = units.attribution;
  const { nonSecure, sauRegion, idauRegion } = securityAttribution(sau, idau, address, { secure: true });
  return {
    SREGION: sauRegion ?? 0,
    SRVALID: sauRegion !== undefined,
    IREGION: idauRegion ?? 0,
    IRVALID: idauRegion !== undefined,
    S: !nonSecure,
  };
}

/** What `variant` answers for `address`. `testTargetWord` makes the register of it. */
export function testTarget(
  units: TargetUnits,
  state: TargetState,
  variant: TargetVariant,
  address: number,
): TargetResponse {
  const bank = state.secure !== variant.alternate ? 'secure' : 'nonSecure';
  const privilegedIn = (which: keyof Banked<boolean>): boolean => state.handlerMode || !state.nPRIV[which];
  const attribution = attributionAnswer(units, state, address);
  // Only privileged code is told of its own state's regions; of the other state's, Secure code always is.
  const told = variant.alternate || privilegedIn(state.secure ? 'secure' : 'nonSecure');
  const mpu = told
    ? mpuAnswer(units.mpu[bank] ?? units.mpu.nonSecure, address, !variant.unprivileged && privilegedIn(bank), {
        negativePriority: state.negativePriority[bank],
      })
    : NO_MPU_ANSWER;
  const nonSecureToo = state.secure && !attribution.S;
  return { ...mpu, ...attribution, NSR: nonSecureToo && mpu.R, NSRW: nonSecureToo && mpu.RW };
}

/** The response as TT writes it into its destination register. */
export function testTargetWord(response: TargetResponse): number {
  const names = Object.keys(TT_RESP) as readonly (keyof typeof TT_RESP)[];
  return names.reduce((word, name) => TT_RESP[name].set(word, Number(response[name])), 0);
}
