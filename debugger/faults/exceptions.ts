/** Exceptions and escalations in words (Armv7-M ARM, B1.5.2, B1.5.4, B1.5.15; Armv8-M ARM, B3.9 to B3.13). */
import { EXCEPTION, type Escalation, type Fault } from '../../emulator/index.js';
import type { NamedException } from './report.js';

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(EXCEPTION).map(([name, number]) => [number, name]));

export function exceptionTitle(number: number): string {
  if (number === 0) return 'lockup';
  return NAMES.get(number) ?? (number >= 16 ? `interrupt ${number - 16}` : `exception ${number}`);
}

export function namedException(number: number): NamedException {
  return { number, name: exceptionTitle(number) };
}

/** The SHCSR bit that enables an exception of its own. */
const ENABLE_BITS: ReadonlyMap<number, string> = new Map([
  [EXCEPTION.MemManage, 'MEMFAULTENA'],
  [EXCEPTION.BusFault, 'BUSFAULTENA'],
  [EXCEPTION.UsageFault, 'USGFAULTENA'],
  [EXCEPTION.SecureFault, 'SECUREFAULTENA'],
]);

/** The SHCSR bit that would let the exception be taken as itself, if it has one. */
export function enableBit(exception: number): string | undefined {
  return ENABLE_BITS.get(exception);
}

/** Why the exception was not taken as itself; a full sentence. */
export function escalationSentence(fault: Fault): string | undefined {
  return fault.escalation === undefined ? undefined : sentenceFor(fault, fault.escalation);
}

function sentenceFor(fault: Fault, escalation: Escalation): string {
  const name = exceptionTitle(fault.original);
  switch (escalation) {
    case 'disabled': {
      const bit = enableBit(fault.original);
      if (bit !== undefined)
        return `${name} is not enabled (SHCSR${bank(fault)}.${bit} = 0), so it was escalated to HardFault.`;
      return `${name} is not enabled, so it was escalated to HardFault.`;
    }
    case 'priority':
      return `${name} has no priority over what was running (${runningText(fault)}), so it was escalated to HardFault.`;
    case 'vectorRead':
      return fault.exception === 0
        ? `The vector of ${name} could not be read, and nothing is left to handle that: the core locked up.`
        : `The vector of ${name} could not be read, so HardFault was taken in its place.`;
    case 'negativePriority':
      return `${name} happened while ${runningText(fault)}: nothing can handle it there, and the core locked up.`;
  }
}

/** Exceptions of which each security state has its own, with an enable bit in its own SHCSR. */
const BANKED: readonly number[] = [EXCEPTION.MemManage, EXCEPTION.UsageFault];

/** `_NS` for the bank of Non-secure state, where there are two. The fault belongs to the state of its code. */
function bank({ before: { security }, failure, original }: Fault): string {
  if (security === undefined || !BANKED.includes(original)) return '';
  return (failure?.access.secure ?? security.secure) ? '_S' : '_NS';
}

function runningText({ before }: Fault): string {
  const other = before.security?.other;
  const own = before.security === undefined ? '' : before.security.secure ? '_S' : '_NS';
  const others = own === '_S' ? '_NS' : '_S';
  if (before.faultmask !== 0) return `FAULTMASK${own} is set`;
  const active = before.xpsr & 0x1ff;
  if (active !== 0) return `the handler of ${exceptionTitle(active)} is active`;
  if (before.primask !== 0) return `PRIMASK${own} is set`;
  if (before.basepri !== 0) return `BASEPRI${own} is ${before.basepri}`;
  if (other !== undefined && other.faultmask !== 0) return `FAULTMASK${others} is set`;
  if (other !== undefined && other.primask !== 0) return `PRIMASK${others} is set`;
  if (other !== undefined && other.basepri !== 0) return `BASEPRI${others} is ${other.basepri}`;
  return 'thread code runs at a raised priority';
}

/** `Secure`, `Non-secure`. */
export function stateTitle(secure: boolean): 'Secure' | 'Non-secure' {
  return secure ? 'Secure' : 'Non-secure';
}

/** Exceptions that AIRCR.BFHFNMINS gives to Non-secure state. */
const ASSIGNED: readonly number[] = [EXCEPTION.NMI, EXCEPTION.HardFault, EXCEPTION.BusFault];

/** Which security state took the exception, and by which rule (Armv8-M ARM, B3.10 and AIRCR.BFHFNMINS); a full sentence. */
export function stateSentence(fault: Fault): string | undefined {
  const { exception, original, secure, before } = fault;
  if (secure === undefined || before.security === undefined) return undefined;
  const code = stateTitle(before.security.secure);
  const taken =
    exception === 0 ? `${code} code ran` : `It interrupted ${code} code and was taken to ${stateTitle(secure)} state`;
  if (exception === 0) return `${taken} when the core locked up.`;
  if (exception === EXCEPTION.SecureFault) return `${taken}: SecureFault is always Secure.`;
  if (original === EXCEPTION.SecureFault) return `${taken}: what becomes of a SecureFault is always Secure.`;
  if (!ASSIGNED.includes(exception)) return `${taken}: each state has a ${exceptionTitle(exception)} of its own.`;
  if (!secure) return `${taken}: AIRCR.BFHFNMINS = 1 gives it ${exceptionTitle(exception)}.`;
  if (before.security.secure && exception === EXCEPTION.HardFault)
    return `${taken}: HardFault of Secure code stays there.`;
  return `${taken}: AIRCR.BFHFNMINS = 0 gives it ${exceptionTitle(exception)}.`;
}

/** What exception entry or return was under way; a phrase. */
export function duringText(fault: Fault): string | undefined {
  const { during } = fault;
  if (during === undefined) return undefined;
  return `${during.what === 'entry' ? 'entry to' : 'return from'} ${exceptionTitle(during.exception)}`;
}
