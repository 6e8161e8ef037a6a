/** The instructions that belong to the core: special registers, masks, exclusives, hints (Armv7-M ARM, B5.2 and A7.7). */
import { ARCHITECTURES, type PriorityMask } from '../core/architectures.js';
import type { CpuState, RegisterBank } from '../core/cpu-state.js';
import type { AccessFailure, AccessSize } from '../core/access.js';
import type { CoreMemory } from '../core/memory.js';
import type { CoreProfile } from '../core/profiles.js';
import type { Armv8m } from '../armv8m/armv8m.js';
import type { Cause } from '../exceptions/causes.js';
import type { CoreExceptions } from '../exceptions/core-exceptions.js';
import type { SystemOperation } from '../isa/builder.js';
import type { Instruction } from '../isa/decode.js';

/** The local exclusive monitor (A3.4.1): the address that LDREX tagged, if any. */
export interface ExclusiveMonitor {
  address: number | undefined;
}

export interface SystemOperands {
  readonly cpu: CpuState;
  readonly exceptions: CoreExceptions;
  readonly memory: CoreMemory;
  readonly monitor: ExclusiveMonitor;
  /** Implemented bits of BASEPRI. */
  readonly priorityMask: number;
  readonly core: CoreProfile;
  /** What Armv8-M has beside. */
  readonly armv8m: Armv8m | undefined;
  /** The program names a special register that the core does not have, which is UNPREDICTABLE. */
  absent(register: string): void;
}

/** What happened: the instruction is done, the core waits, an access failed, another exception is raised, or PC has moved. */
export type SystemOutcome =
  | 'done'
  | 'sleepWfi'
  | 'sleepWfe'
  | AccessFailure
  | { readonly kind: 'raised'; readonly cause: Cause }
  | { readonly kind: 'branched' }
  /** As BXWritePC does, to an address that may mean a return. */
  | { readonly kind: 'exchange'; readonly target: number };

type Operation = (core: SystemOperands, operands: Readonly<Record<string, number>>) => SystemOutcome;

/** SYSm of MRS and MSR (B5.1.1, table B5-1). */
const SYSM = {
  MSP: 8,
  PSP: 9,
  MSPLIM: 10,
  PSPLIM: 11,
  PRIMASK: 16,
  BASEPRI: 17,
  BASEPRI_MAX: 18,
  FAULTMASK: 19,
  CONTROL: 20,
} as const;

/** The one below 8 that names no combination of APSR, IPSR and EPSR. */
const RESERVED_SYSM = 4;

/** What the two bits of MSR's mask write of APSR (B5.2.3). */
const NZCVQ = 0xf800_0000;
const GE = 0x000f_0000;

const MASK_OF: Readonly<Record<number, PriorityMask>> = {
  [SYSM.BASEPRI]: 'BASEPRI',
  [SYSM.BASEPRI_MAX]: 'BASEPRI',
  [SYSM.FAULTMASK]: 'FAULTMASK',
};

/** Whether the core has the mask that `sysm` names, if it names one of those that can be missing. */
function hasMask(operands: SystemOperands, sysm: number): boolean {
  const mask = MASK_OF[sysm];
  if (mask === undefined || ARCHITECTURES[operands.core.architecture].priorityMasks.includes(mask)) return true;
  operands.absent(mask);
  return false;
}

function readSpecial(core: SystemOperands, sysm: number): number {
  const { cpu } = core;
  if (sysm === RESERVED_SYSM) core.absent(`special register ${sysm}`);
  if (sysm < 8) {
    let value = 0;
    if ((sysm & 1) !== 0) value |= cpu.ipsr;
    // EPSR reads as zero (B5.2.2).
    if ((sysm & 4) === 0) value |= cpu.apsr;
    return value >>> 0;
  }
  if (sysm === SYSM.CONTROL) return cpu.control | (cpu.secure && cpu.secureFloats ? CONTROL_SFPA : 0);
  if (sysm >= NON_SECURE) return readNonSecure(core, sysm);
  if (!cpu.privileged || !hasMask(core, sysm)) return 0;
  switch (sysm) {
    case SYSM.MSP:
      return cpu.msp;
    case SYSM.PSP:
      return cpu.psp;
    case SYSM.MSPLIM:
      return hasLimits(core, sysm) ? cpu.msplim : 0;
    case SYSM.PSPLIM:
      return hasLimits(core, sysm) ? cpu.psplim : 0;
    case SYSM.PRIMASK:
      return cpu.primask;
    case SYSM.BASEPRI:
    case SYSM.BASEPRI_MAX:
      return cpu.basepri;
    case SYSM.FAULTMASK:
      return cpu.faultmask;
    default:
      core.absent(`special register ${sysm}`);
      return 0;
  }
}

function writeSpecial(core: SystemOperands, sysm: number, mask: number, value: number): SystemOutcome {
  const { cpu, exceptions, priorityMask } = core;
  if (sysm === RESERVED_SYSM) core.absent(`special register ${sysm}`);
  if (sysm < 8) {
    const written = ((mask & 2) !== 0 ? NZCVQ : 0) | ((mask & 1) !== 0 ? GE : 0);
    if ((sysm & 4) === 0) cpu.apsr = (cpu.apsr & ~written) | (value & written);
    return 'done';
  }
  if (sysm >= NON_SECURE) return writeNonSecure(core, sysm, value);
  if (sysm === SYSM.CONTROL) return writeControl(core, value);
  if (!cpu.privileged || !hasMask(core, sysm)) return 'done';
  switch (sysm) {
    case SYSM.MSP:
      cpu.msp = value;
      break;
    case SYSM.PSP:
      cpu.psp = value;
      break;
    case SYSM.PRIMASK:
      cpu.primask = value;
      break;
    case SYSM.BASEPRI:
      cpu.basepri = value & priorityMask;
      break;
    case SYSM.BASEPRI_MAX: {
      const priority = value & priorityMask;
      if (priority !== 0 && (priority < cpu.basepri || cpu.basepri === 0)) cpu.basepri = priority;
      break;
    }
    case SYSM.FAULTMASK:
      // Only setting it asks for a priority below -1 (B1.4.3): else MSR could never clear what MSR has set.
      if ((value & 1) === 0 || exceptions.executionPriority() > -1) cpu.faultmask = value & 1;
      break;
    case SYSM.MSPLIM:
      if (hasLimits(core, sysm)) cpu.msplim = value;
      break;
    case SYSM.PSPLIM:
      if (hasLimits(core, sysm)) cpu.psplim = value;
      break;
    default:
      core.absent(`special register ${sysm}`);
  }
  return 'done';
}

function hasLimits(operands: SystemOperands, sysm: number, secure = operands.cpu.secure): boolean {
  const { cpu } = operands;
  if (!cpu.hasLimits) operands.absent(`special register ${sysm}`);
  return cpu.hasLimitsOf(secure);
}

const CONTROL_NPRIV = 1;
const CONTROL_SPSEL = 2;
const CONTROL_FPCA = 4;
const CONTROL_SFPA = 8;

/**
 * nPRIV, SPSEL and, of a core with an FPU, FPCA, which unprivileged code does not write, and SFPA, which Secure code alone
 * writes. Before Armv8-M, Handler mode ignores SPSEL. NSACR keeps FPCA from Non-secure code.
 */
function writeControl({ cpu, core, armv8m }: SystemOperands, value: number): SystemOutcome {
  if (armv8m === undefined) {
    if (!cpu.privileged) return 'done';
    if (cpu.ipsr === 0) cpu.selectStack((value & CONTROL_SPSEL) !== 0);
    cpu.control =
      (cpu.control & CONTROL_SPSEL) | (value & (core.unprivileged ? CONTROL_NPRIV | CONTROL_FPCA : CONTROL_FPCA));
    return 'done';
  }
  if (cpu.hasFloats && cpu.secure) cpu.secureFloats = (value & CONTROL_SFPA) !== 0;
  if (!cpu.privileged) return 'done';
  if (cpu.hasFloats && (cpu.secure || armv8m.system.floats.nonSecureAllowed))
    cpu.floatContextActive = (value & CONTROL_FPCA) !== 0;
  cpu.selectStack((value & CONTROL_SPSEL) !== 0);
  cpu.control = (cpu.control & ~CONTROL_NPRIV) | (value & CONTROL_NPRIV);
  return 'done';
}

/** From here on SYSm names the Non-secure registers, for Secure code (Armv8-M ARM, C2.4, MRS). */
const NON_SECURE = 0x80;
const SP_NS = 0x98;

/** Whether code may reach the other state's registers: it is Secure, and privileged. */
function reachesNonSecure({ cpu }: SystemOperands): boolean {
  return cpu.hasSecurity && cpu.secure && cpu.privileged;
}

/** SP_NS is the stack that Non-secure code would use in the mode that the core is in. */
function nonSecureStack({ cpu }: SystemOperands): 'msp' | 'psp' {
  return cpu.ipsr === 0 && (cpu.bank(false).control & CONTROL_SPSEL) !== 0 ? 'psp' : 'msp';
}

/** Whether the other state has the register that `sysm` names, if it names one of those that can be missing. */
function hasNonSecure(core: SystemOperands, sysm: number): boolean {
  const isLimit = sysm === SYSM.MSPLIM || sysm === SYSM.PSPLIM;
  return isLimit ? hasLimits(core, sysm, false) : hasMask(core, sysm);
}

function readNonSecure(core: SystemOperands, sysm: number): number {
  const { cpu } = core;
  const bank = cpu.bank(false);
  if (sysm === NON_SECURE + SYSM.CONTROL && cpu.secure)
    return (bank.control & ~CONTROL_FPCA) | (cpu.floatContextActive ? CONTROL_FPCA : 0);
  if (!cpu.hasSecurity) core.absent(`special register ${sysm}`);
  if (!reachesNonSecure(core)) return 0;
  if (sysm === SP_NS) return bank[nonSecureStack(core)];
  const name = NON_SECURE_NAMES[sysm - NON_SECURE];
  return name === undefined || !hasNonSecure(core, sysm - NON_SECURE) ? 0 : bank[name];
}

function writeNonSecure(core: SystemOperands, sysm: number, value: number): SystemOutcome {
  const { cpu, priorityMask } = core;
  if (!cpu.hasSecurity) core.absent(`special register ${sysm}`);
  if (!reachesNonSecure(core)) return 'done';
  const bank = cpu.bank(false);
  if (sysm === SP_NS) {
    const stack = nonSecureStack(core);
    const limit = stack === 'psp' ? bank.psplim : bank.msplim;
    if ((value & ~3) >>> 0 < limit) return { kind: 'raised', cause: { kind: 'usage', bit: 'STKOF' } };
    bank[stack] = value & ~3;
    return 'done';
  }
  const name = NON_SECURE_NAMES[sysm - NON_SECURE];
  if (name === undefined || !hasNonSecure(core, sysm - NON_SECURE)) return 'done';
  bank[name] = name === 'basepri' ? value & priorityMask : value;
  // FPCA is not banked, and can be written through either name.
  if (name === 'control' && cpu.hasFloats && core.armv8m!.system.floats.nonSecureAllowed)
    cpu.floatContextActive = (value & CONTROL_FPCA) !== 0;
  return 'done';
}

const NON_SECURE_NAMES: Readonly<Record<number, keyof RegisterBank>> = {
  [SYSM.MSP]: 'msp',
  [SYSM.PSP]: 'psp',
  [SYSM.MSPLIM]: 'msplim',
  [SYSM.PSPLIM]: 'psplim',
  [SYSM.PRIMASK]: 'primask',
  [SYSM.BASEPRI]: 'basepri',
  [SYSM.FAULTMASK]: 'faultmask',
  [SYSM.CONTROL]: 'control',
};

const CPS: Operation = (core, { code = 0 }) => {
  const { cpu, exceptions } = core;
  if (!cpu.privileged) return 'done';
  const disable = (code & 4) !== 0;
  if ((code & 2) !== 0) cpu.primask = disable ? 1 : 0;
  if ((code & 1) !== 0 && hasMask(core, SYSM.FAULTMASK) && (!disable || exceptions.executionPriority() > -1))
    cpu.faultmask = disable ? 1 : 0;
  return 'done';
};

const LDREX: Operation = ({ cpu, memory, monitor }, { n = 0, t = 0, imm = 0, code = 4 }) => {
  const address = (cpu.reg(n) + imm) >>> 0;
  const sizeBytes = code as AccessSize;
  const value = memory.load({
    kind: 'load',
    address,
    sizeBytes,
    privileged: cpu.privileged,
    exclusive: true,
    secure: cpu.secure,
  });
  if (typeof value !== 'number') return value;
  monitor.address = address;
  cpu.setReg(t, value);
  return 'done';
};

/** A store that fails does not access memory: whether it could fault is the implementation's choice (A3.4.1), and QEMU's. */
const STREX: Operation = ({ cpu, memory, monitor }, { n = 0, t = 0, d = 0, imm = 0, code = 4 }) => {
  const address = (cpu.reg(n) + imm) >>> 0;
  const access = {
    kind: 'store',
    address,
    sizeBytes: code as AccessSize,
    privileged: cpu.privileged,
    exclusive: true,
    secure: cpu.secure,
  } as const;
  if ((address & (code - 1)) !== 0) return { kind: 'unaligned', access };
  const passes = monitor.address === address;
  if (passes) {
    const failure = memory.store(access, cpu.reg(t));
    if (failure) return failure;
  }
  monitor.address = undefined;
  cpu.setReg(d, passes ? 0 : 1);
  return 'done';
};

/** By name, for what does not raise an exception of its own. */
const OPERATIONS: Readonly<Partial<Record<SystemOperation, Operation>>> = {
  CPS,
  LDREX,
  STREX,
  CLREX: ({ monitor }) => {
    monitor.address = undefined;
    return 'done';
  },
  MRS: (core, { d = 0, code = 0 }) => {
    core.cpu.setReg(d, readSpecial(core, code));
    return 'done';
  },
  MSR: (core, { n = 0, code = 0, mask = 0 }) => {
    return writeSpecial(core, code, mask, core.cpu.reg(n));
  },
  SG: () => 'done',
  BXNS: ({ cpu, armv8m }, { m = 0 }) => armv8m!.branchNonSecure(cpu.reg(m)),
  BLXNS: ({ cpu, armv8m }, { m = 0 }) => armv8m!.callNonSecure(cpu.reg(m)),
  TT: ({ cpu, armv8m }, { n = 0, d = 0, code = 0 }) => {
    const answer = armv8m!.testTarget(cpu.reg(n), code);
    if (typeof answer !== 'number') return { kind: 'raised', cause: answer };
    cpu.setReg(d, answer);
    return 'done';
  },
  VLSTM: ({ cpu, armv8m }, { n = 0 }) => armv8m!.storeFloats(cpu.reg(n)),
  VLLDM: ({ cpu, armv8m }, { n = 0 }) => armv8m!.loadFloats(cpu.reg(n)),
  SEV: ({ exceptions }) => {
    exceptions.sendEvent();
    return 'done';
  },
  WFE: ({ exceptions }) => (exceptions.waitForEvent() ? 'sleepWfe' : 'done'),
  WFI: () => 'sleepWfi',
};

/** Carries out a system operation; `undefined` if it raises an exception of its own (SVC, BKPT, UDF, NOCP). */
export function systemOperation(
  operation: SystemOperation,
  instruction: Instruction,
  core: SystemOperands,
): SystemOutcome | undefined {
  return OPERATIONS[operation]?.(core, instruction.operands as Readonly<Record<string, number>>);
}
