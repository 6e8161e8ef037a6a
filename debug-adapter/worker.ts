/** The debug adapter in a worker thread of Node: messages come and go over the port to the thread that started it. */
import { parentPort } from 'node:worker_threads';
import type { DapMessage, WorkerMessage } from '../protocol/index.js';
import { DebugAdapter } from './adapter.js';

const port = parentPort;
if (port === null) throw new Error('This file runs in a worker thread only.');

const adapter = new DebugAdapter(() => port.close());
adapter.onDidSendMessage((dap) => port.postMessage({ dap: dap as DapMessage } satisfies WorkerMessage));
port.on('message', ({ dap }: WorkerMessage) => adapter.handleMessage(dap));
port.on('close', () => adapter.shutdown());
