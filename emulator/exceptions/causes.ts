/** What can go wrong with an instruction, an entry or a return, and which status bits and exception it leads to (B1.5.14, B3.2.15). */
import type { AccessFailure } from '../core/access.js';
import type { FaultBit, SecureFaultBit } from '../core/events.js';
import { EXCEPTION } from '../core/events.js';
import { CFSR_V8, HFSR } from '../system/scb-registers.js';
import type { Scb } from '../system/scb.js';

/** UsageFaults of an instruction, by their bit in UFSR. */
export type UsageFaultBit = 'UNDEFINSTR' | 'INVSTATE' | 'INVPC' | 'NOCP' | 'STKOF' | 'UNALIGNED' | 'DIVBYZERO';

/** Why the instruction at PC raises an exception. */
export type Cause =
  /** Its fetch, load or store did not happen. */
  | { readonly kind: 'access'; readonly failure: AccessFailure }
  /** `secure` where it is a Secure one whichever state the core is in (NSACR). */
  | { readonly kind: 'usage'; readonly bit: UsageFaultBit; readonly secure?: boolean }
  /** Of the Security Extension. */
  | { readonly kind: 'secureFault'; readonly bit: SecureFaultBit }
  /** SVC: the one cause that lets the instruction complete. */
  | { readonly kind: 'svc' }
  /** BKPT that no debugger and no semihosting takes: DebugMonitor, or HardFault where that is not enabled. */
  | { readonly kind: 'bkpt' }
  /** Lazy state preservation ahead of a floating-point instruction failed, and its fault is pending already. */
  | { readonly kind: 'lazyFault' };

/** What a cause does to the fault status registers, and the exception that it asks for. */
export interface Effect {
  readonly exception: number;
  readonly bits: readonly FaultBit[];
  readonly mmfar?: number;
  readonly bfar?: number;
  readonly failure?: AccessFailure;
  /** The bit of HFSR that says why it became a HardFault. */
  readonly escalated: 'FORCED' | 'DEBUGEVT';
}

function mpuEffect(failure: AccessFailure): Effect {
  const { kind, address } = failure.access;
  const base = { exception: EXCEPTION.MemManage, failure, escalated: 'FORCED' } as const;
  switch (kind) {
    case 'fetch':
      return { ...base, bits: ['IACCVIOL'] };
    case 'load':
    case 'store':
      return { ...base, bits: ['DACCVIOL'], mmfar: address };
    case 'stack':
      return { ...base, bits: ['MSTKERR'] };
    case 'unstack':
      return { ...base, bits: ['MUNSTKERR'] };
    case 'lazyStack':
      return { ...base, bits: ['MLSPERR'] };
    case 'vector':
      return vectorEffect(failure);
  }
}

function busEffect(failure: AccessFailure): Effect {
  const { kind, address } = failure.access;
  const base = { exception: EXCEPTION.BusFault, failure, escalated: 'FORCED' } as const;
  switch (kind) {
    case 'fetch':
      return { ...base, bits: ['IBUSERR'] };
    case 'load':
    case 'store':
      return { ...base, bits: ['PRECISERR'], bfar: address };
    case 'stack':
      return { ...base, bits: ['STKERR'] };
    case 'unstack':
      return { ...base, bits: ['UNSTKERR'] };
    case 'lazyStack':
      return { ...base, bits: ['LSPERR'] };
    case 'vector':
      return vectorEffect(failure);
  }
}

function vectorEffect(failure: AccessFailure): Effect {
  return { exception: EXCEPTION.HardFault, bits: ['VECTTBL'], failure, escalated: 'FORCED' };
}

export function failureEffect(failure: AccessFailure): Effect {
  switch (failure.kind) {
    case 'mpu':
      return mpuEffect(failure);
    case 'bus':
      return busEffect(failure);
    case 'unaligned':
      return { ...usageEffect('UNALIGNED'), failure };
    case 'security':
      // Only cores with the Security Extension give it, which have effects of their own.
      throw new Error('a security violation on a core without security states');
  }
}

export function usageEffect(bit: UsageFaultBit): Effect {
  return { exception: EXCEPTION.UsageFault, bits: [bit], escalated: 'FORCED' };
}

export function causeEffect(cause: Exclude<Cause, { readonly kind: 'lazyFault' | 'secureFault' }>): Effect {
  switch (cause.kind) {
    case 'access':
      return failureEffect(cause.failure);
    case 'usage':
      return usageEffect(cause.bit);
    case 'svc':
      return { exception: EXCEPTION.SVCall, bits: [], escalated: 'FORCED' };
    case 'bkpt':
      return { exception: EXCEPTION.DebugMonitor, bits: [], escalated: 'DEBUGEVT' };
  }
}

type HfsrBit = keyof typeof HFSR.fields;

function isHfsrBit(bit: FaultBit): bit is FaultBit & HfsrBit {
  return bit in HFSR.fields;
}

/**
 * Sets `bits` in CFSR and HFSR and returns those that were not set before. The address registers change with the faults that
 * have an address (DACCVIOL, PRECISERR) and are left alone, valid bits included, by all others. (The pseudocode of B3.5.3
 * clears MMARVALID with IACCVIOL; Cortex-M3 and QEMU 7.2 keep it, as they keep every status bit.)
 */
export function setStatus(scb: Scb, bits: readonly FaultBit[]): readonly FaultBit[] {
  const fresh: FaultBit[] = [];
  for (const bit of bits) {
    if (isHfsrBit(bit)) {
      const { mask } = HFSR.fields[bit];
      if ((scb.hfsr & mask) === 0) fresh.push(bit);
      scb.addHfsr(mask);
    } else {
      const { mask } = CFSR_V8.fields[bit as keyof typeof CFSR_V8.fields];
      if ((scb.cfsr & mask) === 0) fresh.push(bit);
      scb.addCfsr(mask);
    }
  }
  return fresh;
}

/** Writes MMFAR or BFAR with its valid bit, where the effect has an address. */
export function setAddresses(scb: Scb, effect: Effect): void {
  if (effect.mmfar !== undefined) {
    scb.setMmfar(effect.mmfar);
    scb.addCfsr(CFSR_V8.fields.MMARVALID.mask);
  }
  if (effect.bfar !== undefined) {
    scb.setBfar(effect.bfar);
    scb.addCfsr(CFSR_V8.fields.BFARVALID.mask);
  }
}
