/** A debug adapter that runs nothing: it stops at a breakpoint, then at a fault, then ends. For tests of the extension. */
import { parentPort } from 'node:worker_threads';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { LaunchConfiguration, RequestHandlers, WorkerMessage } from '../../../protocol/index.js';
import {
  BREAKPOINT_LINE,
  CRASH,
  explainAccess,
  FAULT_LINE,
  faultCauses,
  locks,
  MEMORY_MAP,
  mpuRegions,
} from './bodies.js';

/** Messages are untyped until a handler takes them. */
type Handler = (args: never) => object;
type Stop = 'nowhere' | 'breakpoint' | 'fault';

let seq = 0;
let stop: Stop = 'nowhere';
let file = '';
let breakpoints: readonly number[] = [];

const custom = {
  'ringfence/mpuRegions': () => mpuRegions(file, stop === 'fault'),
  'ringfence/locks': () => locks(file),
  'ringfence/faultCauses': () => faultCauses(file, stop === 'fault'),
  'ringfence/explainAccess': ({ address, sizeBytes }) => explainAccess(address, sizeBytes ?? 1),
  'ringfence/memoryMap': () => MEMORY_MAP,
} satisfies RequestHandlers;

const handlers = {
  ...custom,
  initialize: () => ({
    supportsConfigurationDoneRequest: true,
    supportsExceptionInfoRequest: true,
    supportsReadMemoryRequest: true,
    supportsEvaluateForHovers: true,
  }),
  launch({ cwd }: LaunchConfiguration) {
    file = `${cwd!}/main.c`;
    later(() => event('initialized'));
    return {};
  },
  setBreakpoints(args: DebugProtocol.SetBreakpointsArguments) {
    breakpoints = args.breakpoints?.map(({ line }) => line) ?? [];
    return { breakpoints: breakpoints.map((line) => ({ verified: true, line })) };
  },
  configurationDone() {
    later(() => stopAt(breakpoints.length > 0 ? 'breakpoint' : 'fault'));
    return {};
  },
  continue() {
    const next = stop;
    stop = 'nowhere';
    later(() => (next === 'breakpoint' ? stopAt('fault') : event('terminated')));
    return { allThreadsContinued: true };
  },
  threads: () => ({ threads: [{ id: 1, name: 'Cortex-M3' }] }),
  stackTrace: () => ({
    totalFrames: 1,
    stackFrames: [
      {
        id: 1,
        name: 'main',
        line: stop === 'fault' ? FAULT_LINE : BREAKPOINT_LINE,
        column: 1,
        source: { name: 'main.c', path: file },
        instructionPointerReference: '0x00000234',
      },
    ],
  }),
  scopes: () => ({ scopes: [{ name: 'Locals', variablesReference: 1, expensive: false }] }),
  variables: () => ({ variables: [{ name: 'total', value: '42', type: 'unsigned int', variablesReference: 0 }] }),
  evaluate({ expression }: DebugProtocol.EvaluateArguments) {
    if (expression === 'crash') throw new Error(CRASH);
    return { result: `42 (${expression})`, variablesReference: 0, memoryReference: '0x20000000' };
  },
  exceptionInfo: () => ({
    exceptionId: 'MemManage',
    description: 'Store of 4 bytes to 0x08000000 denied: region 0 is read-only.',
    breakMode: 'always',
  }),
  readMemory: ({ memoryReference }: DebugProtocol.ReadMemoryArguments) => ({
    address: memoryReference,
    data: 'UmluZ2ZlbmNl',
    unreadableBytes: 0,
  }),
  disconnect: () => ({}),
  setExceptionBreakpoints: () => ({}),
  setFunctionBreakpoints: () => ({}),
  setInstructionBreakpoints: () => ({}),
  setDataBreakpoints: () => ({}),
} satisfies Readonly<Record<string, Handler>>;

function stopAt(where: 'breakpoint' | 'fault'): void {
  stop = where;
  event('stopped', { reason: where === 'fault' ? 'exception' : 'breakpoint', threadId: 1, allThreadsStopped: true });
}

/** After the response that is being made. */
function later(run: () => void): void {
  setImmediate(run);
}

function event(name: string, body?: object): void {
  send({ type: 'event', event: name, body });
}

function send(message: object): void {
  parentPort!.postMessage({ dap: { seq: ++seq, ...message } });
}

parentPort!.on('message', ({ dap }: WorkerMessage) => {
  const request = dap as DebugProtocol.Request;
  const handler = (handlers as Readonly<Record<string, Handler | undefined>>)[request.command];
  const answer = { type: 'response', request_seq: request.seq, command: request.command };
  if (handler === undefined) send({ ...answer, success: false, message: `The fake knows no ${request.command}.` });
  else send({ ...answer, success: true, body: handler((request.arguments ?? {}) as never) });
});
