/** What can go wrong in Armv8-M, for which security state, and which status bits and exception it leads to (Armv8-M ARM, B3.9, D1.2). */
import type { AccessFailure } from '../core/access.js';
import { EXCEPTION, type FaultBit, type SecureFaultBit } from '../core/events.js';
import { failureEffect as plainEffect, type Cause, type UsageFaultBit } from '../exceptions/causes.js';
import type { Vector } from './exception-table.js';

export interface Effect {
  readonly vector: Vector;
  readonly bits: readonly FaultBit[];
  readonly mmfar?: number;
  readonly bfar?: number;
  readonly sfar?: number;
  readonly failure?: AccessFailure;
  /** The bit of HFSR that says why it became a HardFault. */
  readonly escalated: 'FORCED' | 'DEBUGEVT';
}

/** `secure`: the state that the code belongs to, or the frame. */
export function failureEffect(failure: AccessFailure, secure: boolean): Effect {
  if (failure.kind === 'security') return securityEffect(failure);
  const { exception, ...effect } = plainEffect(failure);
  return { ...effect, vector: { exception, secure } };
}

function securityEffect(failure: AccessFailure & { readonly kind: 'security' }): Effect {
  const { access, reason } = failure;
  const isFetch = access.kind === 'fetch';
  const isVector = access.kind === 'vector';
  if (isVector)
    return {
      vector: { exception: EXCEPTION.HardFault, secure: true },
      bits: ['VECTTBL'],
      failure,
      escalated: 'FORCED',
    };
  return {
    vector: { exception: EXCEPTION.SecureFault, secure: true },
    bits: [access.kind === 'lazyStack' ? 'SFSR.LSPERR' : reason],
    failure,
    escalated: 'FORCED',
    ...(isFetch ? {} : { sfar: access.address }),
  };
}

export function usageEffect(bit: UsageFaultBit, secure: boolean): Effect {
  return { vector: { exception: EXCEPTION.UsageFault, secure }, bits: [bit], escalated: 'FORCED' };
}

export function secureEffect(bit: SecureFaultBit): Effect {
  return { vector: { exception: EXCEPTION.SecureFault, secure: true }, bits: [bit], escalated: 'FORCED' };
}

export function causeEffect(cause: Exclude<Cause, { readonly kind: 'lazyFault' }>, secure: boolean): Effect {
  switch (cause.kind) {
    case 'access':
      return failureEffect(cause.failure, secure);
    case 'usage':
      return usageEffect(cause.bit, cause.secure ?? secure);
    case 'secureFault':
      return secureEffect(cause.bit);
    case 'svc':
      return { vector: { exception: EXCEPTION.SVCall, secure }, bits: [], escalated: 'FORCED' };
    case 'bkpt':
      return { vector: { exception: EXCEPTION.DebugMonitor, secure }, bits: [], escalated: 'DEBUGEVT' };
  }
}
