/** Everything that may stop the program: breakpoints of all kinds, and exceptions. */
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import type { BreakpointOptions, BreakpointStatus, DebugSession } from '../../debugger/index.js';
import { hex32 } from '../../base/index.js';
import type { Conversation } from '../conversation.js';
import { defined } from '../dap/defined.js';
import { addressOf, dapSource, requireAddress } from '../dap/values.js';
import { exceptionInfo, filterRequests, stopsAtAll } from '../exception-filters.js';
import type { Handlers } from './handlers.js';

export const breakpoints: Handlers<
  | 'setBreakpoints'
  | 'breakpointLocations'
  | 'setFunctionBreakpoints'
  | 'setInstructionBreakpoints'
  | 'dataBreakpointInfo'
  | 'setDataBreakpoints'
  | 'setExceptionBreakpoints'
  | 'exceptionInfo'
> = {
  setBreakpoints({ source, breakpoints: wanted = [] }, conversation) {
    const { client } = conversation;
    const path = client.pathFrom(source.path ?? source.name ?? '');
    const requests = wanted.map(({ line, column, ...options }) => ({
      ...defined({ column: column === undefined ? undefined : client.columnFrom(column) }),
      line: client.lineFrom(line),
      ...optionsOf(options),
    }));
    return set(`source ${path}`, conversation, (session) => session.setSourceBreakpoints(path, requests));
  },

  breakpointLocations({ source, line, endLine }, { session, client }) {
    const path = client.pathFrom(source.path ?? source.name ?? '');
    const last = endLine === undefined ? undefined : client.lineFrom(endLine);
    const found = session.breakpointLocations(path, client.lineFrom(line), last);
    const breakpoints = found.map((place) =>
      defined({
        line: client.line(place.line),
        column: place.column === undefined ? undefined : client.column(place.column),
      }),
    );
    return { breakpoints };
  },

  setFunctionBreakpoints({ breakpoints: wanted }, conversation) {
    const requests = wanted.map(({ name, ...options }) => ({ name, ...optionsOf(options) }));
    return set('functions', conversation, (session) => session.setFunctionBreakpoints(requests));
  },

  setInstructionBreakpoints({ breakpoints: wanted }, conversation) {
    const requests = wanted.map(({ instructionReference, offset, ...options }) => ({
      address: requireAddress(instructionReference, offset),
      ...optionsOf(options),
    }));
    return set('instructions', conversation, (session) => session.setInstructionBreakpoints(requests));
  },

  dataBreakpointInfo(args, { session }) {
    const { dataId, description, accessTypes } = dataInfo(args, session);
    return { dataId: dataId ?? null, description, accessTypes: [...accessTypes], canPersist: false };
  },

  setDataBreakpoints({ breakpoints: wanted }, conversation) {
    const requests = wanted.map(({ dataId, accessType, ...options }) => ({
      dataId,
      ...defined({ access: accessType }),
      ...optionsOf(options),
    }));
    return set('data', conversation, (session) => session.setDataBreakpoints(requests));
  },

  setExceptionBreakpoints(args, conversation) {
    const requests = filterRequests(args);
    conversation.stopsAtAllFaults = stopsAtAll(requests);
    const { breakpoints: statuses } = set('exceptions', conversation, (session) =>
      session.setExceptionFilters(requests),
    );
    // Filters are known by their names; numbers are for breakpoints that may be hit.
    return { breakpoints: statuses.map(({ verified, message }) => defined({ verified, message })) };
  },

  exceptionInfo: (_, { stoppedSession, stopsAtAllFaults }) => exceptionInfo(stoppedSession, stopsAtAllFaults),
};

function set(
  key: string,
  conversation: Conversation,
  apply: (session: DebugSession) => readonly BreakpointStatus[],
): { breakpoints: Dap.Breakpoint[] } {
  const { launched } = conversation;
  if (launched.configuration.noDebug === true && key !== 'exceptions') {
    return { breakpoints: [{ verified: false, message: 'The program runs without debugging.' }] };
  }
  const statuses = launched.breakpoints.set(key, launched.session, apply);
  return { breakpoints: statuses.map((status) => dapBreakpoint(status, conversation)) };
}

function dapBreakpoint(status: BreakpointStatus, { client }: Conversation): Dap.Breakpoint {
  const { id, verified, message, path, line, column, addresses } = status;
  const name = path?.split(/[/\\]/).at(-1) ?? '';
  return defined({
    id,
    verified,
    message,
    source: path === undefined ? undefined : dapSource({ name, path, exists: true }, client),
    line: line === undefined ? undefined : client.line(line),
    column: column === undefined ? undefined : client.column(column),
    instructionReference: addresses[0] === undefined ? undefined : hex32(addresses[0]),
  });
}

/** Clients send empty texts for what the user left out. */
function optionsOf({ condition, hitCondition, logMessage }: Partial<Dap.SourceBreakpoint>): BreakpointOptions {
  const given = (text: string | undefined): string | undefined => (text?.trim() === '' ? undefined : text);
  return defined({
    condition: given(condition),
    hitCondition: given(hitCondition),
    logMessage: given(logMessage),
  });
}

function dataInfo(
  { name, variablesReference = 0, frameId, asAddress, bytes }: Dap.DataBreakpointInfoArguments,
  session: DebugSession,
): ReturnType<DebugSession['dataBreakpointInfo']> {
  if (asAddress === true) {
    const address = addressOf(name);
    if (address !== undefined) return session.dataBreakpointInfoAt(address, bytes ?? 4);
    return { dataId: undefined, description: `“${name}” is no address.`, accessTypes: [] };
  }
  const info =
    variablesReference > 0
      ? session.dataBreakpointInfo(name, variablesReference)
      : session.dataBreakpointInfoOf(name, frameId);
  const address = addressOf(info.dataId?.split('/')[0] ?? '');
  return bytes === undefined || address === undefined ? info : session.dataBreakpointInfoAt(address, bytes);
}
