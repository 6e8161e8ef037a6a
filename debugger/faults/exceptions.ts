/** Exceptions and escalations in words (Armv7-M ARM, B1.5.2, B1.5.4, B1.5.15). */
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
      if (bit !== undefined) return `${name} is not enabled (SHCSR.${bit} = 0), so it was escalated to HardFault.`;
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

function runningText({ before }: Fault): string {
  if (before.faultmask !== 0) return 'FAULTMASK is set';
  const active = before.xpsr & 0x1ff;
  if (active !== 0) return `the handler of ${exceptionTitle(active)} is active`;
  if (before.primask !== 0) return 'PRIMASK is set';
  if (before.basepri !== 0) return `BASEPRI is ${before.basepri}`;
  return 'thread code runs at a raised priority';
}

/** What exception entry or return was under way; a phrase. */
export function duringText(fault: Fault): string | undefined {
  const { during } = fault;
  if (during === undefined) return undefined;
  return `${during.what === 'entry' ? 'entry to' : 'return from'} ${exceptionTitle(during.exception)}`;
}
