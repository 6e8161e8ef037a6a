/** Exceptions that may stop the program: what the client chose, and how a stop at one of them reads in `exceptionInfo`. */
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { UserError } from '../base/index.js';
import {
  exceptionName,
  faultChain,
  type DebugSession,
  type ExceptionFilterRequest,
  type SessionStop,
} from '../debugger/index.js';

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
  const { title, causes } = session.faultCauses();
  return {
    exceptionId: nameOf(faultChain(fault).at(-1)?.exception ?? fault.exception),
    description: title,
    breakMode: everyFault ? 'always' : 'unhandled',
    details: { ...details(fault, title), stackTrace: reasonInWords(causes) },
  };
}

/** How many calls a client's widget has room for. */
const MOST_CALLS = 8;

type Causes = ReturnType<DebugSession['faultCauses']>['causes'];

/** What a client shows below the title: the access, the rule, what else is known, the calls. Clients' widgets are small. */
function reasonInWords(causes: Causes): string {
  return causes
    .flatMap(({ kind, label, detail, children }) => {
      switch (kind) {
        case 'access':
          return [sentence(label), ...(detail === undefined ? [] : [detail])];
        case 'rule':
          // A rule without words of its own is a heading.
          return detail === undefined && children.length > 0 ? children.map((child) => child.label) : [label];
        case 'stack':
          return calls(children);
        case 'exception':
        case 'statusBit':
        case 'instruction':
        case 'register':
        case 'advice':
          return [];
      }
    })
    .join('\n');
}

/** The innermost calls; below a stack there are remarks too, which have no address. */
function calls(frames: Causes): string[] {
  const labels = frames.filter(({ address }) => address !== undefined).map(({ label }) => `    at ${label}`);
  const more = labels.length - MOST_CALLS;
  return more <= 0 ? labels : [...labels.slice(0, MOST_CALLS), `    … ${more} calls more`];
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

type Fault = NonNullable<SessionStop['fault']>;

/** Escalated and derived faults nest: the exception that was taken last is outside, the one it came from inside. */
function details(fault: Fault, message: string): Dap.ExceptionDetails {
  const inner = innerDetails(fault);
  return {
    message,
    typeName: nameOf(fault.exception),
    fullTypeName: bitsText(fault),
    ...(inner.length === 0 ? {} : { innerException: inner }),
  };
}

function innerDetails(fault: Fault): Dap.ExceptionDetails[] {
  const original: Dap.ExceptionDetails[] =
    fault.original === fault.exception
      ? []
      : [{ typeName: exceptionName(fault.original), message: `Escalated: ${fault.escalation ?? 'unknown'}.` }];
  const derived = faultChain(fault)
    .slice(1)
    .map((next) => ({ typeName: nameOf(next.exception), message: bitsText(next) }));
  return [...original, ...derived];
}

/** 0 stands for a core that locked up instead of taking an exception. */
function nameOf(exception: number): string {
  return exception === 0 ? 'Lockup' : exceptionName(exception);
}

function bitsText({ bits }: Fault): string {
  return bits.join(', ');
}
