/** One debug session from launch to the fault that ends it, told line by line as its messages come and go. */
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { basename } from 'node:path';
import type { LaunchConfiguration } from '../../protocol/index.js';
import { STATUS } from '../status.js';
import type { DapClient } from './dap-client.js';
import type { Printer } from './print.js';
import { lockLines, regionRows, stackRows, variableRows } from './views.js';

export interface Plan {
  readonly launch: LaunchConfiguration;
  /** A line to stop at; without one the session stops at `main`. */
  readonly breakpoint?: { readonly path: string; readonly line: number; readonly why: string };
}

const SHOWN_FRAMES = 12;
const SHOWN_VARIABLES = 16;

/** The exit status: 0 if the program was followed to a fault or to its exit. Throws `Refused` if it cannot be launched. */
export async function tellSession(plan: Plan, client: DapClient, printer: Printer): Promise<number> {
  await begin(plan, client, printer);
  let stop = await nextStop(client, printer);
  if (stop !== undefined && stop.reason !== 'exception') {
    await showPlace(client, printer);
    printer.title('Let it run');
    printer.asks('setBreakpoints, setFunctionBreakpoints: none any more');
    if (plan.breakpoint !== undefined) {
      await client.request('setBreakpoints', { source: { path: plan.breakpoint.path }, breakpoints: [] });
    }
    await client.request('setFunctionBreakpoints', { breakpoints: [] });
    printer.asks('continue');
    await client.request('continue', { threadId: 1 });
    stop = await nextStop(client, printer);
  }
  if (stop?.reason === 'exception') await showFault(client, printer);
  else if (stop !== undefined) await showPlace(client, printer);
  printer.title('The end');
  printer.asks('disconnect');
  await client.request('disconnect', {});
  return stop === undefined || stop.reason === 'exception' ? 0 : STATUS.unfinished;
}

async function begin({ launch, breakpoint }: Plan, client: DapClient, printer: Printer): Promise<void> {
  printer.title('Launch');
  printer.asks('initialize');
  const told = (await client.request('initialize', { adapterID: 'ringfence', pathFormat: 'path' })) ?? {};
  const supported = Object.keys(told).filter((name) => name.startsWith('supports')).length;
  const filters = told.exceptionBreakpointFilters ?? [];
  printer.answers(`${supported} capabilities; exceptions: ${filters.map(({ label }) => label).join(', ')}`);
  printer.asks(`launch ${launch.program} on ${launch.board ?? 'the default board'}`);
  await client.request('launch', launch);
  await client.event('initialized');
  printer.answers('initialized');
  await setBreakpoint(breakpoint, client, printer);
  printer.asks('setExceptionBreakpoints: all faults, also those that the program handles itself');
  const filterOptions = filters.map(({ filter }) => ({ filterId: filter, condition: 'all' }));
  await client.request('setExceptionBreakpoints', { filters: [], filterOptions });
  printer.asks('configurationDone');
  await client.request('configurationDone', {});
}

async function setBreakpoint(place: Plan['breakpoint'], client: DapClient, printer: Printer): Promise<void> {
  const wanted = place === undefined ? 'main' : `${basename(place.path)}:${place.line} (${place.why})`;
  printer.asks(place === undefined ? 'setFunctionBreakpoints main' : `setBreakpoints ${wanted}`);
  const { breakpoints } =
    place === undefined
      ? await client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'main' }] })
      : await client.request('setBreakpoints', { source: { path: place.path }, breakpoints: [{ line: place.line }] });
  for (const { id, verified, message, source, line, instructionReference } of breakpoints) {
    const where = source?.name === undefined ? (instructionReference ?? '') : `${source.name}:${line ?? 0}`;
    printer.answers(verified ? `breakpoint ${id ?? 0} at ${where}` : `no breakpoint: ${message ?? 'not found'}`);
  }
}

/** Undefined when the program has ended. */
async function nextStop(client: DapClient, printer: Printer): Promise<Dap.StoppedEvent['body'] | undefined> {
  const event = await client.event('stopped', 'exited');
  if (event.event === 'exited') {
    const { exitCode } = event.body as Dap.ExitedEvent['body'];
    printer.answers(`exited with status ${exitCode}`);
    return undefined;
  }
  const body = event.body as Dap.StoppedEvent['body'];
  printer.answers(`stopped: ${body.reason}${body.description === undefined ? '' : `, ${body.description}`}`);
  return body;
}

async function stack(client: DapClient, printer: Printer): Promise<Dap.StackFrame | undefined> {
  printer.asks('stackTrace');
  const { stackFrames } = await client.request('stackTrace', { threadId: 1, levels: SHOWN_FRAMES });
  printer.table(stackRows(stackFrames));
  return stackFrames[0];
}

async function showPlace(client: DapClient, printer: Printer): Promise<void> {
  const top = await stack(client, printer);
  if (top === undefined) return;
  printer.asks('scopes, variables');
  const { scopes } = await client.request('scopes', { frameId: top.id });
  for (const { presentationHint, name, variablesReference } of scopes) {
    if (presentationHint !== 'locals' && presentationHint !== 'arguments') continue;
    const { variables } = await client.request('variables', { variablesReference, count: SHOWN_VARIABLES });
    if (variables.length === 0) continue;
    printer.line(`  ${name}:`);
    printer.table(variableRows(variables).map(([first = '', ...rest]) => [`  ${first}`, ...rest]));
  }
}

async function showFault(client: DapClient, printer: Printer): Promise<void> {
  printer.title('The fault');
  printer.asks('exceptionInfo');
  const info = await client.request('exceptionInfo', { threadId: 1 });
  printer.answers(`${info.exceptionId} (${info.details?.fullTypeName ?? ''}): ${info.description ?? ''}`);
  for (const line of (info.details?.stackTrace ?? '').trimEnd().split('\n')) printer.line(`  ${line}`);

  printer.title('Who called whom');
  await stack(client, printer);

  printer.title('What the MPU holds');
  printer.asks('ringfence/mpuRegions');
  const regions = await client.request('ringfence/mpuRegions', {});
  printer.answers(regions.summary);
  if (regions.regions.some(({ enabled }) => enabled)) printer.table(regionRows(regions));

  printer.title('Who holds which lock');
  printer.asks('ringfence/locks');
  for (const line of lockLines(await client.request('ringfence/locks', {}))) printer.line(`  ${line}`);
}
