/** The instructions that belong to the core: special registers, masks, exclusives, hints (Armv7-M ARM, B5.2 and A7.7). */
import { ARCHITECTURES, type PriorityMask } from '../core/architectures.js';
import type { CpuState } from '../core/cpu-state.js';
import type { AccessFailure, AccessSize } from '../core/access.js';
import type { CoreMemory } from '../core/memory.js';
import type { CoreProfile } from '../core/profiles.js';
import type { Exceptions } from '../exceptions/exceptions.js';
import type { SystemOperation } from '../isa/builder.js';
import type { Instruction } from '../isa/decode.js';

/** The local exclusive monitor (A3.4.1): the address that LDREX tagged, if any. */
export interface ExclusiveMonitor {
  address: number | undefined;
}

export interface SystemOperands {
  readonly cpu: CpuState;
  readonly exceptions: Exceptions;
  readonly memory: CoreMemory;
  readonly monitor: ExclusiveMonitor;
  /** Implemented bits of BASEPRI. */
  readonly priorityMask: number;
  readonly core: CoreProfile;
  /** The program names a special register that the core does not have, which is UNPREDICTABLE. */
  absent(register: string): void;
}

/** What happened: the instruction is done, it failed, or the core waits. */
export type SystemOutcome = 'done' | 'sleepWfi' | 'sleepWfe' | AccessFailure;

type Operation = (core: SystemOperands, operands: Readonly<Record<string, number>>) => SystemOutcome;

/** SYSm of MRS and MSR (B5.1.1, table B5-1). */
const SYSM = { MSP: 8, PSP: 9, PRIMASK: 16, BASEPRI: 17, BASEPRI_MAX: 18, FAULTMASK: 19, CONTROL: 20 } as const;

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
  if (sysm === SYSM.CONTROL) return cpu.control;
  if (!cpu.privileged || !hasMask(core, sysm)) return 0;
  switch (sysm) {
    case SYSM.MSP:
      return cpu.msp;
    case SYSM.PSP:
      return cpu.psp;
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

function writeSpecial(core: SystemOperands, sysm: number, mask: number, value: number): void {
  const { cpu, exceptions, priorityMask } = core;
  if (sysm === RESERVED_SYSM) core.absent(`special register ${sysm}`);
  if (sysm < 8) {
    const written = ((mask & 2) !== 0 ? NZCVQ : 0) | ((mask & 1) !== 0 ? GE : 0);
    if ((sysm & 4) === 0) cpu.apsr = (cpu.apsr & ~written) | (value & written);
    return;
  }
  if (!cpu.privileged || !hasMask(core, sysm)) return;
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
    case SYSM.CONTROL:
      if (cpu.ipsr === 0) cpu.selectStack((value & 2) !== 0);
      // nPRIV and, of a core with an FPU, FPCA.
      cpu.control = (cpu.control & 2) | (value & (core.core.unprivileged ? 5 : 4));
      break;
    default:
      core.absent(`special register ${sysm}`);
  }
}

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
  const value = memory.load({ kind: 'load', address, sizeBytes, privileged: cpu.privileged, exclusive: true });
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
    writeSpecial(core, code, mask, core.cpu.reg(n));
    return 'done';
  },
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
