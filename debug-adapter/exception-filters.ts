/** Exceptions that may stop the program: what the client chose, and how a stop at one of them reads in `exceptionInfo`. */
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { UserError } from '../base/index.js';
import {
  exceptionName,
  faultChain,
  type DebugSession,
  type ExceptionFilter,
  type ExceptionFilterRequest,
  type SessionStop,
} from '../debugger/index.js';

const CONDITION = '“all”: every time. “unhandled” (if empty): only where the program does not handle it itself.';

export const EXCEPTION_FILTERS: readonly ExceptionFilter[] = [
  ['hardFault', 'HardFault', 'Faults that were escalated, and failed vector reads'],
  ['memManage', 'MemManage', 'Accesses that the MPU denies'],
  ['busFault', 'BusFault', 'Accesses that nothing answers, or that a device refuses'],
  ['usageState', 'UsageFault: state', 'Undefined instructions, branches to even addresses, invalid exception returns'],
  ['usageCheck', 'UsageFault: checks', 'Unaligned accesses and divisions by zero, where CCR asks to trap them'],
  ['noCoprocessor', 'UsageFault: coprocessor', 'Instructions for a coprocessor that is not there'],
  ['interruptEntry', 'Exception entry and return', 'Faults while an exception frame is stored or read back'],
  ['lockup', 'Lockup', 'Faults that no handler can be entered for'],
].map(([id, label, description]) => ({
  id: id as ExceptionFilter['id'],
  label: label!,
  description: description!,
  default: true,
  conditionDescription: CONDITION,
}));

/** Filters as the client names them: plain ids, and ids with a condition. */
export function filterRequests({
  filters,
  filterOptions = [],
}: Dap.SetExceptionBreakpointsArguments): ExceptionFilterRequest[] {
  const conditional = filterOptions.map(({ filterId, condition }) =>
    condition === undefined || condition.trim() === '' ? { id: filterId } : { id: filterId, condition },
  );
  return [...filters.map((id) => ({ id })), ...conditional];
}

/** Whether any of the filters stops at faults that the program handles itself, too. */
export function stopsAtAll(requests: readonly ExceptionFilterRequest[]): boolean {
  return requests.some(({ condition }) => condition?.trim() === 'all');
}

/** Throws a UserError where the program does not stand at an exception. */
export function exceptionInfo(session: DebugSession, everyFault: boolean): Dap.ExceptionInfoResponse['body'] {
  const { stopped } = session;
  const fault = stopped?.fault;
  if (stopped === undefined || fault === undefined) {
    throw new UserError('no-exception', 'The program does not stand at an exception.');
  }
  const { title, report } = session.faultCauses();
  return {
    exceptionId: stopped.reason === 'lockup' ? 'Lockup' : exceptionName(fault.exception),
    description: title,
    breakMode: everyFault ? 'always' : 'unhandled',
    details: { ...details(fault, stopped.text === '' ? title : stopped.text), stackTrace: report },
  };
}

type Fault = NonNullable<SessionStop['fault']>;

/** Escalated and derived faults nest: the exception that was taken last is outside, the one it came from inside. */
function details(fault: Fault, message: string): Dap.ExceptionDetails {
  const inner = innerDetails(fault);
  const typeName = fault.exception === 0 ? 'Lockup' : exceptionName(fault.exception);
  return { message, typeName, fullTypeName: bitsText(fault), ...(inner.length === 0 ? {} : { innerException: inner }) };
}

function innerDetails(fault: Fault): Dap.ExceptionDetails[] {
  const original: Dap.ExceptionDetails[] =
    fault.original === fault.exception
      ? []
      : [{ typeName: exceptionName(fault.original), message: `Escalated: ${fault.escalation ?? 'unknown'}.` }];
  const derived = faultChain(fault)
    .slice(1)
    .map((next) => ({ typeName: exceptionName(next.exception), message: bitsText(next) }));
  return [...original, ...derived];
}

function bitsText({ bits }: Fault): string {
  return bits.join(', ');
}
