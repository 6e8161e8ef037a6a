/** A debug adapter in this process behind a pair of streams, and a client that writes down what the two say. */
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { DapClient } from '../../cli/demo-session/dap-client.js';
import { serveStreams } from '../../debug-adapter/index.js';
import type { LaunchConfiguration } from '../../protocol/index.js';
import { root } from '../support/root.js';
import { Transcript } from './transcript.js';

export const BOARDS = ['mps2-an385', 'lm3s6965evb'] as const;
export const DEMOS = ['mbed-rom-write', 'stack-overflow', 'guarded-task'] as const;

/** The file of a demo. */
export function demo(name: (typeof DEMOS)[number], board: (typeof BOARDS)[number] = 'mps2-an385'): string {
  return join(root, `firmware/elf/demos/${name}-${board}.elf`);
}

export function source(name: (typeof DEMOS)[number], file: string): string {
  return join(root, 'firmware/demos', name, file);
}

export interface Rig {
  readonly client: DapClient;
  readonly transcript: Transcript;
  /** Everything that the firmware and the adapter have put out, by category. */
  output(category: string): string;
  /** Resolved when the adapter has let go of its streams. */
  readonly ended: Promise<void>;
  /** Closes the client's end of the connection. */
  hangUp(): void;
}

export function startRig(): Rig {
  const toAdapter = new PassThrough();
  const fromAdapter = new PassThrough();
  const ended = serveStreams(toAdapter, fromAdapter);
  const outputs: Dap.OutputEvent['body'][] = [];
  const transcript = new Transcript();
  const client = new DapClient(fromAdapter, toAdapter, (message) => {
    transcript.add(message);
    const { event, body } = message as Dap.OutputEvent;
    if (event === 'output') outputs.push(body);
  });
  const output = (category: string): string =>
    outputs
      .filter((body) => body.category === category)
      .map((body) => body.output)
      .join('');
  return { client, transcript, output, ended, hangUp: () => toAdapter.end() };
}

/** Up to the point where a client sets breakpoints. */
export async function launch(rig: Rig, configuration: LaunchConfiguration): Promise<Dap.Capabilities> {
  const told = await rig.client.request('initialize', { adapterID: 'ringfence', supportsMemoryReferences: true });
  await rig.client.request('launch', configuration);
  await rig.client.event('initialized');
  return told ?? {};
}

/** Switches on what an editor switches on by itself, and lets the program go. */
export async function go({ client }: Rig, told: Dap.Capabilities, condition?: 'all' | 'unhandled'): Promise<void> {
  const filters = (told.exceptionBreakpointFilters ?? []).filter((filter) => filter.default === true);
  const filterOptions = filters.map(({ filter }) => ({
    filterId: filter,
    ...(condition === undefined ? {} : { condition }),
  }));
  await client.request('setExceptionBreakpoints', { filters: [], filterOptions });
  await client.request('configurationDone', {});
}

/** The next stop. Fails if the program ends instead. */
export async function stopped({ client }: Rig): Promise<Dap.StoppedEvent['body']> {
  const { event, body } = (await client.event('stopped', 'terminated')) as Dap.StoppedEvent;
  if (event !== 'stopped') throw new Error('The program has ended where it should have stopped.');
  return body;
}

/** Says good-bye, and waits until the adapter has gone. */
export async function leave({ client, ended }: Rig): Promise<void> {
  await client.request('disconnect', {});
  await ended;
}
