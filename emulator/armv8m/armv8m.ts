/**
 * What an Armv8-M core does beside arithmetic: stack limits, and the crossings between its security states (Armv8-M ARM,
 * B3.20 to B3.24 and C2.4). A machine of such a core has one of these.
 */
import type { CpuDescription } from '../board/description.js';
import type { AccessFailure } from '../core/access.js';
import type { CpuState } from '../core/cpu-state.js';
import type { CoreMemory } from '../core/memory.js';
import { PROFILES, type CoreName } from '../core/profiles.js';
import type { Cause } from '../exceptions/causes.js';
import { offView } from '../mpu/off-view.js';
import type { IdauRange } from '../security/attribution.js';
import { reachIntervals, type ReachInterval } from '../security/intervals.js';
import type { SauView } from '../security/sau.js';
import { testTarget, testTargetWord } from '../security/test-target.js';
import type { SystemHost } from '../system/core-system.js';
import { SecureExceptions, type SecureExceptionsOptions } from './exceptions.js';
import { FNC_RETURN, SFPA } from './frame.js';
import { SecureSystemControl } from './system-control.js';

/** How a system operation ended that moves PC or goes through memory. */
export type Crossing =
  | 'done'
  | { readonly kind: 'branched' }
  | { readonly kind: 'exchange'; readonly target: number }
  | { readonly kind: 'raised'; readonly cause: Cause };

export interface Armv8mOptions {
  readonly cpu: CpuState;
  readonly description: CpuDescription;
  readonly host: SystemHost;
  /** The MPUs decide nothing. */
  readonly mpuOff: boolean;
}

const SG_HALFWORD = 0xe97f;
const MAGIC = 0xfeff_fffe;
/** IPSR of Non-secure code that a Secure handler calls: it must not learn which one that is. */
const HIDDEN_EXCEPTION = 1;

const BRANCHED = { kind: 'branched' } as const;

export function isArmv8m(core: CoreName): boolean {
  return PROFILES[core].architecture.startsWith('armv8-m');
}

export class Armv8m {
  readonly system: SecureSystemControl;
  /** What decides over the security state of an address; undefined without the Security Extension. */
  readonly attribution: { readonly sau: SauView; readonly idau: readonly IdauRange[] } | undefined;
  private readonly cpu: CpuState;
  private readonly mpuOff: boolean;
  private memory!: CoreMemory;
  private exceptions!: SecureExceptions;
  /** Of both states, while SAU and IDAU stay as they are. */
  private reachMade: { readonly version: number; readonly states: readonly (readonly ReachInterval[])[] } | undefined;

  constructor({ cpu, description, host, mpuOff }: Armv8mOptions) {
    this.cpu = cpu;
    this.mpuOff = mpuOff;
    this.system = new SecureSystemControl({ cpu, description, host });
    const { sau, idau } = this.system;
    const attribution = {
      sau,
      get idau() {
        return idau.ranges;
      },
    };
    this.attribution = description.security === true ? attribution : undefined;
  }

  /** Makes the exceptions, over a memory that needs the system half itself. */
  connect(options: Omit<SecureExceptionsOptions, 'cpu' | 'system'>): SecureExceptions {
    this.memory = options.memory;
    this.exceptions = new SecureExceptions({ ...options, cpu: this.cpu, system: this.system });
    return this.exceptions;
  }

  /** What attribution leaves to code of one security state; undefined without the Security Extension. */
  reach(secure: boolean): readonly ReachInterval[] | undefined {
    const { attribution } = this;
    if (attribution === undefined) return undefined;
    const version = this.system.attributionVersion;
    if (this.reachMade?.version !== version) {
      const of = (state: boolean): readonly ReachInterval[] => reachIntervals(attribution.sau, attribution.idau, state);
      this.reachMade = { version, states: [of(false), of(true)] };
    }
    return this.reachMade.states[secure ? 1 : 0];
  }

  get stackLimit(): number {
    return this.exceptions.stackLimit;
  }

  /**
   * Non-secure code has come to a Secure address that is callable: SG lets it in. The failure where the instruction cannot be
   * read by Secure code either, `notSG` where it is another one.
   */
  secureGateway(pc: number): undefined | 'notSG' | AccessFailure {
    const { cpu } = this;
    const bank = cpu.bank(true);
    const privileged = cpu.ipsr !== 0 || (bank.control & 1) === 0;
    for (const address of [pc, (pc + 2) >>> 0]) {
      const access = { kind: 'fetch', address, sizeBytes: 2, privileged, exclusive: false, secure: true } as const;
      const halfword = this.memory.load(access);
      if (typeof halfword !== 'number') return halfword;
      if (halfword !== SG_HALFWORD) return 'notSG';
    }
    cpu.lr &= ~1;
    cpu.secureFloats = false;
    cpu.secure = true;
    cpu.itState = 0;
    cpu.pc = pc + 4;
    return undefined;
  }

  /** BXNS: bit 0 of the target says whether it is Secure. */
  branchNonSecure(target: number): Crossing {
    const { cpu } = this;
    if (!cpu.secure) return UNDEFINED;
    if (target >= MAGIC) return { kind: 'exchange', target };
    if ((target & 1) === 0) cpu.secureFloats = false;
    cpu.secure = (target & 1) !== 0;
    cpu.itState = 0;
    cpu.thumb = true;
    cpu.pc = target;
    return BRANCHED;
  }

  /** BLXNS: a call of Non-secure code leaves the way back on the Secure stack. */
  callNonSecure(target: number): Crossing {
    const { cpu, memory } = this;
    if (!cpu.secure) return UNDEFINED;
    const next = ((cpu.pc + 2) | 1) >>> 0;
    if ((target & 1) !== 0) {
      cpu.lr = next;
      cpu.itState = 0;
      cpu.thumb = true;
      cpu.pc = target;
      return BRANCHED;
    }
    const sp = (cpu.sp - 8) >>> 0;
    if (sp < this.stackLimit) return { kind: 'raised', cause: { kind: 'usage', bit: 'STKOF' } };
    const psr = cpu.ipsr | (cpu.secureFloats ? SFPA : 0);
    for (const [n, word] of [next, psr].entries()) {
      const access = { kind: 'store', address: sp + 4 * n, sizeBytes: 4, exclusive: false } as const;
      const failure = memory.store({ ...access, privileged: cpu.privileged, secure: true }, word);
      if (failure) return { kind: 'raised', cause: { kind: 'access', failure } };
    }
    cpu.sp = sp;
    cpu.lr = FNC_RETURN | 1;
    if (cpu.ipsr !== 0) cpu.ipsr = HIDDEN_EXCEPTION;
    cpu.secureFloats = false;
    cpu.secure = false;
    cpu.itState = 0;
    cpu.thumb = true;
    cpu.pc = target;
    return BRANCHED;
  }

  /** FunctionReturn: Non-secure code goes back to the Secure code that called it. The cause where it cannot. */
  functionReturn(): Cause | undefined {
    const { cpu } = this;
    const bank = cpu.bank(true);
    const thread = cpu.ipsr === 0;
    const stack = thread && (bank.control & 2) !== 0 ? 'psp' : 'msp';
    const privileged = !thread || (bank.control & 1) === 0;
    const frame = bank[stack];
    const words: number[] = [];
    for (const address of [frame, (frame + 4) >>> 0]) {
      const access = { kind: 'load', address, sizeBytes: 4, privileged, exclusive: false, secure: true } as const;
      const word = this.memory.load(access);
      if (typeof word !== 'number') return { kind: 'access', failure: word };
      words.push(word);
    }
    const [pc, psr] = words as [number, number];
    const exception = psr & 0x1ff;
    if (!((thread && exception === 0) || (cpu.ipsr === HIDDEN_EXCEPTION && exception !== 0)))
      return { kind: 'usage', bit: 'INVPC' };
    bank[stack] = frame + 8;
    cpu.secure = true;
    cpu.ipsr = exception;
    cpu.secureFloats = (psr & SFPA) !== 0;
    cpu.itState = 0;
    cpu.thumb = (pc & 1) !== 0;
    cpu.pc = pc;
    return undefined;
  }

  /** TT, TTT, TTA, TTAT by bits 1 (A) and 0 (T) of `code`; the cause where Non-secure code uses TTA or TTAT. */
  testTarget(address: number, code: number): number | Cause {
    const { cpu, system, attribution, exceptions } = this;
    const alternate = (code & 2) !== 0;
    if (alternate && !cpu.secure) return { kind: 'usage', bit: 'UNDEFINSTR' };
    const mpu = (secure: boolean) => (this.mpuOff ? offView(system.mpuOf(secure)) : system.mpuOf(secure));
    const banked = <T>(of: (secure: boolean) => T) => ({ secure: of(true), nonSecure: of(false) });
    const response = testTarget(
      {
        mpu: system.security ? banked(mpu) : { nonSecure: mpu(false) },
        ...(attribution === undefined ? {} : { attribution }),
      },
      {
        secure: cpu.secure,
        handlerMode: cpu.ipsr !== 0,
        nPRIV: banked((secure) => (cpu.bank(secure).control & 1) !== 0),
        negativePriority: banked((secure) => exceptions.negativePriority(secure)),
      },
      { alternate, unprivileged: (code & 1) !== 0 },
      address,
    );
    return testTargetWord(response);
  }

  /** VLSTM: the floating-point registers of Secure code go to memory, now or lazily, before it calls Non-secure code. */
  storeFloats(address: number): Crossing {
    const { cpu } = this;
    if (!cpu.secure) return UNDEFINED;
    if (!cpu.hasFloats || !cpu.secureFloats) return 'done';
    const cause = this.exceptions.storeSecureFloats(address);
    return cause === undefined ? 'done' : { kind: 'raised', cause };
  }

  /** VLLDM: they come back. */
  loadFloats(address: number): Crossing {
    const { cpu } = this;
    if (!cpu.secure) return UNDEFINED;
    if (!cpu.hasFloats || !cpu.secureFloats) return 'done';
    const cause = this.exceptions.loadSecureFloats(address);
    return cause === undefined ? 'done' : { kind: 'raised', cause };
  }
}

const UNDEFINED: Crossing = { kind: 'raised', cause: { kind: 'usage', bit: 'UNDEFINSTR' } };
